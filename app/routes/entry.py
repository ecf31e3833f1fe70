"""One optimizer or surface as the catalog has it; of your own, made from the text that the query holds."""

from fastapi import APIRouter, Request, Response

from optimizers import Rule
from optimizers.query.entries import read_entry
from optimizers.surfaces.bound import BoundSurface

from ..answers import answer
from ..builders import entry_json
from ..dependencies import Direct, described_entry, text_of
from ..work import Job, price

router = APIRouter(route_class=Direct)


@router.get(
    "/api/v1/entry", summary="One optimizer or surface", response_class=Response, openapi_extra=described_entry()
)
async def read_one(request: Request) -> Response:
    """The entry that surface=… or optimizer=… names: formula, parameters, state. An error names the column."""
    text, state = text_of(request), request.app.state
    one = read_entry(text, state.settings.limits)  # refused here, where errors are answered
    surface = None if isinstance(one, Rule) else BoundSurface(one, one.defaults())
    if surface is not None and surface.definition.searches and surface.known is None:
        await state.work.search(surface)
    job = Job(entry_json, (text, state.settings.limits, surface), price.of_entry(surface))
    return await answer(request, "application/json", job, text)

"""One optimizer or surface as the catalog has it; of your own, made from the text that the query holds."""

from fastapi import APIRouter, Request, Response

from optimizers.query.entries import read_entry

from ..answers import answer
from ..builders import entry_json
from ..dependencies import Direct, described_entry, text_of
from ..work import Job

router = APIRouter(route_class=Direct)
PRICE = 2.0  # ms: its formulas as MathML


@router.get("/api/v1/entry", response_class=Response, openapi_extra=described_entry())
async def read_one(request: Request) -> Response:
    """The entry that surface=… or optimizer=… names: formula, parameters, state. An error names the column."""
    text = text_of(request)
    read_entry(text, request.app.state.settings.limits)  # refused here, where errors are answered
    job = Job(entry_json, (text, request.app.state.settings.limits), PRICE)
    return await answer(request, "application/json", job, text)

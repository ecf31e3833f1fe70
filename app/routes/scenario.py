"""The canonical form of a scenario, or what is wrong with it."""

from fastapi import APIRouter, Request, Response

from ..answers import answer
from ..builders import scenario_json
from ..dependencies import Direct, demanded, described
from ..view import WRITTEN
from ..work import price

router = APIRouter(route_class=Direct)


@router.get(
    "/api/v1/scenario",
    summary="Canonical form of a scenario",
    response_class=Response,
    openapi_extra=described("application/json", *WRITTEN),
)
async def read_scenario(request: Request) -> Response:
    """The canonical query, its address, the caption of what is held equal, and a description."""
    query = await demanded(request)
    job = price.WORDS.make(query.scenario, scenario_json, query.scenario, query.address())
    return await answer(request, "application/json", job, query.scenario.query, query.address())

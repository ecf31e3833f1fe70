"""The verdict on a scenario, and what is known about its runs."""

from fastapi import APIRouter, Request, Response

from ..answers import answer
from ..builders import verdict_json
from ..dependencies import Direct, demanded, described
from ..work import price

router = APIRouter(route_class=Direct)


@router.get(
    "/api/v1/verdict",
    summary="Verdict on a scenario",
    response_class=Response,
    openapi_extra=described("application/json"),
)
async def read_verdict(request: Request) -> Response:
    """The verdict, as text and in parts, each with its kind, those that name an optimizer with the slot of its color;
    the caption of what is held equal; the marks of theory on the sliders; for each run the step from which rounding
    decides its path, null for never; and how other conventions write each optimizer.
    """
    scenario = (await demanded(request)).scenario
    job = price.VERDICT.make(scenario, verdict_json, scenario)
    return await answer(request, "application/json", job, scenario.query)

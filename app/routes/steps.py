"""Why a step is what it is."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from ..answers import answer
from ..builders import steps_json
from ..dependencies import Demanded, PathAlone, described
from ..work import price

router = APIRouter(route_class=PathAlone)


OptimizerIndex = Annotated[int, Path(description="index of the optimizer in the scenario, from 0")]
StartIndex = Annotated[int, Path(description="index of the start in the scenario, from 0")]
StepNumber = Annotated[int, Path(description="number of the step, from 1")]


@router.get(
    "/api/v1/steps/{optimizer_index}/{start_index}/{step_number}",
    response_class=Response,
    responses={422: {}},  # described below; otherwise FastAPI describes another shape
    openapi_extra=described("application/json"),
)
async def read_step(
    request: Request,
    query: Demanded,
    optimizer_index: OptimizerIndex,
    start_index: StartIndex,
    step_number: StepNumber,
) -> Response:
    """The formula of a step with its numbers for both coordinates, arrows to draw, length and angles."""
    scenario = query.scenario
    job = price.STEPS.make(scenario, steps_json, scenario, optimizer_index, start_index, step_number)
    return await answer(request, "application/json", job, scenario.query)

"""Why a step is what it is."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from optimizers import Scenario, explain

from ..caching import answer
from ..catalog import mathml
from ..dependencies import Admitted, Demanded, described
from ..encoding import dumps

router = APIRouter()


OptimizerIndex = Annotated[int, Path(description="index of the optimizer in the scenario, from 0")]
StartIndex = Annotated[int, Path(description="index of the start in the scenario, from 0")]
StepNumber = Annotated[int, Path(description="number of the step, from 1")]


@router.get(
    "/api/v1/steps/{optimizer_index}/{start_index}/{step_number}",
    response_class=Response,
    responses={422: {}},  # described below; otherwise FastAPI describes another shape
    openapi_extra=described("application/json"),
)
def read_step(
    request: Request,
    query: Demanded,
    admitted: Admitted,
    optimizer_index: OptimizerIndex,
    start_index: StartIndex,
    step_number: StepNumber,
) -> Response:
    """The formula of a step with its numbers for both coordinates, arrows to draw, length and angles."""
    return answer(
        request,
        "application/json",
        lambda: dumps(_describe(query.scenario, optimizer_index, start_index, step_number)),
        query.scenario.query,
    )


def _describe(scenario: Scenario, optimizer: int, start: int, step: int) -> dict[str, Any]:
    explanation = explain(scenario, optimizer, start, step)
    described = asdict(explanation)
    for lines, written in zip(described["lines"], explanation.lines, strict=True):
        for one, line in zip(lines, written, strict=True):
            one["mathml"] = mathml(line.latex, "block")
    for arrow in described["arrows"]:
        arrow["mathml"] = mathml(arrow["symbol"])
    return described

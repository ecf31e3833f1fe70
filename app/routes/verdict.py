"""The verdict on a scenario, and what is known about its runs."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request, Response

from optimizers import Scenario, continuations, simulate, verdict
from optimizers.run.horizon import horizon
from optimizers.run.tuning import caption
from optimizers.tell.theory import notes, theory

from ..caching import answer
from ..dependencies import Admitted, Demanded, described
from ..encoding import dumps

router = APIRouter()


@router.get("/api/v1/verdict", response_class=Response, openapi_extra=described("application/json"))
def read_verdict(request: Request, query: Demanded, admitted: Admitted) -> Response:
    """The verdict; the caption of what is held equal; the marks of theory on the sliders; for each run the step from
    which rounding decides its path, null for never; and how other conventions write each optimizer.
    """
    return answer(request, "application/json", lambda: dumps(_describe(query.scenario)), query.scenario.query)


def _describe(scenario: Scenario) -> dict[str, Any]:
    runs = simulate(scenario)
    ahead, decided = continuations(scenario, runs), horizon(scenario)
    return {
        "verdict": verdict(scenario, runs, ahead, decided),
        "continuations": [asdict(one) for one in ahead],
        "caption": caption(scenario),
        "theory": [asdict(marks) for marks in theory(scenario)],
        "horizon": decided,
        "notes": notes(scenario),
    }

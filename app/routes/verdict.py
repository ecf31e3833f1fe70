"""The verdict on a scenario, and what is known about its runs."""

from fastapi import APIRouter, Request, Response

from ..builders import verdict_json
from ..caching import answer
from ..dependencies import Admitted, Demanded, described

router = APIRouter()


@router.get("/api/v1/verdict", response_class=Response, openapi_extra=described("application/json"))
def read_verdict(request: Request, query: Demanded, admitted: Admitted) -> Response:
    """The verdict; the caption of what is held equal; the marks of theory on the sliders; for each run the step from
    which rounding decides its path, null for never; and how other conventions write each optimizer.
    """
    return answer(request, "application/json", lambda: verdict_json(query.scenario), query.scenario.query)

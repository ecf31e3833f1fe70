"""The canonical form of a scenario, or what is wrong with it."""

from fastapi import APIRouter, Request, Response

from optimizers.picture import description
from optimizers.run.tuning import caption

from ..caching import answer
from ..dependencies import Admitted, Demanded, described
from ..encoding import dumps
from ..view import WRITTEN

router = APIRouter()


@router.get("/api/v1/scenario", response_class=Response, openapi_extra=described("application/json", *WRITTEN))
def read_scenario(request: Request, query: Demanded, admitted: Admitted) -> Response:
    """The canonical query, its address, the caption of what is held equal, and a description."""
    scenario = query.scenario
    fields = {
        "query": scenario.query,
        "address": query.address(),
        "caption": caption(scenario),
        "description": description(scenario),
    }
    return answer(request, "application/json", lambda: dumps(fields), scenario.query, str(query.view))

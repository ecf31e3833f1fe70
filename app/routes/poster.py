"""The scenario as a picture."""

from fastapi import APIRouter, Request, Response

from ..caching import answer
from ..dependencies import SCENARIO, Demanded, Occupied
from ..poster import poster

router = APIRouter()


@router.get("/poster.svg", openapi_extra=SCENARIO)
def read_poster(request: Request, query: Demanded, place: Occupied) -> Response:
    """Paths, labels, and the caption of what is held equal, as SVG."""
    view = query.view
    return answer(
        request,
        "image/svg+xml",
        lambda: poster(query.scenario, view.layout, view.theme, view.step).encode(),
        query.scenario.query,
        str(view),
    )

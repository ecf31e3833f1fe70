"""The scenario as a picture."""

from fastapi import APIRouter, Request, Response

from optimizers.picture import poster

from ..caching import answer
from ..dependencies import Demanded, Occupied, described

router = APIRouter()
MEDIA_TYPE = "image/svg+xml"


@router.get(
    "/poster.svg",
    response_class=Response,
    openapi_extra=described(MEDIA_TYPE, "layout", "theme", "step", "animate", "title"),
)
def read_poster(request: Request, query: Demanded, place: Occupied) -> Response:
    """Paths, labels, and the caption of what is held equal, as SVG."""
    view = query.view
    return answer(
        request,
        MEDIA_TYPE,
        lambda: poster(query.scenario, view.layout, view.theme, view.step).encode(),
        query.scenario.query,
        str(view),
    )

"""The scenario as a picture."""

from fastapi import APIRouter, Request, Response

from ..builders import poster_png, poster_svg
from ..caching import answer
from ..dependencies import Admitted, Demanded, described

router = APIRouter()
SVG, PNG = "image/svg+xml", "image/png"


@router.get(
    "/poster.svg",
    response_class=Response,
    openapi_extra=described(SVG, "layout", "theme", "step", "animate", "title"),
)
def read_poster(request: Request, query: Demanded, admitted: Admitted) -> Response:
    """Paths, labels, legend, and the caption of what is held equal, as SVG, animated if the query asks for it."""
    scenario, view = query.scenario, query.view
    return answer(request, SVG, lambda: poster_svg(scenario, view), scenario.query, str(view))


@router.get(
    "/poster.png",
    response_class=Response,
    openapi_extra=described(PNG, "layout", "theme", "step", "scale", "title"),
)
def read_poster_png(request: Request, query: Demanded, admitted: Admitted) -> Response:
    """The same as PNG."""
    scenario, view = query.scenario, query.view
    return answer(request, PNG, lambda: poster_png(scenario, view), scenario.query, str(view))

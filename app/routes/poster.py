"""The scenario as a picture."""

from fastapi import APIRouter, Request, Response

from ..answers import answer
from ..builders import poster_png, poster_svg
from ..dependencies import Direct, demanded, described
from ..work import price

router = APIRouter(route_class=Direct)
SVG, PNG = "image/svg+xml", "image/png"
LOOK = ("layout", "theme", "colormap", "step", "region", "title")
DRAWN, PAINTED = (*LOOK, "animate", "width"), (*LOOK, "scale")


@router.get("/poster.svg", summary="Picture as SVG", response_class=Response, openapi_extra=described(SVG, *DRAWN))
async def read_poster(request: Request) -> Response:
    """Paths, labels, legend, and the caption of what is held equal, as SVG, animated if the query asks for it."""
    query = await demanded(request)
    scenario, view = query.scenario, query.view
    job = price.POSTER.make(scenario, poster_svg, scenario, view)
    return await answer(request, SVG, job, scenario.query, view.some(DRAWN))


@router.get("/poster.png", summary="Picture as PNG", response_class=Response, openapi_extra=described(PNG, *PAINTED))
async def read_poster_png(request: Request) -> Response:
    """The same as PNG."""
    query = await demanded(request)
    scenario, view = query.scenario, query.view
    job = price.PNG.make(scenario, poster_png, scenario, view)
    return await answer(request, PNG, job, scenario.query, view.some(PAINTED))

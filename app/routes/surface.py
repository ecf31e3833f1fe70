"""A surface as numbers: the grid for its contours, and its stationary points."""

from fastapi import APIRouter, Request, Response

from ..answers import answer
from ..builders import surface_json
from ..dependencies import Direct, demanded, described
from ..work import Job, price

router = APIRouter(route_class=Direct)


@router.get(
    "/api/v1/surface",
    response_class=Response,
    openapi_extra=described("application/json", "precision", "cells", "region"),
)
async def read_surface(request: Request) -> Response:
    """The surface over its domain or a region, contour levels, stationary points, curvature at the minimum."""
    query = await demanded(request)
    surface, view = query.scenario.surface, query.view
    cells, precision, region = view.cells, view.precision, view.region
    entries = (("surface", surface.name),)
    job = Job(surface_json, (surface, int(cells), precision, region), price.of_surface(surface), entries=entries)
    return await answer(request, "application/json", job, surface.name, surface.values, precision, cells, region)

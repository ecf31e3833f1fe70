"""A surface as numbers: the grid for its contours, and its stationary points."""

from fastapi import APIRouter, Request, Response

from ..builders import surface_json
from ..caching import answer
from ..dependencies import Admitted, Demanded, described

router = APIRouter()


@router.get(
    "/api/v1/surface", response_class=Response, openapi_extra=described("application/json", "precision", "cells")
)
def read_surface(request: Request, query: Demanded, admitted: Admitted) -> Response:
    """x, y, z of the surface over its domain, contour levels, where it is stationary, curvature at the minimum."""
    surface, cells, precision = query.scenario.surface, query.view.cells, query.view.precision
    return answer(
        request,
        "application/json",
        lambda: surface_json(surface, int(cells), precision),
        query.scenario.query,
        precision,
        cells,
    )

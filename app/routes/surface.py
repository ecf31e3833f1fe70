"""A surface as numbers: the grid for its contours, and its stationary points."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request, Response

from optimizers.run.contours import sample

from ..caching import answer
from ..dependencies import Admitted, Demanded, described
from ..encoding import array, dumps
from ..view import Query

router = APIRouter()


@router.get(
    "/api/v1/surface", response_class=Response, openapi_extra=described("application/json", "precision", "cells")
)
def read_surface(request: Request, query: Demanded, admitted: Admitted) -> Response:
    """x, y, z of the surface over its domain, contour levels, where it is stationary, curvature at the minimum."""
    key = (query.scenario.query, query.view.precision, query.view.cells)
    return answer(request, "application/json", lambda: dumps(_describe(query)), *key)


def _describe(query: Query) -> dict[str, Any]:
    surface, precision = query.scenario.surface, query.view.precision
    grid = sample(surface, int(query.view.cells))
    return {
        "surface": surface.name,
        "parameters": surface.values,
        "domain": surface.domain,
        "floor": surface.floor,
        "curvature": surface.curvature,
        **asdict(surface.landmarks),
        "landmarks": [asdict(landmark) for landmark in surface.stationary],
        "x": array(grid.x, precision),
        "y": array(grid.y, precision),
        "z": array(grid.z, precision, shape=True),
        "levels": grid.levels.tolist(),
    }

"""A surface as numbers."""

from dataclasses import asdict
from typing import Any

import numpy as np

from optimizers.picture.contours import contours
from optimizers.picture.geometry import PlotArea
from optimizers.picture.region import Region, framed
from optimizers.run.arrival import measures_of
from optimizers.run.contours import Grid, sample
from optimizers.run.rest import tilted
from optimizers.surfaces.bound import BoundSurface
from optimizers.tell.limits import curvatures_of

from ..encoding import array, dumps

LARGEST = float(np.finfo(np.float32).max)  # what is larger would be infinite in the picture
DRAWN = 1000.0  # px; the page enlarges them for a larger plot


def surface_json(surface: BoundSurface, cells: int, precision: str, region: Region = (), most: int = 0) -> bytes:
    """Return the landmarks and the contours of ``surface``, and its grid.

    cells: of the grid along its longer side; 0: without the grid, its levels, and where f has no finite value.
    precision: of the arrays, "f8" or "f4". region: the part of the plane to show, if it is not the domain. most:
    characters that the contours should have at most; 0 for any number.
    """
    shown = framed(region, surface.domain)
    described = {
        "surface": surface.name,
        "parameters": surface.values,
        "domain": surface.domain,
        "region": shown,
        "data": _data(surface),
        "floor": surface.floor,
        "curvature": surface.curvature,
        **asdict(surface.landmarks),
        "landmarks": [asdict(landmark) for landmark in surface.stationary],
        **(_grid(sample(surface, cells, shown), precision) if cells else {}),
        "contours": _contours(surface, PlotArea(shown, DRAWN), most),
        "bound": bound(surface),
    }
    return dumps(described)


def _grid(grid: Grid, precision: str) -> dict[str, Any]:
    return {
        "x": array(grid.x, precision),
        "y": array(grid.y, precision),
        "z": array(np.clip(grid.z, -LARGEST, LARGEST) if precision == "f4" else grid.z, precision, shape=True),
        "levels": grid.levels.tolist(),
        "undefined": grid.undefined,
    }


def bound(surface: BoundSurface) -> dict[str, Any]:
    """Return what the engine in the page needs of a surface, exact: its constants, its lowest value and what runs are
    measured against; and for the verdict its curvatures, if it is quadratic, and where its gradient is 0 by rounding.
    """
    return {
        "q": array(surface.q, "f8"),
        "floor": surface.floor,
        "criteria": measures_of(surface),
        "curvatures": curvatures_of(surface),
        "tilted": tilted(surface),
    }


def _contours(surface: BoundSurface, area: PlotArea, most: int) -> dict[str, Any]:
    """Return the lines that pictures draw, as path data for a plot area ``DRAWN`` px wide."""
    found = contours(surface, area, most)
    return {**found._asdict(), "width": area.width}


def _data(surface: BoundSurface) -> dict[str, Any] | None:
    """Return the data behind a surface, as the page draws them with the model's prediction; None where there are none.

    input, target: what the model does to a number of the first and of the second column before it takes them.
    """
    rows, model = surface.data, surface.definition.data
    if rows is None or model is None:
        return None
    return {**asdict(rows), "link": model.link, "roles": model.roles, "batch": surface.batch, "epoch": surface.epoch}

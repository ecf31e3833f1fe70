"""A surface as numbers."""

from dataclasses import asdict

from optimizers.run.contours import sample
from optimizers.surfaces.bound import BoundSurface

from ..encoding import array, dumps


def surface_json(surface: BoundSurface, cells: int, precision: str) -> bytes:
    """Return the grid of ``surface`` with ``cells`` along its longer side, the levels of its contours, its landmarks.

    precision: of the arrays, "f8" or "f4".
    """
    grid = sample(surface, cells)
    described = {
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
    return dumps(described)

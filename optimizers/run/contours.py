"""A surface sampled on a grid over its domain, and the levels at which its contour lines lie."""

from dataclasses import dataclass

import numpy as np

from ..surfaces.bound import BoundSurface
from ..terms.types import Matrix, Vector

LINES = 16


@dataclass(frozen=True, slots=True)
class Grid:
    """x (nx,), y (ny,), z (ny, nx) with z[j, i] = f(x[i], y[j]), and ``levels`` in ascending order."""

    x: Vector
    y: Vector
    z: Matrix
    levels: Vector


def sample(surface: BoundSurface, longest: int) -> Grid:
    """Return ``surface`` over its domain in square cells, ``longest`` of them along the longer side."""
    spans = [high - low for low, high in surface.domain]
    counts = [max(2, round(longest * span / max(spans)) + 1) for span in spans]
    x, y = (np.linspace(*interval, count) for interval, count in zip(surface.domain, counts, strict=True))
    z = surface.value(x[np.newaxis, :], y[:, np.newaxis])
    low = float(z.min()) if surface.floor is None else surface.floor
    fractions = (np.arange(LINES) / LINES) ** surface.definition.contour_power
    return Grid(x, y, z, low + (float(z.max()) - low) * fractions)

"""A surface sampled on a grid over its domain, and the levels at which its contour lines lie."""

from dataclasses import dataclass

import numpy as np

from ..surfaces.bound import BoundSurface
from ..terms.types import Matrix, Vector

LINES = 16
QUANTILE = 1.5  # more lines where f is low


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
    with np.errstate(all="ignore"):
        z = surface.value(x[np.newaxis, :], y[:, np.newaxis])
    return Grid(x, y, z, _levels(surface, z[np.isfinite(z)]))


def _levels(surface: BoundSurface, z: Vector) -> Vector:
    """Return the levels of the contours, given the values that are finite."""
    power, least, most = surface.definition.contour_power, np.min(z, initial=np.inf), np.max(z, initial=-np.inf)
    if not least < most:  # the surface is flat, or nowhere finite
        return (float(least) if z.size else 0.0) + np.arange(LINES, dtype=np.float64)
    fractions = np.arange(LINES) / LINES
    if power is None:
        levels: Vector = np.unique(np.quantile(z, fractions**QUANTILE)).astype(np.float64)
        if len(levels) > LINES // 2:
            return levels
        power = 1.0
    low = float(least) if surface.floor is None or surface.definition.typed else surface.floor
    found: Vector = low + (float(most) - low) * fractions**power
    return found

"""A surface sampled on a grid over its domain, and the levels at which its contour lines lie."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..surfaces.bound import BoundSurface
from ..terms.types import Matrix, Vector

LINES = 16
QUANTILE = 1.5  # more lines where f is low


Rectangle = tuple[float, float, float, float]
"""Left, bottom, right and top."""
Domain = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Grid:
    """x (nx,), y (ny,), z (ny, nx) with z[j, i] = f(x[i], y[j]), and ``levels`` in ascending order.

    undefined: what has to be hatched, because f has no finite value there; z is NaN in it.
    """

    x: Vector
    y: Vector
    z: Matrix
    levels: Vector
    undefined: tuple[Rectangle, ...] = ()


def sample(surface: BoundSurface, longest: int, domain: Domain | None = None) -> Grid:
    """Return ``surface`` over its domain, or over another, in square cells, ``longest`` along the longer side."""
    domain = surface.domain if domain is None else domain
    x, y, z = values(surface, longest, domain)
    known = np.isfinite(z)
    levels = _levels(surface, z[known], domain == surface.domain)
    if known.all():
        return Grid(x, y, z, levels)
    return Grid(x, y, np.where(known, z, np.nan), levels, _undefined(x, y, ~known))


def values(surface: BoundSurface, longest: int, domain: Domain) -> tuple[Vector, Vector, Matrix]:
    """Return x (nx,), y (ny,) and f (ny, nx) at the corners of square cells, ``longest`` along the longer side."""
    spans = [high - low for low, high in domain]
    counts = [max(2, round(longest * span / max(spans)) + 1) for span in spans]
    x, y = (np.linspace(*interval, count) for interval, count in zip(domain, counts, strict=True))
    with np.errstate(all="ignore"):
        return x, y, surface.value(x[np.newaxis, :], y[:, np.newaxis])


def _undefined(x: Vector, y: Vector, flags: NDArray[np.bool_]) -> tuple[Rectangle, ...]:
    """Return rectangles around the points of a grid that are flagged: of each row, and of equal rows as one."""
    edges = [np.concatenate([axis[:1], (axis[1:] + axis[:-1]) / 2, axis[-1:]]).tolist() for axis in (x, y)]
    found: list[Rectangle] = []
    begun: dict[tuple[int, int], int] = {}
    for row in range(len(y) + 1):
        padded = np.concatenate([[False], flags[row], [False]]) if row < len(y) else np.zeros(len(x) + 2, np.bool_)
        ends = np.flatnonzero(padded[1:] != padded[:-1]).tolist()
        here = set(zip(ends[::2], ends[1::2], strict=True))
        for left, right in sorted(begun.keys() - here):
            found.append((edges[0][left], edges[1][begun.pop((left, right))], edges[0][right], edges[1][row]))
        begun |= dict.fromkeys(here - begun.keys(), row)
    return tuple(found)


def _levels(surface: BoundSurface, z: Vector, whole: bool) -> Vector:
    """Return the levels of the contours, given the values that are finite; in a part of the domain those that suit it.

    whole: whether the values cover the domain, for which the power of the surface is chosen.
    """
    power, least, most = surface.definition.contour_power, np.min(z, initial=np.inf), np.max(z, initial=-np.inf)
    if not least < most:  # the surface is flat, or nowhere finite
        return (float(least) if z.size else 0.0) + np.arange(LINES, dtype=np.float64)
    fractions = np.arange(LINES) / LINES
    if power is None or not whole:
        levels: Vector = np.unique(np.quantile(z, fractions**QUANTILE)).astype(np.float64)
        if len(levels) > LINES // 2:
            return levels
        power = 1.0
    low = surface.floor if whole and surface.floor is not None and not surface.definition.typed else float(least)
    found: Vector = low + (float(most) - low) * fractions**power
    return found

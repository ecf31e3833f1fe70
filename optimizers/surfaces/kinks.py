"""Finds minima where a surface has no gradient, such as |x| + |y|, by looking closer and closer."""

import numpy as np
from numpy.typing import NDArray

from ..terms.types import Matrix, Vector
from .played import values_at

BUDGET = 2e6  # ns
ZOOMS = 42  # each halves what is looked at: down to 10⁻¹² of a cell
ACROSS = np.array([(i, j) for i in range(-2, 3) for j in range(-2, 3)]) / 2
ACROSS = ACROSS[np.argsort((ACROSS**2).sum(axis=1), kind="stable")]  # the middle first: it wins where all are equal
FAR, CLOSE = 1e-3, 1e-5  # cells

Flags = NDArray[np.bool_]


def hollows(f: Matrix) -> Flags:
    """Return where a grid has a value that none of its eight neighbors is below, and one is above."""
    known = np.where(np.isfinite(f), f, np.inf)
    found = np.zeros(f.shape, dtype=np.bool_)
    rows, columns = f.shape
    middle = known[1:-1, 1:-1]
    views = [known[j : rows - 2 + j, i : columns - 2 + i] for j in range(3) for i in range(3)]
    found[1:-1, 1:-1] = (middle <= np.min(views, axis=0)) & (middle < np.max(views, axis=0)) & np.isfinite(middle)
    return found


def kinks_of(points: Matrix, q: Vector, cell: Vector, cost: float) -> tuple[Matrix, Flags]:
    """Return the minima next to ``points`` (n, 2) of a grid, and which of them have no gradient.

    cell: the spacing of the grid; cost: of a value, in ns.
    """
    if not len(points):
        return points, np.zeros(0, dtype=np.bool_)
    most = max(2, int(BUDGET / (cost * ZOOMS * len(ACROSS))))
    begun = points[:: -(-len(points) // most)] if len(points) > most else points
    points, half = begun, np.ones(2)
    for _ in range(ZOOMS):
        around = points[:, np.newaxis] + half * cell * ACROSS
        f = values_at(around, q)
        lowest = np.argmin(np.where(np.isnan(f), np.inf, f), axis=1)
        points = around[np.arange(len(points)), lowest]
        half = half / 2
    points = _rounded(points, q, cell)
    f, wide, narrow = values_at(points, q), _rise(points, q, FAR * cell), _rise(points, q, CLOSE * cell)
    near = (np.abs((points - begun) / cell) < 1.2).all(axis=1)
    kept = near & np.isfinite(f) & (wide > 0) & (narrow >= 0) & (narrow < 0.5 * wide)  # beside a pole it hardly rises
    return points[kept], (narrow > 0.5 * (CLOSE / FAR) * wide)[kept]


def _rise(points: Matrix, q: Vector, by: Vector) -> Vector:
    """Return the largest rise of f in eight directions; NaN where it is lower in one."""
    ring = points[:, np.newaxis] + by * ACROSS[1:9] * 2
    rise = values_at(ring, q) - values_at(points, q)[:, np.newaxis]
    return np.where((rise >= 0).all(axis=1), rise.max(axis=1, initial=0.0), np.nan)


def _rounded(points: Matrix, q: Vector, cell: Vector) -> Matrix:
    """Return the points, as round numbers where f is no larger there."""
    digits = np.maximum(8 - np.floor(np.log10(cell)), 0).astype(int)
    found = np.column_stack([np.round(column, d) for column, d in zip(points.T, digits, strict=True)]) + 0.0
    return np.where((values_at(found, q) <= values_at(points, q))[:, np.newaxis], found, points)

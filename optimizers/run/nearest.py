"""Which minimum is nearest to a position, without measuring the distances to all of them at every step.

A minimum is a row (x, y, radius): a point, with the radius 0, or a circle of minima around (x, y).
"""

from typing import Any

import numpy as np

from ..form.compiler import register_jitable
from ..form.compiling import OPTIONS
from ..terms.types import Matrix

SAFE = (1e-280, 1e280)
"""Sums of products between these are not affected by overflow or underflow."""
SLACK = 1e-9  # relative: far more than the rounding of a distance


@register_jitable(**OPTIONS)
def norm(dx: float, dy: float) -> Any:
    """Return the length of a vector, infinite if that overflows.

    Not by ``hypot``, whose last bit is another one on another machine and in the page (static/js/engine/nearest.js).
    """
    square = dx * dx + dy * dy
    if SAFE[0] < square < SAFE[1]:
        return np.sqrt(square)
    longer = max(abs(dx), abs(dy))
    if longer == 0.0 or np.isinf(longer):
        return longer
    dx /= longer
    dy /= longer
    return longer * np.sqrt(dx * dx + dy * dy)


@register_jitable(**OPTIONS)
def nearest(minima: Matrix, x: float, y: float) -> tuple[int, float]:
    """Return the index of the nearest of ``minima``, (n, 3), the first of several, and how far that is certain.

    The second is the square of a distance: within that distance no other minimum is nearer. It is 0 where rounding
    decides which one is the nearest.
    """
    index, near, second = 0, np.inf, np.inf
    for i in range(minima.shape[0]):
        ox = minima[i, 0] - x
        oy = minima[i, 1] - y
        square = ox * ox + oy * oy
        if minima[i, 2] > 0.0:
            away = np.sqrt(square) - minima[i, 2]
            square = away * away
        if i == 0 or square < near:
            index, near, second = i, square, near
        elif square < second:
            second = square
    if minima.shape[0] == 1:
        return index, np.inf
    if not SAFE[0] < second < SAFE[1]:
        return index, 0.0
    away = np.sqrt(second)
    free = max(0.5 * (away - np.sqrt(near) - SLACK * away), 0.0)
    return index, free * free


@register_jitable(**OPTIONS)
def toward(minima: Matrix, index: int, x: float, y: float) -> tuple[float, float]:
    """Return the vector from a position to a minimum; to a circle of them it is along the radius."""
    wx = minima[index, 0] - x
    wy = minima[index, 1] - y
    radius = minima[index, 2]
    if radius > 0.0:
        away = norm(wx, wy)
        if away == 0.0:  # in the center every direction is right
            return radius, 0.0
        part = (away - radius) / away
        wx *= part
        wy *= part
    return wx, wy


@register_jitable(**OPTIONS)
def within(dx: float, dy: float, radius: float) -> Any:
    """Return whether a vector is at most as long as ``radius``; compared first without squares, which may overflow."""
    return abs(dx) <= radius and abs(dy) <= radius and dx * dx + dy * dy <= radius * radius

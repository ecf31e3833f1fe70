"""Finds the minima of a reference by Newton's method, in long double, from starts that are given."""

from collections.abc import Callable
from typing import Any

import numpy as np

from tests.reference.number import EXTENDED, Complex, Real, real

TINY = Real("1e-1000" if EXTENDED else "1e-100")
NEAR = Real(2) ** -13
STEPS = 30
APART = Real("1e-6")  # minima that are nearer to one another are one

Value = Callable[[Any, Any, Any], Any]


def found(value: Value, p: Any, xs: Any, ys: Any, reach: tuple[Any, Any]) -> list[tuple[Any, Any]]:
    """Return the minima that Newton's method finds from every pair of xs and ys, each once, the lower x first.

    reach: (low, high), in which x and y of a minimum are.
    """
    x, y = (each.ravel() for each in np.meshgrid(real(xs), real(ys)))
    with np.errstate(all="ignore"):
        for _ in range(STEPS):
            gx, gy = _slope(value, p, x, y)
            xx, xy, yy = _bend(value, p, x, y)
            determinant = xx * yy - xy * xy
            dx, dy = (yy * gx - xy * gy) / determinant, (xx * gy - xy * gx) / determinant
            x, y = x - dx, y - dy
        low, high = reach
        rest = np.maximum(np.abs(dx), np.abs(dy)) < Real("1e-17") * np.maximum(1, np.maximum(np.abs(x), np.abs(y)))
        right = rest & (determinant > 0) & (xx > 0) & (x >= low) & (x <= high) & (y >= low) & (y <= high)
    points: list[tuple[Any, Any]] = []
    for one in zip(x[right], y[right], strict=True):
        if all(max(abs(one[0] - a), abs(one[1] - b)) > APART for a, b in points):
            points.append(one)
    return sorted(points)


def _slope(value: Value, p: Any, x: Any, y: Any) -> tuple[Any, Any]:
    aside = Complex(1j) * TINY
    return value(x + aside, y + 0 * aside, p).imag / TINY, value(x + 0 * aside, y + aside, p).imag / TINY


def _bend(value: Value, p: Any, x: Any, y: Any) -> tuple[Any, Any, Any]:
    """Return the Hessian by differences of the fourth order of the slope."""
    rows = []
    for dx, dy in ((NEAR, 0), (0, NEAR)):
        one, two = (
            [
                a - b
                for a, b in zip(
                    _slope(value, p, x + k * dx, y + k * dy), _slope(value, p, x - k * dx, y - k * dy), strict=True
                )
            ]
            for k in (1, 2)
        )
        rows.append([(8 * near - far) / (12 * NEAR) for near, far in zip(one, two, strict=True)])
    return rows[0][0], rows[0][1], rows[1][1]

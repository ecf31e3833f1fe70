"""The drop wave as −(2 cos 6r)²/(r² + 4). Where cos 6r is 0 it is 0, its largest value; between lie the minima."""

from typing import Any

import numpy as np

from tests.reference.number import PI, Real


def value(x: Any, y: Any, p: Any) -> Any:
    square = x**2 + y**2
    return -4 * np.cos(6 * np.sqrt(square)) ** 2 / (square + 4)


def minima(p: Any) -> list[tuple[Any, Any]]:
    return [(0, 0)]


def circles(p: Any) -> list[tuple[str, Any]]:
    tops = [("maximum", (k + Real("0.5")) * PI / 6) for k in range(5)]
    return [*tops, *(("minimum", _trough(k)) for k in range(1, 6))]


def _trough(k: int) -> Any:
    """Return the r near kπ/6 at which tan 6r = −r/(6r² + 24), where the slope is zero."""
    r = k * PI / 6
    for _ in range(30):
        r = (k * PI - np.arctan(r / (6 * r**2 + 24))) / 6
    return r

"""A quadratic with curvatures 1, along theta degrees, and kappa: f = ½ (x, y) H (x, y)ᵀ with H written out.

Circles have no axis, and a quarter turn swaps the coordinates; in numbers both are exact.
"""

from typing import Any

import numpy as np

from tests.reference.number import PI


def value(x: Any, y: Any, p: Any) -> Any:
    quarter = abs(p.theta) == 90
    c, s = (0, 1) if quarter else (np.cos(p.theta * PI / 180), np.sin(p.theta * PI / 180))
    straight, mixed, across = 1 + (p.kappa - 1) * s**2, (1 - p.kappa) * c * s, p.kappa + (1 - p.kappa) * s**2
    return (straight * x**2 + 2 * mixed * x * y + across * y**2) / 2


def minima(p: Any) -> list[tuple[Any, Any]]:
    return [(0, 0)]

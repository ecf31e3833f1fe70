"""Griewank 1981, the product of cosines as a sum: 2 cos a cos b = cos(a + b) + cos(a − b)."""

from typing import Any

import numpy as np

from tests.reference.minima import found
from tests.reference.number import PI, Real


def value(x: Any, y: Any, p: Any) -> Any:
    v = y / np.sqrt(Real(2))
    return (x**2 + y**2) / 4000 + np.sin((x + v) / 2) ** 2 + np.sin((x - v) / 2) ** 2


def minima(p: Any) -> list[tuple[Any, Any]]:
    return found(value, p, PI * np.arange(-3, 4), PI * np.sqrt(Real(2)) * np.arange(-2, 3), (-10, 10))

"""The first function of Bohachevsky, Johnson and Stein 1986, as they print it."""

from typing import Any

import numpy as np

from tests.reference.minima import found
from tests.reference.number import PI, Real


def value(x: Any, y: Any, p: Any) -> Any:
    tenth = Real(1) / 10
    return x**2 + 2 * y**2 - 3 * tenth * np.cos(3 * PI * x) - 4 * tenth * np.cos(4 * PI * y) + 7 * tenth


def minima(p: Any) -> list[tuple[Any, Any]]:
    return found(value, p, np.arange(-2, 3) * Real("0.62"), np.arange(-2, 3) * Real("0.47"), (-2, 2))

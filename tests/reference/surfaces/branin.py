"""Branin 1972."""

from typing import Any

import numpy as np


def value(x: Any, y: Any, p: Any) -> Any:
    pi = np.longdouble("3.14159265358979323846264338327950288")
    across = y - np.longdouble("5.1") * (x / (2 * pi)) ** 2 + 5 * x / pi - 6
    return across**2 + (10 - 5 / (4 * pi)) * np.cos(x) + 10


def minima(p: Any) -> list[tuple[Any, Any]]:
    return [
        (np.longdouble("-3.141592653589793238462643"), np.longdouble("12.275")),
        (np.longdouble("3.141592653589793238462643"), np.longdouble("2.275")),
        (np.longdouble("9.42477796076937971538793"), np.longdouble("2.475")),
    ]

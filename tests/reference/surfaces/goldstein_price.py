"""Goldstein and Price 1971, in x and y."""

from typing import Any

import numpy as np


def value(x: Any, y: Any, p: Any) -> Any:
    first = 1 + (x + y + 1) ** 2 * (19 - 14 * x + 3 * x**2 - 14 * y + 6 * x * y + 3 * y**2)
    second = 30 + (2 * x - 3 * y) ** 2 * (18 - 32 * x + 12 * x**2 + 48 * y - 36 * x * y + 27 * y**2)
    return first * second


def minima(p: Any) -> list[tuple[Any, Any]]:
    return [
        (np.longdouble("-0.6"), np.longdouble("-0.4")),
        (0, -1),
        (np.longdouble("1.2"), np.longdouble("0.8")),
        (np.longdouble("1.8"), np.longdouble("0.2")),
    ]

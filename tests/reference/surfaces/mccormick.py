"""McCormick 1976, with the constant 1."""

from typing import Any

import numpy as np


def value(x: Any, y: Any, p: Any) -> Any:
    return np.sin(x + y) + x**2 - 2 * x * y + y**2 + (5 * y - 3 * x) / 2 + 1


def minima(p: Any) -> list[tuple[Any, Any]]:
    return [
        (np.longdouble("-0.5471975511965977461542145"), np.longdouble("-1.547197551196597746154214")),
        (np.longdouble("2.594395102393195492308429"), np.longdouble("1.594395102393195492308429")),
    ]

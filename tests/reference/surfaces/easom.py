"""Easom 1990."""

from typing import Any

import numpy as np


def value(x: Any, y: Any, p: Any) -> Any:
    pi = np.longdouble("3.14159265358979323846264338327950288")
    return -np.cos(x) * np.cos(y) * np.exp(-((x - pi) ** 2)) * np.exp(-((y - pi) ** 2))


def minima(p: Any) -> list[tuple[Any, Any]]:
    return [
        (np.longdouble("1.304995450437667515711341"), np.longdouble("1.304995450437667515711341")),
        (np.longdouble("1.304995450437667515711341"), np.longdouble("4.978189856741918961213946")),
        (np.longdouble("3.141592653589793238462643"), np.longdouble("3.141592653589793238462643")),
        (np.longdouble("4.978189856741918961213946"), np.longdouble("1.304995450437667515711341")),
        (np.longdouble("4.978189856741918961213946"), np.longdouble("4.978189856741918961213946")),
    ]

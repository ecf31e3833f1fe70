"""Himmelblau 1972."""

from typing import Any

import numpy as np


def value(x: Any, y: Any, p: Any) -> Any:
    return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2


def minima(p: Any) -> list[tuple[Any, Any]]:
    return [
        (np.longdouble("-3.779310253377746891890766"), np.longdouble("-3.283185991286169412266001")),
        (np.longdouble("-2.805118086952744853053572"), np.longdouble("3.131312518250572965804301")),
        (3, 2),
        (np.longdouble("3.584428340330491744944338"), np.longdouble("-1.8481265269644035535383")),
    ]

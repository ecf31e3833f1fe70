"""Styblinski and Tang 1990."""

from typing import Any

import numpy as np


def value(x: Any, y: Any, p: Any) -> Any:
    return sum(z**4 - 16 * z**2 + 5 * z for z in (x, y)) / 2


def minima(p: Any) -> list[tuple[Any, Any]]:
    return [
        (np.longdouble("-2.903534027771177095118918"), np.longdouble("-2.903534027771177095118918")),
        (np.longdouble("-2.903534027771177095118918"), np.longdouble("2.746802770990836992453053")),
        (np.longdouble("2.746802770990836992453053"), np.longdouble("-2.903534027771177095118918")),
        (np.longdouble("2.746802770990836992453053"), np.longdouble("2.746802770990836992453053")),
    ]

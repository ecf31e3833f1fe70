"""The real part of (x + iy)³, multiplied out from its factors: x (x − √3 y)(x + √3 y)."""

from typing import Any

import numpy as np

from tests.reference.number import Real


def value(x: Any, y: Any, p: Any) -> Any:
    root = np.sqrt(Real(3))
    return x * (x - root * y) * (x + root * y)


def minima(p: Any) -> list[tuple[Any, Any]]:
    return []

"""Dixon and Price 1989, in two dimensions."""

from typing import Any

import numpy as np


def value(x: Any, y: Any, p: Any) -> Any:
    return (x - 1) ** 2 + 2 * (2 * y**2 - x) ** 2


def minima(p: Any) -> list[tuple[Any, Any]]:
    return [(1, -1 / np.sqrt(np.longdouble(2))), (1, 1 / np.sqrt(np.longdouble(2)))]

"""x² − y² with a wall of height w: w y⁴. One that is lower than 1e-12 counts as none."""

from typing import Any

import numpy as np


def value(x: Any, y: Any, p: Any) -> Any:
    return x**2 + y**2 * (p.wall * y**2 - 1)


def minima(p: Any) -> list[tuple[Any, Any]]:
    if p.wall < 1e-12:
        return []
    reach = 1 / np.sqrt(2 * p.wall)
    return [(0, -reach), (0, reach)]

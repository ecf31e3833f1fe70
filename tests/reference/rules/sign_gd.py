"""Bernstein et al. 2018, without a vote: x ← x − η sign(g), with sign(0) = 0."""

from typing import Any

import numpy as np

from tests.reference.number import Array


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    return -p.lr * np.sign(g)

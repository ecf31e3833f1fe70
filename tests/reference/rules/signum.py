"""Bernstein et al. 2018, Algorithm 2."""

from typing import Any

import numpy as np

from tests.reference.number import Array


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    m = kept["m"] = p.beta * kept.get("m", 0) + (1 - p.beta) * g
    return -p.lr * np.sign(m)

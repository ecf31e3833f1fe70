"""Kingma and Ba 2015, Algorithm 2, with ε where torch has it."""

from typing import Any

import numpy as np

from tests.reference.number import Array, quotient


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    m = kept["m"] = p.beta1 * kept.get("m", 0) + (1 - p.beta1) * g
    u = kept["u"] = np.maximum(p.beta2 * kept.get("u", 0), abs(g) + p.eps)
    return -p.lr / (1 - p.beta1**t) * quotient(m, u)

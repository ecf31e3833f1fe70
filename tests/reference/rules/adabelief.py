"""Zhuang et al. 2020, Algorithm 2."""

from typing import Any

import numpy as np

from tests.reference.number import Array, quotient


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    m = kept["m"] = p.beta1 * kept.get("m", 0) + (1 - p.beta1) * g
    s = kept["s"] = p.beta2 * kept.get("s", 0) + (1 - p.beta2) * (g - m) ** 2 + p.eps
    return -p.lr * quotient(m / (1 - p.beta1**t), np.sqrt(s / (1 - p.beta2**t)) + p.eps)

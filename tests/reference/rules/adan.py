"""Xie et al. 2024, Algorithm 1, with each β the paper's 1 − β, and the authors' program's corrections for bias."""

from typing import Any

import numpy as np

from tests.reference.number import Array, quotient


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    d = g - kept.get("g", g)
    kept["g"] = g
    m = kept["m"] = p.beta1 * kept.get("m", 0) + (1 - p.beta1) * g
    v = kept["v"] = p.beta2 * kept.get("v", 0) + (1 - p.beta2) * d
    n = kept["n"] = p.beta3 * kept.get("n", 0) + (1 - p.beta3) * (g + p.beta2 * d) ** 2
    ahead = m / (1 - p.beta1**t) + p.beta2 * v / (1 - p.beta2**t)
    moved = x - p.lr * quotient(ahead, np.sqrt(n / (1 - p.beta3**t)) + p.eps)
    return moved / (1 + p.lr * p.weight_decay) - x

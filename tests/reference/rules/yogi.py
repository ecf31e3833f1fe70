"""Zaheer et al. 2018, Algorithm 2, and the same corrected for bias; v begins at 1e-6."""

from typing import Any

import numpy as np

from tests.reference.number import Array, Real, quotient


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    m = kept["m"] = p.beta1 * kept.get("m", 0) + (1 - p.beta1) * g
    v = kept.get("v", Real(1e-3) ** 2)
    v = kept["v"] = v - (1 - p.beta2) * np.sign(v - g**2) * g**2
    first, second = (1 - p.beta1**t, 1 - p.beta2**t) if p.bias_correction else (1, 1)
    return -p.lr * quotient(m / first, np.sqrt(v / second) + p.eps)

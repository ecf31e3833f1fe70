"""Kingma and Ba 2015: Algorithm 1, and the order of section 2 that TensorFlow has, where ε is not corrected."""

from typing import Any

import numpy as np

from tests.reference.number import Array, quotient


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    m = kept["m"] = p.beta1 * kept.get("m", 0) + (1 - p.beta1) * g
    v = kept["v"] = p.beta2 * kept.get("v", 0) + (1 - p.beta2) * g**2
    first, second = (1 - p.beta1**t, 1 - p.beta2**t) if p.bias_correction else (1, 1)
    if p.form == "tensorflow":
        return -p.lr * np.sqrt(second) / first * quotient(m, np.sqrt(v) + p.eps)
    return -p.lr * quotient(m / first, np.sqrt(v / second) + p.eps)

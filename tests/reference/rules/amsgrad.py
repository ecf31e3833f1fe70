"""Reddi et al. 2018, Algorithm 2; and with Adam's corrections after the maximum, as torch, or before it, as optax."""

from typing import Any

import numpy as np

from tests.reference.number import Array, quotient


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    m = kept["m"] = p.beta1 * kept.get("m", 0) + (1 - p.beta1) * g
    v = kept["v"] = p.beta2 * kept.get("v", 0) + (1 - p.beta2) * g**2
    first, second = (1, 1) if p.form == "paper" else (1 - p.beta1**t, 1 - p.beta2**t)
    largest = kept["largest"] = np.maximum(kept.get("largest", 0 * v), v / second if p.form == "optax" else v)
    below = np.sqrt(largest) if p.form == "optax" else np.sqrt(largest / second)
    return -p.lr * quotient(m / first, below + p.eps)

"""Loshchilov and Hutter 2019, Algorithm 2, in torch's variant: the decay is multiplied by the learning rate."""

from typing import Any

import numpy as np

from tests.reference.number import Array, quotient


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    m = kept["m"] = p.beta1 * kept.get("m", 0) + (1 - p.beta1) * g
    v = kept["v"] = p.beta2 * kept.get("v", 0) + (1 - p.beta2) * g**2
    adam = quotient(m / (1 - p.beta1**t), np.sqrt(v / (1 - p.beta2**t)) + p.eps)
    return -p.lr * (adam + p.weight_decay * x)

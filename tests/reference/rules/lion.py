"""Chen et al. 2023, Algorithm 2."""

from typing import Any

import numpy as np

from tests.reference.number import Array


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    m = kept.get("m", 0 * g)
    kept["m"] = p.beta2 * m + (1 - p.beta2) * g
    return -p.lr * (np.sign(p.beta1 * m + (1 - p.beta1) * g) + p.weight_decay * x)

"""Pascanu, Mikolov and Bengio 2013, Algorithm 1; or each coordinate clipped for itself."""

from typing import Any

import numpy as np

from tests.reference.number import Array


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    if p.form == "value":
        return -p.lr * np.clip(g, -p.clip, p.clip)
    norm = np.sqrt(g @ g)
    return -p.lr * (g * (p.clip / norm) if norm >= p.clip else g)

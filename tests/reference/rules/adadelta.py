"""Zeiler 2012, Algorithm 1, with a learning rate."""

from typing import Any

import numpy as np

from tests.reference.number import Array, quotient


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    s = kept["s"] = p.rho * kept.get("s", 0) + (1 - p.rho) * g**2
    d = quotient(np.sqrt(kept.get("u", 0) + p.eps) * g, np.sqrt(s + p.eps))
    kept["u"] = p.rho * kept.get("u", 0) + (1 - p.rho) * d**2
    return -p.lr * d

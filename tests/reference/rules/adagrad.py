"""Duchi et al. 2011, the diagonal form, with ε outside the root."""

from typing import Any

import numpy as np

from tests.reference.number import Array, quotient


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    total = kept["total"] = kept.get("total", p.s0) + g**2
    return -p.lr * quotient(g, np.sqrt(total) + p.eps)

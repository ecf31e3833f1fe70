"""Liu et al. 2020, Algorithm 2, with torch's bound of 5 and its ε."""

from typing import Any

import numpy as np

from tests.reference.number import Array, quotient


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    m = kept["m"] = p.beta1 * kept.get("m", 0) + (1 - p.beta1) * g
    v = kept["v"] = p.beta2 * kept.get("v", 0) + (1 - p.beta2) * g**2
    m_hat, left = m / (1 - p.beta1**t), 1 - p.beta2**t
    most = 2 / (1 - p.beta2) - 1
    rho = most - 2 * t * p.beta2**t / left
    if rho <= 5:
        return -p.lr * m_hat
    r = np.sqrt((rho - 4) * (rho - 2) * most / ((most - 4) * (most - 2) * rho))
    return -p.lr * r * np.sqrt(left) * quotient(m_hat, np.sqrt(v) + p.eps)

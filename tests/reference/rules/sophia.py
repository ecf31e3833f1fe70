"""Liu et al. 2024, Algorithm 3, as the authors' program and optax write the step, with the exact diagonal."""

from typing import Any

import numpy as np

from tests.reference.number import Array, quotient, real


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any, f: Any) -> Any:
    m = kept["m"] = p.beta1 * kept.get("m", 0) + (1 - p.beta1) * g
    h = before = kept.get("h", 0 * g)
    if (t - 1) % int(p.interval) == 0:
        h = kept["h"] = p.beta2 * before + (1 - p.beta2) * np.diag(f.hessian(x))
    if p.form == "optax":
        ratio = quotient(m / (1 - p.beta1**t), np.maximum(p.rho * before, p.eps))
    else:
        ratio = quotient(m, p.rho * np.maximum(h, 0) + p.eps)
    return real(-p.lr * np.clip(ratio, -1, 1))

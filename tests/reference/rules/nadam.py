"""Dozat 2016, with the schedule of μ that the paper recommends, as torch and Keras have it."""

from typing import Any

import numpy as np

from tests.reference.number import Array, Real, quotient


def mu(t: int, p: Any) -> Any:
    return p.beta1 * (1 - Real("0.5") * np.exp(np.log(Real(0.96)) * t * p.momentum_decay))


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    m = kept["m"] = p.beta1 * kept.get("m", 0) + (1 - p.beta1) * g
    v = kept["v"] = p.beta2 * kept.get("v", 0) + (1 - p.beta2) * g**2
    product = kept["product"] = kept.get("product", Real(1)) * mu(t, p)
    ahead = mu(t + 1, p) * m / (1 - product * mu(t + 1, p)) + (1 - mu(t, p)) * g / (1 - product)
    return -p.lr * quotient(ahead, np.sqrt(v / (1 - p.beta2**t)) + p.eps)

"""Igel and Hüsken 2000, iRprop−, with a learning rate that multiplies the steps."""

from typing import Any

import numpy as np

from tests.reference.number import Array, where


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    turn = np.sign(g) * kept.get("sign", 0 * g)
    grown = kept.get("delta", 1 + 0 * g) * where(turn > 0, p.eta_plus, where(turn < 0, p.eta_minus, 1))
    size = np.minimum(np.maximum(p.lr * grown, p.step_min), p.step_max)
    kept["sign"] = where(turn < 0, 0, np.sign(g))
    if p.lr > 0:
        kept["delta"] = size / p.lr
    return -size * kept["sign"]

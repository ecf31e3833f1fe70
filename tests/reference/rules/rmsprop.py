"""Tieleman and Hinton 2012, slide 29; centered: Graves 2013; eps_inside with s0 = 1: TensorFlow 1.

The variance is the average of squares less the square of the average, without subtracting one from the other. It
follows W ← β (W + (1 − β) (g − M)²); corrected, the weighted sum of squared distances from the weighted mean grows by
(1 − β) (g − M) (g − M′), with g − M′ = β (1 − βᵗ⁻¹) / (1 − βᵗ) · (g − M), and what is left of s0 is added.
"""

from typing import Any

import numpy as np

from tests.reference.number import Array, quotient


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    seen = 1 - p.beta**t
    if p.centered:
        square = variance(g, kept, t, p)
    else:
        kept["s"] = p.beta * kept.get("s", p.s0) + (1 - p.beta) * g**2
        square = kept["s"] / seen if p.bias_correction else kept["s"]
    ratio = quotient(g, np.sqrt(square + p.eps) if p.eps_inside else np.sqrt(square) + p.eps)
    kept["b"] = p.momentum * kept.get("b", 0) + ratio
    return -p.lr * kept["b"]


def variance(g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    away, seen, before = g - kept.get("m", 0), 1 - p.beta**t, 1 - p.beta ** (t - 1)
    if not p.bias_correction:
        kept["m"] = p.beta * kept.get("m", 0) + (1 - p.beta) * g
        kept["w"] = p.beta * (kept.get("w", p.s0) + (1 - p.beta) * away**2)
        return kept["w"]
    kept["m"] = kept.get("m", 0) + (1 - p.beta) / seen * away
    kept["w"] = p.beta * kept.get("w", 0) + (1 - p.beta) * p.beta * before / seen * away**2
    return (kept["w"] + p.beta**t * p.s0) / seen

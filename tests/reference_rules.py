"""The rules once more, independently: every average written out as the weighted sum that it is, and no loop.

Each function takes all gradients at once, shape (n, 2), and returns all steps, shape (n, 2).
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from optimizers.terms.types import Matrix


def powers(beta: float, count: int) -> Matrix:
    """β to the number of the step, from 1, as a column."""
    return np.array([[beta**t] for t in range(1, count + 1)])


@lru_cache(maxsize=4)
def weights(beta: float, count: int) -> Matrix:
    """β^(t−s) in row t and column s, 0 for s > t."""
    age = np.subtract.outer(np.arange(float(count)), np.arange(float(count)))
    return np.where(age >= 0.0, np.power(beta, np.maximum(age, 0.0)), 0.0)


def decayed_sum(terms: Matrix, beta: float) -> Matrix:
    """Σₛ β^(t−s) · termₛ over all s ≤ t."""
    return np.asarray(weights(beta, len(terms)) @ terms, dtype=np.float64)


def sgd(g: Matrix, *, lr: float) -> Matrix:
    return -lr * g


def variance(g: Matrix, beta: float, normalized: bool) -> Matrix:
    """Σₛ wₛ gₛ² − (Σₛ wₛ gₛ)² with wₛ = (1 − β) β^(t−s), or these divided by their sum; as a sum of squares."""
    w = (1 - beta) * weights(beta, len(g))
    missing = powers(beta, len(g))
    if normalized:
        w, missing = w / w.sum(axis=1, keepdims=True), np.zeros_like(missing)
    mean = w @ g
    return np.asarray(np.einsum("ts,tsi->ti", w, (g - mean[:, np.newaxis]) ** 2) + missing * mean**2, dtype=np.float64)


def momentum(g: Matrix, *, lr: float, beta: float, form: str, nesterov: float, dampening: float) -> Matrix:
    weight = {"ewa": 1 - beta, "heavy-ball": 1.0}[form]
    added = weight * g
    if form == "heavy-ball" and beta > 0:
        added[1:] *= 1 - dampening
    average = decayed_sum(added, beta)
    return -lr * (beta * average + weight * g) if nesterov else -lr * average


def rmsprop(
    g: Matrix,
    *,
    lr: float,
    beta: float,
    eps: float,
    eps_inside: float,
    bias_correction: float,
    s0: float,
    centered: float,
    momentum: float,
) -> Matrix:
    weight = 1 - powers(beta, len(g)) if bias_correction else 1.0
    square = powers(beta, len(g)) * s0 / weight
    if centered:
        square = square + variance(g, beta, normalized=bias_correction == 1)
    else:
        square = square + (1 - beta) * decayed_sum(g**2, beta) / weight
    return -lr * decayed_sum(g / (np.sqrt(square + eps) if eps_inside else np.sqrt(square) + eps), momentum)


def adam(g: Matrix, *, lr: float, beta1: float, beta2: float, eps: float, bias_correction: float, form: str) -> Matrix:
    m, v = (1 - beta1) * decayed_sum(g, beta1), (1 - beta2) * decayed_sum(g**2, beta2)
    if bias_correction and form == "tensorflow":
        rate = lr * np.sqrt(1 - powers(beta2, len(g))) / (1 - powers(beta1, len(g)))
        return np.asarray(-rate * m / (np.sqrt(v) + eps), dtype=np.float64)
    if bias_correction:
        m, v = m / (1 - powers(beta1, len(g))), v / (1 - powers(beta2, len(g)))
    return -lr * m / (np.sqrt(v) + eps)


def normalized_gd(g: Matrix, *, lr: float) -> Matrix:
    norm = np.hypot(g[:, :1], g[:, 1:])
    return -lr * np.divide(g, norm, out=np.zeros_like(g), where=norm > 0)


def sign_gd(g: Matrix, *, lr: float) -> Matrix:
    return np.asarray(-lr * np.sign(g), dtype=np.float64)


REFERENCES: dict[str, Callable[..., Any]] = {
    "sgd": sgd,
    "momentum": momentum,
    "rmsprop": rmsprop,
    "adam": adam,
    "normalized-gd": normalized_gd,
    "sign-gd": sign_gd,
}

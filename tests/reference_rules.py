"""The rules once more, independently: every average written out as the weighted sum that it is, and no loop.

Each function takes all gradients at once, shape (n, 2), and returns all steps, shape (n, 2).
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from optimizers.types import Matrix


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


def momentum(g: Matrix, *, lr: float, beta: float, form: str, nesterov: float) -> Matrix:
    weight = {"ewa": 1 - beta, "heavy-ball": 1.0}[form]
    average = weight * decayed_sum(g, beta)
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
) -> Matrix:
    weight = 1 - powers(beta, len(g)) if bias_correction else 1.0
    square = (powers(beta, len(g)) * s0 + (1 - beta) * decayed_sum(g**2, beta)) / weight
    if centered:
        square = square - ((1 - beta) * decayed_sum(g, beta) / weight) ** 2
    return -lr * g / (np.sqrt(square + eps) if eps_inside else np.sqrt(square) + eps)


def adam(g: Matrix, *, lr: float, beta1: float, beta2: float, eps: float, bias_correction: float) -> Matrix:
    m, v = (1 - beta1) * decayed_sum(g, beta1), (1 - beta2) * decayed_sum(g**2, beta2)
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

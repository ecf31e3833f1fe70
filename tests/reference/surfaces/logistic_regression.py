"""Cross-entropy by NumPy's ``logaddexp``, with labels −1 and 1: the mean of log(1 + e^(−label · score)).

The minimum, if there is one, is found by iteratively reweighted least squares in long double.
"""

from typing import Any

import numpy as np

from tests.reference.rows import chosen, inputs, rows


def _labels(generator: Any, x: Any, spread: float) -> Any:
    found = np.where(x + spread * generator.logistic(size=len(x)) > 5, 1.0, 0.0)
    found[0], found[-1] = 0, 1
    return found


def _columns(p: Any) -> Any:
    data = rows(p, 0, 10, _labels)
    return chosen(p, inputs(p, data[:, 0]), 2 * data[:, 1].astype(np.longdouble) - 1)


def value(x: Any, y: Any, p: Any) -> Any:
    u, label = _columns(p)
    score = np.multiply.outer(x, u) + np.expand_dims(y, -1)
    return np.logaddexp(0, -label * score).mean(axis=-1)


def gradient(x: Any, y: Any, p: Any) -> tuple[Any, Any]:
    u, label = _columns(p)
    score = np.multiply.outer(x, u) + np.expand_dims(y, -1)
    pull = -label / (1 + np.exp(label * score))
    return (pull * u).mean(axis=-1), pull.mean(axis=-1)


def minima(p: Any) -> list[tuple[Any, Any]]:
    u, label = _columns(p)
    zeros, ones = u[label < 0], u[label > 0]
    if zeros.max() <= ones.min() or ones.max() <= zeros.min():
        return []
    w = b = np.longdouble(0)
    for _ in range(60):
        weight = 1 / (2 + np.exp(w * u + b) + np.exp(-w * u - b))
        target = w * u + b + label / (1 + np.exp(label * (w * u + b))) / weight
        at, level = (weight * u).sum() / weight.sum(), (weight * target).sum() / weight.sum()
        w = (weight * (u - at) * (target - level)).sum() / (weight * (u - at) ** 2).sum()
        b = level - w * at
    return [(w, b)]

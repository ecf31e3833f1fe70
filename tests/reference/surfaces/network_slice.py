"""The squared error of w₂ (e^a − e^−a) / (e^a + e^−a), a = w₁ u: exponentials in place of the hyperbolic tangent.

The minima are found by damped Gauss-Newton steps in both weights, from many starts.
"""

from typing import Any

import numpy as np

from tests.reference.rows import chosen, rows, standardized


def _targets(generator: Any, x: Any, spread: float) -> Any:
    return 2 * np.tanh(1.2 * x) + spread * generator.standard_normal(len(x))


def _columns(p: Any) -> Any:
    data = rows(p, -3, 3, _targets)
    return chosen(p, standardized(data[:, 0]), standardized(data[:, 1]))


def _unit(x: Any, u: Any) -> Any:
    with np.errstate(over="ignore"):
        return 1 - 2 / (np.exp(2 * np.multiply.outer(x, u)) + 1)


def value(x: Any, y: Any, p: Any) -> Any:
    u, t = _columns(p)
    return ((np.expand_dims(y, -1) * _unit(x, u) - t) ** 2).mean(axis=-1) / 2


def gradient(x: Any, y: Any, p: Any) -> tuple[Any, Any]:
    u, t = _columns(p)
    h, y = _unit(x, u), np.expand_dims(y, -1)
    residual = y * h - t
    return (residual * y * (1 - h) * (1 + h) * u).mean(axis=-1), (residual * h).mean(axis=-1)


def minima(p: Any) -> list[tuple[Any, Any]]:
    """Steps of Levenberg and Marquardt from 60 starts at once, damped more where the error does not fall."""
    u, t = _columns(p)
    x = np.geomspace(np.longdouble("0.05"), np.longdouble(40), 60)
    h = _unit(x, u)
    y, damping = (t * h).mean(axis=-1) / (h * h).mean(axis=-1), np.ones_like(x)
    with np.errstate(all="ignore"):
        least = value(x, y, p)
        for _ in range(300):
            h = _unit(x, u)
            slope = y[:, np.newaxis] * (1 - h) * (1 + h) * u
            a, b, d = ((one * other).mean(axis=-1) for one, other in ((slope, slope), (slope, h), (h, h)))
            a, d, (gx, gy) = a * (1 + damping), d * (1 + damping), gradient(x, y, p)
            dx, dy = (d * gx - b * gy) / (a * d - b * b), (a * gy - b * gx) / (a * d - b * b)
            lower = value(x - dx, y - dy, p)
            falls = lower <= least
            x, y, least = np.where(falls, x - dx, x), np.where(falls, y - dy, y), np.where(falls, lower, least)
            damping = np.where(falls, damping / 5, damping * 4)
    found: list[Any] = []
    for w1, w2, *slopes in zip(x, y, *gradient(x, y, p), strict=True):
        new = all(abs(w1 - other) > 1e-6 for other, _ in found)
        if new and max(map(abs, slopes)) < 1e-15 and abs(w1) < 40:
            found.append((w1, w2))
    return [pair for w1, w2 in found for pair in ((w1, w2), (-w1, -w2))]

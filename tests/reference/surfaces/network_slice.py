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
        moving = np.arange(len(x))
        for _ in range(300):
            here, there, damped = x[moving], y[moving], 1 + damping[moving]
            h = _unit(here, u)
            residual = there[:, np.newaxis] * h - t
            slope = there[:, np.newaxis] * (1 - h) * (1 + h) * u
            a, b, d = ((one * other).mean(axis=-1) for one, other in ((slope, slope), (slope, h), (h, h)))
            gx, gy = (residual * slope).mean(axis=-1), (residual * h).mean(axis=-1)
            a, d = a * damped, d * damped
            dx, dy = (d * gx - b * gy) / (a * d - b * b), (a * gy - b * gx) / (a * d - b * b)
            lower = value(here - dx, there - dy, p)
            falls = lower <= least[moving]
            rests = (here - dx == here) & (there - dy == there) & (damped == 1)
            x[moving], y[moving] = np.where(falls, here - dx, here), np.where(falls, there - dy, there)
            least[moving] = np.where(falls, lower, least[moving])
            damping[moving] *= np.where(falls, np.longdouble("0.2"), 4)
            moving = moving[~rests]
            if not len(moving):
                break
    found: list[Any] = []
    for w1, w2, *slopes in zip(x, y, *gradient(x, y, p), strict=True):
        new = all(abs(w1 - other) > 1e-6 for other, _ in found)
        if new and max(map(abs, slopes)) < 1e-15 and abs(w1) < 40:
            found.append((w1, w2))
    return [pair for w1, w2 in found for pair in ((w1, w2), (-w1, -w2))]

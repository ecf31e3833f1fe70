"""Least squares by the normal equations: the mean squared error is a quadratic in moments, its minimum is lstsq's.

The minimum is NumPy's ``lstsq`` in float64, refined in long double by the normal equations, which are linear.
"""

from typing import Any

import numpy as np

from tests.reference.rows import chosen, inputs, rows, standardized


def _columns(p: Any) -> Any:
    data = rows(p, 0, 10, lambda generator, x, spread: 3 + 0.6 * x + spread * generator.standard_normal(len(x)))
    return chosen(p, inputs(p, data[:, 0]), standardized(data[:, 1]))


def _moments(p: Any) -> Any:
    u, t = _columns(p)
    return (u * u).mean(), u.mean(), (u * t).mean(), t.mean(), (t * t).mean()


def value(x: Any, y: Any, p: Any) -> Any:
    uu, u, ut, t, tt = _moments(p)
    return (x * x * uu + y * y + tt) / 2 + x * y * u - x * ut - y * t


def gradient(x: Any, y: Any, p: Any) -> tuple[Any, Any]:
    uu, u, ut, t, _ = _moments(p)
    return x * uu + y * u - ut, x * u + y - t


def minima(p: Any) -> list[tuple[Any, Any]]:
    u, t = _columns(p)
    design = np.column_stack([u, np.ones_like(u)])
    w, b = np.linalg.lstsq(design.astype(float), t.astype(float), rcond=None)[0].astype(u.dtype)
    uu, mean = (u * u).mean(), u.mean()
    for _ in range(3):
        gw, gb = gradient(w, b, p)
        determinant = uu - mean * mean
        w, b = w - (gw - mean * gb) / determinant, b - (uu * gb - mean * gw) / determinant
    return [(w, b)]

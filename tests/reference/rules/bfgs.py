"""Nocedal and Wright 2006, equation 6.19: an approximation B of the Hessian itself, with which a system is solved."""

from typing import Any

import numpy as np


def path(f: Any, x: Any, steps: int, p: Any, lengths: Any) -> Any:
    B = np.array([[1, 0], [0, 1]], dtype=x.dtype)
    g = f.gradient(x)
    for length in lengths[:steps]:
        d = np.array([B[0, 1] * g[1] - B[1, 1] * g[0], B[1, 0] * g[0] - B[0, 0] * g[1]])
        s = length * d / np.sqrt(d @ d)  # B stays positive definite, and so does not turn d round
        x = x + s
        y = f.gradient(x) - g
        g = g + y
        Bs = B @ s
        B = B - np.outer(Bs, Bs) / (s @ Bs) + np.outer(y, y) / (y @ s)
        yield x

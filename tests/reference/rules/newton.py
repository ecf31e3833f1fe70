"""Newton's step by Cramer's rule; Dauphin et al. 2014 for |H|, by the square root of H² (Cayley and Hamilton)."""

from typing import Any

import numpy as np

from tests.reference.number import Array, real


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any, f: Any) -> Any:
    h = f.hessian(x)
    if p.saddle_free:
        square, root = h @ h, abs(h[0, 0] * h[1, 1] - h[0, 1] * h[1, 0])
        h = (square + root * real(np.eye(2))) / np.sqrt(np.trace(square) + 2 * root)
    h = h + p.damping * real(np.eye(2))
    determinant = h[0, 0] * h[1, 1] - h[0, 1] * h[1, 0]
    turned = real([h[1, 1] * g[0] - h[0, 1] * g[1], h[0, 0] * g[1] - h[1, 0] * g[0]])
    return -p.lr * turned / determinant

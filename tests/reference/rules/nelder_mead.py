"""Nelder and Mead 1965 in the form of Lagarias, Reeds, Wright and Wright 1998, from the first triangle of SciPy."""

from typing import Any

import numpy as np


def path(f: Any, x: Any, steps: int, p: Any, lengths: Any) -> Any:
    del lengths
    other = [x + np.array(side, dtype=x.dtype) for side in ((side_of(x[0]), 0), (0, side_of(x[1])))]
    corners = sorted(((f.value(one), k, one) for k, one in enumerate([x, *other])), key=lambda corner: corner[:2])
    for _ in range(steps):
        (best, _, a), (middling, _, b), (worst, _, c) = corners
        if max(abs(b - a).max(), abs(c - a).max()) <= p.xatol and max(middling - best, worst - best) <= p.fatol:
            return
        tried = {t: (a + b) / 2 + t * ((a + b) / 2 - c) for t in (1, 2, 0.5, -0.5)}
        values = {t: f.value(one) for t, one in tried.items()}
        if values[1] < best:
            t = 2.0 if values[2] < values[1] else 1.0
        elif values[1] < middling:
            t = 1.0
        elif values[1] < worst:
            t = 0.5 if values[0.5] <= values[1] else 0.0
        else:
            t = -0.5 if values[-0.5] < worst else 0.0
        if t:
            corners[2] = values[t], 0, tried[t]
        else:
            corners[1:] = [(f.value((a + one) / 2), 0, (a + one) / 2) for one in (b, c)]
        corners = sorted(corners, key=lambda corner: corner[0])
        yield corners[0][2]


def side_of(coordinate: Any) -> Any:
    return coordinate / 20 if coordinate else 0.00025

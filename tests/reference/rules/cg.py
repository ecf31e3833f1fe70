"""Polak and Ribière 1969 with β not below 0, the directions of Nocedal and Wright 2006, Algorithm 5.4."""

from typing import Any

import numpy as np


def path(f: Any, x: Any, steps: int, p: Any, lengths: Any) -> Any:
    g = f.gradient(x)
    d = -g
    for length in lengths[:steps]:
        x = x + length * d / np.sqrt(d @ d)
        new = f.gradient(x)
        d = max(0, new @ (new - g) / (g @ g)) * d - new
        g = new
        yield x

"""Nocedal and Wright 2006, Algorithm 3.1, along −g; exact: equation 3.55 for the first trial."""

from typing import Any


def path(f: Any, x: Any, steps: int, p: Any, lengths: Any) -> Any:
    del lengths  # it finds its own
    for _ in range(steps):
        g = f.gradient(x)
        bent = g @ f.hessian(x) @ g
        length = (g @ g) / bent if p.exact and bent > 0 else p.lr
        while f.value(x - length * g) > f.value(x) - p.c * length * (g @ g):
            length = p.rho * length
        x = x - length * g
        yield x

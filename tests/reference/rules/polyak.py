"""Polyak 1969, with the largest rate of optax.polyak_sgd; no step without a gradient, or without a lowest value."""

from typing import Any

from tests.reference.number import Array


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any, f: Any) -> Any:
    gap, square = f.value(x) - f.floor(), g @ g
    if not (gap > 0 and square > 0):
        return 0 * g
    return -p.lr * min(gap / square, p.max_lr) * g

"""Defazio et al. 2024, with the weights of the authors' program, the squares of the largest rates.

What is remembered is z − x: what moves x beside the step, as decoupled weight decay does, moves z with it.
"""

from typing import Any

from tests.reference.number import Array


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any, f: Any) -> Any:
    z = x + kept.get("ahead", 0 * x)
    y = (1 - p.beta) * z + p.beta * x
    kept["largest"] = max(kept.get("largest", 0), p.lr)
    weight = kept["largest"] ** 2
    kept["sum"] = kept.get("sum", 0) + weight
    z = z - p.lr * f.gradient(y)
    average = x + weight / kept["sum"] * (z - x)
    kept["ahead"] = z - average
    return average - x

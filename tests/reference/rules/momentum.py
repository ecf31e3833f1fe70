"""Polyak 1964 as an average (the courses) or a sum (torch.optim.SGD), with torch's dampening and nesterov.

As in torch, a sum with memory is damped from the second step on.
"""

from typing import Any

from tests.reference.number import Array


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    weight = 1 if p.form == "heavy-ball" else 1 - p.beta
    damped = p.form == "heavy-ball" and p.beta > 0 and t > 1
    kept["v"] = p.beta * kept.get("v", 0) + (1 - p.dampening if damped else weight) * g
    return -p.lr * (p.beta * kept["v"] + weight * g if p.nesterov else kept["v"])

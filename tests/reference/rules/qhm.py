"""Ma and Yarats 2019, equations 3 and 4."""

from typing import Any

from tests.reference.number import Array


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    average = kept["average"] = p.beta * kept.get("average", 0) + (1 - p.beta) * g
    return -p.lr * ((1 - p.nu) * g + p.nu * average)

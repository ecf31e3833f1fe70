"""Rosenbrock 1960, with his 1 and 100 as a and b."""

from typing import Any


def value(x: Any, y: Any, p: Any) -> Any:
    return (x - p.a) ** 2 + p.b * (y - x**2) ** 2


def minima(p: Any) -> list[tuple[Any, Any]]:
    return [(p.a, p.a**2)]

"""Beale 1958."""

from typing import Any


def value(x: Any, y: Any, p: Any) -> Any:
    return sum((c - x + x * y**i) ** 2 for i, c in ((1, 1.5), (2, 2.25), (3, 2.625)))


def minima(p: Any) -> list[tuple[Any, Any]]:
    return [(3, 0.5)]

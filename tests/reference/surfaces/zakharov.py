"""Zakharov's function."""

from typing import Any


def value(x: Any, y: Any, p: Any) -> Any:
    w = (x + 2 * y) / 2
    return x**2 + y**2 + w**2 + w**4


def minima(p: Any) -> list[tuple[Any, Any]]:
    return [(0, 0)]

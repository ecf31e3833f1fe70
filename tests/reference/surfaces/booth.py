"""Booth's function, multiplied out."""

from typing import Any


def value(x: Any, y: Any, p: Any) -> Any:
    return 5 * x**2 + 8 * x * y + 5 * y**2 - 34 * x - 38 * y + 74


def minima(p: Any) -> list[tuple[Any, Any]]:
    return [(1, 3)]

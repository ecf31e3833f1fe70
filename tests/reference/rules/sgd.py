"""Robbins and Monro 1951, with the full gradient: x ← x − η g."""

from typing import Any

from tests.reference.number import Array


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    return -p.lr * g

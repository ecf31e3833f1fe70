"""Lévy function no. 13, with cosines of the double angle. The minima are searched for from all over the domain."""

from functools import cache
from typing import Any

import numpy as np

from tests.reference.minima import found
from tests.reference.number import PI, Real


def _wave(z: Any, turns: int) -> Any:
    """Return sin² of π times that many z."""
    return (1 - np.cos(2 * turns * PI * z)) / 2


def value(x: Any, y: Any, p: Any) -> Any:
    return _wave(x, 3) + (x - 1) ** 2 * (1 + _wave(y, 3)) + (y - 1) ** 2 * (1 + _wave(y, 2))


@cache
def _minima() -> list[tuple[Any, Any]]:
    every = np.linspace(Real("0.01"), Real("1.99"), 44)
    return found(value, None, every, every, (0, 2))


def minima(p: Any) -> list[tuple[Any, Any]]:
    return _minima()

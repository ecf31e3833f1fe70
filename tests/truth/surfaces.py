"""The surfaces, by their references.

``values`` holds the surface's parameters, c what ``constants`` makes of them. x and y are arrays or numbers.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from optimizers import SURFACES
from tests.reference import finding
from tests.reference.finding import gradient, value

__all__ = ["DOMAINS", "constants", "diagonal", "goals", "gradient", "minima", "pixel", "value"]

DOMAINS = {name: surface.domain for name, surface in SURFACES.items()}
"""The one thing that is read from the pages of the surfaces: what they show is no claim that could be wrong."""


def pixel(name: str) -> float:
    """Return the width of a pixel of a plot that is 500 wide."""
    (left, right), _ = DOMAINS[name]
    return (right - left) / 500


def diagonal(name: str) -> float:
    """Return the length of the domain's diagonal."""
    (left, right), (bottom, top) = DOMAINS[name]
    return float(np.hypot(right - left, top - bottom))


def constants(values: Mapping[str, Any]) -> Any:
    """Return the parameters in long double, as attributes."""
    return finding.numbers(values)


def minima(name: str, values: Mapping[str, Any]) -> list[tuple[Any, Any]]:
    """Return every minimum that is a point."""
    return _minima(name, frozenset(values.items()))


def goals(name: str, values: Mapping[str, Any]) -> list[tuple[Any, Any, Any]]:
    """Return every minimum as x, y and radius: 0 of a point, otherwise that of a circle of minima around x and y."""
    found = finding.circles(name, finding.numbers(values))
    circles = [(0, 0, radius) for kind, radius in found if kind == "minimum"]
    return [*((x, y, 0) for x, y in minima(name, values)), *circles]


@cache  # every run asks, and some references search
def _minima(name: str, values: frozenset[tuple[str, Any]]) -> list[tuple[Any, Any]]:
    return finding.minima(name, finding.numbers(dict(values)))

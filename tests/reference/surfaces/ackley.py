"""Ackley 1987. The local minima are beside the crests of the cosines; the tip of the cone is the lowest."""

from typing import Any

import numpy as np

from tests.reference.minima import found
from tests.reference.number import PI, Real, quotient


def _number(c: Any) -> Any:
    """Return 2π in long double where the nearest float is meant."""
    return 2 * PI if float(c) == float(2 * PI) else c


def _waves(x: Any, y: Any, c: Any) -> Any:
    return np.exp((np.cos(c * x) + np.cos(c * y)) / 2)


def value(x: Any, y: Any, p: Any) -> Any:
    cone = -p.a * np.expm1(-p.b * np.sqrt((x**2 + y**2) / 2))
    return cone + np.exp(Real(1)) - _waves(x, y, _number(p.c))


def gradient(x: Any, y: Any, p: Any) -> tuple[Any, Any]:
    away, c = np.hypot(x, y), _number(p.c)
    cone = p.a * p.b / np.sqrt(Real(2)) * np.exp(-p.b * away / np.sqrt(Real(2)))
    waves = c / 2 * _waves(x, y, c)
    along, across = (cone * quotient(z, away) + waves * np.sin(c * z) for z in (x, y))
    return along, across


def minima(p: Any) -> list[tuple[Any, Any]]:
    if p.c == 0:
        return [(Real(0), Real(0))]
    crests = np.arange(-5, 6) * 2 * PI / p.c
    near = np.concatenate([crests * Real(part) for part in ("0.85", "0.95", "0.995")])
    near = np.unique(near[np.abs(near) <= 5])
    return [(Real(0), Real(0)), *found(value, p, near, near, (-5, 5))]

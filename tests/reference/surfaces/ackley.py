"""Ackley 1987. The local minima are beside the whole numbers; the tip of the cone is the lowest."""

from typing import Any

import numpy as np

from tests.reference.minima import found
from tests.reference.number import PI, Real, quotient


def _waves(x: Any, y: Any) -> Any:
    return np.exp((np.cos(2 * PI * x) + np.cos(2 * PI * y)) / 2)


def value(x: Any, y: Any, p: Any) -> Any:
    return -20 * np.expm1(-np.sqrt((x**2 + y**2) / 50)) + np.exp(Real(1)) - _waves(x, y)


def gradient(x: Any, y: Any, p: Any) -> tuple[Any, Any]:
    away = np.hypot(x, y)
    cone, waves = np.sqrt(Real(8)) * np.exp(-away / np.sqrt(Real(50))), PI * _waves(x, y)
    along, across = (cone * quotient(z, away) + waves * np.sin(2 * PI * z) for z in (x, y))
    return along, across


def minima(p: Any) -> list[tuple[Any, Any]]:
    whole = np.arange(-5, 6) * Real("0.995")
    return [(Real(0), Real(0)), *found(value, p, whole, whole, (-5, 5))]

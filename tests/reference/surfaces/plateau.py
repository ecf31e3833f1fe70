"""The plateau of lilipads. Its circles are found by bisection of the slope along the radius."""

from typing import Any

import numpy as np

from tests.reference.number import Real, quotient


def _shifted(away: Any) -> Any:
    return (1000 * away + 1) / 100


def _slope(away: Any) -> Any:
    r = _shifted(away)
    return r / 5 - 10 * (r * np.cos(r) - np.sin(r)) / r**2


def value(x: Any, y: Any, p: Any) -> Any:
    r = _shifted(np.sqrt(x**2 + y**2))
    return (r**3 - 100 * np.sin(r)) / (100 * r)


def gradient(x: Any, y: Any, p: Any) -> tuple[Any, Any]:
    away = np.hypot(x, y)
    return _slope(away) * quotient(x, away), _slope(away) * quotient(y, away)


def minima(p: Any) -> list[tuple[Any, Any]]:
    return [(0, 0)]


def circles(p: Any) -> list[tuple[str, Any]]:
    return [("maximum", _zero(Real("0.4"), Real("0.6"))), ("minimum", _zero(Real("0.6"), Real("0.8")))]


def _zero(low: Any, high: Any) -> Any:
    rising = _slope(high) > 0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (low, middle) if (_slope(middle) > 0) == rising else (middle, high)
    return low

"""The surfaces: values, gradients, minima and domains, written out once more.

``values`` holds the surface's parameters. x and y are arrays or numbers, of any precision.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from .number import PI, Real, real

Values = Mapping[str, Any]

DOMAINS = {
    "ellipse": ((-10.0, 10.0), (-5.0, 5.0)),
    "rosenbrock": ((-2.0, 2.0), (-1.0, 3.0)),
    "saddle": ((-4.0, 4.0), (-5.0, 5.0)),
}
RATES: dict[str, Callable[[Values], tuple[float, float]]] = {
    "ellipse": lambda values: (1.75 / values["kappa"], 0.3),
    "rosenbrock": lambda values: (0.1 / values["b"], 0.02),
    "saddle": lambda values: (0.1, 0.1),
}
"""Telling rates: of rules whose rate multiplies a gradient, and of those whose rate is a length."""


def pixel(name: str) -> float:
    """Return the width of a pixel of a plot that is 500 wide."""
    (left, right), _ = DOMAINS[name]
    return (right - left) / 500


def diagonal(name: str) -> float:
    """Return the length of the domain's diagonal."""
    (left, right), (bottom, top) = DOMAINS[name]
    return float(np.hypot(right - left, top - bottom))


def _turn(theta: float) -> tuple[Any, Any]:
    if abs(theta) == 90:
        return Real(0), Real(np.sign(theta))
    angle = Real(theta) * PI / 180
    return np.cos(angle), np.sin(angle)


def constants(name: str, values: Values) -> Any:
    """Return the numbers that ``value`` and ``gradient`` read, in long double."""
    if name == "ellipse":
        cosine, sine = _turn(values["theta"])
        kappa = Real(values["kappa"])
        straight, mixed = cosine**2 + kappa * sine**2, (1 - kappa) * cosine * sine
        return real([straight, mixed, sine**2 + kappa * cosine**2])  # the Hessian
    if name == "rosenbrock":
        return real([values["a"], values["b"]])
    return real([values["wall"]])


def value(name: str, x: Any, y: Any, c: Any) -> Any:
    """Return f(x, y)."""
    if name == "ellipse":
        return (c[0] * x * x + 2 * c[1] * x * y + c[2] * y * y) / 2
    if name == "rosenbrock":
        return (x - c[0]) ** 2 + c[1] * (y - x**2) ** 2
    return x**2 + y**2 * (c[0] * y**2 - 1)


def gradient(name: str, x: Any, y: Any, c: Any) -> tuple[Any, Any]:
    """Return (∂f/∂x, ∂f/∂y)."""
    if name == "ellipse":
        return c[0] * x + c[1] * y, c[1] * x + c[2] * y
    if name == "rosenbrock":
        over = y - x**2
        return 2 * (x - c[0]) - 4 * c[1] * x * over, 2 * c[1] * over
    return 2 * x, 2 * y * (2 * c[0] * y**2 - 1)


def minima(name: str, values: Values) -> list[tuple[Any, Any]]:
    """Return every minimum, the lower y first."""
    if name == "ellipse":
        return [(Real(0), Real(0))]
    if name == "rosenbrock":
        return [(Real(values["a"]), Real(values["a"]) ** 2)]
    if values["wall"] < 1e-12:
        return []
    reach = 1 / np.sqrt(2 * Real(values["wall"]))
    return [(Real(0), -reach), (Real(0), reach)]

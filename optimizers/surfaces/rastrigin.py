"""Rastrigin's function: a bowl under waves, with a local minimum in every trough.

    f(x, y) = 2A + x² + y² − A (cos 2πx + cos 2πy)

Minimum (0, 0), value 0. With A = 10 the domain has 121 minima, 100 maxima and 220 saddle points; with A = 0 only the
bowl is left. f is the sum of a function of x and a function of y, so the stationary points are the pairs of zeros
of z + πA sin 2πz.
"""

from functools import lru_cache
from math import pi
from typing import Any

import numpy as np

from ..form.elementary import cos, sin
from ..terms.parameters import Parameter
from ..terms.types import Vector
from .stationary import bends, by_kind, crossed, zeros
from .surface import Landmarks, Suggestion, Surface, Values

A = 0
TURN = 6.283185307179586
END = 5.12

PARAMETERS = (
    Parameter("a", "A", "height of the waves; 0 removes them", 10.0, 0.0, 100.0, (0.0, 20.0), "linear", label="waves"),
)


def constants(values: Values) -> tuple[float, ...]:
    return (float(values["a"]),)


def value(x: Any, y: Any, q: Vector) -> Any:
    return x * x + y * y + q[A] * (2.0 - cos(TURN * x) - cos(TURN * y))


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    return 2.0 * x + TURN * q[A] * sin(TURN * x), 2.0 * y + TURN * q[A] * sin(TURN * y)


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    waves = TURN * TURN * q[A]
    return 2.0 + waves * cos(TURN * x), 0.0 * x, 2.0 + waves * cos(TURN * y)


def landmarks(values: Values) -> Landmarks:
    return _landmarks(float(values["a"]))


@lru_cache(64)
def _landmarks(a: float) -> Landmarks:
    q = np.array([a])
    level = -1.0 / (2.0 * pi * pi * a) if a > 0.0 else -2.0
    positive = zeros(lambda z: gradient(z, 0.0, q)[0], bends(level, TURN, END)[1:])
    either = [0.0, *positive]
    return by_kind(crossed(either, either), value, hessian, q)


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((-3.2, 2.3), (0.7, -1.6)), rates={"gradient": 0.002, "length": 0.05}, steps=120)


RASTRIGIN = Surface(
    name="rastrigin",
    title="Rastrigin",
    formula=r"f(x, y) = 2A + x^2 + y^2 - A\,(\cos 2\pi x + \cos 2\pi y)",
    source="Rastrigin, Systems of extremal control, 1974, in two variables; Hoffmeister and Bäck, 1991",
    caution="The gradient leads into the nearest of many local minima: the start decides which one, not the update "
    "rule.",
    parameters=PARAMETERS,
    domain=((-END, END), (-END, END)),
    contour_power=1.0,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
    preparation=6.0,
)

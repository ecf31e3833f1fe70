"""Bohachevsky's first function: a bowl with ripples that are deepest in its middle.

    f(x, y) = x² + 2y² − 0.3 cos 3πx − 0.4 cos 4πy + 0.7

Minimum (0, 0), value 0. Outside the middle the bowl is steeper than the ripples, so a run gets in easily and is then
caught in one of the local minima, unless its momentum carries it over. f is the sum of a function of x and a function
of y.
"""

from functools import cache
from typing import Any

import numpy as np

from ..form.elementary import cos, sin
from ..terms.types import Vector
from .stationary import bends, by_kind, crossed, zeros
from .surface import Landmarks, Suggestion, Surface, Values

PI = 3.141592653589793
END = 2.0


def constants(values: Values) -> tuple[float, ...]:
    return ()


def value(x: Any, y: Any, q: Vector) -> Any:
    return x * x + 2.0 * (y * y) + 0.3 * (1.0 - cos(3.0 * PI * x)) + 0.4 * (1.0 - cos(4.0 * PI * y))


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    return 2.0 * x + 0.9 * PI * sin(3.0 * PI * x), 4.0 * y + 1.6 * PI * sin(4.0 * PI * y)


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    along = 2.0 + 2.7 * (PI * PI) * cos(3.0 * PI * x)
    return along, 0.0 * x, 4.0 + 6.4 * (PI * PI) * cos(4.0 * PI * y)


@cache
def _landmarks() -> Landmarks:
    q = np.empty(0)
    xs = zeros(lambda x: gradient(x, 0.0, q)[0], bends(-2.0 / (2.7 * PI * PI), 3.0 * PI, END)[1:])
    ys = zeros(lambda y: gradient(0.0, y, q)[1], bends(-4.0 / (6.4 * PI * PI), 4.0 * PI, END)[1:])
    return by_kind(crossed([0.0, *xs], [0.0, *ys]), value, hessian, q)


def landmarks(values: Values) -> Landmarks:
    return _landmarks()


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((-1.8, 1.4), (0.9, -0.8)), rates={"gradient": 0.01, "length": 0.05}, steps=120)


BOHACHEVSKY = Surface(
    name="bohachevsky",
    title="Bohachevsky 1",
    formula=r"f(x, y) = x^2 + 2y^2 - 0.3\cos 3\pi x - 0.4\cos 4\pi y + 0.7",
    source="Bohachevsky, Johnson and Stein, Generalized simulated annealing for function optimization, 1986",
    parameters=(),
    domain=((-END, END), (-END, END)),
    contour_power=1.4,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
)

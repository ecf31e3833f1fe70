"""The plateau: a narrow well in a wide bowl, with a circular trough and a flat rim around it.

    f(x, y) = −sin r / r + 0.01 r²,    r = 10 √(x² + y²) + 0.01

Minimum (0, 0), value −1. The 0.01 in r makes the minimum the tip of a blunt cone: f rises with the slope 0.035 in
every direction. Around the well lie a circle of maxima, where the gradient is nearly zero on both sides, and a circle
of local minima.
"""

from functools import cache
from typing import Any

import numpy as np
from numpy import sqrt

from ..form.elementary import cos, sin
from ..terms.types import Vector
from .stationary import zeros
from .surface import Circle, Landmarks, Suggestion, Surface, Values

SCALE = 10.0
SHIFT = 0.01
BOWL = 0.01
ASIDE = 1e-200  # added to a squared distance, whose root divides: the gradient in the middle is zero, autograd's too
EDGES = (0.3, 0.6, 1.0)  # beside the two circles; farther out the bowl is steeper than the waves


def constants(values: Values) -> tuple[float, ...]:
    return ()


def value(x: Any, y: Any, q: Vector) -> Any:
    r = SCALE * sqrt(x * x + y * y + ASIDE) + SHIFT
    return BOWL * (r * r) - sin(r) / r


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    away = sqrt(x * x + y * y + ASIDE)
    r = SCALE * away + SHIFT
    slope = SCALE * (2.0 * BOWL * r - (cos(r) - sin(r) / r) / r)
    return slope * (x / away), slope * (y / away)


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    away = sqrt(x * x + y * y + ASIDE)
    r = SCALE * away + SHIFT
    u, v = x / away, y / away
    slope = SCALE * (2.0 * BOWL * r - (cos(r) - sin(r) / r) / r) / away
    bend = SCALE * SCALE * (2.0 * BOWL + (sin(r) + 2.0 * (cos(r) - sin(r) / r) / r) / r) - slope
    return slope + bend * (u * u), bend * (u * v), slope + bend * (v * v)


@cache
def _landmarks() -> Landmarks:
    q = np.empty(0)
    top, trough = zeros(lambda x: gradient(x, 0.0, q)[0], EDGES)
    circles = Circle("maximum", 0.0, 0.0, top), Circle("minimum", 0.0, 0.0, trough)
    return Landmarks(minima=((0.0, 0.0),), circles=circles, kinks=((0.0, 0.0),))


def landmarks(values: Values) -> Landmarks:
    return _landmarks()


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((-1.1, 0.6), (0.2, 0.3)), rates={"gradient": 0.02, "length": 0.03}, steps=120)


PLATEAU = Surface(
    name="plateau",
    title="Plateau",
    formula=r"f(x, y) = -\frac{\sin r}{r} + 0.01\,r^2,\quad r = 10\sqrt{x^2 + y^2} + 0.01",
    source="The plateau of the visualizer lilipads, 2020",
    parameters=(),
    domain=((-2.0, 2.0), (-2.0, 2.0)),
    contour_power=2.0,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
)

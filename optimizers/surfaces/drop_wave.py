"""The drop wave: rings around a drop, each a circle of local minima in which runs come to rest.

    f(x, y) = −(1 + cos 12r)/(½r² + 2),    r = √(x² + y²)

Minimum (0, 0), value −1. f depends only on r, so its other minima, and its maxima, are circles. The gradient points
along the radius: every rule that follows it moves on a straight line to the nearest circle.
"""

from functools import cache
from math import hypot, pi
from typing import Any

import numpy as np
from numpy import sqrt

from ..form.elementary import cos, sin
from ..terms.types import Vector
from .stationary import zeros
from .surface import Circle, Landmarks, Suggestion, Surface, Values

FREQUENCY = 12.0
END = 2.0
ASIDE = 1e-200  # added to r², so that sin(12r)/r has its limit where r is 0, and autograd a slope


def constants(values: Values) -> tuple[float, ...]:
    return ()


def value(x: Any, y: Any, q: Vector) -> Any:
    r = sqrt(x * x + y * y + ASIDE)
    return -(1.0 + cos(FREQUENCY * r)) / (0.5 * (r * r) + 2.0)


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    r = sqrt(x * x + y * y + ASIDE)
    below = 0.5 * (r * r) + 2.0
    slope = FREQUENCY * (sin(FREQUENCY * r) / r) / below + (1.0 + cos(FREQUENCY * r)) / (below * below)
    return slope * x, slope * y


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    r = sqrt(x * x + y * y + ASIDE)
    u, v = x / r, y / r
    below = 0.5 * (r * r) + 2.0
    s, c = sin(FREQUENCY * r), 1.0 + cos(FREQUENCY * r)
    slope = FREQUENCY * (s / r) / below + c / (below * below)
    waves = FREQUENCY * FREQUENCY * (c - 1.0) / below - 2.0 * FREQUENCY * r * s / (below * below)
    bend = waves + c / (below * below) - 2.0 * (r * r) * c / (below * below * below) - slope
    return slope + bend * (u * u), bend * (u * v), slope + bend * (v * v)


@cache
def _landmarks() -> Landmarks:
    """Along the radius minima and maxima alternate, one in each half wave."""
    q = np.empty(0)
    corner = hypot(END, END)
    halves = [(k + 0.5) * pi / FREQUENCY for k in range(int(corner * FREQUENCY / pi) + 1)]
    radii = zeros(lambda r: gradient(r, 0.0, q)[0], [r for r in halves if r < corner] + [corner])
    kinds = [hessian(r, 0.0, q)[0] > 0.0 for r in radii]
    circles = (Circle("minimum" if low else "maximum", 0.0, 0.0, r) for r, low in zip(radii, kinds, strict=True))
    return Landmarks(minima=((0.0, 0.0),), circles=tuple(circles))


def landmarks(values: Values) -> Landmarks:
    return _landmarks()


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((-1.3, 0.7), (0.1, 0.2)), rates={"gradient": 0.005, "length": 0.02}, steps=120)


DROP_WAVE = Surface(
    name="drop-wave",
    title="Drop wave",
    formula=r"f(x, y) = -\frac{1 + \cos 12 r}{\tfrac{1}{2} r^2 + 2},\quad r = \sqrt{x^2 + y^2}",
    source="Molga and Smutnicki, Test functions for optimization needs, 2005",
    caution="The gradient points along the radius, so it leads to the nearest circle of local minima, never around it "
    "or across.",
    parameters=(),
    domain=((-END, END), (-END, END)),
    contour_power=1.0,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
    preparation=5.0,
)

"""Ackley's function: waves around a cone, whose tip is the minimum.

    f(x, y) = −20 exp(−0.2 r) − exp(½ (cos 2πx + cos 2πy)) + e + 20,    r = √(½ (x² + y²))

Minimum (0, 0), value 0, with 120 local minima around it. At the minimum f has no gradient: it rises with the slope 2.83
in every direction, so no run with a constant rate comes to rest there. The gradient at the tip itself counts as zero,
the subgradient with the smallest norm. By symmetry the stationary points are those of one eighth of the plane, each
near multiples of ½.
"""

from functools import cache
from typing import Any

import numpy as np
from numpy import sqrt

from ..form.elementary import cos, exp, sin
from ..terms.types import Vector
from .stationary import by_kind, mirrored, stationary
from .surface import Landmarks, Suggestion, Surface, Values

TURN = 6.283185307179586
E = 2.718281828459045
ASIDE = 1e-200  # added to r², because r divides: the gradient at the tip is zero, autograd's too


def constants(values: Values) -> tuple[float, ...]:
    return ()


def value(x: Any, y: Any, q: Vector) -> Any:
    r = sqrt(0.5 * (x * x + y * y) + ASIDE)
    return 20.0 - 20.0 * exp(-0.2 * r) + (E - exp(0.5 * (cos(TURN * x) + cos(TURN * y))))


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    r = sqrt(0.5 * (x * x + y * y) + ASIDE)
    cone = 2.0 * exp(-0.2 * r)
    waves = 0.5 * TURN * exp(0.5 * (cos(TURN * x) + cos(TURN * y)))
    return cone * (x / r) + waves * sin(TURN * x), cone * (y / r) + waves * sin(TURN * y)


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    r = sqrt(0.5 * (x * x + y * y) + ASIDE)
    u, v = x / r, y / r
    cone = 2.0 * exp(-0.2 * r)
    bend = -0.5 * cone * (0.2 + 1.0 / r)
    waves = 0.5 * TURN * exp(0.5 * (cos(TURN * x) + cos(TURN * y)))
    a, b = sin(TURN * x), sin(TURN * y)
    along = cone / r + bend * (u * u) + TURN * waves * (cos(TURN * x) - 0.5 * (a * a))
    across = cone / r + bend * (v * v) + TURN * waves * (cos(TURN * y) - 0.5 * (b * b))
    return along, bend * (u * v) - 0.5 * TURN * waves * (a * b), across


@cache
def _landmarks() -> Landmarks:
    q = np.empty(0)
    eighth = [(0.5 * i, 0.5 * j) for i in range(1, 11) for j in range(i + 1)]
    points = mirrored(stationary(gradient, hessian, q, eighth), swapped=True)
    return by_kind(points, value, hessian, q, kinks=((0.0, 0.0),))


def landmarks(values: Values) -> Landmarks:
    return _landmarks()


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((-3.4, 2.4), (0.8, -1.3)), rates={"gradient": 0.01, "length": 0.05}, steps=150)


ACKLEY = Surface(
    name="ackley",
    title="Ackley",
    formula=r"f(x, y) = -20\,e^{-0.2\sqrt{(x^2 + y^2)/2}} - e^{(\cos 2\pi x + \cos 2\pi y)/2} + e + 20",
    source="Ackley, A connectionist machine for genetic hillclimbing, 1987",
    caution="The gradient leads into the nearest local minimum. The lowest minimum is the tip of a cone and has no "
    "gradient.",
    parameters=(),
    domain=((-5.0, 5.0), (-5.0, 5.0)),
    contour_power=1.0,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
    preparation=20.0,
)

"""Griewank's function: a checkerboard of minima and maxima on a bowl that is hardly curved.

    f(x, y) = 1 + (x² + y²)/4000 − cos x · cos(y/√2)

Minimum (0, 0), value 0. The bowl lifts a neighboring minimum by less than 0.01, so near the middle nothing shows
where the lowest one lies; the domain of the literature, ±600, looks like a plain bowl.
"""

from functools import cache
from math import pi, sqrt
from typing import Any

import numpy as np

from ..form.elementary import cos, sin
from ..terms.types import Vector
from .stationary import by_kind, mirrored, stationary
from .surface import Landmarks, Suggestion, Surface, Values

ROOT = 1.4142135623730951
BOWL = 4000.0


def constants(values: Values) -> tuple[float, ...]:
    return ()


def value(x: Any, y: Any, q: Vector) -> Any:
    return (x * x + y * y) / BOWL + (1.0 - cos(x) * cos(y / ROOT))


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    v = y / ROOT
    return x / (0.5 * BOWL) + sin(x) * cos(v), y / (0.5 * BOWL) + cos(x) * sin(v) / ROOT


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    v = y / ROOT
    both = cos(x) * cos(v)
    return 2.0 / BOWL + both, -sin(x) * sin(v) / ROOT, 2.0 / BOWL + both / (ROOT * ROOT)


@cache
def _landmarks() -> Landmarks:
    """Every minimum, maximum and saddle point is near one of the product of cosines."""
    q = np.empty(0)
    starts = [((i + half) * pi, (j + half) * pi * sqrt(2)) for half in (0.0, 0.5) for i in range(3) for j in range(2)]
    starts += [(3 * pi, 0.0), (3 * pi, pi * sqrt(2)), *((i * pi, 2 * pi * sqrt(2)) for i in range(4))]
    return by_kind(mirrored(stationary(gradient, hessian, q, starts)), value, hessian, q)


def landmarks(values: Values) -> Landmarks:
    return _landmarks()


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((-5.0, 7.0), (2.0, 3.5)), rates={"gradient": 0.5, "length": 0.1}, steps=120)


GRIEWANK = Surface(
    name="griewank",
    title="Griewank",
    formula=r"f(x, y) = 1 + \tfrac{1}{4000}(x^2 + y^2) - \cos x \, \cos\tfrac{y}{\sqrt{2}}",
    source="Griewank, Generalized descent for global optimization, 1981",
    caution="The local minima are almost as deep as the lowest one, and the gradient leads into the nearest one.",
    parameters=(),
    domain=((-10.0, 10.0), (-10.0, 10.0)),
    contour_power=1.0,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
)

"""Matyas' function: a ravine along the diagonal.

    f(x, y) = 0.26 (x² + y²) − 0.48 x y

Minimum (0, 0), value 0. A quadratic with the curvatures 0.04 and 1, so it is the ellipse of κ = 25 turned by 45°,
where gradient descent converges if and only if η < 2.
"""

from typing import Any

from ..terms.types import Vector
from .surface import Landmarks, Suggestion, Surface, Values


def constants(values: Values) -> tuple[float, ...]:
    return ()


def value(x: Any, y: Any, q: Vector) -> Any:
    return 0.26 * (x * x + y * y) - 0.48 * (x * y)


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    return 0.52 * x - 0.48 * y, 0.52 * y - 0.48 * x


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    return 0.52 + 0.0 * x, -0.48 + 0.0 * x, 0.52 + 0.0 * y


def landmarks(values: Values) -> Landmarks:
    return Landmarks(minima=((0.0, 0.0),))


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((-8.0, -5.0), (-6.0, 6.0)), rates={"gradient": 1.75, "length": 0.3}, steps=120)


MATYAS = Surface(
    name="matyas",
    title="Matyas",
    formula=r"f(x, y) = 0.26\,(x^2 + y^2) - 0.48\,x\,y",
    source="Jamil and Yang, A literature survey of benchmark functions for global optimization problems, 2013",
    parameters=(),
    domain=((-10.0, 10.0), (-10.0, 10.0)),
    contour_power=2.0,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
)

"""Booth's function: an ellipse whose axes lie at 45°.

    f(x, y) = (x + 2y − 7)² + (2x + y − 5)²

Minimum (1, 3), value 0. A quadratic with the curvatures 2 and 18, condition number 9, so gradient descent converges if
and only if η < 1/9. Its steep axis is the diagonal, so rules that scale x and y separately gain nothing.
"""

from typing import Any

from ..terms.types import Vector
from .surface import Landmarks, Suggestion, Surface, Values


def constants(values: Values) -> tuple[float, ...]:
    return ()


def value(x: Any, y: Any, q: Vector) -> Any:
    a = x + 2.0 * y - 7.0
    b = 2.0 * x + y - 5.0
    return a * a + b * b


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    a = x + 2.0 * y - 7.0
    b = 2.0 * x + y - 5.0
    return 2.0 * a + 4.0 * b, 4.0 * a + 2.0 * b


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    return 10.0 + 0.0 * x, 8.0 + 0.0 * x, 10.0 + 0.0 * y


def landmarks(values: Values) -> Landmarks:
    return Landmarks(minima=((1.0, 3.0),))


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((-8.0, 8.5), (6.0, 8.0)), rates={"gradient": 0.1, "length": 0.3}, steps=120)


BOOTH = Surface(
    name="booth",
    title="Booth",
    formula=r"f(x, y) = (x + 2y - 7)^2 + (2x + y - 5)^2",
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

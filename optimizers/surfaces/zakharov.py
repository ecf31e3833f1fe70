"""Zakharov's function: a flat valley with walls of the fourth degree.

    f(x, y) = x² + y² + w² + w⁴,   w = ½x + y

Minimum (0, 0), value 0, the only stationary point. At the minimum the curvatures are 2 and 4.5; at the corner (10, 10)
f is 51 075, and a rate that suits the minimum diverges there.
"""

from typing import Any

from ..terms.types import Vector
from .surface import Landmarks, Suggestion, Surface, Values


def constants(values: Values) -> tuple[float, ...]:
    return ()


def value(x: Any, y: Any, q: Vector) -> Any:
    w = 0.5 * x + y
    square = w * w
    return x * x + y * y + square + square * square


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    w = 0.5 * x + y
    push = w + 2.0 * (w * w * w)
    return 2.0 * x + push, 2.0 * (y + push)


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    w = 0.5 * x + y
    bend = 1.0 + 6.0 * (w * w)
    return 2.0 + 0.5 * bend, bend, 2.0 + 2.0 * bend


def landmarks(values: Values) -> Landmarks:
    return Landmarks(minima=((0.0, 0.0),))


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((-4.0, -3.0), (8.0, 1.0)), rates={"gradient": 0.004, "length": 0.1}, steps=300)


ZAKHAROV = Surface(
    name="zakharov",
    title="Zakharov",
    formula=r"f(x, y) = x^2 + y^2 + w^2 + w^4, \quad w = \tfrac{1}{2} x + y",
    source="Jamil and Yang, A literature survey of benchmark functions for global optimization problems, 2013",
    parameters=(),
    domain=((-5.0, 10.0), (-5.0, 10.0)),
    contour_power=5.0,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
)

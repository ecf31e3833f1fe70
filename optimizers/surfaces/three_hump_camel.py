"""The three-hump camel: a minimum between two local minima.

    f(x, y) = 2x² − 1.05x⁴ + x⁶/6 + x y + y²

Minimum (0, 0), value 0; two local minima of value 0.2986 on both sides of it, each behind a saddle point.
"""

from typing import Any

from ..terms.types import Vector
from .surface import Landmarks, Suggestion, Surface, Values


def constants(values: Values) -> tuple[float, ...]:
    return ()


def value(x: Any, y: Any, q: Vector) -> Any:
    square = x * x
    return square * (2.0 + square * (square / 6.0 - 1.05)) + x * y + y * y


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    square = x * x
    return x * (4.0 + square * (square - 4.2)) + y, x + 2.0 * y


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    square = x * x
    return 4.0 + square * (5.0 * square - 12.6), 1.0 + 0.0 * x, 2.0 + 0.0 * y


def landmarks(values: Values) -> Landmarks:
    return Landmarks(
        minima=((0.0, 0.0), (-1.747552345830289, 0.8737761729151445), (1.747552345830289, -0.8737761729151445)),
        saddles=((-1.07054229182366, 0.53527114591183), (1.07054229182366, -0.53527114591183)),
    )


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((-2.0, 2.0), (1.0, 1.6)), rates={"gradient": 0.1, "length": 0.1}, steps=80)


THREE_HUMP_CAMEL = Surface(
    name="three-hump-camel",
    title="Three-hump camel",
    formula=r"f(x, y) = 2x^2 - 1.05\,x^4 + \tfrac{1}{6} x^6 + x\,y + y^2",
    source="Jamil and Yang, A literature survey of benchmark functions for global optimization problems, 2013",
    parameters=(),
    domain=((-2.2, 2.2), (-2.2, 2.2)),
    contour_power=2.0,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
)

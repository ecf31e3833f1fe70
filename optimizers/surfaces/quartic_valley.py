"""The quartic valley: a minimum that is flat in one direction.

    f(x, y) = x⁴ + 10y²

Minimum (0, 0), value 0. Its curvatures are 0 and 20, so no rate suits the valley: gradient descent gets closer
more and more slowly, like 1/√t instead of geometrically, and Newton's method removes only a third of x in a step.
"""

from typing import Any

from ..terms.types import Vector
from .surface import Landmarks, Suggestion, Surface, Values


def constants(values: Values) -> tuple[float, ...]:
    return ()


def value(x: Any, y: Any, q: Vector) -> Any:
    square = x * x
    return square * square + 10.0 * (y * y)


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    return 4.0 * (x * x * x), 20.0 * y


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    return 12.0 * (x * x), 0.0 * x, 20.0 + 0.0 * y


def landmarks(values: Values) -> Landmarks:
    return Landmarks(minima=((0.0, 0.0),))


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((-1.8, 1.2), (0.6, -1.5)), rates={"gradient": 0.04, "length": 0.05}, steps=150)


QUARTIC_VALLEY = Surface(
    name="quartic-valley",
    title="Quartic valley",
    formula=r"f(x, y) = x^4 + 10y^2",
    source="After Griewank and Osborne, Analysis of Newton's method at irregular singularities, 1983",
    parameters=(),
    domain=((-2.0, 2.0), (-2.0, 2.0)),
    contour_power=2.5,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
)

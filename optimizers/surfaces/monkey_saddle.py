"""The monkey saddle: three ways down and three ways up, with room for two legs and a tail.

    f(x, y) = x³ − 3xy²

The only stationary point, (0, 0), is a degenerate saddle: even its Hessian is zero there, so the gradient grows only
like the square of the distance, and it takes long to leave. f is unbounded below.
"""

from typing import Any

from ..terms.types import Vector
from .surface import Landmarks, Suggestion, Surface, Values


def constants(values: Values) -> tuple[float, ...]:
    return ()


def value(x: Any, y: Any, q: Vector) -> Any:
    return x * (x * x - 3.0 * (y * y))


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    return 3.0 * (x * x - y * y), -6.0 * (x * y)


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    return 6.0 * x, -6.0 * y, -6.0 * x


def landmarks(values: Values) -> Landmarks:
    return Landmarks(saddles=((0.0, 0.0),), remark="This surface is unbounded below: no run can converge.")


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((0.3, 0.02), (1.5, 0.6)), rates={"gradient": 0.05, "length": 0.05}, steps=60)


MONKEY_SADDLE = Surface(
    name="monkey-saddle",
    title="Monkey saddle",
    formula=r"f(x, y) = x^3 - 3xy^2",
    source="Hilbert and Cohn-Vossen, Anschauliche Geometrie, 1932",
    parameters=(),
    domain=((-2.0, 2.0), (-2.0, 2.0)),
    contour_power=1.0,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
)

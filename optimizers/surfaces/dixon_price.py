"""The function of Dixon and Price: a valley bent around a saddle point.

    f(x, y) = (x − 1)² + 2 (2y² − x)²

Minima (1, ±1/√2), value 0. Between them lies a saddle point, (⅓, 0), value ⅔. A run that starts on the line y = 0
and does not leave it ends there.
"""

from typing import Any

from ..terms.types import Vector
from .surface import Landmarks, Suggestion, Surface, Values


def constants(values: Values) -> tuple[float, ...]:
    return ()


def value(x: Any, y: Any, q: Vector) -> Any:
    along, wall = x - 1.0, 2.0 * (y * y) - x
    return along * along + 2.0 * (wall * wall)


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    wall = 2.0 * (y * y) - x
    return 2.0 * (x - 1.0) - 4.0 * wall, 16.0 * y * wall


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    return 6.0 + 0.0 * x, -16.0 * y, 96.0 * (y * y) - 16.0 * x


def landmarks(values: Values) -> Landmarks:
    return Landmarks(
        minima=((1.0, -0.7071067811865476), (1.0, 0.7071067811865476)), saddles=((0.3333333333333333, 0.0),)
    )


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((-2.0, 0.02), (2.5, -1.5)), rates={"gradient": 0.01, "length": 0.05}, steps=200)


DIXON_PRICE = Surface(
    name="dixon-price",
    title="Dixon–Price",
    formula=r"f(x, y) = (x - 1)^2 + 2\,(2 y^2 - x)^2",
    source="Dixon and Price, Truncated Newton method for sparse unconstrained optimization, 1989",
    parameters=(),
    domain=((-3.2, 3.2), (-2.0, 2.0)),
    contour_power=3.0,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
)

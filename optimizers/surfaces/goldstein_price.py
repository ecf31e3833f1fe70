"""The function of Goldstein and Price: six orders of magnitude.

    f(x, y) = (1 + (s + 1)² (19 − 14s + 3s²)) · (30 + d² (18 − 16d + 3d²)),   s = x + y,  d = 2x − 3y

Minimum (0, −1), value 3, and three local minima; at the edge of the domain f exceeds a million. The usual form, in x
and y, is this one multiplied out. No single learning rate suits the walls and the floor.
"""

from typing import Any

from ..terms.types import Vector
from .surface import Landmarks, Suggestion, Surface, Values


def constants(values: Values) -> tuple[float, ...]:
    return ()


def value(x: Any, y: Any, q: Vector) -> Any:
    s, d = x + y, 2.0 * x - 3.0 * y
    one, two = s + 1.0, d * d
    return (1.0 + one * one * (19.0 - 14.0 * s + 3.0 * (s * s))) * (30.0 + two * (18.0 - 16.0 * d + 3.0 * two))


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    s, d = x + y, 2.0 * x - 3.0 * y
    one, two = s + 1.0, d * d
    first = 1.0 + one * one * (19.0 - 14.0 * s + 3.0 * (s * s))
    second = 30.0 + two * (18.0 - 16.0 * d + 3.0 * two)
    rise = 12.0 * one * (s - 1.0) * (s - 2.0) * second
    fall = 12.0 * d * (d - 1.0) * (d - 3.0) * first
    return rise + 2.0 * fall, rise - 3.0 * fall


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    s, d = x + y, 2.0 * x - 3.0 * y
    one, two = s + 1.0, d * d
    first = 1.0 + one * one * (19.0 - 14.0 * s + 3.0 * (s * s))
    second = 30.0 + two * (18.0 - 16.0 * d + 3.0 * two)
    rise = 12.0 * (s * (3.0 * s - 4.0) - 1.0) * second
    both = 144.0 * one * (s - 1.0) * (s - 2.0) * d * (d - 1.0) * (d - 3.0)
    fall = 12.0 * (d * (3.0 * d - 8.0) + 3.0) * first
    return rise + 4.0 * both + 4.0 * fall, rise - both - 6.0 * fall, rise - 6.0 * both + 9.0 * fall


def landmarks(values: Values) -> Landmarks:
    return Landmarks(
        minima=((0.0, -1.0), (-0.6, -0.4), (1.8, 0.2), (1.2, 0.8)),
        saddles=((-0.4, -0.6), (1.2, -0.2), (1.4, 0.6), (0.6, 0.4)),
        maxima=((0.8, 0.2),),
    )


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((-1.0, 0.6), (1.5, 0.0)), rates={"gradient": 1e-05, "length": 0.02}, steps=300)


GOLDSTEIN_PRICE = Surface(
    name="goldstein-price",
    title="Goldstein–Price",
    formula=(
        r"f(x, y) = \left(1 + (s + 1)^2 (19 - 14 s + 3 s^2)\right) \left(30 + d^2 (18 - 16 d + 3 d^2)\right), \quad "
        r"s = x + y, \quad d = 2x - 3y"
    ),
    source="Goldstein and Price, On descent from local minima, 1971",
    parameters=(),
    domain=((-2.0, 2.0), (-2.0, 2.0)),
    contour_power=5.0,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
)

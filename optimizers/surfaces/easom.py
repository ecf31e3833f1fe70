"""Easom's function: a narrow hole in a plain.

    f(x, y) = −cos x cos y · exp(−(x − π)² − (y − π)²)

Minimum (π, π), value −1. A few units away f and its gradient are almost zero: rules whose step follows the gradient's
size do not move there, and rules whose step follows its sign do.

Domain: the needle and the twelve stationary points around it. At the edge |f| is below 0.0003; on the ±100 of the
literature only the plain would be visible.
"""

from typing import Any

from ..form.elementary import cos, exp, sin
from ..terms.types import Vector
from .surface import Landmarks, Suggestion, Surface, Values

PI = 3.141592653589793


def constants(values: Values) -> tuple[float, ...]:
    return ()


def value(x: Any, y: Any, q: Vector) -> Any:
    u, v = x - PI, y - PI
    return -cos(x) * cos(y) * exp(-u * u - v * v)


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    u, v = x - PI, y - PI
    bell = exp(-u * u - v * v)
    return bell * cos(y) * (sin(x) + 2.0 * u * cos(x)), bell * cos(x) * (sin(y) + 2.0 * v * cos(y))


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    u, v = x - PI, y - PI
    bell = exp(-u * u - v * v)
    a, b = sin(x) + 2.0 * u * cos(x), sin(y) + 2.0 * v * cos(y)
    along = (3.0 - 4.0 * (u * u)) * cos(x) - 4.0 * u * sin(x)
    across = (3.0 - 4.0 * (v * v)) * cos(y) - 4.0 * v * sin(y)
    return bell * cos(y) * along, -bell * a * b, bell * cos(x) * across


def landmarks(values: Values) -> Landmarks:
    return Landmarks(
        minima=(
            (3.141592653589793, 3.141592653589793),
            (1.3049954504376675, 1.3049954504376675),
            (1.3049954504376675, 4.978189856741919),
            (4.978189856741919, 1.3049954504376675),
            (4.978189856741919, 4.978189856741919),
        ),
        saddles=(
            (1.5707963267948966, 1.5707963267948966),
            (1.5707963267948966, 4.71238898038469),
            (4.71238898038469, 1.5707963267948966),
            (4.71238898038469, 4.71238898038469),
        ),
        maxima=(
            (1.3049954504376675, 3.141592653589793),
            (3.141592653589793, 1.3049954504376675),
            (3.141592653589793, 4.978189856741919),
            (4.978189856741919, 3.141592653589793),
        ),
    )


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((1.8, 2.4), (4.9, 4.6)), rates={"gradient": 0.3, "length": 0.1}, steps=120)


EASOM = Surface(
    name="easom",
    title="Easom",
    formula=r"f(x, y) = -\cos x \cos y \; e^{-(x - \pi)^2 - (y - \pi)^2}",
    source="Easom, A survey of global optimization techniques, 1990",
    caution="Away from the needle the gradient is almost zero, so it does not show the way to the minimum.",
    parameters=(),
    domain=((0.2, 6.0), (0.2, 6.0)),
    contour_power=0.7,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
)

"""McCormick's function: a tilted plane with waves.

    f(x, y) = sin(x + y) + (x − y)² − 1.5x + 2.5y + 1

Minimum (−0.547, −1.547), value −1.9132, and a local one, (2.594, 1.594), in the next trough of the wave. The troughs
continue toward smaller x and y, beyond the domain, and each is lower than the last.

Domain: −1.5 ≤ x ≤ 4, −3 ≤ y ≤ 4 in the literature; here x goes up to 4.1, which makes the sides 4 to 5.
"""

from typing import Any

from ..form.elementary import cos, sin
from ..terms.types import Vector
from .surface import Landmarks, Suggestion, Surface, Values


def constants(values: Values) -> tuple[float, ...]:
    return ()


def value(x: Any, y: Any, q: Vector) -> Any:
    apart = x - y
    return sin(x + y) + apart * apart - 1.5 * x + 2.5 * y + 1.0


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    wave, apart = cos(x + y), 2.0 * (x - y)
    return wave + apart - 1.5, wave - apart + 2.5


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    wave = sin(x + y)
    return 2.0 - wave, -2.0 - wave, 2.0 - wave


def landmarks(values: Values) -> Landmarks:
    return Landmarks(
        minima=((-0.5471975511965977, -1.5471975511965979), (2.5943951023931957, 1.5943951023931955)),
        saddles=((1.5471975511965979, 0.5471975511965977),),
        remark="This surface is unbounded below: outside its domain the troughs get lower and lower.",
    )


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((-1.2, 3.0), (3.5, -1.0)), rates={"gradient": 0.1, "length": 0.1}, steps=80)


MCCORMICK = Surface(
    name="mccormick",
    title="McCormick",
    formula=r"f(x, y) = \sin(x + y) + (x - y)^2 - 1.5\,x + 2.5\,y + 1",
    source="McCormick, Computability of global solutions to factorable nonconvex programs, 1976",
    parameters=(),
    domain=((-1.5, 4.1), (-3.0, 4.0)),
    contour_power=2.0,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
)

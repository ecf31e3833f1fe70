"""Himmelblau's function: four equally deep minima.

    f(x, y) = (x² + y − 11)² + (x + y² − 7)²

All four minima have the value 0. Between them lie four saddle points, and a maximum of 181.6 near the middle, from
which a small change of the start decides which minimum a run reaches.
"""

from typing import Any

from ..terms.types import Vector
from .surface import Landmarks, Suggestion, Surface, Values


def constants(values: Values) -> tuple[float, ...]:
    return ()


def value(x: Any, y: Any, q: Vector) -> Any:
    a = x * x + y - 11.0
    b = x + y * y - 7.0
    return a * a + b * b


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    a = x * x + y - 11.0
    b = x + y * y - 7.0
    return 4.0 * x * a + 2.0 * b, 2.0 * a + 4.0 * y * b


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    return 12.0 * (x * x) + 4.0 * y - 42.0, 4.0 * (x + y), 4.0 * x + 12.0 * (y * y) - 26.0


def landmarks(values: Values) -> Landmarks:
    return Landmarks(
        minima=(
            (-3.779310253377747, -3.2831859912861696),
            (-2.805118086952745, 3.131312518250573),
            (3.0, 2.0),
            (3.5844283403304917, -1.8481265269644036),
        ),
        saddles=(
            (3.385154183607021, 0.07385187983774928),
            (0.08667750455539636, 2.884254701174776),
            (-3.0730257507643897, -0.08135304428796751),
            (-0.12796134673068008, -1.9537149802445763),
        ),
        maxima=((-0.2708445906673476, -0.9230385564799815),),
    )


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((-0.3, -1.0), (0.2, 0.5)), rates={"gradient": 0.01, "length": 0.1}, steps=120)


HIMMELBLAU = Surface(
    name="himmelblau",
    title="Himmelblau",
    formula=r"f(x, y) = (x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    source="Himmelblau, Applied Nonlinear Programming, 1972",
    parameters=(),
    domain=((-5.0, 5.0), (-5.0, 5.0)),
    contour_power=2.5,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
)

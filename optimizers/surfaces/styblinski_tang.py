"""The function of Styblinski and Tang: two wells in each coordinate.

    f(x, y) = ½ (x⁴ − 16x² + 5x + y⁴ − 16y² + 5y)

Minimum (−2.9035, −2.9035), value −78.332, and three local minima, the highest of them opposite. x and y do not depend
on each other: a run finds or misses the deeper well in each coordinate separately.
"""

from typing import Any

from ..terms.types import Vector
from .surface import Landmarks, Suggestion, Surface, Values


def constants(values: Values) -> tuple[float, ...]:
    return ()


def value(x: Any, y: Any, q: Vector) -> Any:
    u, v = x * x, y * y
    return 0.5 * (u * (u - 16.0) + v * (v - 16.0) + 5.0 * (x + y))


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    return 2.0 * x * (x * x - 8.0) + 2.5, 2.0 * y * (y * y - 8.0) + 2.5


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    return 6.0 * (x * x) - 16.0, 0.0 * x, 6.0 * (y * y) - 16.0


def landmarks(values: Values) -> Landmarks:
    return Landmarks(
        minima=(
            (-2.903534027771177, -2.903534027771177),
            (-2.903534027771177, 2.746802770990837),
            (2.746802770990837, -2.903534027771177),
            (2.746802770990837, 2.746802770990837),
        ),
        saddles=(
            (-2.903534027771177, 0.1567312567803401),
            (0.1567312567803401, -2.903534027771177),
            (0.1567312567803401, 2.746802770990837),
            (2.746802770990837, 0.1567312567803401),
        ),
        maxima=((0.1567312567803401, 0.1567312567803401),),
    )


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((0.5, 4.0), (-0.5, -1.0)), rates={"gradient": 0.02, "length": 0.1}, steps=100)


STYBLINSKI_TANG = Surface(
    name="styblinski-tang",
    title="Styblinski–Tang",
    formula=r"f(x, y) = \tfrac{1}{2} \left(x^4 - 16 x^2 + 5 x + y^4 - 16 y^2 + 5 y\right)",
    source="Styblinski and Tang, Experiments in nonconvex optimization, 1990",
    parameters=(),
    domain=((-5.0, 5.0), (-5.0, 5.0)),
    contour_power=1.5,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
)

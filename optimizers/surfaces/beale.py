"""Beale's function: a flat valley between steep cliffs.

    f(x, y) = (1.5 − x + x y)² + (2.25 − x + x y²)² + (2.625 − x + x y³)²

Minimum (3, ½), value 0. At the corners f exceeds 65 000, while the valley to the minimum is nearly flat: with a rate
that is safe on the cliffs a run hardly moves in the valley.

Domain: ±4, not the ±4.5 of the literature, where f exceeds 180 000 and less of the valley would be seen.
"""

from typing import Any

from ..terms.types import Vector
from .surface import Landmarks, Suggestion, Surface, Values


def constants(values: Values) -> tuple[float, ...]:
    return ()


def value(x: Any, y: Any, q: Vector) -> Any:
    a = 1.5 - x + x * y
    b = 2.25 - x + x * (y * y)
    c = 2.625 - x + x * (y * y * y)
    return a * a + b * b + c * c


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    square = y * y
    a = 1.5 - x + x * y
    b = 2.25 - x + x * square
    c = 2.625 - x + x * (square * y)
    along = a * (y - 1.0) + b * (square - 1.0) + c * (square * y - 1.0)
    across = a + 2.0 * y * b + 3.0 * square * c
    return 2.0 * along, 2.0 * x * across


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    square = y * y
    cube = square * y
    a = 1.5 - x + x * y
    b = 2.25 - x + x * square
    c = 2.625 - x + x * cube
    u, v, w = y - 1.0, square - 1.0, cube - 1.0
    across = a + 2.0 * y * b + 3.0 * square * c
    mixed = u + 2.0 * y * v + 3.0 * square * w
    bend = 2.0 * b + 6.0 * y * c + x * (1.0 + 4.0 * square + 9.0 * (square * square))
    return 2.0 * (u * u + v * v + w * w), 2.0 * (across + x * mixed), 2.0 * x * bend


def landmarks(values: Values) -> Landmarks:
    return Landmarks(minima=((3.0, 0.5),), saddles=((0.10053793732415836, -2.644513585023125), (0.0, 1.0)))


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((1.0, 1.5), (-1.0, -1.0)), rates={"gradient": 0.004, "length": 0.05}, steps=400)


BEALE = Surface(
    name="beale",
    title="Beale",
    formula=r"f(x, y) = \sum_{i=1}^{3} \left(c_i - x + x\,y^i\right)^2, \quad c = (1.5,\ 2.25,\ 2.625)",
    source="Beale, On an iterative method for finding a local minimum of a function of more than one variable, 1958",
    parameters=(),
    domain=((-4.0, 4.0), (-4.0, 4.0)),
    contour_power=6.0,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
)

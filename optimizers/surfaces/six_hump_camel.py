"""The six-hump camel: six minima, two of them the lowest.

    f(x, y) = (4 − 2.1x² + x⁴/3) x² + x y + (4y² − 4) y²

The two lowest minima have the value −1.0316. f(−x, −y) = f(x, y), so the run from the opposite start is its mirror
image.

Domain: all fifteen stationary points, with f up to 18. On the |x| ≤ 3, |y| ≤ 2 of the literature f rises to 163, and
the humps, where f is between −1.03 and 2.5, would hardly be visible.
"""

from typing import Any

from ..terms.types import Vector
from .surface import Landmarks, Suggestion, Surface, Values


def constants(values: Values) -> tuple[float, ...]:
    return ()


def value(x: Any, y: Any, q: Vector) -> Any:
    u, v = x * x, y * y
    return u * (4.0 + u * (u / 3.0 - 2.1)) + x * y + v * (4.0 * v - 4.0)


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    u, v = x * x, y * y
    return x * (8.0 + u * (2.0 * u - 8.4)) + y, x + y * (16.0 * v - 8.0)


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    u, v = x * x, y * y
    return 8.0 + u * (10.0 * u - 25.2), 1.0 + 0.0 * x, 48.0 * v - 8.0


def landmarks(values: Values) -> Landmarks:
    return Landmarks(
        minima=(
            (-0.08984201310031806, 0.7126564030207396),
            (0.08984201310031806, -0.7126564030207396),
            (-1.703606714969981, 0.7960835686726251),
            (1.703606714969981, -0.7960835686726251),
            (-1.6071047529201974, -0.5686514548841314),
            (1.6071047529201974, 0.5686514548841314),
        ),
        saddles=(
            (0.0, 0.0),
            (-1.1092053368047863, 0.7682680925095399),
            (1.1092053368047863, -0.7682680925095399),
            (-1.6380679841897787, -0.22867406904439408),
            (1.6380679841897787, 0.22867406904439408),
            (-1.2960702671671092, -0.6050843880386585),
            (1.2960702671671092, 0.6050843880386585),
        ),
        maxima=((-1.2302298765166526, -0.16233458445899496), (1.2302298765166526, 0.16233458445899496)),
    )


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((-1.9, -1.1), (0.9, 0.1)), rates={"gradient": 0.03, "length": 0.05}, steps=100)


SIX_HUMP_CAMEL = Surface(
    name="six-hump-camel",
    title="Six-hump camel",
    formula=r"f(x, y) = \left(4 - 2.1\,x^2 + \tfrac{1}{3} x^4\right) x^2 + x\,y + \left(4 y^2 - 4\right) y^2",
    source="Dixon and Szegő, The global optimization problem: an introduction, 1978",
    parameters=(),
    domain=((-2.0, 2.0), (-1.5, 1.5)),
    contour_power=2.5,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
)

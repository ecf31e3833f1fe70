"""The saddle: uphill along x, downhill along y.

    f(x, y) = x² − y² + wall · y⁴

Saddle point (0, 0). With a wall there are two minima, (0, ±1/√(2 wall)), value −1/(4 wall); without one f is unbounded
below. A run that starts on the line y = 0 never leaves it.
"""

from dataclasses import replace
from typing import Any

from numpy import sqrt

from ..terms.parameters import Parameter
from ..terms.types import Matrix, Vector
from .stationary import landmarks_at
from .surface import Landmarks, Suggestion, Surface, Values

WALL = 0
LEAST_WALL = 1e-12  # a lower wall counts as none: no run would reach its minima, or no float64 could hold their value

PARAMETERS = (
    Parameter("wall", "w", "height of the walls; 0 removes them", 0.05, 0.0, 1.0, (0.0, 0.2), "linear", label="wall"),
)


def constants(values: Values) -> tuple[float, ...]:
    return (float(values["wall"]),)


def value(x: Any, y: Any, q: Vector) -> Any:
    square = y * y
    return x * x - square + (q[WALL] * square) * square  # without a wall y⁴, which overflows early, is never formed


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    return 2.0 * x, -2.0 * y + (4.0 * q[WALL] * y) * (y * y)


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    return 2.0 + 0.0 * x, 0.0 * x, -2.0 + 12.0 * q[WALL] * (y * y)


def stationary_points(q: Vector, points: Matrix) -> float:
    for k in range(3):
        points[k, 0] = 0.0
        points[k, 1] = 0.0
    if q[WALL] < LEAST_WALL:
        return 1
    reach = 1.0 / sqrt(2.0 * q[WALL])
    points[0, 1] = -reach
    points[1, 1] = reach
    return 3


def landmarks(values: Values) -> Landmarks:
    found = landmarks_at(stationary_points, value, hessian, constants(values))
    remark = "" if found.minima else "Without a wall this surface is unbounded below: no run can converge."
    return replace(found, remark=remark)


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((-3.5, 0.01), (2.0, -0.5)), rates={"gradient": 0.1, "length": 0.1}, steps=120)


SADDLE = Surface(
    name="saddle",
    title="Saddle",
    formula=r"f(x, y) = x^2 - y^2 + w\, y^4",
    source="The quadratic saddle of Dauphin et al. (2014), with a quartic wall",
    parameters=PARAMETERS,
    domain=((-4.0, 4.0), (-5.0, 5.0)),
    contour_power=1.0,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
    stationary_points=stationary_points,
)

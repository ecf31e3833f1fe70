"""Rosenbrock's function: a narrow, curved valley.

    f(x, y) = (a − x)² + b (y − x²)²

Minimum (a, a²), value 0. At a = 1, b = 100 the curvatures there are 0.399 and 1001.6: gradient descent needs
η < 0.002 near the minimum, and less on the walls. Demos that write b = 2 show a far easier surface.
"""

from typing import Any

from ..terms.parameters import Parameter
from ..terms.types import Matrix, Vector
from .stationary import landmarks_at
from .surface import Landmarks, Suggestion, Surface, Values

A, B = range(2)

PARAMETERS = (
    Parameter("a", "a", "where the minimum lies: (a, a²)", 1.0, -1.5, 1.5, (-1.5, 1.5), "linear"),
    Parameter("b", "b", "steepness of the walls", 100.0, 0.1, 1000.0, (1.0, 1000.0), "log"),
)


def constants(values: Values) -> tuple[float, ...]:
    return float(values["a"]), float(values["b"])


def value(x: Any, y: Any, q: Vector) -> Any:
    along = q[A] - x
    wall = y - x * x
    return along * along + q[B] * (wall * wall)


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    along = q[A] - x
    wall = y - x * x
    return -2.0 * along - 4.0 * q[B] * x * wall, 2.0 * q[B] * wall


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    return 2.0 + 4.0 * q[B] * (3.0 * (x * x) - y), -4.0 * q[B] * x, 2.0 * q[B]


def stationary_points(q: Vector, points: Matrix) -> float:
    points[0, 0] = q[A]
    points[0, 1] = q[A] * q[A]
    return 1


def landmarks(values: Values) -> Landmarks:
    return landmarks_at(stationary_points, value, hessian, constants(values))


def suggestion(values: Values) -> Suggestion:
    rate = float(f"{0.1 / float(values['b']):.2g}")
    return Suggestion(starts=((-1.2, 1.0), (0.3, 2.5)), rates={"gradient": rate, "length": 0.02}, steps=500)


ROSENBROCK = Surface(
    name="rosenbrock",
    title="Rosenbrock",
    also=("banana",),
    formula=r"f(x, y) = (a - x)^2 + b\,(y - x^2)^2",
    source="Rosenbrock, An automatic method for finding the greatest or least value of a function, 1960",
    parameters=PARAMETERS,
    domain=((-2.0, 2.0), (-1.0, 3.0)),
    contour_power=4.0,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
    stationary_points=stationary_points,
)

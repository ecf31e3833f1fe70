"""Lévy's function number 13: waves that grow with the distance from the minimum.

    f(x, y) = sin² 3πx + (x − 1)² (1 + sin² 3πy) + (y − 1)² (1 + sin² 2πy)

Minimum (1, 1), value 0. Along x the waves are a third apart; along y they become deeper the farther x and y are from
1. The square from 0 to 2 has 41 minima. The domain of the literature, ±10, has thousands.
"""

from functools import cache
from typing import Any

import numpy as np

from ..form.elementary import cos, sin
from ..terms.types import Vector
from .stationary import by_kind, mirrored, stationary
from .surface import Landmarks, Suggestion, Surface, Values

PI = 3.141592653589793
ROWS = (  # of stationary points in one quarter, to two decimals: y − 1, then each x − 1
    (0.0, 0.0, 0.17, 0.33, 0.51, 0.66, 0.84, 0.99),
    (0.17, 0.85, 0.98), (0.18, 0.65), (0.19, 0.51), (0.24, 0.33), (0.27, 0.33),
    (0.32, 0.51), (0.33, 0.66, 0.84, 0.99), (0.51, 0.85, 0.98), (0.52, 0.65), (0.6, 0.66), (0.63, 0.84), (0.64, 0.99),
    (0.81, 0.0), (0.82, 0.17, 0.33, 0.51), (0.83, 0.65, 0.85, 0.98),
    (0.97, 0.0, 0.17), (0.98, 0.33, 0.51), (0.99, 0.66, 0.84, 0.99),
)  # fmt: skip


def constants(values: Values) -> tuple[float, ...]:
    return ()


def value(x: Any, y: Any, q: Vector) -> Any:
    u, v = x - 1.0, y - 1.0
    a, b, c = sin(3.0 * PI * u), sin(3.0 * PI * v), sin(2.0 * PI * v)
    return a * a + u * u * (1.0 + b * b) + v * v * (1.0 + c * c)


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    u, v = x - 1.0, y - 1.0
    b, c = sin(3.0 * PI * v), sin(2.0 * PI * v)
    along = 3.0 * PI * sin(6.0 * PI * u) + 2.0 * u * (1.0 + b * b)
    waves = 3.0 * PI * (u * u) * sin(6.0 * PI * v) + 2.0 * PI * (v * v) * sin(4.0 * PI * v)
    return along, waves + 2.0 * v * (1.0 + c * c)


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    u, v = x - 1.0, y - 1.0
    b, c = sin(3.0 * PI * v), sin(2.0 * PI * v)
    along = 18.0 * (PI * PI) * cos(6.0 * PI * u) + 2.0 * (1.0 + b * b)
    waves = 18.0 * (PI * PI) * (u * u) * cos(6.0 * PI * v) + 8.0 * (PI * PI) * (v * v) * cos(4.0 * PI * v)
    across = waves + 8.0 * PI * v * sin(4.0 * PI * v) + 2.0 * (1.0 + c * c)
    return along, 6.0 * PI * u * sin(6.0 * PI * v), across


@cache
def _landmarks() -> Landmarks:
    q = np.empty(0)
    middle = stationary(gradient, hessian, q, [(1.0 + u, 1.0 + v) for v, *row in ROWS for u in row])
    quarter = [(x - 1.0, y - 1.0) for x, y in middle]
    points = [(1.0 + u, 1.0 + v) for u, v in mirrored(quarter)]
    return by_kind(points, value, hessian, q)


def landmarks(values: Values) -> Landmarks:
    return _landmarks()


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((0.12, 1.6), (1.55, 0.4)), rates={"gradient": 0.002, "length": 0.01}, steps=120)


LEVY_13 = Surface(
    name="levy-13",
    title="Lévy 13",
    also=("levy",),
    formula=r"f(x, y) = \sin^2 3\pi x + (x - 1)^2\,(1 + \sin^2 3\pi y) + (y - 1)^2\,(1 + \sin^2 2\pi y)",
    source="Lévy function no. 13, Surjanovic and Bingham, Virtual Library of Simulation Experiments",
    caution="The gradient leads into the nearest of many local minima: the start decides which one, not the update "
    "rule.",
    parameters=(),
    domain=((0.0, 2.0), (0.0, 2.0)),
    contour_power=1.3,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
    preparation=4.0,
)

"""A bowl with two holes: a deep minimum and a local one.

    f(x, y) = x² + y² − a exp(−((x + 1)² + y²)/0.2) − b exp(−((x − 1)² + y²)/0.2)

With a = 3 and b = 2 the deeper hole is on the left, (−0.936, 0), value −2.063; the one on the right, (0.905, 0),
−1.093, is only a local minimum. This is the surface of a well-known public page. All stationary points lie on the line
y = 0, because ∂f/∂y is y times a positive number; there they are found as the changes of sign of ∂f/∂x.
"""

from typing import Any

import numpy as np

from ..form.elementary import exp
from ..terms.parameters import Parameter
from ..terms.types import Vector
from .surface import Landmarks, Suggestion, Surface, Values

A, B = range(2)
WIDTH = 0.2
CELLS = 64  # in which a change of sign of the slope is looked for: two stationary points are farther apart

PARAMETERS = (
    Parameter("a", "a", "depth of the hole on the left", 3.0, 0.0, 10.0, (0.0, 5.0), "linear", label="left depth"),
    Parameter("b", "b", "depth of the hole on the right", 2.0, 0.0, 10.0, (0.0, 5.0), "linear", label="right depth"),
)


def constants(values: Values) -> tuple[float, ...]:
    return float(values["a"]), float(values["b"])


def value(x: Any, y: Any, q: Vector) -> Any:
    left, right = x + 1.0, x - 1.0
    square = y * y
    one = q[A] * exp(-(left * left + square) / WIDTH)
    two = q[B] * exp(-(right * right + square) / WIDTH)
    return x * x + square - one - two


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    left, right = x + 1.0, x - 1.0
    square = y * y
    one = 2.0 * q[A] / WIDTH * exp(-(left * left + square) / WIDTH)
    two = 2.0 * q[B] / WIDTH * exp(-(right * right + square) / WIDTH)
    return 2.0 * x + one * left + two * right, (2.0 + one + two) * y


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    left, right = x + 1.0, x - 1.0
    square = y * y
    one = 2.0 * q[A] / WIDTH * exp(-(left * left + square) / WIDTH)
    two = 2.0 * q[B] / WIDTH * exp(-(right * right + square) / WIDTH)
    along = 2.0 + one * (1.0 - 2.0 * (left * left) / WIDTH) + two * (1.0 - 2.0 * (right * right) / WIDTH)
    across = 2.0 + one * (1.0 - 2.0 * square / WIDTH) + two * (1.0 - 2.0 * square / WIDTH)
    return along, -2.0 * y / WIDTH * (one * left + two * right), across


def landmarks(values: Values) -> Landmarks:
    q = np.array(constants(values))
    points = [(x, 0.0) for x in _zeros(q)]
    rising = [hessian(x, 0.0, q)[0] > 0.0 for x, _ in points]
    minima = [point for point, is_minimum in zip(points, rising, strict=True) if is_minimum]
    saddles = [point for point, is_minimum in zip(points, rising, strict=True) if not is_minimum]
    minima.sort(key=lambda point: float(value(point[0], point[1], q)))
    return Landmarks(minima=tuple(minima), saddles=tuple(saddles))


def _zeros(q: Vector) -> list[float]:
    """Return where ∂f/∂x changes its sign on the line y = 0, by bisection."""
    edges = [-2.0 + 4.0 * k / CELLS + 0.001 for k in range(CELLS)]
    slopes = [gradient(x, 0.0, q)[0] for x in edges]
    zeros = []
    for low, high, before, after in zip(edges, edges[1:], slopes, slopes[1:], strict=False):
        if (before < 0.0) != (after < 0.0):
            zeros.append(_bisected(low, high, before < 0.0, q))
    return zeros


def _bisected(low: float, high: float, rising: bool, q: Vector) -> float:
    while low < (middle := 0.5 * (low + high)) < high:
        if (gradient(middle, 0.0, q)[0] < 0.0) == rising:
            low = middle
        else:
            high = middle
    return min(low, high, key=lambda x: abs(gradient(x, 0.0, q)[0]))


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((0.9, 1.6), (-0.4, 1.5)), rates={"gradient": 0.03, "length": 0.05}, steps=80)


TWO_GAUSSIANS = Surface(
    name="two-gaussians",
    title="Two Gaussians",
    formula=r"f(x, y) = x^2 + y^2 - a\,e^{-((x + 1)^2 + y^2)/0.2} - b\,e^{-((x - 1)^2 + y^2)/0.2}",
    source="Dupont, Interactive visualization of optimization algorithms in deep learning, 2018",
    parameters=PARAMETERS,
    domain=((-2.0, 2.0), (-2.0, 2.0)),
    contour_power=1.3,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
)

"""A bowl with two holes: a deep minimum and a shallower local one.

    f(x, y) = x² + y² − a exp(−((x + 1)² + y²)/0.2) − b exp(−((x − 1)² + y²)/0.2)

With a = 3 and b = 2 the deeper hole is on the left, (−0.936, 0), value −2.063; the one on the right, (0.905, 0),
−1.093, is only a local minimum. With these depths it is the surface on Dupont's page. All stationary points lie on the
line y = 0, because ∂f/∂y is y times a positive number; there they are found as the changes of sign of ∂f/∂x.
"""

from typing import Any

from ..form.elementary import exp
from ..terms.parameters import Parameter
from ..terms.types import Matrix, Vector
from .stationary import landmarks_at
from .surface import Landmarks, Suggestion, Surface, Values

A, B = range(2)
WIDTH = 0.2
FIRST, SECTION, SECTIONS = -1.999, 0.0625, 63  # of the line y = 0; two stationary points are farther apart than that

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


def slope(x: float, q: Vector) -> Any:
    """Return ∂f/∂x on the line y = 0."""
    along, _ = gradient(x, 0.0, q)
    return along


def level(low: float, high: float, q: Vector) -> float:
    """Return where the slope is zero between two points at which its sign differs, by bisection.

    Another surface has the same function, because in the form no function is an argument.
    """
    side = 1.0 if slope(low, q) < 0.0 else -1.0
    middle = 0.5 * (low + high)
    while low < middle and middle < high:
        if side * slope(middle, q) < 0.0:
            low = middle
        else:
            high = middle
        middle = 0.5 * (low + high)
    return high if abs(slope(high, q)) < abs(slope(low, q)) else low


def stationary_points(q: Vector, points: Matrix) -> float:
    count = 0
    for k in range(SECTIONS):
        low = FIRST + SECTION * k
        high = FIRST + SECTION * (k + 1)
        if slope(low, q) * slope(high, q) < 0.0:
            points[count, 0] = level(low, high, q)
            points[count, 1] = 0.0
            count = count + 1
    return count


def landmarks(values: Values) -> Landmarks:
    return landmarks_at(stationary_points, value, hessian, constants(values))


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
    stationary_points=stationary_points,
)

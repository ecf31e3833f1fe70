"""The ridge of absolute values: a valley with a kink along its floor, as L1 regularization makes it.

    f(x, y) = ½x² + c |y|

Minimum (0, 0), value 0. On the line y = 0 f has no gradient; the subgradient used there is (x, 0), the one with the
smallest norm, as in torch. Off the line the slope across is c, however close the line is, so no run with a constant
rate comes to rest: gradient descent ends in steps of η c back and forth.
"""

from typing import Any

from ..terms.parameters import Parameter
from ..terms.types import Matrix, Vector
from .surface import Landmarks, Suggestion, Surface, Values

SLOPE = 0
LEAST = 5e-324  # added to |y| where it divides, so that the sign of 0 is 0; it changes no other normal number

PARAMETERS = (
    Parameter("c", "c", "slope on both sides of the kink", 2.0, 0.1, 20.0, (0.1, 20.0), "log", label="slope"),
)


def constants(values: Values) -> tuple[float, ...]:
    return (float(values["c"]),)


def value(x: Any, y: Any, q: Vector) -> Any:
    return 0.5 * (x * x) + q[SLOPE] * abs(y)


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    return x, q[SLOPE] * (y / (abs(y) + LEAST))


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    return 1.0 + 0.0 * x, 0.0 * x, 0.0 * y


def stationary_points(q: Vector, points: Matrix) -> float:
    points[0, 0] = 0.0
    points[0, 1] = 0.0
    return 1


def landmarks(values: Values) -> Landmarks:
    return Landmarks(minima=((0.0, 0.0),), kinks=((0.0, 0.0),))


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((-4.0, 0.5), (-1.0, 2.5)), rates={"gradient": 0.1, "length": 0.1}, steps=80)


ABS_RIDGE = Surface(
    name="abs-ridge",
    title="Ridge of absolute values",
    also=("l1", "lasso"),
    formula=r"f(x, y) = \tfrac{1}{2} x^2 + c\,|y|",
    source="The absolute value of the lasso, Tibshirani 1996, beside a parabola",
    caution="The valley floor is a kink: the slope across does not get smaller near it, so no run with a constant "
    "rate comes to rest.",
    parameters=PARAMETERS,
    domain=((-5.0, 5.0), (-3.0, 3.0)),
    contour_power=1.5,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
    stationary_points=stationary_points,
)

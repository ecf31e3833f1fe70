"""Two wells in x, one deeper than the other, and a parabola in y.

    f(x, y) = ¼x⁴ − ½x² + t (⅓x³ − x) + y²

Minima (±1, 0), values −¼ ∓ ⅔t, so that the right one is the lower unless t is 0; between them the saddle point (−t,
0). The curvatures of the wells are 2 (1 ± t): with t near 1 the left one is a shelf over which momentum carries a
run.
"""

from typing import Any

from ..terms.parameters import Parameter
from ..terms.types import Matrix, Vector
from .stationary import landmarks_at
from .surface import Landmarks, Suggestion, Surface, Values

TILT = 0

PARAMETERS = (
    Parameter("tilt", "t", "how much lower the right well is", 0.2, 0.0, 0.9, (0.0, 0.9), "linear", label="tilt"),
)


def constants(values: Values) -> tuple[float, ...]:
    return (float(values["tilt"]),)


def value(x: Any, y: Any, q: Vector) -> Any:
    square = x * x
    return square * (0.25 * square - 0.5) + q[TILT] * (x * (square / 3.0 - 1.0)) + y * y


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    return (x + q[TILT]) * (x * x - 1.0), 2.0 * y


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    return 3.0 * (x * x) + 2.0 * q[TILT] * x - 1.0, 0.0 * x, 2.0 + 0.0 * y


def stationary_points(q: Vector, points: Matrix) -> float:
    points[0, 0] = 1.0
    points[1, 0] = -1.0
    points[2, 0] = -q[TILT]
    for k in range(3):
        points[k, 1] = 0.0
    return 3


def landmarks(values: Values) -> Landmarks:
    return landmarks_at(stationary_points, value, hessian, constants(values))


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((-1.9, 1.2), (-0.1, 1.0)), rates={"gradient": 0.1, "length": 0.1}, steps=80)


DOUBLE_WELL = Surface(
    name="double-well",
    title="Double well",
    formula=r"f(x, y) = \tfrac{1}{4} x^4 - \tfrac{1}{2} x^2 + t \left(\tfrac{1}{3} x^3 - x\right) + y^2",
    source="The tilted double well of bifurcation theory, with a parabola across",
    parameters=PARAMETERS,
    domain=((-2.0, 2.0), (-1.5, 1.5)),
    contour_power=1.6,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
    stationary_points=stationary_points,
)

"""Linear regression: the loss of a line on data, with the slope w and the intercept b as x and y.

    J(w, b) = 1/(2n) Σ (w uᵢ + b − tᵢ)²

The target t and the input z are standardized, and u = s (z + m). With s = 1 and m = 0 the contours are circles;
otherwise they are ellipses with the condition number s² along the axes, or turned where the mean of the input is not
zero. The minimum is the least-squares line. With a batch of B rows the rules see the mean over B rows instead of n.
"""

from typing import Any

import numpy as np

from ..terms.types import Matrix, Vector
from .data import BATCH, SHIFT, added, mean, pasted, rows_of, scale, seeded, spaced, steepest, varied
from .rows import Pair, Rows
from .stationary import landmarks_at
from .surface import Data, Landmarks, Suggestion, Surface, Values

LOW, HIGH = 0.0, 10.0  # the seeded inputs


def draw(generator: np.random.Generator, count: int, spread: float) -> list[Pair]:
    x = spaced(generator, count, LOW, HIGH)
    return list(zip(x, 3.0 + 0.6 * x + spread * generator.standard_normal(count), strict=True))


def rows(values: Values) -> Rows:
    return rows_of(values, draw)


def constants(values: Values) -> tuple[float, ...]:
    return rows(values).constants()


def value(x: Any, y: Any, q: Vector) -> Any:
    total = 0.0
    for i in range(1, len(q), 2):
        residual = x * q[i] + y - q[i + 1]
        total = total + residual * residual
    return total / (q[0] - 1.0)


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    along_w, along_b = 0.0, 0.0
    for i in range(1, len(q), 2):
        residual = x * q[i] + y - q[i + 1]
        along_w = along_w + residual * q[i]
        along_b = along_b + residual
    n = 0.5 * (q[0] - 1.0)
    return along_w / n, along_b / n


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    squares, inputs = 0.0, 0.0
    for i in range(1, len(q), 2):
        squares = squares + q[i] * q[i]
        inputs = inputs + q[i]
    n = 0.5 * (q[0] - 1.0)
    return squares / n, inputs / n, 1.0


def stationary_points(q: Vector, points: Matrix) -> float:
    u, t = mean(q, 1), mean(q, 2)
    across, across_lost = 0.0, 0.0
    along, along_lost = 0.0, 0.0
    for i in range(1, len(q), 2):
        across, across_lost = added(across, across_lost, (q[i] - u) * (q[i + 1] - t))
        along, along_lost = added(along, along_lost, (q[i] - u) * (q[i] - u))
    w = (across + across_lost) / (along + along_lost)
    points[0, 0] = w
    points[0, 1] = t - w * u
    return 1


def landmarks(values: Values) -> Landmarks:
    return landmarks_at(stationary_points, value, hessian, constants(values))


def suggestion(values: Values) -> Suggestion:
    rate = float(f"{1.75 / steepest(values):.2g}")  # just below the limit, where the zigzag is visible
    return Suggestion(starts=((0.6, 2.6), (-3.0, 0.5)), rates={"gradient": rate, "length": 0.1}, steps=120)


LINEAR_REGRESSION = Surface(
    name="linear-regression",
    title="Linear regression",
    formula=r"J(w, b) = \frac{1}{2n} \sum_{i=1}^{n} \left(w\,u_i + b - t_i\right)^2,"
    r" \quad u_i = s\,(z_i + m)",
    source="Least squares: Legendre, Nouvelles méthodes pour la détermination des orbites des comètes, 1805",
    legend="x is the weight w and y the offset b; z is the standardized input of a row, t its target, and n the "
    "number of rows.",
    parameters=(
        scale(5.0, 20.0),
        SHIFT,
        BATCH,
        pasted(varied),
        *seeded(1.0, "spread of the seeded targets around their line"),
    ),
    domain=((-4.0, 4.0), (-3.0, 3.0)),
    contour_power=2.0,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
    stationary_points=stationary_points,
    also=("least squares", "mean squared error", "feature scaling"),
    data=Data(rows, "identity", ("slope", "offset")),
)

"""A network of one hidden unit: its squared error on data, with the weights w₁ and w₂ as x and y.

    J(w₁, w₂) = 1/(2n) Σ (w₂ tanh(w₁ uᵢ) − tᵢ)²

Inputs and targets are standardized. A network with both signs reversed computes the same, so every minimum has a
mirror image, and between the two lies a saddle point at the origin, where both weights are zero. Where w₁ is
large the unit saturates: the loss hardly depends on w₁, and gradients vanish. With a batch of B rows the rules see the
mean over B rows instead of n.

For each w₁ the best w₂ has a closed form, so stationary points are looked for along w₁ alone, as changes of sign.
"""

from typing import Any

import numpy as np

from ..form.elementary import tanh
from ..terms.types import Vector
from .data import BATCH, columns, pasted, rows_of, seeded, spaced, varied
from .rows import Pair, Rows
from .stationary import stationary, zeros
from .surface import Data, Landmarks, Suggestion, Surface, Values

LOW, HIGH = -3.0, 3.0  # the seeded inputs
LARGEST = 40.0  # weight w₁ that is looked at: beyond it the unit is a step for all but tiny inputs
LEAST = 1e-9  # weight w₂ that is not zero by rounding
EDGES = tuple(LARGEST * (k / 400) ** 2 for k in range(1, 401))  # of w₁, closer where it is small


def draw(generator: np.random.Generator, count: int, spread: float) -> list[Pair]:
    x = spaced(generator, count, LOW, HIGH)
    return list(zip(x, 2.0 * np.tanh(1.2 * x) + spread * generator.standard_normal(count), strict=True))


def rows(values: Values) -> Rows:
    return rows_of(values, draw)


def constants(values: Values) -> tuple[float, ...]:
    return rows(values).constants()


def value(x: Any, y: Any, q: Vector) -> Any:
    total = 0.0
    for i in range(1, len(q), 2):
        residual = y * tanh(x * q[i]) - q[i + 1]
        total = total + residual * residual
    return total / (q[0] - 1.0)


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    along_1, along_2 = 0.0, 0.0
    for i in range(1, len(q), 2):
        h = tanh(x * q[i])
        residual = y * h - q[i + 1]
        along_1 = along_1 + residual * y * (1.0 - h * h) * q[i]
        along_2 = along_2 + residual * h
    n = 0.5 * (q[0] - 1.0)
    return along_1 / n, along_2 / n


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    xx, xy, yy = 0.0, 0.0, 0.0
    for i in range(1, len(q), 2):
        h = tanh(x * q[i])
        slope = (1.0 - h * h) * q[i]
        residual = y * h - q[i + 1]
        xx = xx + (y * slope * (y * slope) - residual * y * (2.0 * h * slope * q[i]))
        xy = xy + (y * h + residual) * slope
        yy = yy + h * h
    n = 0.5 * (q[0] - 1.0)
    return xx / n, xy / n, yy / n


def landmarks(values: Values) -> Landmarks:
    q = np.array(constants(values))
    inputs, targets = map(np.array, columns(q))

    def agreement(x: float) -> float:
        """Return the mean of t tanh(w₁ u): where it is zero, so is the best w₂."""
        return float((targets * tanh(x * inputs)).sum()) / len(inputs)

    def best(x: float) -> float:
        h = tanh(x * inputs)
        return float((targets * h).sum() / (h * h).sum())

    def slope(x: float) -> float:
        """Return the derivative by w₁ where w₂ is the best for it."""
        h, y = tanh(x * inputs), best(x)
        return float((y * (y * h - targets) * (1.0 - h * h) * inputs).sum())

    turning = stationary(gradient, hessian, q, [(x, best(x)) for x in zeros(slope, EDGES)])
    found = [point for x, y in turning if abs(y) > LEAST for point in ((x, y), (-x, -y))]
    found += [point for x in zeros(agreement, EDGES) for point in ((x, 0.0), (-x, 0.0))]
    kinds = [_bends(hessian(x, y, q)) for x, y in [(0.0, 0.0), *found]]
    minima = [point for point, (low, _) in zip(found, kinds[1:], strict=True) if low > 0.0]
    saddles = [point for point, (low, high) in zip([(0.0, 0.0), *found], kinds, strict=True) if low < 0.0 < high]
    minima.sort(key=lambda point: (float(value(point[0], point[1], q)), -point[0]))
    return Landmarks(minima=tuple(minima), saddles=tuple(saddles), remark="" if minima else REMARK)


REMARK = f"No minimum was found with w₁ up to {LARGEST:g}: the best unit is a straight line or a step."


def _bends(second: tuple[float, float, float]) -> tuple[float, float]:
    xx, xy, yy = second
    low, high = np.linalg.eigvalsh([[xx, xy], [xy, yy]])
    return float(low), float(high)


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((-0.4, 2.4), (3.4, -0.3)), rates={"gradient": 1.5, "length": 0.1}, steps=200)


NETWORK_SLICE = Surface(
    name="network-slice",
    title="Network of one unit",
    formula=r"J(w_1, w_2) = \frac{1}{2n} \sum_{i=1}^{n} \left(w_2 \tanh(w_1 u_i) - t_i\right)^2",
    source="The smallest network with symmetric weights: Goodfellow, Bengio and Courville, Deep Learning, 2016, 8.2.2",
    legend="x is the weight w₁ and y the weight w₂; u is the standardized input of a row, t its target, and n the "
    "number of rows.",
    parameters=(BATCH, pasted(varied), *seeded(0.3, "spread of the seeded targets around their curve")),
    domain=((-4.0, 4.0), (-3.0, 3.0)),
    contour_power=1.5,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
    also=("neural network", "hidden unit", "symmetry"),
    data=Data(rows, "tanh", ("slope", "factor")),
    preparation=13.0,
)

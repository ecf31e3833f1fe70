"""Logistic regression: the cross-entropy of two classes, with the weight w and the bias b as x and y.

    J(w, b) = 1/n Σ (log(1 + e^aᵢ) − tᵢ aᵢ),   aᵢ = w uᵢ + b

The targets t are 0 or 1. J is convex. Where one threshold of the input separates the classes without an error, it has
no minimum: it falls toward 0 while w grows without bound. The spread of the seeded data decides whether the classes
overlap. The input z is standardized, and u = s (z + m). With a batch of B rows the rules see the mean over B rows
instead of n.
"""

from typing import Any

import numpy as np

from ..form.elementary import log, tanh
from ..terms.types import Vector
from .data import BATCH, SHIFT, classes, columns, pasted, rows_of, scale, seeded, spaced, steepest
from .rows import Pair, Rows
from .stationary import newton
from .surface import Data, Landmarks, Suggestion, Surface, Values

LOW, HIGH = 0.0, 10.0  # the seeded inputs
TINY = 1e-300  # added to the square of a probability: where that is zero, so is its entropy
SEPARABLE = (
    "A threshold separates the two classes, so that the loss has no minimum: it falls toward 0 while w grows without "
    "bound."
)


def draw(generator: np.random.Generator, count: int, spread: float) -> list[Pair]:
    x = spaced(generator, count, LOW, HIGH)
    labels = (x + spread * generator.logistic(size=count) > 0.5 * (LOW + HIGH)).astype(float)
    labels[0], labels[-1] = 0.0, 1.0  # so that there are two classes
    return list(zip(x, labels, strict=True))


def rows(values: Values) -> Rows:
    return rows_of(values, draw, labels=True)


def constants(values: Values) -> tuple[float, ...]:
    return rows(values).constants()


def value(x: Any, y: Any, q: Vector) -> Any:
    total = 0.0
    for i in range(1, len(q), 2):
        a = x * q[i] + y
        p = 0.5 * (1.0 + tanh(0.5 * a))
        r = 0.5 * (1.0 - tanh(0.5 * a))
        # log(1 + e^a) is a p plus the entropy of p, in which nothing overflows; log p is half of log p².
        total = total + (a * (p - q[i + 1]) - 0.5 * (p * log(p * p + TINY) + r * log(r * r + TINY)))
    return 2.0 * total / (q[0] - 1.0)


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    along_w, along_b = 0.0, 0.0
    for i in range(1, len(q), 2):
        error = 0.5 * (1.0 + tanh(0.5 * (x * q[i] + y))) - q[i + 1]
        along_w = along_w + error * q[i]
        along_b = along_b + error
    n = 0.5 * (q[0] - 1.0)
    return along_w / n, along_b / n


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    ww, wb, bb = 0.0, 0.0, 0.0
    for i in range(1, len(q), 2):
        h = tanh(0.5 * (x * q[i] + y))
        weight = 0.25 * (1.0 - h) * (1.0 + h)
        ww = ww + weight * q[i] * q[i]
        wb = wb + weight * q[i]
        bb = bb + weight
    n = 0.5 * (q[0] - 1.0)
    return ww / n, wb / n, bb / n


def landmarks(values: Values) -> Landmarks:
    inputs, labels = map(np.array, columns(np.array(constants(values))))
    zeros, ones = inputs[labels == 0.0], inputs[labels == 1.0]
    if zeros.max() <= ones.min() or ones.max() <= zeros.min():
        return Landmarks(remark=SEPARABLE)

    def slope(w: float, b: float) -> tuple[float, float]:
        error = 0.5 * (1.0 + tanh(0.5 * (w * inputs + b))) - labels
        return (error * inputs).mean(), error.mean()

    def bend(w: float, b: float) -> tuple[float, float, float]:
        h = tanh(0.5 * (w * inputs + b))
        weight = 0.25 * (1.0 - h) * (1.0 + h)
        return (weight * inputs * inputs).mean(), (weight * inputs).mean(), weight.mean()

    return Landmarks(minima=(newton(slope, bend, (0.0, 0.0)),))


def suggestion(values: Values) -> Suggestion:
    curvature = 0.25 * steepest(values)  # at the origin, where the loss is most curved
    rate = float(f"{0.5 * 1.75 / curvature:.2g}")
    return Suggestion(starts=((-5.0, 3.0), (6.0, -4.0)), rates={"gradient": rate, "length": 0.2}, steps=150)


LOGISTIC_REGRESSION = Surface(
    name="logistic-regression",
    title="Logistic regression",
    formula=r"J(w, b) = \frac{1}{n} \sum_{i=1}^{n} \left(\log\left(1 + e^{a_i}\right) - t_i a_i\right),"
    r" \quad a_i = w\,u_i + b, \quad u_i = s\,(z_i + m)",
    source="Cox, The regression analysis of binary sequences, J. R. Stat. Soc. B 20, 1958",
    legend="x is the weight w and y the offset b; z is the standardized input of a row, t its class, and n the number "
    "of rows.",
    parameters=(
        scale(1.0, 5.0),
        SHIFT,
        BATCH,
        pasted(classes),
        *seeded(1.0, "width of the overlap of the seeded classes"),
    ),
    domain=((-8.0, 8.0), (-6.0, 6.0)),
    contour_power=2.0,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
    also=("cross-entropy", "log loss", "classification"),
    data=Data(rows, "logistic", ("slope", "offset")),
)

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
from ..terms.types import Matrix, Vector
from .data import BATCH, SHIFT, classes, pasted, rows_of, scale, seeded, spaced, steepest
from .rows import Pair, Rows
from .stationary import landmarks_at
from .surface import Data, Landmarks, Suggestion, Surface, Values

LOW, HIGH = 0.0, 10.0  # the seeded inputs
HALVINGS = 12  # of a step of Newton's method, at most
SETTLED = 1e-26  # square of the gradient, below which a step is not halved: it may be rounding already
FAR = 1e300  # beyond every input
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


def stationary_points(q: Vector, points: Matrix) -> float:
    """Write the minimum, by Newton's method from the origin, where no threshold separates the classes.

    A step after which the gradient is not smaller is halved; where that does not help, rounding decides. It is written
    out here because the form has no functions as arguments, which a general one would take.
    """
    if overlap(q) <= 0.0:
        return 0
    w, b = 0.0, 0.0
    along_w, along_b = gradient(w, b, q)
    size = along_w * along_w + along_b * along_b
    smaller = 1.0
    while size > 0.0 and smaller > 0.0:
        ww, wb, bb = hessian(w, b, q)
        determinant = ww * bb - wb * wb
        if determinant == 0.0:
            break
        dw = (bb * along_w - wb * along_b) / determinant
        db = (ww * along_b - wb * along_w) / determinant
        part, smaller = 1.0, 0.0
        tries = HALVINGS if size > SETTLED else 1
        for _ in range(tries):
            along_w, along_b = gradient(w - part * dw, b - part * db, q)
            reached = along_w * along_w + along_b * along_b
            if reached < size:
                w, b, size, smaller = w - part * dw, b - part * db, reached, 1.0
                break
            part = 0.5 * part
    points[0, 0], points[0, 1] = w, b
    return 1


def overlap(q: Vector) -> float:
    """Return how far the classes overlap on the axis of the input, at most 0 where a threshold separates them."""
    low_0, high_0, low_1, high_1 = FAR, -FAR, FAR, -FAR
    for i in range(1, len(q), 2):
        if q[i + 1] == 0.0:
            low_0, high_0 = min(low_0, q[i]), max(high_0, q[i])
        else:
            low_1, high_1 = min(low_1, q[i]), max(high_1, q[i])
    return min(high_0 - low_1, high_1 - low_0)


def landmarks(values: Values) -> Landmarks:
    known = landmarks_at(stationary_points, value, hessian, constants(values))
    return known if known.minima else Landmarks(remark=SEPARABLE)


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
    stationary_points=stationary_points,
    preparation=7.0,
    also=("cross-entropy", "log loss", "classification"),
    data=Data(rows, "logistic", ("slope", "offset")),
)

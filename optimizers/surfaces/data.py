"""What the surfaces with data share: the parameters of their data, seeded data sets, and sums over the rows.

A row is an input u and a target t. A seeded data set is made by ``draw``, the same for the same ``sample``; a pasted
one (see ``table``) takes its place.
"""

import math
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from ..terms.parameters import Parameter
from ..terms.types import Matrix, Vector
from .rows import Pair, Rows, Scaling, standard
from .surface import Point, Values

MOST_ROWS = 200
PARTS = tuple(0.5**k for k in range(12))  # of a step of Newton's method
DIGITS = 3  # after the decimal point, so that seeded rows can be read and pasted


def scale(default: float, high: float) -> Parameter:
    """Return the parameter of the input's scale, the slider that makes round contours long."""
    meaning = "standard deviation of the input; 1 is a standardized input"
    return Parameter("scale", "s", meaning, default, 0.5, high, (0.5, high), "log", label="input scale")


SHIFT = Parameter(
    "shift",
    "m",
    "mean of the input, in standard deviations; 0 is a centred input",
    0.0,
    -2.0,
    2.0,
    (-2.0, 2.0),
    "linear",
    label="input mean",
)
BATCH = Parameter(
    "batch",
    "B",
    "rows in a minibatch, drawn without replacement within an epoch; 0 is the full gradient",
    0.0,
    0.0,
    float(MOST_ROWS),
    (0.0, 40.0),
    "linear",
    whole=True,
    label="batch",
)

Draw = Callable[[np.random.Generator, int, float], Sequence[Pair]]
"""Makes rows: a generator, how many of them, and the spread around the model."""


def seeded(spread: float, meaning: str) -> tuple[Parameter, ...]:
    """Return the parameters of a seeded data set; ``spread`` is the default of how far its rows lie from the model."""
    return (
        Parameter(
            "rows",
            "n",
            "rows of the seeded data set",
            40.0,
            4.0,
            float(MOST_ROWS),
            (4.0, 200.0),
            "linear",
            advanced=True,
            whole=True,
            label="rows",
        ),
        Parameter("spread", r"\sigma", meaning, spread, 0.0, 5.0, (0.0, 5.0), "linear", advanced=True, label="spread"),
        Parameter(
            "sample",
            "k",
            "seed of the data set",
            1.0,
            0.0,
            2.0**31,
            (0.0, 100.0),
            "linear",
            advanced=True,
            whole=True,
            label="sample",
        ),
    )


def rows_of(values: Values, draw: Draw, labels: bool = False) -> Rows:
    """Return the data of a surface with ``values``; with ``labels`` the targets are 0 or 1 and stay as they are."""
    scale, shift = float(values.get("scale", 1.0)), float(values.get("shift", 0.0))
    pairs = _drawn(draw, int(values["rows"]), float(values["spread"]), int(values["sample"]))
    names = ("x", "y")
    target = Scaling() if labels else standard([y for _, y in pairs])
    return Rows(pairs, names, standard([x for x, _ in pairs], scale, shift), target)


@lru_cache(maxsize=100)
def _drawn(draw: Draw, count: int, spread: float, sample: int) -> tuple[Pair, ...]:
    generator = np.random.Generator(np.random.PCG64(sample))
    return tuple((round(float(x), DIGITS), round(float(y), DIGITS)) for x, y in draw(generator, count, spread))


def spaced(generator: np.random.Generator, count: int, low: float, high: float) -> Vector:
    """Return ``count`` inputs in ascending order, one drawn from each of equal parts of an interval."""
    return low + (high - low) * (np.arange(count) + generator.random(count)) / count


def columns(q: Vector) -> tuple[list[float], list[float]]:
    """Return the inputs and the targets in the constants of a surface."""
    return [float(u) for u in q[1::2]], [float(t) for t in q[2::2]]


def mean(values: Sequence[float]) -> float:
    """Return the mean, of an exact sum."""
    return math.fsum(values) / len(values)


def newton(slope: Callable[[float, float], Vector], bend: Callable[[float, float], Matrix]) -> Point:
    """Return where a convex function is least, by Newton's method from the origin.

    slope, bend: its gradient and Hessian. A step after which the slope is not smaller is halved; where that does not
    help, rounding decides, and the search ends.
    """
    at = np.zeros(2)
    size = float(np.hypot(*slope(*at)))
    while size > 0.0:
        step = np.linalg.solve(bend(*at), slope(*at))
        smaller = ((at - part * step, float(np.hypot(*slope(*(at - part * step))))) for part in PARTS)
        better = next((found for found in smaller if found[1] < size), None)
        if better is None:
            break
        at, size = better
    return float(at[0]), float(at[1])

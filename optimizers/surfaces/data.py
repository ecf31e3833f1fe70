"""What the surfaces with data share: the parameters of their data, seeded data sets, and sums over the rows.

A row is an input u and a target t. A seeded data set is made by ``draw``, the same for the same ``sample``; a pasted
one (see ``table``) replaces it.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from ..terms.parameters import Needs, Parameter, text
from ..terms.text import format_number
from ..terms.types import Vector
from .rows import Pair, Rows, Scaling, standard
from .surface import Values
from .table import ALLOWED, MOST_ROWS, Table, pack, unpack

SAME = 1e-9  # values that differ by less, relative to their size or absolutely by its square, are equal
DIGITS = 3  # after the decimal point, so that seeded rows can be read and pasted


def scale(default: float, high: float) -> Parameter:
    """Return the parameter of the input's scale, the slider that makes round contours long."""
    meaning = "standard deviation of the input; 1 is a standardized input"
    return Parameter("scale", "s", meaning, default, 0.5, high, (0.5, high), "log", label="scale")


SHIFT = Parameter(
    "shift",
    "m",
    "mean of the input, in standard deviations; 0 is a centered input",
    0.0,
    -2.0,
    2.0,
    (-2.0, 2.0),
    "linear",
    label="mean",
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
    captioned=True,
)

Draw = Callable[[np.random.Generator, int, float], Sequence[Pair]]
"""Makes rows: a generator, how many of them, and the spread around the model."""


SEEDED = (Needs(("data",), ""),)
"""A pasted table replaces the seeded data."""


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
            needs=SEEDED,
        ),
        Parameter(
            "spread",
            r"\sigma",
            meaning,
            spread,
            0.0,
            5.0,
            (0.0, 5.0),
            "linear",
            advanced=True,
            label="spread",
            needs=SEEDED,
        ),
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
            needs=SEEDED,
        ),
    )


def pasted(check: Callable[[Table], None]) -> Parameter:
    """Return the parameter of a pasted table, which replaces the seeded data; empty for those.

    check: raises ValueError for a table that the model cannot take.
    """

    @lru_cache(maxsize=100)
    def canonical(packed: str) -> str:
        if not packed:
            return ""
        table = unpack(packed)
        check(table)
        return pack(table)

    return replace(text("data", "pasted data", "", canonical, f"empty, or {ALLOWED}, packed"), advanced=True)


def varied(table: Table) -> None:
    """Raise ValueError unless the inputs differ and the targets differ, so that both can be standardized."""
    for name, column in zip(table.names, zip(*table.pairs, strict=True), strict=True):
        low, high = min(column), max(column)
        if high - low <= SAME * max(abs(low), abs(high), SAME):
            raise ValueError(f"every row has about {name} = {format_number(low)}; the values of a column must differ")


def classes(table: Table) -> None:
    """Raise ValueError unless the inputs differ and the targets are 0 and 1, both of them."""
    for at, (_, label) in enumerate(table.pairs, start=1):
        if label not in (0.0, 1.0):
            raise ValueError(f"row {at} of numbers: {table.names[1]} = {format_number(label)}; a class is 0 or 1")
    varied(table)


def rows_of(values: Values, draw: Draw, labels: bool = False) -> Rows:
    """Return the data of a surface with ``values``; with ``labels`` the targets are 0 or 1 and stay as they are."""
    packed = str(values["data"])
    table = unpack(packed) if packed else _drawn(draw, *(float(values[name]) for name in ("rows", "spread", "sample")))
    inputs, targets = zip(*table.pairs, strict=True)
    scaling = standard(inputs, float(values.get("scale", 1.0)), float(values.get("shift", 0.0)))
    return Rows(table.pairs, table.names, scaling, Scaling() if labels else standard(targets))


@lru_cache(maxsize=100)
def _drawn(draw: Draw, count: float, spread: float, sample: float) -> Table:
    generator = np.random.Generator(np.random.PCG64(int(sample)))
    pairs = draw(generator, int(count), spread)
    return Table(("x", "y"), tuple((round(float(x), DIGITS), round(float(y), DIGITS)) for x, y in pairs))


def spaced(generator: np.random.Generator, count: int, low: float, high: float) -> Vector:
    """Return ``count`` inputs in ascending order, one drawn from each of equal parts of an interval."""
    return low + (high - low) * (np.arange(count) + generator.random(count)) / count


def steepest(values: Values) -> float:
    """Return the largest eigenvalue of the mean of (u, 1)(u, 1)ᵀ, which is the Hessian of a least-squares line.

    The standardized input has the mean 0 and the variance 1, so this needs no data: it depends on scale and shift only.
    """
    scale, shift = float(values["scale"]), float(values["shift"])
    square, mean = scale * scale * (1.0 + shift * shift), scale * shift
    return 0.5 * (square + 1.0) + math.hypot(0.5 * (square - 1.0), mean)


def columns(q: Vector) -> tuple[list[float], list[float]]:
    """Return the inputs and the targets in the constants of a surface."""
    return [float(u) for u in q[1::2]], [float(t) for t in q[2::2]]


def added(total: float, lost: float, term: float) -> tuple[float, float]:
    """Add a term to a sum, in the form; lost: what rounding has cut off so far (Neumaier, 1974)."""
    raised = total + term
    if abs(total) < abs(term):
        return raised, lost + ((term - raised) + total)
    return raised, lost + ((total - raised) + term)


def mean(q: Vector, first: int) -> Any:
    """Return the mean of the inputs (1) or of the targets (2) in the constants of a surface, in the form."""
    total, lost = 0.0, 0.0
    for i in range(first, len(q), 2):
        total, lost = added(total, lost, q[i])
    return (total + lost) / (0.5 * (q[0] - 1.0))

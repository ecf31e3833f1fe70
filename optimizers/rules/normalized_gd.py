"""Normalized gradient descent: the direction of the gradient, always the same step length.

    x ← x − η g / ‖g‖

The fair baseline of the forums: what is left of a rule's lead when gradient descent, too, takes long steps. With a
constant η it cannot settle; it ends about η/2 from the minimum.
"""

import math

from numpy import sqrt

from ..terms.parameters import learning_rate
from ..terms.types import Matrix, Vector
from .rule import Rule, Source
from .working import Coordinate, Line, number, square

PARAMETERS = (learning_rate("length"),)
LR = 0
SQUARED = (1e-150, 1e150)  # between these a square is a number


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    largest = max(abs(g[0]), abs(g[1]))
    if largest > 0.0:  # without a direction, stay
        a = g[0] / largest  # first divided, so that no square overflows
        b = g[1] / largest
        norm = sqrt(a * a + b * b)
        x[0] -= p[LR] * a / norm
        x[1] -= p[LR] * b / norm


def explain(c: Coordinate) -> list[Line]:
    norm, largest = math.hypot(*c.gradient), max(map(abs, c.gradient))
    written = f"{square(c.gradient[0])} + {square(c.gradient[1])}"
    root = rf"\sqrt{{{written}}}"
    if largest > 0.0 and not SQUARED[0] < largest < SQUARED[1]:  # the squares are no numbers: divided by the larger
        parts = [square(part / largest) for part in c.gradient]
        root = rf"{number(largest)} \cdot \sqrt{{{parts[0]} + {parts[1]}}}"
    return [
        Line(r"\lVert g \rVert", root, norm),
        Line(r"\Delta", rf"-{number(c.lr)} \cdot \frac{{{number(c.g)}}}{{{number(norm)}}}", c.change),
    ]


NORMALIZED_GD = Rule(
    name="normalized-gd",
    title="Normalized GD",
    formula=r"x \leftarrow x - \eta \frac{g}{\lVert g \rVert}",
    source=Source(
        "Hazan, Levy and Shalev-Shwartz",
        "Beyond convexity: stochastic quasi-convex optimization",
        2015,
        "https://arxiv.org/abs/1507.02030",
    ),
    variant="Euclidean norm, no ε: where the gradient is zero the step is zero.",
    parameters=PARAMETERS,
    state=(),
    step=step,
    explain=explain,
)

"""Normalized gradient descent: the direction of the gradient, always the same step length.

    x ← x − η g / ‖g‖

It is a fair baseline: it shows how much of a rule's lead is left when gradient descent takes long steps too. With a
constant η it cannot come to rest and ends about η/2 from the minimum.
"""

from numpy import sqrt

from ..terms.parameters import learning_rate
from ..terms.types import Matrix, Vector
from .rule import Rule, Source

PARAMETERS = (learning_rate("length"),)
LR = 0


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    largest = 0.0
    for i in range(x.size):
        largest = max(largest, abs(g[i]))
    if largest > 0.0:  # without a direction, do not move
        squares = 0.0
        for i in range(x.size):
            part = g[i] / largest  # first divided, so that no square overflows
            squares += part * part
        for i in range(x.size):
            x[i] -= p[LR] * (g[i] / largest) / sqrt(squares)


NORMALIZED_GD = Rule(
    name="normalized-gd",
    title="Normalized GD",
    also=("NGD",),
    formula=r"x \leftarrow x - \eta \frac{g}{\lVert g \rVert}",
    source=Source(
        "Hazan, Levy and Shalev-Shwartz",
        "Beyond convexity: stochastic quasi-convex optimization",
        2015,
        "https://arxiv.org/abs/1507.02030",
    ),
    variant="Euclidean norm without ε: where the gradient is zero, the step is zero.",
    parameters=PARAMETERS,
    state=(),
    step=step,
    degenerate="In one dimension it is Sign GD. Every step has the length η, so at a constant rate the run cannot "
    "settle.",
)

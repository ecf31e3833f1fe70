"""Signum: every coordinate moves by η, in the direction of the sign of an average of gradients.

m ← β m + (1 − β) g
x ← x − η sign(m)
"""

from ..terms.parameters import decay, learning_rate
from ..terms.types import Matrix, Vector
from .rule import Rule, Source, StateVariable
from .signs import sign

PARAMETERS = (
    learning_rate("length", factor=0.3),
    decay("beta", r"\beta", 0.9, "decay rate of the average of gradients"),
)
LR, BETA = range(2)
M = 0


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        state[M, i] = p[BETA] * state[M, i] + (1.0 - p[BETA]) * g[i]
        x[i] -= p[LR] * sign(state[M, i])


SIGNUM = Rule(
    name="signum",
    title="Signum",
    formula=r"m \leftarrow \beta m + (1-\beta) g, \quad x \leftarrow x - \eta\, \mathrm{sign}(m)",
    source=Source(
        "Bernstein et al.",
        "signSGD: compressed optimisation for non-convex problems",
        2018,
        "https://arxiv.org/abs/1802.04434",
        where="Algorithm 2",
    ),
    variant="Algorithm 2 without weight decay; sign(0) is 0.",
    parameters=PARAMETERS,
    state=(StateVariable("m", "average of gradients", role="direction"),),
    step=step,
    degenerate="In the plane a step has one of only eight directions, and its length is η or √2 η.",
)

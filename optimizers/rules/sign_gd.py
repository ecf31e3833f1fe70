"""Sign gradient descent: every coordinate moves by η, whatever its gradient.

    x ← x − η sign(g)

It is the first step of RMSprop and Adam with bias correction.
"""

from ..terms.parameters import learning_rate
from ..terms.types import Matrix, Vector
from .rule import Rule, Source
from .signs import sign

PARAMETERS = (learning_rate("length"),)
LR = 0


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        x[i] -= p[LR] * sign(g[i])


SIGN_GD = Rule(
    name="sign-gd",
    title="Sign GD",
    also=("signSGD",),
    formula=r"x \leftarrow x - \eta\, \mathrm{sign}(g)",
    source=Source(
        "Bernstein et al.",
        "signSGD: compressed optimisation for non-convex problems",
        2018,
        "https://arxiv.org/abs/1802.04434",
    ),
    variant="Without momentum and without majority vote; sign(0) is 0.",
    parameters=PARAMETERS,
    state=(),
    step=step,
    degenerate="In the plane a step has one of only eight directions, and its length is η or √2 η.",
)

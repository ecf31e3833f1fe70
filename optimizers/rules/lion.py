"""Lion: every coordinate moves by η, in the direction of the sign of an average of gradients.

    c = β₁ m + (1 − β₁) g
    x ← x − η (sign(c) + λ x)
    m ← β₂ m + (1 − β₂) g

In the plane only eight directions remain.
"""

from ..terms.parameters import decay, learning_rate, weight_decay
from ..terms.types import Matrix, Vector
from .rule import Rule, Source, StateVariable
from .signs import sign

PARAMETERS = (
    learning_rate("length", factor=0.3),
    decay("beta1", r"\beta_1", 0.9, "weight of the average in the direction of the step"),
    decay("beta2", r"\beta_2", 0.99, "decay rate of the average of gradients"),
    weight_decay(),
)
LR, BETA1, BETA2, WEIGHT_DECAY = range(4)
M = 0


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        c = p[BETA1] * state[M, i] + (1.0 - p[BETA1]) * g[i]
        x[i] -= p[LR] * (sign(c) + p[WEIGHT_DECAY] * x[i])
        state[M, i] = p[BETA2] * state[M, i] + (1.0 - p[BETA2]) * g[i]


LION = Rule(
    name="lion",
    title="Lion",
    formula=r"x \leftarrow x - \eta \left(\mathrm{sign}(\beta_1 m + (1-\beta_1) g) + \lambda x\right), \quad "
    r"m \leftarrow \beta_2 m + (1-\beta_2) g",
    source=Source(
        "Chen et al.",
        "Symbolic discovery of optimization algorithms",
        2023,
        "https://arxiv.org/abs/2302.06675",
        where="Algorithm 2",
    ),
    variant="Algorithm 2 with λ = 0 by default, as in the authors' program; optax's default is λ = 0.001. sign(0) is "
    "0.",
    parameters=PARAMETERS,
    state=(StateVariable("m", "average of gradients", role="direction"),),
    step=step,
    degenerate="In the plane a step has one of only eight directions. Without weight decay its length is η or √2 η.",
)

"""AdaMax: Adam that divides by a decaying maximum of the gradients instead of the root of an average of squares.

m ← β₁ m + (1 − β₁) g
u ← max(β₂ u, |g| + ε)
x ← x − η / (1 − β₁ᵗ) · m / u
"""

from collections.abc import Mapping

from ..terms.parameters import Value, decay, epsilon, learning_rate
from ..terms.types import Matrix, Vector
from .rule import Rule, Source, StateVariable, Torch

PARAMETERS = (
    learning_rate("length", factor=2.0),
    decay("beta1", r"\beta_1", 0.9, "decay rate of the average of gradients"),
    decay("beta2", r"\beta_2", 0.999, "decay rate of the largest gradient"),
    epsilon(),
)
LR, BETA1, BETA2, EPS = range(4)
M, U, POWER1 = range(3)


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        state[M, i] = p[BETA1] * state[M, i] + (1.0 - p[BETA1]) * g[i]
        state[U, i] = max(p[BETA2] * state[U, i], abs(g[i]) + p[EPS])
        state[POWER1, i] *= p[BETA1]
        if state[M, i] == 0.0:
            continue  # if the gradient has always been zero, 0/0 means no step
        m_hat = state[M, i] / (1.0 - state[POWER1, i])
        x[i] -= p[LR] * (m_hat / state[U, i])


def torch(values: Mapping[str, Value]) -> Torch | None:
    if not values["eps"]:
        return None
    beta1, beta2, eps = (float(values[name]) for name in ("beta1", "beta2", "eps"))
    return Torch("Adamax", {"betas": (beta1, beta2), "eps": eps})


ADAMAX = Rule(
    name="adamax",
    title="AdaMax",
    formula=r"u \leftarrow \max(\beta_2 u, |g| + \epsilon), \quad "
    r"x \leftarrow x - \frac{\eta}{1-\beta_1^t}\, \frac{m}{u}",
    source=Source(
        "Kingma and Ba",
        "Adam: a method for stochastic optimization",
        2015,
        "https://arxiv.org/abs/1412.6980",
        where="Algorithm 2",
    ),
    variant="ε is added to |g|, as in torch.optim.Adamax and optax. Algorithm 2 has no ε, and Keras adds it to u.",
    parameters=PARAMETERS,
    state=(
        StateVariable("m", "average of gradients", role="direction"),
        StateVariable("u", "decaying maximum of the gradients"),
        StateVariable(r"\beta_1^t", "the share of m that is still its initial value", initial=1.0),
    ),
    step=step,
    torch=torch,
)

"""AdamW: Adam with weight decay applied to the position instead of being added to the gradient.

    x ← (1 − η λ) x
    m ← β₁ m + (1 − β₁) g          m̂ = m / (1 − β₁ᵗ)
    v ← β₂ v + (1 − β₂) g²         v̂ = v / (1 − β₂ᵗ)
    x ← x − η m̂ / (√v̂ + ε)

The decay pulls toward the origin, whatever lies there: on a surface whose minimum is elsewhere, AdamW does not end at
it. R is √v, which is kept where g² would underflow or overflow.
"""

from collections.abc import Mapping

from numpy import sqrt

from ..terms.parameters import Value, decay, epsilon, learning_rate, weight_decay
from ..terms.types import Matrix, Vector
from .roots import mean_square
from .rule import Rule, Source, StateVariable, Torch

PARAMETERS = (
    learning_rate("length"),
    decay("beta1", r"\beta_1", 0.9, "decay rate of the average of gradients"),
    decay("beta2", r"\beta_2", 0.999, "decay rate of the average of squared gradients"),
    epsilon(),
    weight_decay(0.01),
)
LR, BETA1, BETA2, EPS, WEIGHT_DECAY = range(5)
M, V, POWER1, POWER2, R = range(5)


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        x[i] *= 1.0 - p[LR] * p[WEIGHT_DECAY]
        state[M, i] = p[BETA1] * state[M, i] + (1.0 - p[BETA1]) * g[i]
        state[V, i], state[R, i] = mean_square(state[V, i], state[R, i], p[BETA2], 1.0 - p[BETA2], g[i])
        state[POWER1, i] *= p[BETA1]
        state[POWER2, i] *= p[BETA2]
        if state[M, i] == 0.0:
            continue  # if the gradient has always been zero, 0/0 means no step
        m_hat = state[M, i] / (1.0 - state[POWER1, i])
        sqrt_v_hat = state[R, i] / sqrt(1.0 - state[POWER2, i])
        x[i] -= p[LR] * (m_hat / (sqrt_v_hat + p[EPS]))


def torch(values: Mapping[str, Value]) -> Torch | None:
    if not values["eps"]:
        return None
    beta1, beta2, eps, amount = (float(values[name]) for name in ("beta1", "beta2", "eps", "weight_decay"))
    return Torch("AdamW", {"betas": (beta1, beta2), "eps": eps, "weight_decay": amount})


ADAMW = Rule(
    name="adamw",
    title="AdamW",
    also=("decoupled weight decay",),
    formula=r"x \leftarrow (1 - \eta \lambda)\, x - \frac{\eta\, \hat m}{\sqrt{\hat v} + \epsilon}",
    source=Source(
        "Loshchilov and Hutter",
        "Decoupled weight decay regularization",
        2019,
        "https://arxiv.org/abs/1711.05101",
        where="Algorithm 2",
    ),
    variant="λ is multiplied by the learning rate, as in torch.optim.AdamW, whose default λ = 0.01 is used here. The "
    "paper multiplies λ by the schedule alone, and optax's default is λ = 0.0001.",
    parameters=PARAMETERS,
    state=(
        StateVariable("m", "average of gradients", role="direction"),
        StateVariable("v", "average of squared gradients", role="scale"),
        StateVariable(r"\beta_1^t", "the share of m that is still its initial value", initial=1.0),
        StateVariable(r"\beta_2^t", "the share of v that is still its initial value", initial=1.0),
        StateVariable(r"\sqrt{v}", "root of v, kept where a square would underflow or overflow"),
    ),
    step=step,
    torch=torch,
)

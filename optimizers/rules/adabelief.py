"""AdaBelief: Adam that divides by how far gradients lie from their average instead of by how large they are.

    m ← β₁ m + (1 − β₁) g                  m̂ = m / (1 − β₁ᵗ)
    s ← β₂ s + (1 − β₂) (g − m)² + ε       ŝ = s / (1 − β₂ᵗ)
    x ← x − η m̂ / (√ŝ + ε)

Where gradients hardly change, steps become long. R is √s, which is kept where a square would underflow or
overflow.
"""

from numpy import sqrt

from ..terms.parameters import decay, epsilon, learning_rate
from ..terms.types import Matrix, Vector
from .roots import mean_square
from .rule import Rule, Source, StateVariable

PARAMETERS = (
    learning_rate("length"),
    decay("beta1", r"\beta_1", 0.9, "decay rate of the average of gradients"),
    decay("beta2", r"\beta_2", 0.999, "decay rate of the average of squared differences"),
    epsilon(1e-16),
)
LR, BETA1, BETA2, EPS = range(4)
M, S, POWER1, POWER2, R = range(5)


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        state[M, i] = p[BETA1] * state[M, i] + (1.0 - p[BETA1]) * g[i]
        d = g[i] - state[M, i]
        state[S, i], state[R, i] = mean_square(state[S, i], state[R, i], p[BETA2], 1.0 - p[BETA2], d)
        state[S, i], state[R, i] = mean_square(state[S, i], state[R, i], 1.0, p[EPS], 1.0)
        state[POWER1, i] *= p[BETA1]
        state[POWER2, i] *= p[BETA2]
        if state[M, i] == 0.0:
            continue  # if the gradient has always been zero, 0/0 means no step
        m_hat = state[M, i] / (1.0 - state[POWER1, i])
        sqrt_s_hat = state[R, i] / sqrt(1.0 - state[POWER2, i])
        x[i] -= p[LR] * (m_hat / (sqrt_s_hat + p[EPS]))


ADABELIEF = Rule(
    name="adabelief",
    title="AdaBelief",
    formula=r"s \leftarrow \beta_2 s + (1-\beta_2) (g - m)^2 + \epsilon, \quad "
    r"x \leftarrow x - \frac{\eta\, \hat m}{\sqrt{\hat s} + \epsilon}",
    source=Source(
        "Zhuang et al.",
        "AdaBelief optimizer: adapting stepsizes by the belief in observed gradients",
        2020,
        "https://arxiv.org/abs/2010.07468",
        where="Algorithm 2",
    ),
    variant="ε is added both to s at every step and to its root, as in Algorithm 2, the authors' program and optax, "
    "with their ε = 1e-16. The rectification that the authors' program offers is left out.",
    parameters=PARAMETERS,
    state=(
        StateVariable("m", "average of gradients", role="direction"),
        StateVariable("s", "average of squared differences from it", role="scale"),
        StateVariable(r"\beta_1^t", "the share of m that is still its initial value", initial=1.0),
        StateVariable(r"\beta_2^t", "the share of s that is still its initial value", initial=1.0),
        StateVariable(r"\sqrt{s}", "root of s, kept where a square would underflow or overflow"),
    ),
    step=step,
)

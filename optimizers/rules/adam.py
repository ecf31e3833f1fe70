"""Adam: Momentum's average divided by RMSprop's root, both averages bias-corrected.

    m ← β₁ m + (1 − β₁) g          m̂ = m / (1 − β₁ᵗ)
    v ← β₂ v + (1 − β₂) g²         v̂ = v / (1 − β₂ᵗ)
    x ← x − η m̂ / (√v̂ + ε)

With bias_correction=0, m and v stand in place of m̂ and v̂.
"""

from numpy import sqrt

from ..parameters import decay, epsilon, learning_rate, switch
from ..types import Matrix, Vector
from .rule import Rule, Source, StateVariable

PARAMETERS = (
    learning_rate("length"),
    decay("beta1", r"\beta_1", 0.9, "decay rate of the average of gradients"),
    decay("beta2", r"\beta_2", 0.999, "decay rate of the average of squared gradients"),
    epsilon(),
    switch("bias_correction", "divide the averages by 1 − βᵗ", 1),
)
LR, BETA1, BETA2, EPS, BIAS_CORRECTION = range(5)
M, V, POWER1, POWER2 = range(4)


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        state[M, i] = p[BETA1] * state[M, i] + (1.0 - p[BETA1]) * g[i]
        state[V, i] = p[BETA2] * state[V, i] + (1.0 - p[BETA2]) * (g[i] * g[i])
        state[POWER1, i] *= p[BETA1]
        state[POWER2, i] *= p[BETA2]

        m = state[M, i]
        v = state[V, i]
        if p[BIAS_CORRECTION]:
            m = m / (1.0 - state[POWER1, i])
            v = v / (1.0 - state[POWER2, i])
        if m != 0.0:  # where the gradient has always been zero, 0/0 means: stay
            x[i] -= p[LR] * m / (sqrt(v) + p[EPS])


ADAM = Rule(
    name="adam",
    title="Adam",
    formula=r"m \leftarrow \beta_1 m + (1-\beta_1) g, \quad v \leftarrow \beta_2 v + (1-\beta_2) g^2, \quad "
    r"x \leftarrow x - \frac{\eta\, \hat m}{\sqrt{\hat v} + \epsilon}",
    source=Source(
        "Kingma and Ba",
        "Adam: a method for stochastic optimization",
        2015,
        "https://arxiv.org/abs/1412.6980",
        where="Algorithm 1",
    ),
    variant="ε outside the root and after bias correction (Algorithm 1), as in torch.optim.Adam. No weight decay.",
    parameters=PARAMETERS,
    state=(
        StateVariable("m", "average of gradients"),
        StateVariable("v", "average of squared gradients"),
        StateVariable(r"\beta_1^t", "what m has not yet seen", initial=1.0),
        StateVariable(r"\beta_2^t", "what v has not yet seen", initial=1.0),
    ),
    step=step,
)

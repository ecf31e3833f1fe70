"""NAdam: Adam with Nesterov's look-ahead and a momentum that warms up.

    μₜ = β₁ (1 − ½ · 0.96^(t ψ))
    m ← β₁ m + (1 − β₁) g
    v ← β₂ v + (1 − β₂) g²          v̂ = v / (1 − β₂ᵗ)
    m̂ = μₜ₊₁ m / (1 − μ₁ ⋯ μₜ₊₁) + (1 − μₜ) g / (1 − μ₁ ⋯ μₜ)
    x ← x − η m̂ / (√v̂ + ε)

R is √v, which is kept where g² would underflow or overflow.
"""

from numpy import sqrt

from ..form.elementary import power
from ..terms.parameters import Parameter, decay, epsilon, learning_rate
from ..terms.types import Matrix, Vector
from .roots import mean_square
from .rule import Rule, Source, StateVariable

PARAMETERS = (
    learning_rate("length"),
    decay("beta1", r"\beta_1", 0.9, "decay rate of the average of gradients"),
    decay("beta2", r"\beta_2", 0.999, "decay rate of the average of squared gradients"),
    epsilon(),
    Parameter(
        "momentum_decay",
        r"\psi",
        "how fast the momentum warms up",
        0.004,
        0.0,
        10.0,
        (0.0, 0.1),
        "linear",
        advanced=True,
        label="warm-up",
    ),
)
LR, BETA1, BETA2, EPS, MOMENTUM_DECAY = range(5)
M, V, PRODUCT, POWER2, R = range(5)


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    mu = p[BETA1] * (1.0 - 0.5 * power(0.96, t * p[MOMENTUM_DECAY]))
    mu_next = p[BETA1] * (1.0 - 0.5 * power(0.96, (t + 1) * p[MOMENTUM_DECAY]))
    for i in range(x.size):
        state[M, i] = p[BETA1] * state[M, i] + (1.0 - p[BETA1]) * g[i]
        state[V, i], state[R, i] = mean_square(state[V, i], state[R, i], p[BETA2], 1.0 - p[BETA2], g[i])
        state[PRODUCT, i] *= mu
        state[POWER2, i] *= p[BETA2]
        ahead = mu_next * state[M, i] / (1.0 - state[PRODUCT, i] * mu_next)
        m_hat = ahead + (1.0 - mu) * g[i] / (1.0 - state[PRODUCT, i])
        if m_hat == 0.0:
            continue  # if the gradient has always been zero, 0/0 means no step
        sqrt_v_hat = state[R, i] / sqrt(1.0 - state[POWER2, i])
        x[i] -= p[LR] * (m_hat / (sqrt_v_hat + p[EPS]))


NADAM = Rule(
    name="nadam",
    title="NAdam",
    formula=r"\hat m = \frac{\mu_{t+1} m}{1 - \prod_{i=1}^{t+1} \mu_i} "
    r"+ \frac{(1-\mu_t)\, g}{1 - \prod_{i=1}^{t} \mu_i}, \quad "
    r"x \leftarrow x - \frac{\eta\, \hat m}{\sqrt{\hat v} + \epsilon}",
    source=Source(
        "Dozat",
        "Incorporating Nesterov momentum into Adam",
        2016,
        "https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ",
        where="Algorithm 2",
    ),
    variant="Uses the schedule of μ, as do torch.optim.NAdam, which by default computes the product of all μ in "
    "single precision, and Keras, whose ψ is 1. optax keeps μ at β₁.",
    parameters=PARAMETERS,
    state=(
        StateVariable("m", "average of gradients", role="direction"),
        StateVariable("v", "average of squared gradients", role="scale"),
        StateVariable(r"\mu_1 \cdots \mu_t", "the share of m that is still its initial value", initial=1.0),
        StateVariable(r"\beta_2^t", "the share of v that is still its initial value", initial=1.0),
        StateVariable(r"\sqrt{v}", "root of v, kept where a square would underflow or overflow"),
    ),
    step=step,
)

"""Adan: Adam with Nesterov's look-ahead, computed from the differences between gradients.

    d = g − gₜ₋₁, 0 at the first step
    m ← β₁ m + (1 − β₁) g
    v ← β₂ v + (1 − β₂) d
    n ← β₃ n + (1 − β₃) (g + β₂ d)²
    x ← (x − η (m̂ + β₂ v̂) / (√n̂ + ε)) / (1 + η λ)     with m̂ = m / (1 − β₁ᵗ), and likewise v̂ and n̂

The paper's β are 1 minus these. R is √n, which is kept where a square would underflow or overflow.
"""

from numpy import sqrt

from ..terms.parameters import decay, epsilon, learning_rate, weight_decay
from ..terms.types import Matrix, Vector
from .roots import mean_square
from .rule import Rule, Source, StateVariable

PARAMETERS = (
    learning_rate("length"),
    decay("beta1", r"\beta_1", 0.98, "decay rate of the average of gradients"),
    decay("beta2", r"\beta_2", 0.92, "decay rate of the average of differences"),
    decay("beta3", r"\beta_3", 0.99, "decay rate of the average of squares"),
    epsilon(),
    weight_decay(),
)
LR, BETA1, BETA2, BETA3, EPS, WEIGHT_DECAY = range(6)
M, V, N, POWER1, POWER2, POWER3, R, G = range(8)


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        d = g[i] - state[G, i] if t > 1 else 0.0
        state[G, i] = g[i]
        state[M, i] = p[BETA1] * state[M, i] + (1.0 - p[BETA1]) * g[i]
        state[V, i] = p[BETA2] * state[V, i] + (1.0 - p[BETA2]) * d
        ahead = g[i] + p[BETA2] * d
        state[N, i], state[R, i] = mean_square(state[N, i], state[R, i], p[BETA3], 1.0 - p[BETA3], ahead)
        state[POWER1, i] *= p[BETA1]
        state[POWER2, i] *= p[BETA2]
        state[POWER3, i] *= p[BETA3]
        m_hat = state[M, i] / (1.0 - state[POWER1, i])
        v_hat = state[V, i] / (1.0 - state[POWER2, i])
        u = m_hat + p[BETA2] * v_hat
        if u != 0.0:  # if the gradient has always been zero, 0/0 means no step
            sqrt_n_hat = state[R, i] / sqrt(1.0 - state[POWER3, i])
            x[i] -= p[LR] * (u / (sqrt_n_hat + p[EPS]))
        x[i] /= 1.0 + p[LR] * p[WEIGHT_DECAY]


ADAN = Rule(
    name="adan",
    title="Adan",
    formula=r"x \leftarrow \frac{1}{1 + \eta \lambda} \left(x - \eta\, "
    r"\frac{\hat m + \beta_2 \hat v}{\sqrt{\hat n} + \epsilon}\right)",
    source=Source(
        "Xie et al.",
        "Adan: adaptive Nesterov momentum algorithm for faster optimizing deep models",
        2024,
        "https://arxiv.org/abs/2208.06677",
        where="Algorithm 1",
    ),
    variant="As in the authors' program, the averages are corrected for bias, d and v̂ are weighted by β₂, and weight "
    "decay comes last; there are no restarts. Algorithm 1 writes 1 − β for each β and corrects nothing; optax weights "
    "d and v̂ by 1 − β₂.",
    parameters=PARAMETERS,
    state=(
        StateVariable("m", "average of gradients", role="direction"),
        StateVariable("v", "average of differences between gradients"),
        StateVariable("n", "average of squares of the look-ahead gradient", role="scale"),
        StateVariable(r"\beta_1^t", "the share of m that is still its initial value", initial=1.0),
        StateVariable(r"\beta_2^t", "the share of v that is still its initial value", initial=1.0),
        StateVariable(r"\beta_3^t", "the share of n that is still its initial value", initial=1.0),
        StateVariable(r"\sqrt{n}", "root of n, kept where a square would underflow or overflow"),
        StateVariable("g_{t-1}", "gradient of the previous step"),
    ),
    step=step,
)

"""Yogi: Adam whose average of squares changes by at most (1 − β₂) g² in a step, so that it cannot forget quickly.

    m ← β₁ m + (1 − β₁) g                    m̂ = m / (1 − β₁ᵗ)
    v ← v − (1 − β₂) sign(v − g²) g²         v̂ = v / (1 − β₂ᵗ)
    x ← x − η m̂ / (√v̂ + ε)

v starts at 1e-6. With bias_correction=0, m and v replace m̂ and v̂. The rule keeps the root R of v, without squares:

    R ← √(R² ± (1 − β₂) g²)
"""

from numpy import sqrt

from ..terms.parameters import decay, epsilon, learning_rate, switch
from ..terms.types import Matrix, Vector
from .roots import carried_root
from .rule import Rule, Source, StateVariable

PARAMETERS = (
    learning_rate("length"),
    decay("beta1", r"\beta_1", 0.9, "decay rate of the average of gradients"),
    decay("beta2", r"\beta_2", 0.999, "the closer to 1, the less a squared gradient moves v"),
    epsilon(1e-3),
    switch("bias_correction", "divide m and v by 1 − βᵗ", 1, label="bias correction"),
)
LR, BETA1, BETA2, EPS, BIAS_CORRECTION = range(5)
M, R, POWER1, POWER2 = range(4)


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        state[M, i] = p[BETA1] * state[M, i] + (1.0 - p[BETA1]) * g[i]
        if abs(g[i]) > state[R, i]:
            state[R, i] = carried_root(state[R, i], 1.0, 1.0 - p[BETA2], g[i])
        elif abs(g[i]) < state[R, i]:
            ratio = g[i] / state[R, i]
            state[R, i] *= sqrt(1.0 - (1.0 - p[BETA2]) * (ratio * ratio))
        state[POWER1, i] *= p[BETA1]
        state[POWER2, i] *= p[BETA2]
        if state[M, i] == 0.0:
            continue  # if the gradient has always been zero, 0/0 means no step
        m_hat = state[M, i] / (1.0 - state[POWER1, i]) if p[BIAS_CORRECTION] else state[M, i]
        sqrt_v_hat = state[R, i] / sqrt(1.0 - state[POWER2, i]) if p[BIAS_CORRECTION] else state[R, i]
        x[i] -= p[LR] * (m_hat / (sqrt_v_hat + p[EPS]))


YOGI = Rule(
    name="yogi",
    title="Yogi",
    formula=r"v \leftarrow v - (1-\beta_2)\, \mathrm{sign}(v - g^2)\, g^2, \quad "
    r"x \leftarrow x - \frac{\eta\, \hat m}{\sqrt{\hat v} + \epsilon}",
    source=Source(
        "Zaheer et al.",
        "Adaptive methods for nonconvex optimization",
        2018,
        "https://papers.nips.cc/paper/8186-adaptive-methods-for-nonconvex-optimization",
        where="Algorithm 2",
    ),
    variant="Corrected for bias, as in TensorFlow Addons and optax, with their ε = 0.001 and with v starting at their "
    "1e-6; optax also starts m at 1e-6. bias_correction=0 is Algorithm 2.",
    parameters=PARAMETERS,
    state=(
        StateVariable("m", "average of gradients", role="direction"),
        StateVariable(r"\sqrt{v}", "root of v, which follows squared gradients", initial=1e-3),
        StateVariable(r"\beta_1^t", "the share of m that is still its initial value", initial=1.0),
        StateVariable(r"\beta_2^t", "the share of v that is still its initial value", initial=1.0),
    ),
    step=step,
)

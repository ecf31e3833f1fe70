"""RAdam: Adam that divides by √v̂ only once v̂ has averaged enough gradients, and then gradually.

    m ← β₁ m + (1 − β₁) g          m̂ = m / (1 − β₁ᵗ)
    v ← β₂ v + (1 − β₂) g²
    ρ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ)   ρ∞ = 2 / (1 − β₂) − 1
    x ← x − η r m̂ √(1 − β₂ᵗ) / (√v + ε)   if ρ > 5,   r² = (ρ − 4) (ρ − 2) ρ∞ / ((ρ∞ − 4) (ρ∞ − 2) ρ)
    x ← x − η m̂                            otherwise

The first steps, five with the usual β₂, are proportional to the gradient, so on a steep surface they may go far. ρ is
computed as the mean of 1, 3, 5, …, 2 t − 1 with weights 1, β₂, β₂², …, which is the same without
cancellation. G is the sum of the weights, H the sum of the weighted numbers, and 1 − β₂ᵗ is (1 − β₂) G. R is √v, which
is kept where g² would underflow or overflow.
"""

from collections.abc import Mapping

from numpy import sqrt

from ..terms.parameters import Value, decay, epsilon, learning_rate
from ..terms.types import Matrix, Vector
from .roots import mean_square
from .rule import Rule, Source, StateVariable, Torch

PARAMETERS = (
    learning_rate("gradient", factor=2.0),
    decay("beta1", r"\beta_1", 0.9, "decay rate of the average of gradients"),
    decay("beta2", r"\beta_2", 0.999, "decay rate of the average of squared gradients"),
    epsilon(),
)
LR, BETA1, BETA2, EPS, RHO_INF = range(5)
M, V, POWER1, POWER2, R, G, H = range(7)
ENOUGH = 5.0  # with less the variance of the step has no bound


def constants(values: Mapping[str, Value]) -> tuple[float, ...]:
    beta2 = float(values["beta2"])
    return ((1.0 + beta2) / (1.0 - beta2),)


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        state[M, i] = p[BETA1] * state[M, i] + (1.0 - p[BETA1]) * g[i]
        state[V, i], state[R, i] = mean_square(state[V, i], state[R, i], p[BETA2], 1.0 - p[BETA2], g[i])
        state[POWER1, i] *= p[BETA1]
        state[G, i] += state[POWER2, i]
        state[H, i] += (2.0 * t - 1.0) * state[POWER2, i]
        state[POWER2, i] *= p[BETA2]
        if state[M, i] == 0.0:
            continue  # if the gradient has always been zero, 0/0 means no step
        m_hat = state[M, i] / (1.0 - state[POWER1, i])
        rho = state[H, i] / state[G, i]
        if rho > ENOUGH:
            above = (rho - 4.0) * (rho - 2.0) * p[RHO_INF]
            r = sqrt(above / ((p[RHO_INF] - 4.0) * (p[RHO_INF] - 2.0) * rho))
            left = sqrt((1.0 - p[BETA2]) * state[G, i])
            x[i] -= p[LR] * (r * (m_hat * (left / (state[R, i] + p[EPS]))))
        else:
            x[i] -= p[LR] * m_hat


def torch(values: Mapping[str, Value]) -> Torch | None:
    if not values["eps"]:
        return None
    beta1, beta2, eps = (float(values[name]) for name in ("beta1", "beta2", "eps"))
    return Torch("RAdam", {"betas": (beta1, beta2), "eps": eps})


RADAM = Rule(
    name="radam",
    title="RAdam",
    formula=r"x \leftarrow x - \eta\, r_t\, \frac{\hat m}{\sqrt{\hat v}}, \quad \text{and at first} \quad "
    r"x \leftarrow x - \eta\, \hat m",
    source=Source(
        "Liu et al.",
        "On the variance of the adaptive learning rate and beyond",
        2020,
        "https://arxiv.org/abs/1908.03265",
        where="Algorithm 2",
    ),
    variant="The division by √v begins at ρ > 5, and ε is added to √v before its correction, as in torch.optim.RAdam. "
    "Algorithm 2 begins at ρ > 4 and has no ε.",
    parameters=PARAMETERS,
    state=(
        StateVariable("m", "average of gradients", role="direction"),
        StateVariable("v", "average of squared gradients", role="scale"),
        StateVariable(r"\beta_1^t", "the share of m that is still its initial value", initial=1.0),
        StateVariable(r"\beta_2^t", "the share of v that is still its initial value", initial=1.0),
        StateVariable(r"\sqrt{v}", "root of v, kept where a square would underflow or overflow"),
        StateVariable("G", "sum of the weights in v, divided by 1 − β₂"),
        StateVariable("H", "the same sum with each weight multiplied by an odd number"),
    ),
    step=step,
    constants=constants,
    torch=torch,
)

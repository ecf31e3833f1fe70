"""Sophia: an average of gradients divided by an average of the Hessian's diagonal, clipped to η in each coordinate.

    m ← β₁ m + (1 − β₁) g
    h ← β₂ h + (1 − β₂) diag(H)     at the first step and every interval steps
    x ← x − η clip(m / (ρ max(h, 0) + ε), −1, 1)

form=optax: x ← x − η clip(m̂ / max(ρ h, ε), −1, 1), with m̂ = m / (1 − β₁ᵗ) and the h from before this step.
Where the curvature h is small or negative, only the sign decides the step. The diagonal is exact here; the paper
estimates it from random vectors or labels.
"""

from collections.abc import Mapping

from numpy import floor

from ..terms.parameters import Parameter, Value, choice, decay, epsilon, learning_rate
from ..terms.types import Matrix, Vector
from .rule import Rule, Source, StateVariable
from .signs import sign

FORMS = (
    r"x \leftarrow x - \eta\, \mathrm{clip}\left(\frac{m}{\rho \max(h, 0) + \epsilon}, 1\right)",
    r"x \leftarrow x - \eta\, \mathrm{clip}\left(\frac{m / (1-\beta_1^t)}{\max(\rho h, \epsilon)}, 1\right)",
)
PARAMETERS = (
    learning_rate("length", factor=0.3),
    decay("beta1", r"\beta_1", 0.965, "decay rate of the average of gradients"),
    decay("beta2", r"\beta_2", 0.99, "decay rate of the average of curvatures"),
    Parameter("rho", r"\rho", "weight of the curvature", 0.04, 1e-9, 1e9, (1e-3, 10.0), "log"),
    epsilon(1e-12),
    Parameter(
        "interval",
        "k",
        "steps between two evaluations of the curvature",
        10.0,
        1.0,
        1000.0,
        (1.0, 50.0),
        "linear",
        advanced=True,
        whole=True,
        label="curvature interval",
    ),
    choice(
        "form",
        "the form of the authors' program, or optax's with bias correction",
        ("authors", "optax"),
        FORMS,
        label="version",
        words=("the authors’", "optax’s, bias-corrected"),
        named=("in the authors' form", "in optax's form"),
    ),
)
LR, BETA1, BETA2, RHO, EPS, INTERVAL, FORM = range(7)
OPTAX = 1
M, H, POWER1 = range(3)


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector, hessian: Matrix) -> None:
    looks = t - 1 == p[INTERVAL] * floor((t - 1) / p[INTERVAL])
    for i in range(x.size):
        before = state[H, i]
        state[M, i] = p[BETA1] * state[M, i] + (1.0 - p[BETA1]) * g[i]
        if looks:
            state[H, i] = p[BETA2] * state[H, i] + (1.0 - p[BETA2]) * hessian[i, i]
        state[POWER1, i] *= p[BETA1]
        if p[FORM] == OPTAX:
            m_hat = state[M, i] / (1.0 - state[POWER1, i])
            below = max(p[RHO] * before, p[EPS])
        else:
            m_hat = state[M, i]
            below = p[RHO] * max(state[H, i], 0.0) + p[EPS]
        if abs(m_hat) < below:
            x[i] -= p[LR] * (m_hat / below)
        else:
            x[i] -= p[LR] * sign(m_hat)


def notes(values: Mapping[str, Value]) -> tuple[str, ...]:
    return (f"No coordinate moves by more than lr = {float(values['lr']):.4g}.",)


SOPHIA = Rule(
    name="sophia",
    title="Sophia",
    also=("SophiaG", "SophiaH", "second order"),
    formula=r"h \leftarrow \beta_2 h + (1-\beta_2)\, \mathrm{diag}(H), \quad "
    r"x \leftarrow x - \eta\, \mathrm{clip}\left(\frac{m}{\rho \max(h, 0) + \epsilon}, 1\right)",
    source=Source(
        "Liu et al.",
        "Sophia: a scalable stochastic second-order optimizer for language model pre-training",
        2024,
        "https://arxiv.org/abs/2305.14342",
        where="Algorithm 3",
    ),
    variant="SophiaH of the authors' program with the exact diagonal, without its division of the rate by 1 − β₁ᵗ, "
    "and with ρ = 0.04 from SophiaG. form=optax is optax.contrib.sophia, whose ρ is 0.01 and ε is 1e-8. Algorithm 3 "
    "uses max(ρ h, ε) without bias correction.",
    parameters=PARAMETERS,
    state=(
        StateVariable("m", "average of gradients", role="direction"),
        StateVariable("h", "average of the Hessian's diagonal"),
        StateVariable(r"\beta_1^t", "the share of m that is still its initial value", initial=1.0),
    ),
    step=step,
    notes=notes,
    degenerate="The Hessian of two variables is cheap, so its diagonal is exact here, not estimated.",
)

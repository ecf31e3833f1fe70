"""AMSGrad: Adam that divides by the largest average of squares so far, so that its rates never grow.

    m ← β₁ m + (1 − β₁) g          m̂ = m / (1 − β₁ᵗ)
    v ← β₂ v + (1 − β₂) g²         w ← max(w, v)
    x ← x − η m̂ / (√(w / (1 − β₂ᵗ)) + ε)

form=optax: the largest of the corrected averages, w ← max(w, v / (1 − β₂ᵗ)), and x ← x − η m̂ / (√w + ε)
form=paper: without any correction, x ← x − η m / (√w + ε)

R is √v, which is kept where g² would underflow or overflow, and so is √w.
"""

from collections.abc import Mapping

from numpy import sqrt

from ..terms.parameters import Value, choice, decay, epsilon, learning_rate
from ..terms.types import Matrix, Vector
from .roots import mean_square
from .rule import Rule, Source, StateVariable, Torch

FORMS = (
    r"x \leftarrow x - \eta \frac{m / (1-\beta_1^t)}{\sqrt{\max_{i \le t} v_i / (1-\beta_2^t)} + \epsilon}",
    r"x \leftarrow x - \eta \frac{m / (1-\beta_1^t)}{\sqrt{\max_{i \le t} (v_i / (1-\beta_2^i))} + \epsilon}",
    r"x \leftarrow x - \eta \frac{m}{\sqrt{\max_{i \le t} v_i} + \epsilon}",
)
PARAMETERS = (
    learning_rate("length"),
    decay("beta1", r"\beta_1", 0.9, "decay rate of the average of gradients"),
    decay("beta2", r"\beta_2", 0.999, "decay rate of the average of squared gradients"),
    epsilon(),
    choice(
        "form",
        "the bias is corrected after the maximum, before it, or not at all",
        ("torch", "optax", "paper"),
        FORMS,
        label="bias corrected",
        words=("after the maximum", "before the maximum", "not at all"),
        named=("in torch's form", "in optax's form", "in the paper's form"),
    ),
)
LR, BETA1, BETA2, EPS, FORM = range(5)
OPTAX, PAPER = 1, 2
M, V, POWER1, POWER2, R, W = range(6)


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        state[M, i] = p[BETA1] * state[M, i] + (1.0 - p[BETA1]) * g[i]
        state[V, i], state[R, i] = mean_square(state[V, i], state[R, i], p[BETA2], 1.0 - p[BETA2], g[i])
        state[POWER1, i] *= p[BETA1]
        state[POWER2, i] *= p[BETA2]
        left1 = 1.0 if p[FORM] == PAPER else 1.0 - state[POWER1, i]
        left2 = 1.0 if p[FORM] == PAPER else sqrt(1.0 - state[POWER2, i])
        found = state[R, i] / left2 if p[FORM] == OPTAX else state[R, i]
        state[W, i] = max(state[W, i], found)
        if state[M, i] == 0.0:
            continue  # if the gradient has always been zero, 0/0 means no step
        m_hat = state[M, i] / left1
        root = state[W, i] if p[FORM] == OPTAX else state[W, i] / left2
        x[i] -= p[LR] * (m_hat / (root + p[EPS]))


def torch(values: Mapping[str, Value]) -> Torch | None:
    if values["form"] != "torch" or not values["eps"]:
        return None
    beta1, beta2, eps = (float(values[name]) for name in ("beta1", "beta2", "eps"))
    return Torch("Adam", {"betas": (beta1, beta2), "eps": eps, "amsgrad": True}, decoupled="AdamW")


AMSGRAD = Rule(
    name="amsgrad",
    title="AMSGrad",
    formula=r"w \leftarrow \max(w, v), \quad x \leftarrow x - \frac{\eta\, \hat m}{\sqrt{\hat w} + \epsilon}",
    source=Source(
        "Reddi, Kale and Kumar",
        "On the convergence of Adam and beyond",
        2018,
        "https://arxiv.org/abs/1904.09237",
        where="Algorithm 2",
    ),
    variant="By default the maximum is taken over the averages and then corrected for bias, as in "
    "torch.optim.Adam(amsgrad=True). form=optax corrects first. form=paper is Algorithm 2, which corrects nothing, "
    "with ε added.",
    parameters=PARAMETERS,
    state=(
        StateVariable("m", "average of gradients", role="direction"),
        StateVariable("v", "average of squared gradients"),
        StateVariable(r"\beta_1^t", "the share of m that is still its initial value", initial=1.0),
        StateVariable(r"\beta_2^t", "the share of v that is still its initial value", initial=1.0),
        StateVariable(r"\sqrt{v}", "root of v, kept where a square would underflow or overflow"),
        StateVariable(r"\sqrt{w}", "the largest of these roots so far"),
    ),
    step=step,
    torch=torch,
)

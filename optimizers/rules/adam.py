"""Adam: Momentum's average divided by RMSprop's root, both averages bias-corrected.

    m ← β₁ m + (1 − β₁) g          m̂ = m / (1 − β₁ᵗ)
    v ← β₂ v + (1 − β₂) g²         v̂ = v / (1 − β₂ᵗ)
    x ← x − η m̂ / (√v̂ + ε)

With bias_correction=0, m and v replace m̂ and v̂. form=tensorflow adds ε before the correction:

    x ← x − η √(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε)

R is √v, which is kept where g² would underflow or overflow.
"""

from collections.abc import Mapping

from numpy import sqrt

from ..terms.parameters import Needs, Value, choice, decay, epsilon, learning_rate, switch
from ..terms.types import Matrix, Vector
from .notes import BESIDE, first_step_is_plain
from .roots import mean_square
from .rule import Rule, Source, StateVariable, Torch

FORMS = (
    r"x \leftarrow x - \eta \frac{m / (1-\beta_1^t)}{\sqrt{v / (1-\beta_2^t)} + \epsilon}",
    r"x \leftarrow x - \eta \frac{\sqrt{1-\beta_2^t}}{1-\beta_1^t} \cdot \frac{m}{\sqrt{v} + \epsilon}",
)
PARAMETERS = (
    learning_rate("length"),
    decay("beta1", r"\beta_1", 0.9, "decay rate of the average of gradients"),
    decay("beta2", r"\beta_2", 0.999, "decay rate of the average of squared gradients"),
    epsilon(),
    switch("bias_correction", "divide the averages by 1 − βᵗ", 1, label="bias correction"),
    choice(
        "form",
        "eps after the bias correction, as in torch, or before it",
        ("torch", "tensorflow"),
        FORMS,
        label="ε added",
        words=("after the bias correction", "before the bias correction"),
        named=("with torch's ε", "with TensorFlow's ε"),
        needs=(Needs(("bias_correction",), 1.0),),
    ),
)
LR, BETA1, BETA2, EPS, BIAS_CORRECTION, FORM = range(6)
TENSORFLOW = 1
M, V, POWER1, POWER2, R = range(5)


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        state[M, i] = p[BETA1] * state[M, i] + (1.0 - p[BETA1]) * g[i]
        state[V, i], state[R, i] = mean_square(state[V, i], state[R, i], p[BETA2], 1.0 - p[BETA2], g[i])
        state[POWER1, i] *= p[BETA1]
        state[POWER2, i] *= p[BETA2]

        left1 = 1.0 - state[POWER1, i] if p[BIAS_CORRECTION] else 1.0
        left2 = sqrt(1.0 - state[POWER2, i]) if p[BIAS_CORRECTION] else 1.0
        if state[M, i] == 0.0:
            continue  # if the gradient has always been zero, 0/0 means no step
        if p[FORM] == TENSORFLOW:
            alpha = left2 / left1
            x[i] -= p[LR] * (alpha * (state[M, i] / (state[R, i] + p[EPS])))
        else:
            m_hat = state[M, i] / left1
            sqrt_v_hat = state[R, i] / left2
            x[i] -= p[LR] * (m_hat / (sqrt_v_hat + p[EPS]))


def notes(values: Mapping[str, Value]) -> tuple[str, ...]:
    lr, beta1, beta2, eps = (float(values[name]) for name in ("lr", "beta1", "beta2", "eps"))
    sentences = []
    if first_step_is_plain(values):
        if values["bias_correction"]:
            sentences.append(f"The first step moves each coordinate by lr = {lr:.4g}, whatever its gradient, {BESIDE}.")
        else:
            length = lr * (1.0 - beta1) / (1.0 - beta2) ** 0.5
            first = f"Without bias correction the first step is lr·(1 − β₁)/√(1 − β₂) = {length:.4g} in each coordinate"
            sentences.append(f"{first}, {BESIDE}.")
    if values["form"] == "tensorflow" and values["bias_correction"] and eps:
        weight = f"eps/√(1 − β₂) = {eps / (1.0 - beta2) ** 0.5:.4g}"
        sentences.append(f"At the first step eps has the same effect as {weight} in torch's form, later less.")
    return tuple(sentences)


def torch(values: Mapping[str, Value]) -> Torch | None:
    if not values["bias_correction"] or not values["eps"] or values["form"] != "torch":
        return None
    beta1, beta2, eps = (float(values[name]) for name in ("beta1", "beta2", "eps"))
    return Torch("Adam", {"betas": (beta1, beta2), "eps": eps}, decoupled="AdamW")


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
    variant="By default ε is outside the root and added after bias correction (Algorithm 1), as in torch.optim.Adam. "
    "form=tensorflow uses the order of section 2 of the paper, as TensorFlow and Keras do.",
    parameters=PARAMETERS,
    state=(
        StateVariable("m", "average of gradients", role="direction"),
        StateVariable("v", "average of squared gradients", role="scale"),
        StateVariable(r"\beta_1^t", "the share of m that is still its initial value", initial=1.0),
        StateVariable(r"\beta_2^t", "the share of v that is still its initial value", initial=1.0),
        StateVariable(r"\sqrt{v}", "root of v, kept where a square would underflow or overflow"),
    ),
    step=step,
    notes=notes,
    torch=torch,
)

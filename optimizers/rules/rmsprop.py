"""RMSprop: divide each coordinate of the gradient by its own root mean square.

    S ← β S + (1 − β) g²
    x ← x − η g / (√S + ε)

eps_inside:       √(S + ε) instead of √S + ε
bias_correction:  S / (1 − βᵗ) instead of S
s0:               S before the first step
centered:         the variance of the gradients, S − M² with M ← β M + (1 − β) g, instead of S
momentum:         a step along b ← μ b + g / (√S + ε)

The variance is not computed as a difference of two averages, which would cancel when gradients hardly change. With d =
g − M, before M moves, it follows S ← β S + β (1 − β) d² (Welford). With bias correction M is the corrected average, and
the last term is multiplied by (1 − βᵗ⁻¹) / (1 − βᵗ). R is √S, which is kept where g² would underflow or overflow.
"""

from collections.abc import Mapping

from numpy import sqrt

from ..terms.parameters import Parameter, Value, decay, epsilon, learning_rate, switch
from ..terms.types import Matrix, Vector
from .notes import BESIDE, first_step_is_plain
from .roots import joined, mean_square
from .rule import Rule, Source, StateVariable, Torch

PARAMETERS = (
    learning_rate("length"),
    decay("beta", r"\beta", 0.9, "decay rate of the average of squared gradients"),
    epsilon(),
    switch(
        "eps_inside",
        "add eps under the root",
        label="ε inside the root",
        named=("with ε outside the root", "with ε inside the root"),
    ),
    switch("bias_correction", "divide the averages by 1 − βᵗ", label="bias correction"),
    Parameter(
        "s0",
        "S_0",
        "S before the first step",
        0.0,
        0.0,
        1e6,
        (0.0, 1.0),
        "linear",
        advanced=True,
        label="S before step 1",
    ),
    switch(
        "centered",
        "divide by the standard deviation of the gradients",
        label="centered: divide by the deviation",
        named=("without centering", "with centering"),
    ),
    decay("momentum", r"\mu", 0.0, "decay rate of the sum of steps", advanced=True, label="momentum"),
)
LR, BETA, EPS, EPS_INSIDE, BIAS_CORRECTION, S0, CENTERED, MOMENTUM = range(8)
S, M, POWER, R, B = range(5)


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        if t == 1:
            state[R, i] = sqrt(state[S, i])
        left_before = 1.0 - state[POWER, i] if p[BIAS_CORRECTION] else 1.0
        state[POWER, i] *= p[BETA]
        left = 1.0 - state[POWER, i] if p[BIAS_CORRECTION] else 1.0

        d, weight = g[i], 1.0 - p[BETA]
        if p[CENTERED]:
            d, weight = g[i] - state[M, i], weight * p[BETA] * left_before / left
            state[M, i] += (1.0 - p[BETA]) / left * d
        state[S, i], state[R, i] = mean_square(state[S, i], state[R, i], p[BETA], weight, d)

        sqrt_S_hat = state[R, i] / sqrt(left) if p[BIAS_CORRECTION] else state[R, i]
        root = joined(sqrt_S_hat, sqrt(p[EPS])) if p[EPS_INSIDE] else sqrt_S_hat + p[EPS]
        ratio = g[i] / root if g[i] != 0.0 else 0.0  # if the gradient has always been zero, 0/0 means no step
        if p[MOMENTUM]:
            state[B, i] = p[MOMENTUM] * state[B, i] + ratio
            ratio = state[B, i]
        x[i] -= p[LR] * ratio


def notes(values: Mapping[str, Value]) -> tuple[str, ...]:
    lr, beta, eps = (float(values[name]) for name in ("lr", "beta", "eps"))
    sentences = []
    if not values["centered"] and not values["s0"] and first_step_is_plain(values):
        length = lr if values["bias_correction"] else lr / (1.0 - beta) ** 0.5
        formula = "lr" if values["bias_correction"] else "lr/√(1 − β)"
        moved = f"{formula} = {length:.4g}, whatever its gradient, {BESIDE}"
        sentences.append(f"The first step moves each coordinate by {moved}.")
    if values["momentum"]:
        factor = 1.0 / (1.0 - float(values["momentum"]))
        sentences.append(
            f"While g/(√S + ε) stays the same, momentum makes the step 1/(1 − μ) = {factor:.4g} times as long."
        )
    if values["eps_inside"]:
        sentences.append(f"Outside the root, eps = {eps**0.5:.4g} would have about the same effect where S is 0.")
    else:
        sentences.append(f"Inside the root, eps = {eps * eps:.4g} would have the same effect where S is 0.")
    return tuple(sentences)


def torch(values: Mapping[str, Value]) -> Torch | None:
    """For β = 0 the variance is 0, but in torch rounding may make it negative, and its root NaN."""
    if values["eps_inside"] or values["bias_correction"] or values["s0"] or not values["eps"]:
        return None
    beta, eps, momentum = (float(values[name]) for name in ("beta", "eps", "momentum"))
    centered = values["centered"] == 1
    if centered and not beta:
        return None
    arguments = {"alpha": beta, "eps": eps, "centered": centered, **({"momentum": momentum} if momentum else {})}
    remark = "torch computes the variance as the difference of two averages, which cancel where gradients hardly change"
    return Torch("RMSprop", arguments, remark=remark if centered else "")


RMSPROP = Rule(
    name="rmsprop",
    title="RMSprop",
    formula=r"S \leftarrow \beta S + (1-\beta) g^2, \quad x \leftarrow x - \frac{\eta\, g}{\sqrt{S} + \epsilon}",
    source=Source(
        "Tieleman and Hinton",
        "Lecture 6.5: RMSprop, divide the gradient by a running average of its recent magnitude",
        2012,
        "https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf",
    ),
    variant="By default the form that courses teach: ε outside the root, S starting from 0, no bias correction. With "
    "beta as its alpha this is torch.optim.RMSprop, also with momentum and centered (Graves 2013). eps_inside gives "
    "the form of Keras and optax, and with s0=1 the form of TensorFlow 1.",
    parameters=PARAMETERS,
    state=(
        StateVariable("S", "average of squared gradients, their variance if centered", initial="s0", role="scale"),
        StateVariable("M", "average of gradients (centered)"),
        StateVariable(r"\beta^t", "the share of the averages that is still their initial value", initial=1.0),
        StateVariable(r"\sqrt{S}", "root of S, kept where a square would underflow or overflow"),
        StateVariable("b", "sum of steps (momentum)"),
    ),
    step=step,
    notes=notes,
    torch=torch,
)

"""RMSprop: divide each coordinate of the gradient by its own root mean square.

    S ← β S + (1 − β) g²
    x ← x − η g / (√S + ε)

eps_inside:       √(S + ε) in place of √S + ε
bias_correction:  S / (1 − βᵗ) in place of S
s0:               S before the first step
centered:         S − M² in place of S, with M ← β M + (1 − β) g
"""

from collections.abc import Mapping

from numpy import sqrt

from ..parameters import Parameter, Value, decay, epsilon, learning_rate, switch
from ..types import Matrix, Vector
from .rule import Rule, Source, StateVariable, Torch
from .working import BESIDE, Coordinate, Line, average, factor, number, square

PARAMETERS = (
    learning_rate("length"),
    decay("beta", r"\beta", 0.9, "decay rate of the average of squared gradients"),
    epsilon(),
    switch("eps_inside", "add eps under the root"),
    switch("bias_correction", "divide the averages by 1 − βᵗ"),
    Parameter("s0", "S_0", "S before the first step", 0.0, 0.0, 1e6, (0.0, 1.0), "linear", advanced=True),
    switch("centered", "subtract the squared average of gradients"),
)
LR, BETA, EPS, EPS_INSIDE, BIAS_CORRECTION, S0, CENTERED = range(7)
S, M, POWER = range(3)


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        state[S, i] = p[BETA] * state[S, i] + (1.0 - p[BETA]) * (g[i] * g[i])
        state[M, i] = p[BETA] * state[M, i] + (1.0 - p[BETA]) * g[i]
        state[POWER, i] *= p[BETA]

        s = state[S, i]
        m = state[M, i]
        if p[BIAS_CORRECTION]:
            s = s / (1.0 - state[POWER, i])
            m = m / (1.0 - state[POWER, i])
        if p[CENTERED]:
            s = s - m * m
            if s < 0.0:  # only by rounding: a variance is never negative
                s = 0.0
        root = sqrt(s + p[EPS]) if p[EPS_INSIDE] else sqrt(s) + p[EPS]
        if g[i] != 0.0:  # where the gradient has always been zero, 0/0 means: stay
            x[i] -= p[LR] * g[i] / root


def explain(c: Coordinate) -> list[Line]:
    beta, s, m = c["beta"], c.after[S], c.after[M]
    lines = [average("S", beta, c.before[S], square(c.g), s)]
    if c.on("centered"):
        lines.append(average("M", beta, c.before[M], factor(c.g), m))
    if c.on("bias_correction"):
        left = 1.0 - c.after[POWER]
        lines.append(Line(r"\hat S", rf"\frac{{{number(s)}}}{{{number(left)}}}", s / left))
        s = s / left
        if c.on("centered"):
            lines.append(Line(r"\hat M", rf"\frac{{{number(m)}}}{{{number(left)}}}", m / left))
            m = m / left
    if c.on("centered"):
        symbol = r"\hat S - \hat M^2" if c.on("bias_correction") else "S - M^2"
        variance = max(s - m * m, 0.0)
        lines.append(Line(symbol, f"{number(s)} - {square(m)}", variance))
        s = variance
    eps = c["eps"]
    root = rf"\sqrt{{{number(s)} + {eps}}}" if c.on("eps_inside") else rf"\sqrt{{{number(s)}}} + {eps}"
    return [*lines, Line(r"\Delta", rf"-{number(c.lr)} \cdot \frac{{{number(c.g)}}}{{{root}}}", c.change)]


def notes(values: Mapping[str, Value]) -> tuple[str, ...]:
    lr, beta, eps = (float(values[name]) for name in ("lr", "beta", "eps"))
    told = []
    if not values["centered"] and not values["s0"] and not values.get("warmup"):
        length = lr if values["bias_correction"] else lr / (1.0 - beta) ** 0.5
        formula = "lr" if values["bias_correction"] else "lr/√(1 − β)"
        moved = f"{formula} = {length:.4g}, whatever its gradient, {BESIDE}"
        told.append(f"The first step moves each coordinate by {moved}.")
    if values["eps_inside"]:
        told.append(f"Outside the root, eps = {eps**0.5:.4g} would weigh about as much where S is 0.")
    else:
        told.append(f"Inside the root, eps = {eps * eps:.4g} would weigh as much where S is 0.")
    return tuple(told)


def torch(values: Mapping[str, Value]) -> Torch | None:
    if values["eps_inside"] or values["bias_correction"] or values["s0"] or not values["eps"]:
        return None
    beta, eps = float(values["beta"]), float(values["eps"])
    return Torch("RMSprop", {"alpha": beta, "eps": eps, "centered": values["centered"] == 1})


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
    variant="By default the form of the courses: ε outside the root, S from 0, no bias correction. With beta as its "
    "alpha this is torch.optim.RMSprop; eps_inside with s0=1 is TensorFlow 1's; centered is Graves (2013).",
    parameters=PARAMETERS,
    state=(
        StateVariable("S", "average of squared gradients", initial="s0", role="scale"),
        StateVariable("M", "average of gradients (centered)"),
        StateVariable(r"\beta^t", "what the averages have not yet seen", initial=1.0),
    ),
    step=step,
    explain=explain,
    notes=notes,
    torch=torch,
)

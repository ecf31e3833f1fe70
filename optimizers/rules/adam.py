"""Adam: Momentum's average divided by RMSprop's root, both averages bias-corrected.

    m ← β₁ m + (1 − β₁) g          m̂ = m / (1 − β₁ᵗ)
    v ← β₂ v + (1 − β₂) g²         v̂ = v / (1 − β₂ᵗ)
    x ← x − η m̂ / (√v̂ + ε)

With bias_correction=0, m and v stand in place of m̂ and v̂.
"""

from collections.abc import Mapping

from numpy import sqrt

from ..parameters import Value, decay, epsilon, learning_rate, switch
from ..types import Matrix, Vector
from .rule import Rule, Source, StateVariable, Torch
from .working import BESIDE, Coordinate, Line, average, factor, number, square

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


def explain(c: Coordinate) -> list[Line]:
    m, v = c.after[M], c.after[V]
    lines = [
        average("m", c["beta1"], c.before[M], factor(c.g), m),
        average("v", c["beta2"], c.before[V], square(c.g), v),
    ]
    if c.on("bias_correction"):
        left1, left2 = 1.0 - c.after[POWER1], 1.0 - c.after[POWER2]
        lines.append(Line(r"\hat m", rf"\frac{{{number(m)}}}{{{number(left1)}}}", m / left1))
        lines.append(Line(r"\hat v", rf"\frac{{{number(v)}}}{{{number(left2)}}}", v / left2))
        m, v = m / left1, v / left2
    root = rf"\sqrt{{{number(v)}}} + {c['eps']}"
    return [*lines, Line(r"\Delta", rf"-{number(c.lr)} \cdot \frac{{{number(m)}}}{{{root}}}", c.change)]


def notes(values: Mapping[str, Value]) -> tuple[str, ...]:
    lr, beta1, beta2 = (float(values[name]) for name in ("lr", "beta1", "beta2"))
    if values.get("warmup"):
        return ()
    if values["bias_correction"]:
        return (f"The first step moves each coordinate by lr = {lr:.4g}, whatever its gradient, {BESIDE}.",)
    length = lr * (1.0 - beta1) / (1.0 - beta2) ** 0.5
    return (f"Without bias correction the first step is lr·(1 − β₁)/√(1 − β₂) = {length:.4g} in each coordinate.",)


def torch(values: Mapping[str, Value]) -> Torch | None:
    if not values["bias_correction"] or not values["eps"]:
        return None
    beta1, beta2, eps = (float(values[name]) for name in ("beta1", "beta2", "eps"))
    return Torch("Adam", {"betas": (beta1, beta2), "eps": eps})


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
        StateVariable("m", "average of gradients", role="direction"),
        StateVariable("v", "average of squared gradients", role="scale"),
        StateVariable(r"\beta_1^t", "what m has not yet seen", initial=1.0),
        StateVariable(r"\beta_2^t", "what v has not yet seen", initial=1.0),
    ),
    step=step,
    explain=explain,
    notes=notes,
    torch=torch,
)

"""Adadelta: RMSprop whose rate is the root mean square of its own steps, so that steps have the unit of x.

    s ← ρ s + (1 − ρ) g²
    d = √(u + ε) / √(s + ε) · g
    u ← ρ u + (1 − ρ) d²
    x ← x − η d

The first steps are about √ε long, and without ε nothing would ever move. R is √s, and r is √u; they are kept where a
square would underflow or overflow.
"""

from collections.abc import Mapping

from numpy import sqrt

from ..terms.parameters import Value, decay, epsilon, learning_rate
from ..terms.types import Matrix, Vector
from .notes import first_step_is_plain
from .roots import joined, mean_square
from .rule import Rule, Source, StateVariable, Torch

PARAMETERS = (
    learning_rate("length", factor=50.0),
    decay("rho", r"\rho", 0.9, "decay rate of the averages of squares"),
    epsilon(1e-6),
)
LR, RHO, EPS = range(3)
S, U, R, ROOT_U = range(4)


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        state[S, i], state[R, i] = mean_square(state[S, i], state[R, i], p[RHO], 1.0 - p[RHO], g[i])
        below = joined(state[R, i], sqrt(p[EPS]))
        d = 0.0
        if g[i] != 0.0:  # if the gradient has always been zero, 0/0 means no step
            d = joined(state[ROOT_U, i], sqrt(p[EPS])) * (g[i] / below)
        state[U, i], state[ROOT_U, i] = mean_square(state[U, i], state[ROOT_U, i], p[RHO], 1.0 - p[RHO], d)
        x[i] -= p[LR] * d


def notes(values: Mapping[str, Value]) -> tuple[str, ...]:
    if not first_step_is_plain(values):
        return ()
    rho, eps = float(values["rho"]), float(values["eps"])
    length = float(values["lr"]) * (eps / (1.0 - rho)) ** 0.5
    return (f"The first step moves each coordinate by at most lr·√(ε/(1 − ρ)) = {length:.4g}, whatever its gradient.",)


def torch(values: Mapping[str, Value]) -> Torch | None:
    if not values["eps"]:
        return None
    return Torch("Adadelta", {"rho": float(values["rho"]), "eps": float(values["eps"])})


ADADELTA = Rule(
    name="adadelta",
    title="Adadelta",
    formula=r"d = \frac{\sqrt{u + \epsilon}}{\sqrt{s + \epsilon}}\, g, \quad x \leftarrow x - \eta\, d, \quad "
    r"s, u \text{: averages of } g^2, d^2",
    source=Source(
        "Zeiler",
        "ADADELTA: an adaptive learning rate method",
        2012,
        "https://arxiv.org/abs/1212.5701",
        where="Algorithm 1",
    ),
    variant="Algorithm 1 with a learning rate η, as in torch.optim.Adadelta. The paper has none, which corresponds to "
    "η = 1.",
    parameters=PARAMETERS,
    state=(
        StateVariable("s", "average of squared gradients", role="scale"),
        StateVariable("u", "average of squared steps, before the learning rate"),
        StateVariable(r"\sqrt{s}", "root of s, kept where a square would underflow or overflow"),
        StateVariable(r"\sqrt{u}", "root of u, kept where a square would underflow or overflow"),
    ),
    step=step,
    notes=notes,
    torch=torch,
)

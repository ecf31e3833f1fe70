"""Quasi-hyperbolic momentum: a step between the gradient and its average.

    V ← β V + (1 − β) g
    x ← x − η ((1 − ν) g + ν V)

ν = 0 is gradient descent, ν = 1 is momentum, and ν = β is Nesterov's method.
"""

from ..terms.parameters import Parameter, decay, learning_rate
from ..terms.types import Matrix, Vector
from .rule import Rule, Source, StateVariable

PARAMETERS = (
    learning_rate("gradient", factor=2.0),
    decay("beta", r"\beta", 0.999, "decay rate of the average of gradients"),
    Parameter("nu", r"\nu", "weight of the average in the step", 0.7, 0.0, 1.0, (0.0, 1.0), "linear"),
)
LR, BETA, NU = range(3)
V = 0


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        state[V, i] = p[BETA] * state[V, i] + (1.0 - p[BETA]) * g[i]
        x[i] -= p[LR] * ((1.0 - p[NU]) * g[i] + p[NU] * state[V, i])


QHM = Rule(
    name="qhm",
    title="QHM",
    also=("quasi-hyperbolic momentum",),
    formula=r"V \leftarrow \beta V + (1-\beta) g, \quad x \leftarrow x - \eta \left((1-\nu) g + \nu V\right)",
    source=Source(
        "Ma and Yarats",
        "Quasi-hyperbolic momentum and Adam for deep learning",
        2019,
        "https://arxiv.org/abs/1810.06801",
        where="Equations 3 and 4",
    ),
    variant="Uses ν = 0.7 and β = 0.999, as the paper recommends.",
    parameters=PARAMETERS,
    state=(StateVariable("V", "average of gradients", role="direction"),),
    step=step,
)

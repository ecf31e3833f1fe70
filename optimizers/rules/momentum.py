"""Momentum: a step along an average of the gradients.

    V ← β V + (1 − β) g        form=ewa, the exponentially weighted average of the courses
    V ← β V + g                form=heavy-ball, torch's
    x ← x − η V

With nesterov the step looks ahead: x ← x − η (β V + (1 − β) g), or x − η (β V + g) for the heavy ball.
The two forms take the same path where the heavy ball's η is (1 − β) times the other's.
"""

from ..parameters import choice, decay, learning_rate, switch
from ..types import Matrix, Vector
from .rule import Rule, Source, StateVariable

PARAMETERS = (
    learning_rate("gradient"),
    decay("beta", r"\beta", 0.9, "decay rate of the average of gradients"),
    choice("form", "exponentially weighted average, or torch's sum", ("ewa", "heavy-ball")),
    switch("nesterov", "step from where the average is about to carry it"),
)
LR, BETA, FORM, NESTEROV = range(4)
HEAVY_BALL = 1
V = 0


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    weight = 1.0 if p[FORM] == HEAVY_BALL else 1.0 - p[BETA]
    for i in range(x.size):
        state[V, i] = p[BETA] * state[V, i] + weight * g[i]
        direction = state[V, i]
        if p[NESTEROV]:
            direction = p[BETA] * state[V, i] + weight * g[i]
        x[i] -= p[LR] * direction


MOMENTUM = Rule(
    name="momentum",
    title="Momentum",
    formula=r"V \leftarrow \beta V + (1-\beta) g, \quad x \leftarrow x - \eta V",
    source=Source(
        "Polyak",
        "Some methods of speeding up the convergence of iteration methods",
        1964,
        "https://doi.org/10.1016/0041-5553(64)90137-5",
    ),
    variant="By default the exponentially weighted average of the courses; form=heavy-ball is torch.optim.SGD with "
    "momentum and no dampening, nesterov the form of Sutskever et al. (2013) as torch has it.",
    parameters=PARAMETERS,
    state=(StateVariable("V", "average of gradients"),),
    step=step,
)

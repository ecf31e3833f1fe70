"""Schedule-free SGD: an average of the positions so far, instead of a falling learning rate.

    y = (1 − β) z + β x
    z ← z − η g(y)
    x ← (1 − c) x + c z          c = w / (w₁ + ⋯ + wₜ)  with w = (largest η so far)²

The gradient is taken at y, between the plain position z and the average x, which is the position of the run. With a
constant η, c = 1/t. D is z − x, which starts at 0; W is the sum of the weights, divided by w.
"""

from collections.abc import Mapping

from ..terms.parameters import Value, decay, learning_rate
from ..terms.types import Matrix, Vector
from .rule import Rule, Source, StateVariable

PARAMETERS = (
    learning_rate("gradient", factor=2.0, scales=False),
    decay("beta", r"\beta", 0.9, "where between z (β = 0) and x (β = 1) the gradient is taken"),
)
LR, BETA = range(2)
D, W, LARGEST = range(3)


def point(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        x[i] += (1.0 - p[BETA]) * state[D, i]


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector, gradient_at: Vector) -> None:
    for i in range(x.size):
        if p[LR] > state[LARGEST, i]:
            ratio = state[LARGEST, i] / p[LR]
            state[W, i] *= ratio * ratio
            state[LARGEST, i] = p[LR]
        state[W, i] += 1.0
        d = state[D, i] - p[LR] * gradient_at[i]
        x[i] += d / state[W, i]
        state[D, i] = d - d / state[W, i]


def notes(values: Mapping[str, Value]) -> tuple[str, ...]:
    part = 1.0 - float(values["beta"])
    return (
        f"The gradient is taken at y, a fraction 1 − β = {part:.4g} of the way from the average x, which is drawn, "
        "to z.",
        "At a constant rate the average weights all steps equally; after a warm-up it weights each by the square of "
        "the largest rate so far.",
    )


SCHEDULE_FREE = Rule(
    name="schedule-free",
    title="Schedule-free SGD",
    also=("Schedule-Free", "averaging"),
    formula=r"y = (1-\beta) z + \beta x, \quad z \leftarrow z - \eta\, g(y), \quad x \leftarrow (1-c)\, x + c\, z",
    source=Source(
        "Defazio et al.",
        "The road less scheduled",
        2024,
        "https://arxiv.org/abs/2405.15682",
        where="Equations 2 to 4",
    ),
    variant="SGDScheduleFree of the authors' program with r = 0 and weight_lr_power = 2. At a constant rate these are "
    "the paper's equations with c = 1/t. The authors' default rate is 1. The position shown is the average x.",
    parameters=PARAMETERS,
    state=(
        StateVariable("z - x", "difference between the plain position and the average"),
        StateVariable("W", "sum of the weights, divided by the weight of this step"),
        StateVariable(r"\eta_{\max}", "largest learning rate so far"),
    ),
    step=step,
    point=point,
    notes=notes,
)

"""Rules that nobody has registered, one for each thing that a step may need besides the gradient.

Beside each stands what it computes, written as its paper has it: ``x, memory → x, memory`` with whole vectors.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy import sqrt

from optimizers import OPTIMIZERS, Rule
from optimizers.rules.rule import StateVariable
from optimizers.terms.parameters import Parameter, decay, epsilon, learning_rate
from optimizers.terms.types import Matrix, Vector

LR, BETA = range(2)
D = 0


@dataclass(frozen=True)
class Seen:
    """What a textbook may ask at any point: loss, gradient with this step's noise, Hessian; and the least loss."""

    loss: Callable[[Vector], float]
    gradient: Callable[[Vector], Vector]
    hessian: Callable[[Vector], Matrix]
    floor: float


Textbook = Callable[[Vector, dict[str, Any], int, float, Seen], Vector]


def polyak_step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector, loss: float, floor: float) -> None:
    squares = 0.0
    for i in range(x.size):
        squares += g[i] * g[i]
    if squares > 0.0:
        for i in range(x.size):
            x[i] -= p[LR] * (loss - floor) / squares * g[i]


def polyak(x: Vector, memory: dict[str, Any], t: int, lr: float, seen: Seen) -> Vector:
    g = seen.gradient(x)
    return x - lr * (seen.loss(x) - seen.floor) / (g @ g) * g


def newton_step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector, hessian: Matrix) -> None:
    xx = hessian[0, 0] + 1.0
    yy = hessian[1, 1] + 1.0
    determinant = xx * yy - hessian[0, 1] * hessian[1, 0]
    x[0] -= p[LR] * (yy * g[0] - hessian[0, 1] * g[1]) / determinant
    x[1] -= p[LR] * (xx * g[1] - hessian[1, 0] * g[0]) / determinant


def newton(x: Vector, memory: dict[str, Any], t: int, lr: float, seen: Seen) -> Vector:
    step: Vector = np.linalg.solve(seen.hessian(x) + np.eye(2), seen.gradient(x)).astype(np.float64)
    return x - lr * step


def extragradient_point(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        x[i] -= p[LR] * g[i]


def extragradient_step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector, gradient_at: Vector) -> None:
    for i in range(x.size):
        x[i] -= p[LR] * gradient_at[i]


def extragradient(x: Vector, memory: dict[str, Any], t: int, lr: float, seen: Seen) -> Vector:
    return x - lr * seen.gradient(x - lr * seen.gradient(x))


def schedule_free_point(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        x[i] += (1.0 - p[BETA]) * state[D, i]


def schedule_free_step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector, gradient_at: Vector) -> None:
    for i in range(x.size):
        state[D, i] -= p[LR] * gradient_at[i]
        moved = state[D, i] / t
        x[i] += moved
        state[D, i] -= moved


def schedule_free(x: Vector, memory: dict[str, Any], t: int, lr: float, seen: Seen) -> Vector:
    """With z as the paper has it; the rule carries d = z − x, which begins at 0."""
    z = memory.get("z", x)
    memory["z"] = z - lr * seen.gradient(0.1 * z + 0.9 * x)
    average: Vector = (1 - 1 / t) * x + memory["z"] / t
    return average


def nesterov_point(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        x[i] += p[BETA] * state[D, i]


def nesterov_step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector, gradient_at: Vector) -> None:
    for i in range(x.size):
        state[D, i] = p[BETA] * state[D, i] - p[LR] * gradient_at[i]
        x[i] += state[D, i]


def nesterov(x: Vector, memory: dict[str, Any], t: int, lr: float, seen: Seen) -> Vector:
    v = memory.get("v", np.zeros(2))
    memory["v"] = 0.9 * v - lr * seen.gradient(x + 0.9 * v)
    ahead: Vector = x + memory["v"]
    return ahead


BETA1, BETA2, EPS, DECAY, LEFT1, LEFT2 = range(1, 7)
M, V = range(2)


def adamw_constants(values: Any) -> tuple[float, ...]:
    return 1.0 - values["beta1"], 1.0 - values["beta2"]


def adamw_step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        state[M, i] = p[BETA1] * state[M, i] + p[LEFT1] * g[i]
        state[V, i] = p[BETA2] * state[V, i] + p[LEFT2] * (g[i] * g[i])
        x[i] -= p[LR] * (p[DECAY] * x[i] + state[M, i] / (sqrt(state[V, i]) + p[EPS]))


def adamw(x: Vector, memory: dict[str, Any], t: int, lr: float, seen: Seen) -> Vector:
    """Without bias correction."""
    g = seen.gradient(x)
    memory["m"] = 0.9 * memory.get("m", 0.0) + (1 - 0.9) * g
    memory["v"] = 0.99 * memory.get("v", 0.0) + (1 - 0.99) * g * g
    moved: Vector = x - lr * (0.05 * x + memory["m"] / (np.sqrt(memory["v"]) + 1e-8))
    return moved


BARE = replace(OPTIMIZERS["sgd"], torch=lambda values: None, theory=None, marks=())
MEMORY = (StateVariable("d", "what is remembered"),)
BETAS = (learning_rate("gradient"), decay("beta", r"\beta", 0.9, "decay"))

POLYAK = replace(BARE, name="scratch-polyak", title="Polyak", parameters=(learning_rate("length"),), step=polyak_step)
NEWTON = replace(BARE, name="scratch-newton", title="Newton", parameters=(learning_rate("length"),), step=newton_step)
EXTRAGRADIENT = replace(
    BARE, name="scratch-extragradient", title="Extragradient", step=extragradient_step, point=extragradient_point
)
SCHEDULE_FREE = replace(
    BARE,
    name="scratch-schedule-free",
    title="Schedule-free",
    parameters=BETAS,
    state=MEMORY,
    step=schedule_free_step,
    point=schedule_free_point,
)
NESTEROV = replace(
    BARE,
    name="scratch-nesterov",
    title="Nesterov",
    parameters=BETAS,
    state=MEMORY,
    step=nesterov_step,
    point=nesterov_point,
)
ADAMW = replace(
    BARE,
    name="scratch-adamw",
    title="AdamW",
    parameters=(
        learning_rate("length"),
        decay("beta1", r"\beta_1", 0.9, "decay"),
        decay("beta2", r"\beta_2", 0.99, "decay"),
        epsilon(),
        Parameter("shrink", r"\lambda", "decay", 0.05, 0.0, 1.0, (0.0, 1.0), "linear"),
    ),
    state=(*MEMORY, StateVariable("v", "average of squares")),
    constants=adamw_constants,
    step=adamw_step,
)

TEXTBOOKS: dict[str, tuple[Rule, Textbook]] = {
    "polyak": (POLYAK, polyak),
    "newton": (NEWTON, newton),
    "extragradient": (EXTRAGRADIENT, extragradient),
    "schedule-free": (SCHEDULE_FREE, schedule_free),
    "nesterov": (NESTEROV, nesterov),
    "adamw": (ADAMW, adamw),
}

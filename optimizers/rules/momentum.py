"""Momentum: a step along an average of the gradients.

    V ← β V + (1 − β) g        form=ewa, the exponentially weighted average of the courses
    V ← β V + g                form=heavy-ball, torch's
    x ← x − η V

With nesterov the step looks ahead: x ← x − η (β V + (1 − β) g), or x − η (β V + g) for the heavy ball.
The two forms take the same path where the heavy ball's η is (1 − β) times the other's.
"""

from collections.abc import Mapping

from ..parameters import Value, choice, decay, learning_rate, switch
from ..types import Matrix, Vector
from .rule import Mark, Rule, Source, StateVariable, Torch
from .working import Coordinate, Line, factor, number

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


def explain(c: Coordinate) -> list[Line]:
    beta, before, after = c["beta"], c.before[V], c.after[V]
    plain = c.values["form"] == "heavy-ball"
    weight = "" if plain else rf"(1 - {beta}) \cdot "
    lines = [Line("V", rf"{beta} \cdot {factor(before)} + {weight}{factor(c.g)}", after)]
    direction = factor(after)
    if c.on("nesterov"):
        direction = rf"\left({beta} \cdot {factor(after)} + {weight}{factor(c.g)}\right)"
    return [*lines, Line(r"\Delta", rf"-{number(c.lr)} \cdot {direction}", c.change)]


def theory(values: Mapping[str, Value], low: float, high: float) -> tuple[Mark, ...]:
    """Polyak's optimum and the limit of stability, without nesterov; η of the average is η of the sum over 1 − β."""
    if values["nesterov"]:
        return ()
    sqrt_low, sqrt_high = low**0.5, high**0.5
    best_beta = ((sqrt_high - sqrt_low) / (sqrt_high + sqrt_low)) ** 2
    best, limit = (2 / (sqrt_low + sqrt_high)) ** 2, 2 * (1 + float(values["beta"])) / high
    if values["form"] == "ewa":
        best, limit = best / (1 - best_beta), limit / (1 - float(values["beta"]))
    return (
        Mark("beta", best_beta, "Polyak's optimal momentum, with its own learning rate"),
        Mark("lr", best, "the learning rate that goes with Polyak's optimal momentum"),
        Mark("lr", limit, "from here on it diverges at this β"),
    )


def notes(values: Mapping[str, Value]) -> tuple[str, ...]:
    lr, beta = float(values["lr"]), float(values["beta"])
    if values["form"] == "ewa":
        return (f"The heavy ball takes the same path with learning rate lr·(1 − β) = {lr * (1 - beta):.4g}.",)
    return (f"The exponentially weighted average takes the same path with lr/(1 − β) = {lr / (1 - beta):.4g}.",)


def torch(values: Mapping[str, Value]) -> Torch:
    """The average is 1 − β times torch's sum. Without memory nesterov changes nothing, and torch refuses it."""
    beta = float(values["beta"])
    arguments = {"momentum": beta, "nesterov": bool(values["nesterov"] and beta)}
    if values["form"] == "heavy-ball":
        return Torch("SGD", arguments)
    return Torch(
        "SGD", arguments, 1.0 - beta, "torch sums the gradients that ewa averages: its rate is 1 - beta times that"
    )


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
    state=(StateVariable("V", "average of gradients", role="direction"),),
    step=step,
    explain=explain,
    theory=theory,
    notes=notes,
    torch=torch,
)

"""Momentum: a step along an average of the gradients.

    V ← β V + (1 − β) g        form=ewa, the exponentially weighted average that courses teach
    V ← β V + g                form=heavy-ball, torch's
    x ← x − η V

With nesterov the step looks ahead: x ← x − η (β V + (1 − β) g), or x − η (β V + g) for the heavy ball.
The two forms take the same path where the heavy ball's η is (1 − β) times the other's.

dampening: V ← β V + (1 − τ) g from the second step on, as in torch. Only the heavy ball with β > 0 has it: the average
has its own weight 1 − β, and with β = 0 torch does not use V.
"""

from collections.abc import Mapping

from numpy import sqrt

from ..terms.parameters import Needs, Parameter, Value, choice, decay, learning_rate, switch
from ..terms.types import Matrix, Vector
from .rule import Rule, Singled, Source, StateVariable, Torch

FORMS = (r"V \leftarrow \beta V + (1-\beta) g", r"V \leftarrow \beta V + g")
MOVING = (Needs(("beta",), 0.0, equal=False),)
"""With β = 0 there is no memory, and all forms are gradient descent."""

PARAMETERS = (
    learning_rate("gradient"),
    decay("beta", r"\beta", 0.9, "decay rate of the average of gradients"),
    choice(
        "form",
        "exponentially weighted average, or torch's sum",
        ("ewa", "heavy-ball"),
        FORMS,
        label="V is",
        words=("the average of gradients", "the sum of gradients"),
        named=("with an average", "with a sum"),
        needs=MOVING,
    ),
    switch(
        "nesterov",
        "step from the point to which the average would carry the position",
        label="Nesterov’s look-ahead",
        needs=MOVING,
    ),
    Parameter(
        "dampening",
        r"\tau",
        "fraction of the gradient that is left out from the second step on (form=heavy-ball)",
        0.0,
        0.0,
        1.0,
        (0.0, 1.0),
        "linear",
        advanced=True,
        label="dampening",
        needs=(Needs(("form",), "heavy-ball"), *MOVING),
    ),
)
LR, BETA, FORM, NESTEROV, DAMPENING = range(5)
HEAVY_BALL = 1
V = 0


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    weight = 1.0 if p[FORM] == HEAVY_BALL else 1.0 - p[BETA]
    damped = p[FORM] == HEAVY_BALL and p[BETA] > 0.0 and t > 1
    added = weight - p[DAMPENING] if damped else weight
    for i in range(x.size):
        state[V, i] = p[BETA] * state[V, i] + added * g[i]
        direction = state[V, i]
        if p[NESTEROV]:
            direction = p[BETA] * state[V, i] + weight * g[i]
        x[i] -= p[LR] * direction


MARKS = (
    Singled("beta", "Polyak's optimal momentum, with its own learning rate", "Polyak"),
    Singled("lr", "the learning rate that goes with Polyak's optimal momentum", "Polyak"),
    Singled("lr", "the limit at this β, above which it diverges", "limit"),
)


def theory(p: Vector, low: float, high: float) -> tuple[float, float, float]:
    """Polyak's optimum and the limit of stability, without nesterov.

    For the average, η is the sum's η divided by 1 − β, as in the limit.
    """
    dampening = p[DAMPENING] if p[FORM] == HEAVY_BALL and p[BETA] > 0.0 else 0.0
    if p[NESTEROV] != 0.0 or dampening == 1.0:
        return -1.0, -1.0, -1.0
    root_low, root_high = sqrt(low), sqrt(high)
    root_beta = (root_high - root_low) / (root_high + root_low)
    root_best = 2.0 / (root_low + root_high)
    best_beta = root_beta * root_beta
    best = root_best * root_best / (1.0 - dampening)
    largest = 2.0 * (1.0 + p[BETA]) / high
    if p[FORM] != HEAVY_BALL:
        return best_beta, best / (1.0 - best_beta), largest / (1.0 - p[BETA])
    return best_beta, best, largest / (1.0 - dampening)


def limit(p: Vector, high: float) -> tuple[float, int]:
    """Dampening multiplies η by 1 − τ from the second step on, which is what matters in the long run."""
    dampening = p[DAMPENING] if p[FORM] == HEAVY_BALL and p[BETA] > 0.0 else 0.0
    if p[NESTEROV] != 0.0 or dampening == 1.0:
        return 0.0, 0
    largest = 2.0 * (1.0 + p[BETA]) / high
    if p[FORM] != HEAVY_BALL:
        return largest / (1.0 - p[BETA]), 2
    return largest / (1.0 - dampening), 1 if dampening > 0.0 else 0


def notes(values: Mapping[str, Value]) -> tuple[str, ...]:
    lr, beta = float(values["lr"]), float(values["beta"])
    if values["form"] == "ewa":
        sentences = [f"The heavy ball takes the same path with learning rate lr·(1 − β) = {lr * (1 - beta):.4g}."]
    elif not _dampening(values):
        sentences = [f"The exponentially weighted average takes the same path with lr/(1 − β) = {lr / (1 - beta):.4g}."]
    else:
        sentences = [f"From the second step on each gradient is multiplied by 1 − τ = {1 - _dampening(values):.4g}."]
    if values["dampening"] and not _dampening(values):
        sentences.append("Dampening acts only in the heavy ball with β above 0; here it has no effect.")
    if values["nesterov"] and _dampening(values):
        sentences.append("torch does not allow nesterov with dampening; here the step is along βV + g.")
    return tuple(sentences)


def _dampening(values: Mapping[str, Value]) -> float:
    """Return the dampening that has an effect."""
    counts = values["form"] == "heavy-ball" and float(values["beta"]) > 0
    return float(values["dampening"]) if counts else 0.0


def torch(values: Mapping[str, Value]) -> Torch | None:
    """The average is 1 − β times torch's sum. For β = 0 nesterov changes nothing, and torch refuses it.

    Torch also refuses nesterov with dampening, for which the library has a step.
    """
    beta, dampening = float(values["beta"]), _dampening(values)
    if values["nesterov"] and dampening:
        return None
    arguments = {"momentum": beta, "nesterov": bool(values["nesterov"] and beta)}
    if values["form"] == "heavy-ball":
        return Torch("SGD", {**arguments, **({"dampening": dampening} if dampening else {})})
    return Torch(
        "SGD",
        arguments,
        1.0 - beta,
        "torch sums the gradients that ewa averages, so its rate is multiplied by 1 - beta",
    )


MOMENTUM = Rule(
    name="momentum",
    title="Momentum",
    also=("Nesterov", "heavy ball", "NAG", "Polyak momentum"),
    formula=r"V \leftarrow \beta V + (1-\beta) g, \quad x \leftarrow x - \eta V",
    source=Source(
        "Polyak",
        "Some methods of speeding up the convergence of iteration methods",
        1964,
        "https://doi.org/10.1016/0041-5553(64)90137-5",
    ),
    variant="By default V is the exponentially weighted average that courses teach. form=heavy-ball is "
    "torch.optim.SGD with momentum, and dampening is torch's too. nesterov is the form of Sutskever et al. (2013), as "
    "in torch.",
    parameters=PARAMETERS,
    state=(StateVariable("V", "average of gradients", role="direction"),),
    step=step,
    theory=theory,
    marks=MARKS,
    limit=limit,
    limits=("2(1+β)/λmax", "2(1+β)/((1−τ)λmax)", "2(1+β)/((1−β)λmax)"),
    notes=notes,
    torch=torch,
)

"""Rprop: each coordinate has its own step, which grows while the slope keeps its sign and shrinks when it changes sign.

    δ ← η₊ δ   if g and the gradient before have the same sign
    δ ← η₋ δ   if they have opposite signs; then g counts as 0, here and at the next step
    x ← x − η δ sign(g)     with η δ kept between step_min and step_max

δ starts at 1, so η is the length of the first step. Only the signs of the gradients matter. δ is the step divided by η.
A schedule may make η so small that this would overflow; then δ is the largest number it may be, and where η is 0, δ
stays as it is.
"""

from collections.abc import Mapping

from ..terms.parameters import Parameter, Value, learning_rate
from ..terms.types import Matrix, Vector
from .rule import Rule, Source, StateVariable, Torch
from .signs import sign

PARAMETERS = (
    learning_rate("length", scales=False),
    Parameter(
        "eta_minus", r"\eta_-", "factor of a step whose slope has changed sign", 0.5, 0.001, 1.0, (0.1, 1.0), "linear"
    ),
    Parameter(
        "eta_plus", r"\eta_+", "factor of a step whose slope keeps its sign", 1.2, 1.0, 10.0, (1.0, 2.0), "linear"
    ),
    Parameter(
        "step_min",
        r"\delta_{\min}",
        "shortest step",
        1e-6,
        0.0,
        1e6,
        (1e-9, 1e-2),
        "log",
        advanced=True,
        label="shortest step",
    ),
    Parameter(
        "step_max",
        r"\delta_{\max}",
        "longest step",
        50.0,
        1e-9,
        1e6,
        (1e-2, 100.0),
        "log",
        advanced=True,
        label="longest step",
    ),
)
LR, ETA_MINUS, ETA_PLUS, STEP_MIN, STEP_MAX = range(5)
DELTA, BEFORE = range(2)
MOST = 1e300  # of δ, so that no multiple of it overflows


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        slope = sign(g[i])
        turn = slope * state[BEFORE, i]
        factor = p[ETA_PLUS] if turn > 0.0 else p[ETA_MINUS] if turn < 0.0 else 1.0
        if turn < 0.0:
            slope = 0.0
        size = min(max(p[LR] * (factor * state[DELTA, i]), p[STEP_MIN]), p[STEP_MAX])
        if p[LR] > 0.0:
            state[DELTA, i] = min(size / p[LR], MOST)
        state[BEFORE, i] = slope
        x[i] -= size * slope


def torch(values: Mapping[str, Value]) -> Torch | None:
    """In torch the learning rate is the first step alone: a schedule would have no effect."""
    if values.get("schedule", "constant") != "constant" or values.get("warmup"):
        return None
    low, high, least, most = (float(values[name]) for name in ("eta_minus", "eta_plus", "step_min", "step_max"))
    if not low < 1.0 < high:
        return None
    remark = "torch multiplies two gradients to compare their signs, and finds none where the product underflows"
    return Torch("Rprop", {"etas": (low, high), "step_sizes": (least, most)}, remark=remark)


RPROP = Rule(
    name="rprop",
    title="Rprop",
    formula=r"\delta \leftarrow \eta_\pm\, \delta, \quad x \leftarrow x - \eta\, \delta\, \mathrm{sign}(g)",
    source=Source(
        "Riedmiller and Braun",
        "A direct adaptive method for faster backpropagation learning: the RPROP algorithm",
        1993,
        "https://doi.org/10.1109/ICNN.1993.298623",
    ),
    variant="The form that never steps back, iRprop− of Igel and Hüsken (2000), as in torch.optim.Rprop. The paper's "
    "own form takes a step back when a slope changes sign. A schedule multiplies every step; in torch it would change "
    "only the first.",
    parameters=PARAMETERS,
    state=(
        StateVariable(r"\delta", "step, in units of the learning rate", initial=1.0),
        StateVariable(r"\mathrm{sign}(g_{t-1})", "sign of the previous gradient, 0 after a change of sign"),
    ),
    step=step,
    torch=torch,
)

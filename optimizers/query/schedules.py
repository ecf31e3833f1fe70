"""Learning-rate schedules: the factor of the learning rate at each step. Every optimizer can have one.

With t the number of the step from 1, T the steps of the run, w those of the warm-up and n = t − w − 1:

constant                1
step                    halved after every ``every`` steps: ½^⌊n / every⌋
exponential             γⁿ
linear                  1 − n / (T − w)
cosine                  ½ (1 + cos(π n / (T − w)))
inverse-sqrt            √(w / t), or 1 / √t without a warm-up
inverse-sqrt-restarted  1 / √(t − w)

With a warm-up the rate first rises linearly, t / w at step t. All but inverse-sqrt begin again after it, at n = 0, so
the full rate comes twice, at steps w and w + 1. Linear and cosine would be 0 at step T + 1, one after the last, as
in torch's LinearLR and CosineAnnealingLR; beyond the run they keep the rate of its last step.

Sources: Vaswani et al., Attention is all you need, 2017 (https://arxiv.org/abs/1706.03762), for inverse-sqrt, in the
form of fairseq and ESPnet; Loshchilov and Hutter, SGDR, 2017 (https://arxiv.org/abs/1608.03983), for cosine.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy import floor, sqrt

from ..form.compiling import compiled
from ..form.elementary import cos, power
from ..terms.parameters import Needs, Parameter, Value, choice
from ..terms.types import Vector


def _steps(name: str, default: float, low: float, meaning: str, label: str, named: str) -> Parameter:
    symbol = rf"\mathrm{{{name}}}"
    return Parameter(
        *(name, symbol, meaning, default, low, 10_000, (low, 500.0), "linear"),
        advanced=True, whole=True, label=label, named=(named,),
    )  # fmt: skip


FORMULAS = {
    "constant": r"\eta_t = \eta",
    "step": r"\eta_t = \eta \left(\frac{1}{2}\right)^{\lfloor (t-w-1) / \mathrm{every} \rfloor}",
    "exponential": r"\eta_t = \eta\, \gamma^{t-w-1}",
    "linear": r"\eta_t = \eta \left(1 - \frac{t-w-1}{T-w}\right)",
    "cosine": r"\eta_t = \frac{\eta}{2} \left(1 + \cos \frac{\pi (t-w-1)}{T-w}\right)",
    "inverse-sqrt": r"\eta_t = \eta \sqrt{\frac{\max(w, 1)}{t}}",
    "inverse-sqrt-restarted": r"\eta_t = \frac{\eta}{\sqrt{t-w}}",
}
"""The rate at step t after a warm-up of w steps, of a run of T steps, in LaTeX."""

SHAPES = tuple(FORMULAS)

WORDS = (
    "constant", "halved at intervals", "exponential decay", "linear decay", "cosine decay", "inverse square root",
    "inverse square root after the warm-up",
)  # fmt: skip
"""What the page calls each of them."""
NAMED = ("at a constant rate", *(f"with {shape} decay" for shape in SHAPES[1:]))
"""What the name of an optimizer says of each."""

MEANING = "how the learning rate changes at step t of a run of T steps, where the first w steps are a warm-up"
PARAMETERS = (
    replace(
        choice(
            "schedule", MEANING, tuple(FORMULAS), tuple(FORMULAS.values()), label="schedule", words=WORDS, named=NAMED
        ),
        captioned=True,
    ),
    replace(
        _steps(
            "warmup",
            0.0,
            0.0,
            "steps over which the rate rises to its full value before the schedule begins",
            "warm-up steps",
            "with warm-up {}",
        ),
        captioned=True,
    ),
    replace(
        _steps(
            "every",
            30.0,
            1.0,
            "steps between two halvings (schedule=step)",
            "steps to a halving",
            "with halving period {}",
        ),
        needs=(Needs(("schedule",), "step"),),
    ),
    Parameter(
        "gamma",
        r"\gamma",
        "factor that multiplies the rate after each step (schedule=exponential)",
        0.99,
        0.0,
        1.0,
        (0.0, 0.9999),
        "decay",
        advanced=True,
        label="factor γ",
        needs=(Needs(("schedule",), "exponential"),),
    ),
)
"""Parameters that every optimizer has besides its own hyper-parameters."""


def said(values: Mapping[str, Value]) -> str:
    """Return what the name of an optimizer says of its schedule, such as "with cosine decay"."""
    return NAMED[SHAPES.index(str(values["schedule"]))]


def is_constant(values: Mapping[str, Value]) -> bool:
    """Return whether the rate never changes; values: of all parameters of an optimizer."""
    return values.get("schedule", "constant") == "constant" and values.get("warmup", 0) == 0


CONSTANT, STEP, EXPONENTIAL, LINEAR, COSINE, INVERSE_SQRT, INVERSE_SQRT_RESTARTED = range(7)
PI = 3.141592653589793


def multiplier(t: float, shape: int, steps: float, warmup: float, every: float, gamma: float) -> Any:
    """Return the factor of the learning rate at step t of a run of ``steps`` steps; shape: CONSTANT, STEP, …"""
    if t <= warmup:
        return t / warmup
    n = t - warmup - 1.0
    rest = max(steps - warmup, 1.0)
    taken = min(n, rest - 1.0)  # of the steps over which linear and cosine fall
    if shape == STEP:
        return power(0.5, floor(n / every))
    if shape == EXPONENTIAL:
        return power(gamma, n)
    if shape == LINEAR:
        return 1.0 - taken / rest
    if shape == COSINE:
        return 0.5 * (1.0 + cos(PI * taken / rest))
    if shape == INVERSE_SQRT:
        return 1.0 / sqrt(t / max(warmup, 1.0))
    if shape == INVERSE_SQRT_RESTARTED:
        return 1.0 / sqrt(n + 1.0)
    return 1.0


def multiply(rates: Vector, shape: int, steps: float, warmup: float, every: float, gamma: float) -> None:
    """Multiply the rates of steps 1, 2, … by the factors of the schedule, in place."""
    for i in range(rates.size):
        rates[i] *= multiplier(i + 1.0, shape, steps, warmup, every, gamma)


def prepare() -> Callable[..., None]:
    """Return ``multiply``, compiled or loaded."""
    return compiled(multiply, "void(float64[::1], int64, float64, float64, float64, float64)")


def multipliers(values: Mapping[str, Value], steps: int, count: int | None = None) -> Vector:
    """Return the factors of the learning rate at steps 1 to ``count``, shape (count,).

    steps: the steps of the run that the schedule is for. count: by default as many; more if the run is continued.
    """
    shape = SHAPES.index(str(values["schedule"]))
    found = np.ones(steps if count is None else count)
    prepare()(found, shape, float(steps), *(float(values[name]) for name in ("warmup", "every", "gamma")))
    return found

"""Learning-rate schedules: what the rate is multiplied by at each step. Every optimizer can have one.

With t the number of the step from 1, T the steps of the run, w those of the warm-up and n = t − w − 1:

constant                1
step                    ½ after every ``every`` steps, again and again: ½^⌊n / every⌋
exponential             γⁿ
linear                  1 − n / (T − w)
cosine                  ½ (1 + cos(π n / (T − w)))
inverse-sqrt            √(w / t), or 1 / √t without a warm-up
inverse-sqrt-restarted  1 / √(t − w)

With a warm-up the rate first rises linearly, t / w at step t. All but inverse-sqrt begin again after it, at n = 0, so
the full rate comes twice, at steps w and w + 1. Linear and cosine would be 0 at step T + 1, one after the last, as
torch's LinearLR and CosineAnnealingLR; beyond the run they keep the rate of its last step.

Sources: Vaswani et al., Attention is all you need, 2017 (https://arxiv.org/abs/1706.03762), for inverse-sqrt, in the
form of fairseq and ESPnet; Loshchilov and Hutter, SGDR, 2017 (https://arxiv.org/abs/1608.03983), for cosine.
"""

from collections.abc import Mapping

import numpy as np

from ..terms.parameters import Parameter, Value, choice
from ..terms.types import Vector


def _steps(name: str, default: float, low: float, meaning: str) -> Parameter:
    symbol = rf"\mathrm{{{name}}}"
    return Parameter(name, symbol, meaning, default, low, 10_000, (low, 500.0), "linear", advanced=True, whole=True)


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

MEANING = "how the learning rate changes: at step t of a run of T steps, the first w of them a warm-up"
PARAMETERS = (
    choice("schedule", MEANING, tuple(FORMULAS), tuple(FORMULAS.values())),
    _steps("warmup", 0.0, 0.0, "steps over which the rate rises to its value, before the schedule begins"),
    _steps("every", 30.0, 1.0, "steps between two halvings (schedule=step)"),
    Parameter(
        "gamma",
        r"\gamma",
        "what the rate is multiplied by after each step (schedule=exponential)",
        0.99,
        0.0,
        1.0,
        (0.0, 0.9999),
        "decay",
        advanced=True,
    ),
)
"""What every optimizer understands besides its own hyper-parameters."""


def multipliers(values: Mapping[str, Value], steps: int, count: int | None = None) -> Vector:
    """Return what the learning rate is multiplied by at steps 1 to ``count``, shape (count,).

    steps: the steps of the run that the schedule is for; count: by default as many, more where the run is continued.
    """
    warmup, every, gamma = int(float(values["warmup"])), int(float(values["every"])), float(values["gamma"])
    t = np.arange(1, (steps if count is None else count) + 1, dtype=np.float64)
    after = np.maximum(t - warmup, 1.0)
    rest = max(steps - warmup, 1)
    taken = np.minimum(after - 1, rest - 1)  # of the steps that linear and cosine last
    shapes = {
        "constant": np.ones(len(t)),
        "step": 0.5 ** ((after - 1) // every),
        "exponential": gamma ** (after - 1),
        "linear": 1 - taken / rest,
        "cosine": 0.5 * (1 + np.cos(np.pi * taken / rest)),
        "inverse-sqrt": 1 / np.sqrt(t / max(warmup, 1)),
        "inverse-sqrt-restarted": 1 / np.sqrt(after),
    }
    shape = shapes[str(values["schedule"])]
    return np.where(t <= warmup, t / max(warmup, 1), shape)

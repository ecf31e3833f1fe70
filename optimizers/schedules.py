"""Learning-rate schedules: what the rate is multiplied by at each step. Every optimizer can have one.

constant      1
step          ½ after every ``every`` steps, again and again
cosine        ½ (1 + cos(π t / T)), T the number of steps
inverse-sqrt  1 / √t

With ``warmup`` steps the rate first rises linearly from 1/warmup to 1, and t counts from there.
"""

from collections.abc import Mapping

import numpy as np

from .parameters import Parameter, Value, choice
from .types import Vector


def _steps(name: str, default: float, low: float, meaning: str) -> Parameter:
    symbol = rf"\mathrm{{{name}}}"
    return Parameter(name, symbol, meaning, default, low, 10_000, (low, 500.0), "linear", advanced=True, whole=True)


PARAMETERS = (
    choice("schedule", "how the learning rate changes", ("constant", "step", "cosine", "inverse-sqrt")),
    _steps("warmup", 0.0, 0.0, "steps over which the rate rises to its value"),
    _steps("every", 30.0, 1.0, "steps between two halvings (schedule=step)"),
)
"""What every optimizer understands besides its own hyper-parameters."""


def multipliers(values: Mapping[str, Value], steps: int, count: int | None = None) -> Vector:
    """Return what the learning rate is multiplied by at steps 1 to ``steps``, shape (steps,)."""
    warmup, every = int(float(values["warmup"])), int(float(values["every"]))
    t = np.arange(1, (steps if count is None else count) + 1, dtype=np.float64)
    after = np.maximum(t - warmup, 1.0)
    shapes = {
        "constant": np.ones(len(t)),
        "step": 0.5 ** ((after - 1) // every),
        "cosine": 0.5 * (1 + np.cos(np.pi * (after - 1) / max(steps - warmup, 1))),
        "inverse-sqrt": 1 / np.sqrt(after),
    }
    shape = shapes[str(values["schedule"])]
    return np.where(t <= warmup, t / max(warmup, 1), shape)

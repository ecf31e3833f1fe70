"""What a learning rate is multiplied by at each step, in long double and from the formulas in words.

constant: 1. step: half after every ``every`` steps. cosine: half a cosine wave from 1 down to 0 over the run. linear:
from 1 down to 0 over the run. exponential: ``gamma`` to the number of steps. inverse-sqrt: √(w / t), with w the length
of the warm-up, at least 1. inverse-sqrt-restarted: 1 / √t. A warm-up of w steps takes t / w at step t; all but
inverse-sqrt begin after it. Beyond the run linear and cosine keep the rate of its last step.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from tests.reference.number import PI, Array, Real, real


def multipliers(values: Mapping[str, Any], steps: int, count: int) -> Array:
    """Return the factors at steps 1 to ``count`` of a run that was planned for ``steps`` steps, (count,)."""
    warmup = int(values["warmup"])
    rest = max(steps - warmup, 1)
    return real([_at(values, t, warmup, rest) for t in range(1, count + 1)])


def _at(values: Mapping[str, Any], t: int, warmup: int, rest: int) -> Any:
    if t <= warmup:
        return Real(t) / warmup
    done = t - warmup - 1
    kind = values["schedule"]
    taken = min(done, rest - 1)
    if kind == "constant":
        return Real(1)
    if kind == "step":
        return Real(1) / 2 ** (done // int(values["every"]))
    if kind == "cosine":
        return (1 + np.cos(PI * taken / rest)) / 2
    if kind == "linear":
        return 1 - Real(taken) / rest
    if kind == "exponential":
        return Real(values["gamma"]) ** done
    if kind == "inverse-sqrt":
        return np.sqrt(Real(max(warmup, 1)) / t)
    assert kind == "inverse-sqrt-restarted", kind
    return 1 / np.sqrt(Real(done + 1))

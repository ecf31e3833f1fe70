"""The rules, for many runs at once. Each returns the step that it takes at the gradient g and keeps what it remembers.

g: (2, n), one column a run. kept: what the rule remembers, by name, empty before the first step. t: the number of the
step, from 1. lr: (n,). p: the hyper-parameters by name, each (n,); of a choice, whether it is the second or later form.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from .number import Array, where

Kept = dict[str, Array]
Parameters = Mapping[str, Any]
Rule = Callable[[Array, Kept, int, Array, Parameters], Array]


def _quotient(above: Array, below: Array) -> Array:
    """Return above / below, and 0 where above is 0: a rule that has seen no gradient stays where it is."""
    return where(above == 0, 0, above / np.where(above == 0, 1, below))


def _mean(kept: Kept, name: str, decay: Array, term: Array) -> Array:
    """Return the exponentially weighted average of the terms, from 0."""
    kept[name] = decay * kept.get(name, 0 * term) + (1 - decay) * term
    return kept[name]


def sgd(g: Array, kept: Kept, t: int, lr: Array, p: Parameters) -> Array:
    return -lr * g


def momentum(g: Array, kept: Kept, t: int, lr: Array, p: Parameters) -> Array:
    """Average or sum of the gradients. As in torch, a sum with memory is damped from the second step on."""
    damped = np.where((t == 1) | (p["beta"] == 0), 1, 1 - p["dampening"])
    weight = np.where(p["form"] == "heavy-ball", damped, 1 - p["beta"])
    kept["v"] = p["beta"] * kept.get("v", 0 * g) + weight * g
    ahead = p["beta"] * kept["v"] + np.where(p["form"] == "heavy-ball", 1, weight) * g
    return -lr * np.where(p["nesterov"] == 1, ahead, kept["v"])


def _variance(g: Array, kept: Kept, t: int, p: Parameters) -> Array:
    """Return the average of squares less the square of the average, without subtracting one from the other.

    Uncorrected, S − M² itself follows W ← β (W + (1 − β) (g − M)²). Corrected, it is the weighted mean of the squared
    distances from the weighted mean, and what is left of s0: their sum grows by (1 − β) (g − M) (g − M′),
    with g − M′ = β (1 − βᵗ⁻¹) / (1 − βᵗ) · (g − M).
    """
    beta = p["beta"]
    before, seen = 1 - beta ** (t - 1), 1 - beta**t
    plain = beta * (kept.get("w", p["s0"] + 0 * g) + (1 - beta) * (g - kept.get("m", 0 * g)) ** 2)
    away = g - kept.get("mean", 0 * g)
    kept["w"], kept["m"] = plain, beta * kept.get("m", 0 * g) + (1 - beta) * g
    kept["mean"] = kept.get("mean", 0 * g) + (1 - beta) / seen * away
    kept["spread"] = beta * kept.get("spread", 0 * g) + (1 - beta) * beta * before / seen * away**2
    return where(p["bias_correction"] == 1, (kept["spread"] + beta**t * p["s0"]) / seen, plain)


def rmsprop(g: Array, kept: Kept, t: int, lr: Array, p: Parameters) -> Array:
    beta = p["beta"]
    kept["s"] = beta * kept.get("s", p["s0"] + 0 * g) + (1 - beta) * g**2
    square = np.where(p["bias_correction"] == 1, kept["s"] / (1 - beta**t), kept["s"])
    square = np.where(p["centered"] == 1, _variance(g, kept, t, p), square)
    below = np.where(p["eps_inside"] == 1, np.sqrt(square + p["eps"]), np.sqrt(square) + p["eps"])
    kept["b"] = p["momentum"] * kept.get("b", 0 * g) + _quotient(g, below)
    return -lr * kept["b"]


def adam(g: Array, kept: Kept, t: int, lr: Array, p: Parameters) -> Array:
    """torch: ε beside the corrected root. tensorflow: beside the root itself, the correction in the rate."""
    m = _mean(kept, "m", p["beta1"], g)
    v = _mean(kept, "v", p["beta2"], g**2)
    on = p["bias_correction"] == 1
    first, second = np.where(on, 1 - p["beta1"] ** t, 1), np.where(on, 1 - p["beta2"] ** t, 1)
    torch = _quotient(m / first, np.sqrt(v / second) + p["eps"])
    tensorflow = np.sqrt(second) / first * _quotient(m, np.sqrt(v) + p["eps"])
    return -lr * np.where(p["form"] == "tensorflow", tensorflow, torch)


def normalized_gd(g: Array, kept: Kept, t: int, lr: Array, p: Parameters) -> Array:
    return -lr * _quotient(g, np.broadcast_to(np.hypot(g[0], g[1]), g.shape))


def sign_gd(g: Array, kept: Kept, t: int, lr: Array, p: Parameters) -> Array:
    return -lr * np.sign(g)


RULES: Mapping[str, Rule] = {
    "sgd": sgd,
    "momentum": momentum,
    "rmsprop": rmsprop,
    "adam": adam,
    "normalized-gd": normalized_gd,
    "sign-gd": sign_gd,
}

"""Runs plans in long double, with the references of rules and surfaces."""

from collections.abc import Sequence
from inspect import signature
from typing import Any

import numpy as np

from tests.reference.finding import gradient, numbers, step_of, value
from tests.reference.number import LARGEST, Array, real
from tests.reference.seen import Seen

from .plan import Mover, Plan


class _Mover:
    """A rule with its hyper-parameters and what it remembers."""

    def __init__(self, mover: Mover) -> None:
        self.take = step_of(mover.rule)
        self.sees = len(signature(self.take).parameters) > len(("x", "g", "kept", "t", "p"))
        self.p = numbers(mover.values)
        self.rates = mover.rates
        self.kept: dict[str, Any] = {}
        kind = mover.values.get("decoupled_weight_decay")  # None where the step itself decays weights
        self.coupled = self.p.weight_decay if kind == 0 else 0
        self.decoupled = self.p.weight_decay if kind == 1 else 0

    def step(self, x: Array, g: Array, t: int, plan: Plan) -> Array:
        """Return the step t from x, where the gradient is g; the weight decay that it sees is its own."""
        self.p.lr = self.rates[t - 1]
        given = x, g + self.coupled * x, self.kept, t, self.p
        if self.sees:
            return real(self.take(*given, Seen(plan.surface, _seen(plan, t), self.coupled, plan.noise[t - 1])))
        return real(self.take(*given))


def simulate(plans: Sequence[Plan]) -> list[Array]:
    """Return the positions of every run, (last + 1, 2); a run ends where float64 could no longer hold it."""
    with np.errstate(all="ignore"):
        return [_run(plan) for plan in plans]


def _seen(plan: Plan, t: int) -> Any:
    """Return the parameters of the surface that the rule sees in step t: with the rows of its minibatch, if any."""
    known = numbers(plan.values)
    if plan.batches:
        known.seen = plan.batches[t - 1]
    return known


def _run(plan: Plan) -> Array:
    mover, length = _Mover(plan.mover), None if plan.length is None else _Mover(plan.length)
    c, x = numbers(plan.values), real(plan.start)
    slope = real(gradient(plan.surface, x[0], x[1], c))
    path = [x]
    for t in range(1, plan.steps + 1):
        seen = real(gradient(plan.surface, x[0], x[1], _seen(plan, t))) if plan.batches else slope
        x = _moved(x, seen + plan.noise[t - 1], t, plan, mover, length)
        slope = real(gradient(plan.surface, x[0], x[1], c))
        if not (np.abs([*x, value(plan.surface, x[0], x[1], c), *slope]) <= LARGEST).all():
            break
        path.append(x)
    return real(path)


def _moved(x: Array, g: Array, t: int, plan: Plan, mover: _Mover, length: _Mover | None) -> Array:
    """Return where one step leads. Decoupled weight decay counts in no length."""
    d = mover.step(x, g, t, plan)
    if length:
        own, other = np.hypot(*d), np.hypot(*length.step(x, g, t, plan))
        d = other * (d / own) if own > 0 else real([0, 0])
    return real(x * (1 - mover.rates[t - 1] * mover.decoupled) + d)

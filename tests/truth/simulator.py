"""Runs many plans at once, those of one rule, one source of lengths and one surface together."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from . import surfaces
from .number import LARGEST, Array, real, where
from .plan import Mover, Plan, constants
from .rules import RULES, Kept


@dataclass
class _Movers:
    """The movers of several plans, with what they remember. rates: (count, n)."""

    rule: str
    p: dict[str, Any]
    rates: Array
    kept: Kept = field(default_factory=dict)

    def step(self, g: Array, t: int) -> Array:
        return RULES[self.rule](g, self.kept, t, self.rates[t - 1], self.p)

    @property
    def coupled(self) -> Array:
        return where(self.p["decoupled_weight_decay"] == 1, 0, self.p["weight_decay"])

    @property
    def decoupled(self) -> Array:
        return where(self.p["decoupled_weight_decay"] == 1, self.p["weight_decay"], 0)

    def keep(self, few: Any) -> None:
        self.p = {name: values[few] for name, values in self.p.items()}
        self.rates = self.rates[:, few]
        self.kept = {name: values[:, few] for name, values in self.kept.items()}


def simulate(plans: Sequence[Plan]) -> list[Array]:
    """Return the positions of every run, (last + 1, 2); a run ends where float64 could no longer hold it."""
    groups = defaultdict(list)
    for index, plan in enumerate(plans):
        groups[plan.group].append(index)
    paths: list[Any] = [None] * len(plans)
    with np.errstate(all="ignore"):
        for indices in groups.values():
            for index, path in zip(indices, _group([plans[index] for index in indices]), strict=True):
                paths[index] = path
    return paths


def _stack(movers: Sequence[Mover], longest: int) -> _Movers:
    p = {name: np.array([mover.values[name] for mover in movers]) for name in movers[0].values if name != "lr"}
    p = {name: values if values.dtype.kind == "U" else real(values) for name, values in p.items()}
    return _Movers(movers[0].rule, p, _columns([mover.rates for mover in movers], longest))


def _columns(rows: Sequence[Array], longest: int) -> Array:
    """Return arrays of different lengths side by side, along a new last axis, filled up with zeros."""
    table = real(np.zeros((longest, *rows[0].shape[1:], len(rows))))
    for i, row in enumerate(rows):
        table[: len(row), ..., i] = row
    return table


def _group(plans: Sequence[Plan]) -> list[Array]:
    surface = plans[0].surface
    longest = max(plan.steps for plan in plans)
    movers = _stack([plan.mover for plan in plans], longest)
    lengths = _stack([plan.length for plan in plans if plan.length], longest) if plans[0].length else None
    noise = _columns([plan.noise for plan in plans], longest)
    c = np.stack([constants(plan) for plan in plans], axis=-1)
    x = real([plan.start for plan in plans]).T.copy()
    ends = np.array([plan.steps for plan in plans])
    path = real(np.zeros((longest + 1, 2, len(plans))))
    path[0] = x
    who = np.arange(len(plans))  # the runs that still go on
    for t in range(1, longest + 1):
        exact = np.stack(surfaces.gradient(surface, x[0], x[1], c))
        x = _moved(x, exact + noise[t - 1], t, movers, lengths)
        path[t, :, who] = x.T
        lost = ~_finite(surface, x, c)
        ends[who[lost]] = t - 1
        going = ~lost & (ends[who] > t)
        if not going.all():
            who, x, c, noise = who[going], x[:, going], c[:, going], noise[..., going]
            movers.keep(going)
            if lengths:
                lengths.keep(going)
        if not len(who):
            break
    return [path[: end + 1, :, i].copy() for i, end in enumerate(ends)]


def _moved(x: Array, g: Array, t: int, movers: _Movers, lengths: _Movers | None) -> Array:
    """Return where one step leads. Each rule sees its own weight decay; decoupled, it counts in no length."""
    d = movers.step(g + movers.coupled * x, t)
    if lengths:
        own = np.hypot(d[0], d[1])
        other = lengths.step(g + lengths.coupled * x, t)
        d = where(own > 0, np.hypot(other[0], other[1]) * (d / np.where(own > 0, own, 1)), 0)
    return real(x * (1 - movers.rates[t - 1] * movers.decoupled) + d)


def _finite(surface: str, x: Array, c: Array) -> Any:
    """Whether float64 holds position, loss and gradient."""
    numbers = [*x, surfaces.value(surface, x[0], x[1], c), *surfaces.gradient(surface, x[0], x[1], c)]
    return np.all([np.abs(number) <= LARGEST for number in numbers], axis=0)

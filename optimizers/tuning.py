"""fair=tuned: for each optimizer the learning rate of a grid that settles fastest.

Grid: the part of the rate's range that its slider covers, ``A_DECADE`` rates a decade, rounded to three figures: 49
rates from 1e-5 to 10. Criterion: the smallest settling step of the worst start; of equals the smaller loss at the end
of the worst start, then the lower rate. A rate from which one start does not settle is out; where all are, the
optimizer keeps its own rate, and the caption says so.

An optimizer that takes another's step length is tuned in the rate of that length: its own rate changes nothing.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from . import fairness, metrics
from .descent import descend
from .engine import compile_rule, compile_surface
from .fairness import Entrant, entrant, entrants, length_of, noise_of
from .rules.rule import Rule
from .scenario import OPTIMIZERS, SURFACES, Scenario
from .text import format_number

A_DECADE = 8
KEPT = 64
CHUNK = 1000  # steps a call: without a lock on the interpreter, but not without an end

_found: dict[str, tuple[float | None, ...]] = {}  # the last results, by canonical query


def grid_of(rule: Rule) -> list[float]:
    """Return the learning rates that are tried for ``rule``, rising."""
    (rate,) = (parameter for parameter in rule.parameters if parameter.unit)
    low, high = (math.log10(end) for end in rate.slider)
    count = round(A_DECADE * (high - low)) + 1
    return [float(f"{10 ** (low + k / A_DECADE):.3g}") for k in range(count)]


def tuned_rates(scenario: Scenario) -> tuple[float | None, ...]:
    """Return for each optimizer the rate found, None where no rate of the grid settles. The last results are kept."""
    if scenario.query not in _found:
        for _ in tune(scenario):
            pass
    return _found[scenario.query]


def tune(scenario: Scenario) -> Iterator[tuple[int, int]]:
    """Find the rates for ``tuned_rates``; yields (how many optimizers are done, of how many). Stop when you like."""
    found = []
    for place in range(len(scenario.optimizers)):
        found.append(_best(scenario, place))
        if place == len(scenario.optimizers) - 1:
            while len(_found) >= KEPT:
                _found.pop(next(iter(_found)), None)
            _found[scenario.query] = tuple(found)
        yield place + 1, len(scenario.optimizers)


def resolve(scenario: Scenario) -> list[Entrant]:
    """Return the optimizers as they run, tuned where the scenario says so."""
    return entrants(scenario, tuned_rates(scenario) if scenario.conditions["fair"] == "tuned" else None)


def caption(scenario: Scenario) -> str:
    """Return what is held equal and every aid in use, as it stands on every plot."""
    return fairness.caption(scenario, _told(scenario) if scenario.conditions["fair"] == "tuned" else "")


def _told(scenario: Scenario) -> str:
    rates = tuned_rates(scenario)
    words = [
        f"{OPTIMIZERS[one.name].title} "
        + (f"keeps {format_number(float(one.values['lr']))}, none settles" if rate is None else format_number(rate))
        for one, rate in zip(scenario.optimizers, rates, strict=True)
    ]
    grids = [_grid(rule) for rule in (OPTIMIZERS[one.name] for one in scenario.optimizers)]
    asked = " or ".join(grid for grid, _ in groupby(grids))
    return f"each tuned, of {asked} the rate whose worst start settles first: {', '.join(words)}"


def _grid(rule: Rule) -> str:
    grid = grid_of(rule)
    return f"{len(grid)} rates from {format_number(grid[0])} to {format_number(grid[-1])}"


def _best(scenario: Scenario, place: int) -> float | None:
    lender = length_of(scenario, place)
    measured = scenario.optimizers[place if lender is None else lender]
    trials = _Trials(scenario, place)
    best: tuple[float, float, float] | None = None
    for rate in grid_of(OPTIMIZERS[measured.name]):
        worst = trials.worst(entrant(scenario, place, rate))
        if worst is not None and (best is None or (*worst, rate) < best):
            best = (*worst, rate)
    return None if best is None else best[2]


class _Trials:
    """Runs of one optimizer of a scenario, in arrays that are used again."""

    def __init__(self, scenario: Scenario, place: int) -> None:
        one = entrant(scenario, place)
        lender = one if one.length is None else entrant(scenario, one.length)
        surface, values = SURFACES[scenario.surface.name], scenario.surface.values
        rows = scenario.steps + 1
        self.starts: Sequence[tuple[float, float]] = [(start.x, start.y) for start in scenario.starts]
        self.steps, self.lender = scenario.steps, lender
        self.floor, self.tolerance = surface.floor(values), float(scenario.conditions["tolerance"])
        self.x, self.loss, self.gradient = np.empty((rows, 2)), np.empty(rows), np.empty((rows, 2))
        self.state, self.noise = np.empty((rows, len(one.rule.state), 2)), noise_of(scenario)
        self.q = surface.pack(values)[np.newaxis]
        self.addresses = compile_rule(one.rule), compile_rule(lender.rule), lender is not one, compile_surface(surface)

    def worst(self, one: Entrant) -> tuple[float, float] | None:
        """Return the last settling step and the largest final loss, None where a start does not settle."""
        if self.floor is None:
            return None
        steps, losses = [], []
        for start in self.starts:
            settled = self._settled(one, start)
            if settled is None:
                return None
            steps.append(settled)
            losses.append(float(self.loss[-1]))
        return max(steps), max(losses)

    def _settled(self, one: Entrant, start: tuple[float, float]) -> int | None:
        self.x[0] = start
        self.state[0] = one.state()
        spare, p, r = self.lender.state()[np.newaxis], one.p, self.lender.p.copy()
        arrays = (self.x, self.loss, self.gradient, self.state, spare)
        for first in range(0, self.steps, CHUNK):
            goal = min(first + CHUNK, self.steps)
            with np.errstate(all="ignore"):
                last = descend(*self.addresses, *arrays, p, one.rates, r, one.lengths, self.q, self.noise, first, goal)
            if last < goal:
                return None
        return metrics.settled(self.loss, self.floor, self.tolerance)

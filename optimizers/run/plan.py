"""A scenario resolved into arrays, and all its runs in one compiled call."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..form.compiling import COMPILED
from ..query.scenario import Scenario
from ..terms.types import Matrix, Vector
from . import arrival, judge
from .descent import descend_all
from .engine import compile_rule
from .fairness import Entrant, noise_of
from .metrics import Marks
from .stepping import STEADY, compiled
from .tuning import resolve


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that the runs of a scenario depend on, resolved once: fairness, tuned rates, schedules, noise.

    field: the optimizers as they run. marks: what runs are measured against. kernel: what ``descend_all`` takes before
    the nudges and the arrays that it fills.
    """

    scenario: Scenario
    field: Sequence[Entrant]
    marks: Marks
    kernel: tuple[Any, ...]

    def lender(self, place: int) -> Entrant:
        """Return the optimizer whose step length the one at ``place`` takes, itself for its own."""
        one = self.field[place]
        return one if one.length is None else self.field[one.length]


@dataclass(frozen=True, slots=True)
class Paths:
    """What all runs of a plan produced, a row a run, optimizer by optimizer, start by start.

    x, gradient: (runs, steps + 1, 2). loss: (runs, steps + 1). state: of all runs one after the other, each
    (steps + 1, k, 2) with k the variables of its rule. spare: (runs, k', 2), the state of the rule that lends its
    length, after the last step, with k' the most variables that a rule has. ends: (runs,), the last finite row.
    found: (runs, ``judge.COLUMNS``), or (0, …) where nothing was measured.
    """

    x: Matrix
    loss: Matrix
    gradient: Matrix
    state: Vector
    spare: Matrix
    ends: Any
    found: Matrix


def plan(scenario: Scenario) -> Plan:
    """Return ``scenario``, resolved."""
    field = resolve(scenario)
    surface, marks = scenario.surface, marks_of(scenario)
    rules = np.array([compile_rule(one.rule) for one in field], np.int64 if COMPILED else object).reshape(-1, 3)
    memories, p = _padded([one.begin() for one in field]), _padded([one.p[0] for one in field])
    rates = np.array([one.rates for one in field])
    grafted = [one.length is not None for one in field]
    lenders = [place if one.length is None else one.length for place, one in enumerate(field)]
    measuring = rules, memories, p, rates  # what takes no other's step length measures with its own
    if any(grafted):
        measuring = rules[lenders], memories[lenders], p[lenders], np.array([one.lengths for one in field])
    measures, lent, r, lengths = measuring
    lent_decays = [0.0 if field[place].decoupled else field[place].decay for place in lenders]
    kernel = (
        rules,
        measures,
        np.array(grafted),
        compiled(surface.definition, [one.rule for one in field]),
        np.array([(start.x, start.y) for start in scenario.starts]),
        memories,
        lent,
        np.array([len(one.rule.state) for one in field]),
        p,
        rates,
        r,
        lengths,
        np.array([(one.decay, one.decoupled, decay) for one, decay in zip(field, lent_decays, strict=True)]),
        surface.q[np.newaxis].copy(),  # the kernel takes arrays that it could write
        noise_of(scenario),
        marks.target.minima,
        marks.aim,
    )
    return Plan(scenario, field, marks, kernel)


def run(resolved: Plan, nudges: Matrix = STEADY, judged: bool = True) -> Paths:
    """Take all steps of all runs of a plan.

    nudges: (steps + 1, 2), what the start and each position are multiplied by, (0, 2) for nothing. Without ``judged``
    nothing is measured.
    """
    call, paths = prepared(resolved, nudges, judged)
    call()
    return paths


def prepared(resolved: Plan, nudges: Matrix = STEADY, judged: bool = True) -> tuple[Callable[[], None], Paths]:
    """Return the compiled call that ``run`` makes, and the arrays that it fills."""
    starts, rows = len(resolved.scenario.starts), resolved.scenario.steps + 1
    variables = [len(one.rule.state) for one in resolved.field]
    count = len(variables) * starts
    paths = Paths(
        np.empty((count, rows, 2)),
        np.empty((count, rows)),
        np.empty((count, rows, 2)),
        np.empty(sum(variables) * starts * rows * 2),
        np.empty((count, max(variables), 2)),
        np.empty(count, np.int64),
        np.empty((count if judged else 0, judge.COLUMNS)),
    )
    filled = paths.x, paths.loss, paths.gradient, paths.state, paths.spare, paths.ends, paths.found

    def call() -> None:
        descend_all(*resolved.kernel, nudges, *filled)

    return call if COMPILED else np.errstate(all="ignore")(call), paths  # as plain Python, infinities warn


def marks_of(scenario: Scenario) -> Marks:
    """Return what the runs of ``scenario`` are measured against."""
    saddles = [float(scenario.surface.value(x, y)) for x, y in scenario.surface.landmarks.saddles]
    target = arrival.target_of(scenario)
    below = {"below": target.tolerance} if target.radius is None else {}
    noisy = scenario.conditions["noise"] != 0
    return Marks(target, arrival.pixel(scenario), noisy, min(saddles, default=None), **below)


def _padded(rows: Sequence[Sequence[float] | Vector]) -> Matrix:
    """Return ``rows`` as one table, with zeros after those that are shorter than the longest."""
    table = np.zeros((len(rows), max(map(len, rows))))
    for at, row in enumerate(rows):
        table[at, : len(row)] = row
    return table

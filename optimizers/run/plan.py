"""A scenario resolved into arrays, and all its runs in one compiled call."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..query.registry import SURFACES
from ..query.scenario import Scenario
from ..terms.types import Matrix, Vector
from . import arrival, judge
from .descent import descend_all
from .engine import COMPILED, compile_rule, compile_surface
from .fairness import Entrant, noise_of
from .metrics import Marks
from .stepping import STEADY
from .tuning import resolve


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that the runs of a scenario depend on, resolved once: fairness, tuned rates, schedules, noise.

    field: the optimizers as they run. marks: what runs are measured against. begins: (starts, 2). kernel: what
    ``descend_all`` takes before its arrays, and after them.
    """

    scenario: Scenario
    field: Sequence[Entrant]
    marks: Marks
    begins: Matrix
    rules: tuple[Any, ...]
    rest: tuple[Any, ...]

    def lender(self, place: int) -> Entrant:
        """Return the optimizer whose step length the one at ``place`` takes, itself for its own."""
        one = self.field[place]
        return one if one.length is None else self.field[one.length]

    @property
    def variables(self) -> int:
        """How many state variables the rule with most of them has."""
        return max(len(one.rule.state) for one in self.field)


@dataclass(frozen=True, slots=True)
class Paths:
    """What all runs of a plan produced, a row a run, optimizer by optimizer, start by start.

    x, gradient: (runs, steps + 1, 2). loss: (runs, steps + 1). state: (runs, steps + 1, k, 2), with k the most
    variables that a rule has. spare: (runs, k, 2), the state of the rule that lends its length, after the last step.
    ends: (runs,), the last finite row. found: (runs, ``judge.COLUMNS``), or (0, …) where nothing was measured.
    """

    x: Matrix
    loss: Matrix
    gradient: Matrix
    state: Matrix
    spare: Matrix
    ends: Any
    found: Matrix


def plan(scenario: Scenario) -> Plan:
    """Return ``scenario``, resolved."""
    field = resolve(scenario)
    surface = SURFACES[scenario.surface.name]
    lenders = [one if one.length is None else field[one.length] for one in field]
    kind = np.int64 if COMPILED else object
    rules = (
        np.array([compile_rule(one.rule) for one in field], kind),
        np.array([compile_rule(lender.rule) for lender in lenders], kind),
        np.array([one.length is not None for one in field]),
        compile_surface(surface),
    )
    decays = [
        (one.decay, one.decoupled, 0.0 if lender.decoupled else lender.decay)
        for one, lender in zip(field, lenders, strict=True)
    ]
    rest = (
        _padded([one.p[0] for one in field]),
        np.array([one.rates for one in field]),
        _padded([lender.p[0] for lender in lenders]),
        np.array([one.lengths for one in field]),
        surface.pack(scenario.surface.values)[np.newaxis],
        noise_of(scenario),
        np.array(decays, np.float64),
    )
    begins = np.array([(start.x, start.y) for start in scenario.starts])
    return Plan(scenario, field, marks_of(scenario), begins, rules, rest)


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
    field, begins, steps = resolved.field, resolved.begins, resolved.scenario.steps
    starts, variables = len(begins), resolved.variables
    count, rows = len(field) * starts, steps + 1
    paths = Paths(
        np.empty((count, rows, 2)),
        np.empty((count, rows)),
        np.empty((count, rows, 2)),
        np.empty((count, rows, variables, 2)),
        np.empty((count, variables, 2)),
        np.empty(count, np.int64),
        np.empty((count if judged else 0, judge.COLUMNS)),
    )
    paths.x[:, 0] = np.tile(begins * nudges[0] if len(nudges) else begins, (len(field), 1))
    for place, one in enumerate(field):
        own = slice(place * starts, (place + 1) * starts)
        lender = resolved.lender(place)
        paths.state[own, 0, : len(one.rule.state)] = one.state()
        paths.spare[own, : len(lender.rule.state)] = lender.state()
    arrays = paths.x, paths.loss, paths.gradient, paths.state, paths.spare
    marks = resolved.marks
    aims = nudges, starts, steps, marks.target.minima, marks.aim, paths.ends, paths.found

    def call() -> None:
        if COMPILED:
            descend_all(*resolved.rules, *arrays, *resolved.rest, *aims)
            return
        with np.errstate(all="ignore"):  # as plain Python, infinities warn; the kernel looks for them itself
            descend_all(*resolved.rules, *arrays, *resolved.rest, *aims)

    return call, paths


def marks_of(scenario: Scenario) -> Marks:
    """Return what the runs of ``scenario`` are measured against."""
    surface, values = SURFACES[scenario.surface.name], scenario.surface.values
    landmarks, q = surface.landmarks(values), surface.pack(values)
    saddles = [float(surface.value(x, y, q)) for x, y in landmarks.saddles]
    target = arrival.target_of(scenario)
    below = {"below": target.tolerance} if target.radius is None else {}
    noisy = scenario.conditions["noise"] != 0
    return Marks(target, arrival.pixel(scenario), noisy, min(saddles, default=None), **below)


def _padded(rows: Sequence[Vector]) -> Matrix:
    table = np.zeros((len(rows), max(map(len, rows))))
    for row, values in zip(table, rows, strict=True):
        row[: len(values)] = values
    return table

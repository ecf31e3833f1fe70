"""A scenario resolved into arrays, and all its runs in one compiled call."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from ..form.compiling import COMPILED
from ..query.scenario import Scenario
from ..rules.rule import Rule
from ..terms.types import Matrix, Vector
from . import arrival, judge
from .descent import descend_all
from .draws import Draws, draws_of, noisy
from .engine import compile_rule
from .fairness import PlannedOptimizer, effort
from .metrics import Criteria
from .solving import found_of, solve
from .stepping import NO_NUDGES, compiled
from .tuning import resolve


class Ground(NamedTuple):
    """What the runs of a scenario have in common, whatever its optimizers are. The kernel only reads it.

    start_points: (starts, 2). q: (1, n), the constants of the surface. draws: noise and minibatches of each step.
    criteria: what runs are measured against; measures: the same as an array, (11,).
    """

    start_points: Matrix
    q: Matrix
    draws: Draws
    criteria: Criteria
    measures: Vector


class Plan(NamedTuple):
    """Everything that the runs of a scenario depend on, resolved once: fairness, tuned rates, schedules, draws.

    optimizers: with their rates and step lengths resolved. criteria: what runs are measured against. kernel: the
    arguments of ``descend_all`` before the nudges and the arrays that it fills.
    """

    scenario: Scenario
    optimizers: Sequence[PlannedOptimizer]
    criteria: Criteria
    kernel: tuple[Any, ...]

    def length_optimizer(self, index: int) -> PlannedOptimizer:
        """Return the optimizer whose step length the one at ``index`` takes, itself if it takes its own."""
        one = self.optimizers[index]
        return one if one.length_from is None else self.optimizers[one.length_from]


class Paths(NamedTuple):
    """What all runs of a plan produced, a row for each run, optimizer by optimizer, start by start.

    x, gradient: (runs, steps + 1, 2). loss: (runs, steps + 1). state: those of all runs one after the other, each
    (steps + 1, k, 2) with k the variables of its rule. length_state: (runs, k', 2), the state of the rule that gives
    the length, after the last step, with k' the most variables of a rule. ends: (runs,), the last finite row. found:
    (runs, ``judge.COLUMNS``), or (0, …) if nothing was measured.
    """

    x: Matrix
    loss: Matrix
    gradient: Matrix
    state: Vector
    length_state: Matrix
    ends: Any
    found: Matrix

    @property
    def filled(self) -> tuple[Any, ...]:
        """The arrays in the order in which ``descend_all`` takes them."""
        return self.x, self.loss, self.gradient, self.state, self.length_state, self.ends, self.found


def ground_of(scenario: Scenario) -> Ground:
    """Return what the plan of ``scenario`` has in common with those of other optimizers."""
    criteria = criteria_of(scenario)
    return Ground(
        np.array([(start.x, start.y) for start in scenario.starts]),
        scenario.surface.q[np.newaxis].copy(),  # a copy, because the kernel needs writable arrays
        draws_of(scenario),
        criteria,
        criteria.as_array,
    )


def plan(scenario: Scenario, ground: Ground | None = None) -> Plan:
    """Return the plan of ``scenario``. ground: what ``ground_of`` returns of it, if that is known."""
    optimizers, ground = resolve(scenario), ground or ground_of(scenario)
    rules = tuple([one.rule for one in optimizers])
    known = _of_rules(rules, tuple([one.length_from for one in optimizers]))
    initial_states, p = _padded([one.begin for one in optimizers]), _padded([one.played[0] for one in optimizers])
    rates = np.array([one.rates for one in optimizers])
    lengths = known.rules, initial_states, p, rates  # an optimizer that takes its own step length
    giving = known.giving
    if known.grafts:
        length_rates = np.array([one.length_rates for one in optimizers])
        lengths = known.rules[giving], initial_states[giving], p[giving], length_rates
    length_steps, initial_length_states, length_p, length_rates = lengths
    length_decays = [0.0 if optimizers[index].decoupled else optimizers[index].decay for index in giving]
    kernel = (
        known.rules,
        length_steps,
        known.grafted,
        compiled(scenario.surface.definition, rules),
        ground.start_points,
        initial_states,
        initial_length_states,
        known.variables,
        p,
        rates,
        length_p,
        length_rates,
        np.array([(one.decay, one.decoupled, decay) for one, decay in zip(optimizers, length_decays, strict=True)]),
        ground.q,
        *ground.draws,
        ground.criteria.target.minima,
        ground.measures,
        known.efforts,
    )
    return Plan(scenario, optimizers, ground.criteria, kernel)


class _OfRules(NamedTuple):
    """What the kernel reads of the rules of a scenario. giving: the optimizer whose step length each one takes.

    grafts: whether any takes that of another one.
    """

    rules: Any
    grafted: Any
    variables: Any
    efforts: Matrix
    giving: list[int]
    grafts: bool


@lru_cache(maxsize=100)  # of short tuples; a scenario differs from the one before it in numbers
def _of_rules(rules: tuple[Rule, ...], length_from: tuple[int | None, ...]) -> _OfRules:
    pairs = [(rule,) if other is None else (rule, rules[other]) for rule, other in zip(rules, length_from, strict=True)]
    return _OfRules(
        np.array([compile_rule(rule) for rule in rules], np.int64 if COMPILED else object).reshape(-1, 3),
        np.array([other is not None for other in length_from]),
        np.array([len(rule.state) for rule in rules]),
        np.array([effort(*pair) for pair in pairs], np.float64),
        [index if other is None else other for index, other in enumerate(length_from)],
        any(other is not None for other in length_from),
    )


def run(resolved: Plan, nudges: Matrix = NO_NUDGES, judged: bool = True) -> Paths:
    """Take all steps of all runs of a plan.

    nudges: (steps + 1, 2), factors of the start and of each position; (0, 2) for none. Without ``judged`` nothing is
    measured.
    """
    call, paths = prepared(resolved, nudges, judged)
    call()
    return paths


def prepared(resolved: Plan, nudges: Matrix = NO_NUDGES, judged: bool = True) -> tuple[Callable[[], None], Paths]:
    """Return the call that ``run`` makes, compiled but for solvers, and the arrays that it fills."""
    paths = empty(resolved, judged)
    filled = paths.filled
    solvers = [index for index, one in enumerate(resolved.optimizers) if one.rule.solver]

    def call() -> None:
        descend_all(*resolved.kernel, nudges, *filled)
        for index in solvers:
            _solve(resolved, index, nudges, paths)

    return call if COMPILED else np.errstate(all="ignore")(call), paths  # as plain Python, infinities warn


def _solve(resolved: Plan, index: int, nudges: Matrix, paths: Paths) -> None:
    """Fill the rows of the runs of a solver, which the kernel leaves at their starts."""
    scenario = resolved.scenario
    for j, start in enumerate(scenario.starts):
        row = index * len(scenario.starts) + j
        solved = solve(scenario.surface, resolved.optimizers[index], start, scenario.steps, nudges)
        count = len(solved.loss)
        paths.x[row, :count], paths.loss[row, :count] = solved.x, solved.loss
        paths.gradient[row, :count], paths.ends[row] = solved.gradient, count - 1
        if len(paths.found):
            paths.found[row] = found_of(solved, scenario.steps, resolved.criteria, (index, j))


def empty(resolved: Plan, judged: bool = True) -> Paths:
    """Return the arrays that ``descend_all`` fills for a plan."""
    starts, rows = len(resolved.scenario.starts), resolved.scenario.steps + 1
    variables = [len(one.rule.state) for one in resolved.optimizers]
    count = len(variables) * starts
    return Paths(
        np.empty((count, rows, 2)),
        np.empty((count, rows)),
        np.empty((count, rows, 2)),
        np.empty(sum(variables) * starts * rows * 2),
        np.empty((count, max(variables), 2)),
        np.empty(count, np.int64),
        np.empty((count if judged else 0, judge.COLUMNS)),
    )


def criteria_of(scenario: Scenario) -> Criteria:
    """Return what the runs of ``scenario`` are measured against."""
    surface, target = scenario.surface, arrival.target_of(scenario)
    below = {"below": target.tolerance} if target.radius is None else {}
    return Criteria(
        target, arrival.pixel(surface), noisy(scenario), surface.lowest_saddle, domain=surface.domain, **below
    )


def _padded(rows: Sequence[Sequence[float] | Vector]) -> Matrix:
    """Return ``rows`` as one table, with zeros after those that are shorter than the longest."""
    table = np.zeros((len(rows), max(map(len, rows))))
    for at, row in enumerate(rows):
        table[at, : len(row)] = row
    return table

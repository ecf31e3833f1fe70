"""What is held equal: which optimizer runs with which rate, and from which one it takes the length of its steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ..query import schedules
from ..query.choices import Choice, length_index
from ..query.conditions import FAIR
from ..query.decay import beside_the_step
from ..query.effects import idle
from ..query.naming import listed
from ..query.scenario import Scenario
from ..query.titles import names_length, titles
from ..rules.rule import Rule
from ..terms.parameters import Value
from ..terms.text import format_number
from ..terms.types import Matrix, Vector
from .engine import with_tape
from .metrics import Effort

WORDS = {kind: words.lower() for kind, words in zip(FAIR.choices, FAIR.words, strict=True)}


Rates = Sequence[float | None]
"""For each optimizer of a scenario the learning rate found for it, None if it keeps its own."""


@dataclass(frozen=True, slots=True)
class Pace:
    """A learning rate, and the schedule (see ``schedules``) that it follows."""

    rate: float
    schedule: Mapping[str, Value]

    @property
    def constant(self) -> bool:
        """Whether the rate is the same at every step."""
        return schedules.is_constant(self.schedule)

    def rates(self, steps: int, count: int | None = None) -> Vector:
        """Return the rate at each of the first ``count`` steps of a run of ``steps``, by default of all, (count,)."""
        if self.constant:
            rates = np.empty(steps if count is None else count)
            rates.fill(self.rate)
            return rates
        return self.rate * schedules.multipliers(self.schedule, steps, count)


class PlannedOptimizer(NamedTuple):
    """An optimizer as it runs.

    begin: the state of each coordinate before the first step, k numbers. p: (1, n) hyper-parameters and constants.
    played: (1, m), p as the kernel takes it, followed by the tape of a rule that is played (see ``engine``).
    rates: (steps,), its learning rate at each step; pace: the same as a formula. length_from: the index of the
    optimizer whose step length it takes, None for its own. length_rates: (steps,), the learning rate of that optimizer,
    or its own ``rates``; length_pace: the same as a formula. decay, decoupled: its weight decay, and whether the decay
    is applied to the position and not added to the gradient.
    """

    rule: Rule
    values: Mapping[str, Value]
    begin: Sequence[float]
    p: Matrix
    played: Matrix
    pace: Pace
    rates: Vector
    length_from: int | None
    length_pace: Pace
    length_rates: Vector
    decay: float
    decoupled: bool

    def effort(self, length_optimizer: "PlannedOptimizer") -> Effort:
        """Return what a step evaluates, including what ``length_optimizer`` does if this one takes its step length."""
        return effort(self.rule) if self.length_from is None else effort(self.rule, length_optimizer.rule)

    def state(self) -> Matrix:
        """Return the state before the first step, (k, 2)."""
        return np.repeat(np.array(self.begin, dtype=np.float64)[:, np.newaxis], 2, axis=1)


@lru_cache(maxsize=1000)
def effort(*rules: Rule) -> Effort:
    """Return what a step of ``rules`` evaluates together: known of the rules, whatever their values."""
    return Effort(
        gradients=any(rule.reads_gradient for rule in rules) + sum(rule.point is not None for rule in rules),
        losses=int(any("loss" in rule.needs for rule in rules)),
        hessians=int(any("hessian" in rule.needs for rule in rules)),
    )


def planned_optimizers(
    scenario: Scenario, tuned: Rates | None = None, count: int | None = None
) -> list[PlannedOptimizer]:
    """Return the optimizers of ``scenario`` under its fairness mode.

    rate: all run with the learning rate and the schedule of the first one that is no solver.
    length: every step has the length that the first one's step would have at that point, solvers left out.
    tuned: the learning rates found; for an optimizer that takes another's step length, the rate for that length.
    count: for how many steps they have rates, by default all steps of ``scenario``.
    """
    found = tuned or [None] * len(scenario.optimizers)
    return [planned_optimizer(scenario, index, rate, count) for index, rate in enumerate(found)]


def planned_optimizer(
    scenario: Scenario, index: int, rate: float | None = None, count: int | None = None
) -> PlannedOptimizer:
    """Return the optimizer at ``index``, at its own learning rate or at ``rate``, for ``count`` steps."""
    one = scenario.optimizers[index]
    rule = one.rule
    if rule.solver:
        return _planned_solver(rule, one, scenario.steps if count is None else count)
    together = scenario.conditions["fair"] == "rate"
    paced = scenario.optimizers[pacing_index(scenario) or 0] if together else one
    length_from = final_length_index(scenario, index)
    lr = paced.values["lr"] if length_from is not None or rate is None else rate
    same = one if one.values["lr"] == lr else replace(one, values={**one.values, "lr": lr})
    begin, p, played, decay, decoupled = _resolved(rule, same)
    pace = length_pace = Pace(float(lr), paced.values)
    rates = length_rates = pace.rates(scenario.steps, count)
    if length_from is not None:
        other = paced if together else scenario.optimizers[length_from]
        length_pace = Pace(float(other.values["lr"]) if rate is None else rate, other.values)
        length_rates = length_pace.rates(scenario.steps, count)
    return PlannedOptimizer(
        *(rule, same.values, begin, p, played, pace, rates),
        *(length_from, length_pace, length_rates, decay, decoupled),
    )


def _planned_solver(rule: Rule, one: Choice, count: int) -> PlannedOptimizer:
    """Return a solver, whose rates are all zero: it finds the lengths of its ``count`` steps itself."""
    begin, p, played, decay, decoupled = _resolved(rule, one)
    pace = Pace(0.0, {})
    rates = pace.rates(count)
    return PlannedOptimizer(*(rule, one.values, begin, p, played, pace, rates), *(None, pace, rates, decay, decoupled))


def pacing_index(scenario: Scenario) -> int | None:
    """Return the index of the optimizer whose rate or step length all have that can: the first that is no solver.

    None if there are only solvers.
    """
    return next((i for i, one in enumerate(scenario.optimizers) if not one.rule.solver), None)


def _resolved(rule: Rule, one: Choice) -> tuple[Sequence[float], Matrix, Matrix, float, bool]:
    """Return begin, p, played, decay and decoupled of a ``PlannedOptimizer``, in new arrays: kernels write to them."""
    begin = tuple(variable.begin(one.values) for variable in rule.state)
    p = rule.pack(one.values)
    return begin, p[np.newaxis], with_tape(rule, p)[np.newaxis].copy(), *beside_the_step(one.values)


def final_length_index(scenario: Scenario, index: int) -> int | None:
    """Return the index of the optimizer from which the one at ``index`` gets its step length, None for itself."""
    if scenario.conditions["fair"] == "length":
        first = pacing_index(scenario)
        return None if index == first or scenario.optimizers[index].rule.solver else first
    found = length_index(scenario.optimizers, index)
    while found is not None and (further := length_index(scenario.optimizers, found)) is not None:
        found = further
    return found


def caption(scenario: Scenario, held: str = "") -> str:
    """Return the caption: what is held equal, and every aid in use. ``held`` replaces the first words.

    It names only schedules that have an effect: with fair=rate all optimizers have the schedule of the first one, and
    an optimizer that takes another's step length may have no use for its own (see ``idle``). Solvers, to
    which none of this applies, are named.
    """
    fair, optimizers = scenario.conditions["fair"], scenario.optimizers
    first = pacing_index(scenario)

    names = titles(scenario)
    called = names.__getitem__

    solvers = [called(index) for index, one in enumerate(optimizers) if one.rule.solver]
    apart = f" but {listed(solvers)}" if solvers else ""
    if first is None:
        return " · ".join(
            [_solvers(solvers), *scenario.surface.caption, "axes 1:1", "no clipping", _noise(scenario, solvers)]
        )
    words = [held or WORDS[str(fair)]]
    if fair == "rate":
        words[0] += f" for all{apart}, {format_number(float(optimizers[first].values['lr']))}"
        words += [f"{_schedule(optimizers[first])} for all{apart}"] if _scheduled(optimizers[first]) else []
    if fair == "length":
        words[0] += f" as {called(first)} for all{apart}"
    elif any(one.length for one in optimizers):
        indices = [length_index(optimizers, index) for index in range(len(optimizers))]
        grafts = [(called(index), called(other)) for index, other in enumerate(indices) if other is not None]
        words += [f"{name} takes the step length of {other}" for name, other in grafts if not names_length(name)]
        words += ["step lengths as named"] if any(names_length(name) for name, _ in grafts) else []
    if fair != "rate":
        words += [
            f"{called(index)}: {schedule}"
            for index, one in enumerate(optimizers)
            if (schedule := _schedule(one, called(index)))
            and (final_length_index(scenario, index) is None or "schedule" not in idle(one, str(fair)))
        ]
    words += [
        f"{name}: {_decay(one)}"
        for name, one in zip(names, optimizers, strict=True)
        if one.values.get("weight_decay") and "with weight decay " not in name
    ]
    words += [_solvers(solvers)] if solvers else []
    words += scenario.surface.caption
    return " · ".join([*words, "axes 1:1", "no clipping", _noise(scenario, solvers)])


def _solvers(solvers: Sequence[str]) -> str:
    return f"{listed(solvers)} {'chooses its' if len(solvers) == 1 else 'choose their'} own step lengths"


def _noise(scenario: Scenario, solvers: Sequence[str]) -> str:
    noise, seed = float(scenario.conditions["noise"]), float(scenario.conditions["seed"])
    size, rows = scenario.surface.batch, scenario.surface.rows
    words = [f"noise {format_number(noise)}"] if noise else []
    words += [f"minibatches of {size} of {rows}"] if size else []
    if not words or len(solvers) == len(scenario.optimizers):
        return "no noise"
    apart = f" but {listed(solvers)}, which {'has' if len(solvers) == 1 else 'have'} none" if solvers else ""
    return f"{' and '.join(words)}, the same for all{apart}, seed {format_number(seed)}"


def _scheduled(one: Choice) -> bool:
    return not schedules.is_constant(one.values)


def _schedule(one: Choice, name: str = "") -> str:
    """Return the schedule in words, without what ``name`` says of it already; empty if nothing is left."""
    if not _scheduled(one):
        return ""
    shape, warmup = str(one.values["schedule"]), float(one.values["warmup"])
    words = [] if shape == "constant" or schedules.said(one.values) in name else [f"{shape} schedule"]
    rise = f"warm-up {format_number(warmup)}"
    return ", ".join([*words, rise] if warmup and rise not in name else words)


def _decay(one: Choice) -> str:
    kind = "decoupled weight decay" if beside_the_step(one.values)[1] else "weight decay"
    return f"{kind} {format_number(float(one.values['weight_decay']))}"


def noise_of(scenario: Scenario, steps: int | None = None) -> Matrix:
    """Return the noise of each step, (steps, 2): the same draws for every optimizer and start.

    steps: how many, by default all steps of ``scenario``; a larger number begins with the same draws.
    """
    count = scenario.steps if steps is None else steps
    size = float(scenario.conditions["noise"])
    return size * normals_of(scenario, count) if size else np.zeros((count, 2))


def normals_of(scenario: Scenario, count: int) -> Matrix:
    """Return the draws of the first ``count`` steps of the seed, from the standard normal distribution, (count, 2)."""
    generator = np.random.Generator(np.random.PCG64(int(float(scenario.conditions["seed"]))))
    return generator.standard_normal((count, 2))

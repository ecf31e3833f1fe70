"""fair=tuned: for each optimizer the learning rate with which its slowest run stays at a minimum earliest.

The candidates are the optimizer's own rate, and a grid over the range of its slider with ``A_DECADE`` rates in each
decade; then, ``FINER`` times, rates between the best ones and their neighbors, each time four times as close. All are
rounded to four digits. Each is judged over ``TIMES`` times the steps of the scenario and at least ``LEAST``, so that a
limit cycle becomes visible. The best one has the smallest *stays* of the worst start; if several are equal, the smaller
loss at the end of the worst start, and then the lower rate. If no rate stays, the best one has *reached* first from the
worst start, and the caption says so; if none has, the optimizer keeps its own rate. So more steps never lose an answer,
and the own rate is never better than the one found.

An optimizer that takes another's step length is tuned in the rate for that length, because its own has no effect.
"""

import math
from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..query.choices import AllFound, Found
from ..query.scenario import Scenario
from ..query.titles import titles
from ..rules.rule import Rule
from ..terms.text import format_number
from . import fairness
from .arrival import target_of
from .draws import draws_of
from .fairness import PlannedOptimizer, Rates, final_length_index, planned_optimizer, planned_optimizers
from .stepping import CHUNK, kernel_for
from .target import last_outside, reached, stays

A_DECADE = 200
BEST, FINER, CLOSER = 5, 1, 4  # how many rates are refined, how often, and how much closer each time
TIMES, LEAST = 4, 500  # a rate is judged over so many times the steps of the scenario, and at least so many
MOST = 30_000_000  # steps for one optimizer at most; if necessary, the runs that judge it are shorter


def grid_of(rule: Rule) -> list[float]:
    """Return the learning rates that are tried first for ``rule``, in ascending order: none for a solver."""
    if rule.solver:
        return []
    (rate,) = (parameter for parameter in rule.parameters if parameter.unit)
    low, high = (math.log10(end) for end in rate.slider)
    count = round(A_DECADE * (high - low)) + 1
    return [_rounded(low + k / A_DECADE) for k in range(count)]


def tuned_rates(scenario: Scenario) -> AllFound:
    """Return the rate found for each optimizer, None if no rate reaches a minimum. The scenario caches them."""
    kept = scenario.found.get(scenario.query)
    if kept is not None:
        return kept
    found = tuple(best_rate(scenario, index) for index in range(len(scenario.optimizers)))
    scenario.found[scenario.query] = found
    return found


def resolve(scenario: Scenario, count: int | None = None) -> list[PlannedOptimizer]:
    """Return the planned optimizers, tuned if the scenario asks for it.

    count: for how many steps they have rates, by default all steps of ``scenario``.
    """
    return planned_optimizers(scenario, _rates(scenario), count)


def resolve_one(scenario: Scenario, index: int) -> tuple[PlannedOptimizer, PlannedOptimizer]:
    """Return one of the optimizers that ``resolve`` returns, and the one whose step length it takes."""
    rates = _rates(scenario) or [None] * len(scenario.optimizers)
    one = planned_optimizer(scenario, index, rates[index])
    return one, one if one.length_from is None else planned_optimizer(scenario, one.length_from, rates[one.length_from])


def _rates(scenario: Scenario) -> Rates | None:
    if scenario.conditions["fair"] != "tuned":
        return None
    return [None if found is None else found.rate for found in tuned_rates(scenario)]


@dataclass(frozen=True, slots=True)
class EffectiveRate:
    """The learning rate that decides how long an optimizer's steps are, before its schedule; found: by tuning."""

    rate: float
    found: bool


def rates(scenario: Scenario, planned: Sequence[PlannedOptimizer]) -> list[EffectiveRate | None]:
    """Return the rate of every optimizer in ``planned``, as ``resolve`` finds them; None for a solver."""
    found = _rates(scenario) or [None] * len(planned)
    return [
        None if one.rule.solver else EffectiveRate(one.length_pace.rate, rate is not None)
        for one, rate in zip(planned, found, strict=True)
    ]


def caption(scenario: Scenario) -> str:
    """Return the caption of every plot: what is held equal, and every aid in use."""
    return fairness.caption(scenario, _tuned_words(scenario) if scenario.conditions["fair"] == "tuned" else "")


def _tuned_words(scenario: Scenario) -> str:
    called = titles(scenario)
    words = []
    for index, found in enumerate(tuned_rates(scenario)):
        if scenario.optimizers[index].rule.solver:
            continue
        other = final_length_index(scenario, index)
        own = scenario.optimizers[index if other is None else other].values["lr"]
        words.append(f"{called[index]} {_outcome(float(own), found)}")
    steps = format_number(float(judged_steps(scenario)))
    return f"each tuned so that its slowest run stays earliest within {steps} steps: {', '.join(words)}"


def _outcome(own: float, found: Found | None) -> str:
    if found is None:
        return f"keeps {format_number(own)} because no rate reaches a minimum"
    return format_number(found.rate) + ("" if found.stays else ", the first to reach it, as no rate stays")


def judged_steps(scenario: Scenario) -> int:
    """Return over how many steps a rate is judged."""
    trials = max(len(grid_of(one.rule)) for one in scenario.optimizers) + BEST * FINER * 2 * (CLOSER - 1)
    most = MOST // (trials * len(scenario.starts))
    return max(scenario.steps, min(max(TIMES * scenario.steps, LEAST), most))


def _rounded(power: float) -> float:
    return float(f"{10**power:.4g}")


Score = tuple[bool, int, float]
"""Whether a start does not stay, the step from which the worst one stays or has reached, its loss. Less is better."""


def best_rate(scenario: Scenario, index: int) -> Found | None:
    """Return the rate of one optimizer, None if no rate reaches a minimum, and for a solver, which has none."""
    if scenario.optimizers[index].rule.solver:
        return None
    other = final_length_index(scenario, index)
    tuned = scenario.optimizers[index if other is None else other]
    trials = _Trials(scenario, index)
    own = float(tuned.values["lr"])
    scores: dict[float, Score] = {}
    earliest: list[int] = []  # the steps from which the best rates stay, ascending, at most BEST
    wanted = [own, *grid_of(tuned.rule)]
    for finer in range(FINER + 1):
        for rate in wanted:
            bar = earliest[-1] if len(earliest) == BEST else None
            if rate in scores or (score := trials.score(rate, bar)) is None:
                continue
            scores[rate] = score
            leaves, step, _ = score
            if not leaves:
                insort(earliest, step)
                del earliest[BEST:]
        ranked = sorted(scores, key=lambda rate: (*scores[rate], rate))
        spacing = 1 / A_DECADE / CLOSER ** (finer + 1)
        wanted = [
            _rounded(math.log10(rate) + k * spacing) for rate in ranked[:BEST] for k in range(1 - CLOSER, CLOSER) if k
        ]
    return Found(ranked[0], not scores[ranked[0]][0]) if ranked else None


class _Trials:
    """Runs one optimizer of a scenario at other rates, in arrays that are reused."""

    def __init__(self, scenario: Scenario, index: int) -> None:
        self.scenario = scenario
        self.steps = judged_steps(scenario)
        self.one = planned_optimizer(scenario, index, 1.0, self.steps)
        length_optimizer = (
            self.one if self.one.length_from is None else planned_optimizer(scenario, self.one.length_from)
        )
        self.target, self.length_state = target_of(scenario), length_optimizer.state()[np.newaxis]
        self.tried = self.one.rates if self.one.length_from is None else self.one.length_rates  # what the kernel reads
        self.shape = self.tried.copy()
        self.take_steps = kernel_for(scenario, self.one, length_optimizer, draws_of(scenario, self.steps))
        rows = self.steps + 1
        self.x, self.loss, self.gradient = np.empty((rows, 2)), np.empty(rows), np.empty((rows, 2))
        self.state = np.empty((rows, len(self.one.rule.state), 2))

    def score(self, rate: float, bar: int | None = None) -> Score | None:
        """Return the score of ``rate``, None if a start does not even reach a minimum.

        bar: if a start does not stay from this step on, the answer is None at once.
        """
        self.tried[:] = rate * self.shape
        first, last, loss, settled = 0, 0, -math.inf, True
        for start in self.scenario.starts:
            if not self._run((start.x, start.y), bar):
                return None
            inside = self.target.inside(self.x, self.loss, float(self.loss[0]))
            arrived, since = reached(inside), stays(last_outside(inside), self.steps)
            if arrived is None or (bar is not None and (since is None or since > bar)):
                return None
            settled = settled and since is not None
            first, last = max(first, arrived), max(last, since or 0)
            loss = max(loss, float(self.loss[-1]))
        return not settled, last if settled else first, loss

    def _run(self, start: tuple[float, float], bar: int | None) -> bool:
        """Fill the arrays; return False for a run that overflows or is not inside at step ``bar``."""
        self.x[0] = start
        self.state[0] = self.one.state()
        length_state = self.length_state.copy()
        goals = [*range(CHUNK, self.steps, CHUNK), self.steps]
        first = 0
        for goal in goals if bar is None else sorted({bar, *goals} - {0}):
            if self.take_steps(self.x, self.loss, self.gradient, self.state, length_state, first, goal) < goal:
                return False
            row = slice(goal, goal + 1)
            late = bar is not None and goal >= bar
            if late and not self.target.inside(self.x[row], self.loss[row], float(self.loss[0]))[0]:
                return False
            first = goal
        return True

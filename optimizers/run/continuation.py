"""What runs do after their last step: those that stay at a minimum, or diverge, are continued without being recorded.

The end of a run cannot show whether it would stay: a rule with a limit cycle may leave a ring in which it has been for
a tenth of the run. So the verdict and the final status wait for the continuation.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..query.choices import Limits
from ..query.scenario import Scenario
from ..terms.types import Matrix, Vector
from . import arrival, metrics
from .draws import draws_of
from .engine import compile_rule
from .fairness import PlannedOptimizer
from .following import leaves, leaves_otherwise
from .metrics import Status
from .rest import at_rest
from .runs import Run
from .solving import COPIES, Solved, solve
from .stepping import CHUNK, NO_NUDGES, compiled, kernel_for, nudges_of
from .tuning import resolve

TIMES = 4
"""A run is continued to this many times its steps."""


@dataclass(frozen=True, slots=True)
class Continuation:
    """How a run continues.

    steps: how far it was run, counted from its start; the steps of the run itself if it was not continued.
    leaves: for a run that stays, the first step at which it is outside again; None if it never is.
    status: the final status: converged only if the run did not leave, diverged only if it did not turn back. What is
    running or stopped is not continued.
    rounded: for a run that stays, whether rounding decides at which step it leaves, or that it does not leave.

    >>> from optimizers import Scenario, continuations, simulate
    >>> scenario = Scenario.from_query("optimizer=sgd,lr=0.07&start=A,-8,1.2&steps=120")
    >>> after = continuations(scenario, simulate(scenario))[0]
    >>> after.status, after.steps
    ('converged', 480)
    """

    steps: int
    leaves: int | None
    status: Status
    rounded: bool = False


def continuations(scenario: Scenario, runs: Sequence[Run], points: int | None = None) -> list[Continuation]:
    """Return how each of ``runs``, all runs of ``scenario``, continues up to ``TIMES`` times its steps.

    points: the greatest number of steps in total, by default the limit of one scenario; if that is not enough, every
    run is continued by the same number of steps. Schedules continue as they are defined beyond the last step, and noise
    and batches continue with the next draws.

    >>> from optimizers import Scenario, simulate
    >>> scenario = Scenario.from_query("optimizer=rmsprop,lr=0.14&start=A,-8,1.2&steps=120")
    >>> runs = simulate(scenario)
    >>> continuations(scenario, runs)
    [Continuation(steps=154, leaves=154, status='running', rounded=False)]
    """
    going = [run.status in ("converged", "diverged") and run.steps == scenario.steps for run in runs]
    if not any(going):
        return [Continuation(run.steps, None, run.status) for run in runs]
    most = (Limits().points if points is None else points) // sum(going)
    ahead = _Ahead(scenario, min((TIMES - 1) * scenario.steps, most))
    return [
        ahead.follow(run) if goes else Continuation(run.steps, None, run.status)
        for run, goes in zip(runs, going, strict=True)
    ]


class _Ahead:
    """The steps after the last one of a scenario, ``more`` of them."""

    def __init__(self, scenario: Scenario, more: int) -> None:
        count = scenario.steps + more
        self.scenario, self.more = scenario, more
        self.optimizers = [_later(one, scenario.steps) for one in resolve(scenario, count)]
        self.draws = draws_of(scenario, count).after(scenario.steps)
        self.q = scenario.surface.q[np.newaxis].copy()  # the kernel takes arrays that it could write
        self.target = arrival.target_of(scenario)
        self.domain = scenario.surface.domain
        self.nudges = nudges_of(more)

    def follow(self, run: Run) -> Continuation:
        """Return how ``run`` continues.

        Copies of a run that stays, nudged after every step, are continued too, because rounding may be what keeps it
        inside: it has converged only if no copy leaves.
        """
        if run.status == "diverged":
            return self._diverged(run)
        if self.optimizers[run.optimizer].rule.solver:
            return self._solved(run)
        before, after = self._arguments(run)
        still = at_rest(self.scenario, self.optimizers[run.optimizer], run.start)
        with np.errstate(all="ignore"):  # as plain Python, infinities warn
            leaving = leaves(*before, NO_NUDGES, *after)
            rounded = not still and bool(leaves_otherwise(leaving, self.nudges, before, after))
        if leaving >= 0:
            return Continuation(run.steps + leaving, run.steps + leaving, "running", rounded)
        return Continuation(run.steps + self.more, None, "running" if rounded else run.status, rounded)

    def _solved(self, run: Run) -> Continuation:
        """Return how the run of a solver continues, which may have stopped long ago."""
        leaving = self._leaves(run, self._solve(run))
        rounded = any(self._leaves(run, self._solve(run, nudges)) != leaving for nudges in self.nudges[:COPIES])
        if leaving is not None:
            return Continuation(leaving, leaving, "running", rounded)
        return Continuation(run.steps + self.more, None, "running" if rounded else run.status, rounded)

    def _solve(self, run: Run, nudges: Matrix = NO_NUDGES) -> Solved:
        one, start = self.optimizers[run.optimizer], self.scenario.starts[run.start]
        return solve(self.scenario.surface, one, start, run.steps + self.more, nudges)

    def _leaves(self, run: Run, solved: Solved) -> int | None:
        """Return the first step after the end of ``run`` at which the same solver is outside, None if it never is."""
        inside = self.target.inside(solved.x[run.steps :], solved.loss[run.steps :], float(run.loss[0]))
        if not inside.all():
            return run.steps + int(np.argmin(inside))
        return None if len(solved.loss) > run.steps + self.more else len(solved.loss)

    def _arguments(self, run: Run) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        """Return the arguments of ``leaves`` before and after the nudges."""
        one = self.optimizers[run.optimizer]
        other = one if one.length_from is None else self.optimizers[one.length_from]
        surface = self.scenario.surface
        fixed = (
            compile_rule(one.rule),
            compile_rule(other.rule),
            compiled(surface.definition, [one.rule, other.rule]),
            math.nan if surface.floor is None else surface.floor,
        )
        decays = np.array((one.decay, one.decoupled, 0.0 if other.decoupled else other.decay), np.float64)
        ends = run.x[-1:], run.state[-1:], run.length_state
        rates = one.played, one.rates, other.played.copy(), one.length_rates
        before = (fixed, one.length_from is not None, *ends, *rates, self.q, *self.draws, decays)
        target = self.target
        radius, floor = (
            -1.0 if target.radius is None else target.radius,
            math.nan if target.floor is None else target.floor,
        )
        return before, ((target.minima, radius, floor, target.tolerance), float(run.loss[0]), run.steps, CHUNK)

    def _diverged(self, run: Run) -> Continuation:
        done, end, loss = run.steps, run.x[-1], float(run.loss[-1])
        for first, x, losses in self._pieces(run):
            done, end, loss = first + len(x) - 1, x[-1], float(losses[-1])
        beyond = done < run.steps + self.more  # its numbers are no longer finite
        return Continuation(done, None, run.status if beyond or self._goes_out(run, end, loss) else "running")

    def _pieces(self, run: Run) -> Iterator[tuple[int, Matrix, Vector]]:
        """Yield the steps from the end of ``run`` on: the number of the first row, positions and loss, row by row."""
        one = self.optimizers[run.optimizer]
        if one.rule.solver:
            solved = self._solve(run)
            yield run.steps, solved.x[run.steps :], solved.loss[run.steps :]
            return
        length_optimizer = one if one.length_from is None else self.optimizers[one.length_from]
        rows = min(CHUNK, self.more) + 1
        x, loss, gradient = np.empty((rows, 2)), np.empty(rows), np.empty((rows, 2))
        state, length_state = np.empty((rows, *run.state.shape[1:])), run.length_state.copy()
        x[0], state[0] = run.x[-1], run.state[-1]
        for done in range(0, self.more, CHUNK):
            count = min(CHUNK, self.more - done)
            ahead = one._replace(rates=one.rates[done:], length_rates=one.length_rates[done:])
            take_steps = kernel_for(
                self.scenario, ahead, length_optimizer, self.draws.after(done), before=run.steps + done
            )
            last = take_steps(x, loss, gradient, state, length_state, 0, count)
            yield run.steps + done, x[: last + 1], loss[: last + 1]
            if last < count:
                return
            x[0], state[0] = x[count], state[count]

    def _goes_out(self, run: Run, end: Vector, loss: float) -> bool:
        """Return whether a diverging run has moved farther out and higher than at its last recorded step."""
        beyond = metrics.outside(end, self.domain) > metrics.outside(run.x[0], self.domain)
        return beyond and loss > run.loss[-1]


def _later(one: PlannedOptimizer, steps: int) -> PlannedOptimizer:
    return one._replace(rates=one.rates[steps:], length_rates=one.length_rates[steps:])

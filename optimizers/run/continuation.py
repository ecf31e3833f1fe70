"""What becomes of runs after their last step: those that stay at a minimum, or diverge, are run on, unrecorded.

No look at the end of a run can promise that it stays: a rule with a limit cycle may leave a ring that it has been in
for a tenth of the run. What is said aloud of a run waits for this answer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..query.choices import Limits
from ..query.scenario import Scenario
from ..terms.types import Matrix, Vector
from . import arrival, metrics
from .fairness import Entrant, noise_of
from .rest import at_rest
from .runs import Run, Status
from .stepping import CHUNK, STEADY, TWINS, nudges_of, taker
from .tuning import resolve

TIMES = 4
"""A run is continued to so many times its steps."""


@dataclass(frozen=True, slots=True)
class Continuation:
    """How a run goes on.

    steps: how far it was run, counted from its start; the run's own where it was not continued.
    leaves: of a run that stays, the first step at which it is outside again; None where it never is.
    status: what may be said of the run: converged only if it did not leave, diverged only if it did not turn back.
    rounded: of a run that stays, whether rounding decides at which step it leaves, or that it does not.

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
    """Return how each of ``runs``, all those of ``scenario``, goes on up to ``TIMES`` times its steps.

    points: how many steps may be taken in all, by default what one scenario may ask for; where that is not enough,
    every run is continued by the same number of steps. Schedules go on as they are defined beyond the last step, and
    the noise goes on with the next draws.

    >>> from optimizers import Scenario, simulate
    >>> scenario = Scenario.from_query("optimizer=rmsprop,lr=0.14&start=A,-8,1.2&steps=120")
    >>> runs = simulate(scenario)
    >>> continuations(scenario, runs)
    [Continuation(steps=154, leaves=154, status='running', rounded=False)]
    """
    going = [run.status != "running" and run.steps == scenario.steps for run in runs]
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
        self.field = [_later(one, scenario.steps) for one in resolve(scenario, count)]
        self.noise = noise_of(scenario, count)[scenario.steps :]
        self.target = arrival.target_of(scenario)
        self.domain = scenario.surface.domain
        self.nudges = [nudges_of(twin, more) for twin in range(TWINS)]

    def follow(self, run: Run) -> Continuation:
        """Return how ``run`` goes on.

        One that stays is followed by twins, nudged after every step: rounding may keep it where it would not stay, and
        it has converged only if no twin leaves.
        """
        if run.status == "diverged":
            return self._diverged(run)
        leaves = self._leaves(run, STEADY)
        still = at_rest(self.scenario, self.field[run.optimizer], run.start)
        rounded = not still and any(self._leaves(run, nudges) != leaves for nudges in self.nudges)
        steps = run.steps + self.more if leaves is None else leaves
        return Continuation(steps, leaves, run.status if leaves is None and not rounded else "running", rounded)

    def _leaves(self, run: Run, nudges: Matrix) -> int | None:
        """Return the first step at which ``run`` is outside, None where it never is."""
        for done, x, loss in self._pieces(run, nudges):
            inside = self.target.inside(x, loss, float(run.loss[0]))
            if not inside.all():
                return done + int(np.argmin(inside))
            if done + len(x) - 1 < run.steps + self.more and len(x) - 1 < CHUNK:  # it left the finite world
                return done + len(x)
        return None

    def _diverged(self, run: Run) -> Continuation:
        done, end, loss = run.steps, run.x[-1], float(run.loss[-1])
        for first, x, losses in self._pieces(run, STEADY):
            done, end, loss = first + len(x) - 1, x[-1], float(losses[-1])
        beyond = done < run.steps + self.more  # it left the finite world
        return Continuation(done, None, run.status if beyond or self._goes_out(run, end, loss) else "running")

    def _pieces(self, run: Run, nudges: Matrix) -> Iterator[tuple[int, Matrix, Vector]]:
        """Yield the steps from the end of ``run`` on: the number of the first row, positions and loss, row by row."""
        one = self.field[run.optimizer]
        lender = one if one.length is None else self.field[one.length]
        rows = min(CHUNK, self.more) + 1
        x, loss, gradient = np.empty((rows, 2)), np.empty(rows), np.empty((rows, 2))
        state, spare = np.empty((rows, *run.state.shape[1:])), run.spare.copy()
        x[0], state[0] = run.x[-1], run.state[-1]
        for done in range(0, self.more, CHUNK):
            count = min(CHUNK, self.more - done)
            ahead = replace(one, rates=one.rates[done:], lengths=one.lengths[done:])
            take = taker(self.scenario, ahead, lender, self.noise[done:], nudges[done:], run.steps + done)
            last = take(x, loss, gradient, state, spare, 0, count)
            yield run.steps + done, x[: last + 1], loss[: last + 1]
            if last < count:
                return
            x[0], state[0] = x[count], state[count]

    def _goes_out(self, run: Run, end: Vector, loss: float) -> bool:
        """Return whether a run that diverges is farther out, and higher, than where it was left."""
        beyond = metrics.outside(end.tolist(), self.domain) > metrics.outside(run.x[0].tolist(), self.domain)
        return beyond and loss > run.loss[-1]


def _later(one: Entrant, steps: int) -> Entrant:
    return replace(one, rates=one.rates[steps:], lengths=one.lengths[steps:])

"""The runs of solvers, each computed as a whole, with its evaluations counted.

A solver that stops before the last step rests there: the rows that follow repeat its position. Where that is not a
minimum at which it stays, its status is stopped: more steps would change nothing.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from ..query.choices import Start
from ..rules.rule import Rule
from ..surfaces.bound import BoundSurface
from ..terms.parameters import Value
from ..terms.types import Matrix, Vector
from . import judge
from .engine import bender, evaluator
from .fairness import PlannedOptimizer
from .metrics import Criteria, Effort, Found, measure
from .stepping import NO_NUDGES

COPIES = 3
"""How many nudged copies of a run show what rounding decides: few, because each takes as long as the run."""

Trial = tuple[tuple[float, float], float]
"""A position at which a solver evaluates f, and the value."""


class Solved(NamedTuple):
    """What a solver did.

    x, gradient: (steps + 1, 2); loss: (steps + 1,); fewer rows where its numbers are not finite. taken: after how many
    steps it stopped. effort: the evaluations that it took in all.
    """

    x: Matrix
    loss: Vector
    gradient: Matrix
    taken: int
    effort: Effort


class Counted:
    """A surface as a solver sees it, which counts evaluations.

    nudges: (n, 2), factors of the positions at which it is evaluated, one row after the other; (0, 2) for none.
    """

    def __init__(self, surface: BoundSurface, nudges: Matrix, watch: Callable[[Trial], object] | None) -> None:
        self.surface, self.nudges, self.watch = surface, nudges, watch
        self.evaluate = evaluator(surface.definition)
        self.gradients = self.losses = self.hessians = 0

    @property
    def effort(self) -> Effort:
        return Effort(self.gradients, self.losses, self.hessians)

    def value(self, x: Vector) -> float:
        self.losses += 1
        value, _ = self.at(self._at(x))
        if self.watch is not None:
            self.watch(((float(x[0]), float(x[1])), value))
        return value

    def gradient(self, x: Vector) -> Vector:
        self.gradients += 1
        return self.at(self._at(x))[1]

    def hessian(self, x: Vector) -> Matrix:
        self.hessians += 1
        found = np.empty(4)
        bender(self.surface.definition)(self._at(x), found, self.surface.q)
        return found.reshape(2, 2)

    def at(self, x: Vector) -> tuple[float, Vector]:
        """Return value and gradient, which count for nothing."""
        gradient = np.empty(2)
        return self.evaluate(x, gradient, self.surface.q), gradient

    def _at(self, x: Vector) -> Vector:
        x = np.ascontiguousarray(x, dtype=np.float64)
        if not len(self.nudges):
            return x
        nudged: Vector = x * self.nudges[(self.gradients + self.losses + self.hessians) % len(self.nudges)]
        return nudged


def solve(
    surface: BoundSurface,
    one: PlannedOptimizer,
    start: Start,
    steps: int,
    nudges: Matrix = NO_NUDGES,
    watch: Callable[[Trial], object] | None = None,
    each: Callable[[Effort], object] | None = None,
) -> Solved:
    """Return ``steps`` steps of the solver ``one`` from ``start``.

    nudges: (n, 2), factors of the start and of the positions of evaluations, for a copy whose rounding differs; (0, 2)
    for none. watch: takes each evaluation of f; each: after each step, all evaluations up to then.
    """
    assert one.rule.solver is not None
    begin = np.array((start.x, start.y), dtype=np.float64)
    if len(nudges):
        begin *= nudges[0]
    f, rows = Counted(surface, nudges, watch), [begin]

    def record(x: Vector) -> None:
        # BFGS divides 0 by 0 where it has reached a minimum to the last bit: it has stopped, and nothing has diverged.
        if len(rows) <= steps and not np.isnan(x).any():
            rows.append(np.array(x, dtype=np.float64))
            if each is not None:
                each(f.effort)

    with np.errstate(all="ignore"):  # infinities end a run, and are no reason to warn
        one.rule.solver.solve(f, begin.copy(), steps, record, **own_values(one))
        x = np.array(rows)
        values, gradients = zip(*map(f.at, x), strict=True)
        loss, gradient = np.array(values), np.array(gradients)
    taken = len(x) - 1
    finite = np.isfinite(x).all(axis=1) & np.isfinite(loss) & np.isfinite(gradient).all(axis=1)
    finite[0] = True  # as of every run, the start is shown
    if not finite.all():
        last = int(np.argmin(finite)) - 1
        return Solved(x[: last + 1], loss[: last + 1], gradient[: last + 1], last, f.effort)
    at = np.minimum(np.arange(steps + 1), taken)
    return Solved(x[at], loss[at], gradient[at], taken, f.effort)


def own_values(one: PlannedOptimizer) -> dict[str, Value]:
    """Return the hyper-parameters of a solver, by name."""
    return {parameter.name: one.values[parameter.name] for parameter in one.rule.parameters}


def found_of(solved: Solved, steps: int, criteria: Criteria, index: tuple[int, int]) -> Found:
    """Return what is found on a solver's run of ``steps``; index: of its optimizer and its start."""
    exact = replace(criteria, noisy=False)  # a solver sees no noise, so that its turns are its own
    found = list(measure(solved.x, solved.loss, solved.gradient, steps, exact, index=index))
    if solved.taken < steps and found[judge.STATUS] == judge.RUNNING:
        found[judge.STATUS] = judge.STOPPED
    found[judge.GRADIENTS : judge.HESSIANS + 1] = map(float, solved.effort)
    return found


def solves(*rules: Rule) -> bool:
    """Return whether one of ``rules`` is a solver."""
    return any(rule.solver for rule in rules)

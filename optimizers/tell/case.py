"""What the rules of the verdict need to know about a scenario and its runs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from ..query.scenario import Scenario
from ..query.titles import titles
from ..run.arrival import target_of
from ..run.continuation import Continuation
from ..run.draws import noisy
from ..run.fairness import PlannedOptimizer
from ..run.horizon import horizon
from ..run.rest import flat
from ..run.runs import Run
from ..run.target import Target
from ..run.tuning import resolve
from ..surfaces.surface import Landmark, Point
from ..terms.text import format_number, short_number
from . import marks
from .limits import Limit, along_steep_axis, exceeded
from .words import NUMBERS, say

LONGEST = NUMBERS["longest"]
"""Characters of a verdict, about."""
DIGITS = 4  # of the number of a line


@dataclass(frozen=True, slots=True)
class Case:
    """A scenario, its runs and how they continue.

    titles: the names of the optimizers, marked (see ``marks``). limits: for each optimizer the limit of stability that
    its rate exceeds, otherwise None. decided: returns for each run the step from which rounding decides its path, None
    for never; called only if a sentence needs it. from_start: the runs from each start. indices: where in ``runs`` the
    run of an optimizer from a start is.
    """

    scenario: Scenario
    runs: Sequence[Run]
    ahead: Sequence[Continuation]
    titles: list[str]
    optimizers: list[PlannedOptimizer]
    limits: list[Limit | None]
    decided: Callable[[], Sequence[int | None]]
    target: Target
    from_start: Mapping[int, list[Run]]
    indices: Mapping[tuple[int, int], int]

    @classmethod
    def of(
        cls,
        scenario: Scenario,
        runs: Sequence[Run],
        ahead: Sequence[Continuation],
        decided: Sequence[int | None] | None = None,
        planned: Sequence[PlannedOptimizer] | None = None,
    ) -> "Case":
        """Return the case of ``runs``, all runs of ``scenario``.

        decided: by default what ``horizon`` finds. planned: the optimizers as they run, by default what ``resolve``
        finds.
        """
        known = (lambda: decided) if decided is not None else cache(lambda: horizon(scenario))
        optimizers = list(resolve(scenario) if planned is None else planned)
        limits = [exceeded(scenario, one) for one in optimizers]
        called = [marks.optimizer(index, title) for index, title in enumerate(titles(scenario))]
        from_start: dict[int, list[Run]] = {}
        for run in runs:
            from_start.setdefault(run.start, []).append(run)
        indices = {(run.optimizer, run.start): index for index, run in enumerate(runs)}
        target = target_of(scenario)
        return cls(scenario, runs, ahead, called, optimizers, limits, known, target, from_start, indices)

    @property
    def minima(self) -> tuple[Landmark, ...]:
        """The minima, in the order in which a run's basin counts them."""
        return self.scenario.surface.minima

    @property
    def saddles(self) -> tuple[Point, ...]:
        return self.scenario.surface.landmarks.saddles

    @property
    def maxima(self) -> tuple[Point, ...]:
        return self.scenario.surface.landmarks.maxima

    def local(self, run: Run) -> bool:
        """Return whether ``run`` stays at a minimum that is not the lowest."""
        basin = run.metrics.basin
        return basin is not None and not self.minima[basin].lowest

    def on_circle(self, run: Run) -> bool:
        """Return whether ``run`` stays on a circle of minima."""
        basin = run.metrics.basin
        return basin is not None and self.minima[basin].radius > 0.0

    @property
    def starts(self) -> range:
        """The indices of the starts."""
        return range(len(self.scenario.starts))

    @property
    def alone(self) -> bool:
        """Whether there is only one optimizer."""
        return len(self.titles) == 1

    @property
    def compound(self) -> bool:
        """Whether an optimizer has a name of several words that tells it from another of its kind."""
        kinds = [one.name for one in self.scenario.optimizers]
        return len(set(kinds)) < len(kinds)

    @property
    def noisy(self) -> bool:
        """Whether chance decides what the rules see: noise, or minibatches."""
        return noisy(self.scenario)

    @property
    def there(self) -> str:
        """The words after a verb for what a run reaches: "the ring", or "a ring" if there are several."""
        if self.target.radius is None:
            return say("tolerance")
        return say("one ring" if len(self.minima) == 1 else "a ring")

    @property
    def where(self) -> str:
        """The words for where a run is that has reached a minimum."""
        return say("within" if self.target.radius is None else "in", there=self.there)

    @property
    def minimum(self) -> str:
        """The words for what steps point at."""
        return say("one minimum" if len(self.minima) == 1 else "nearest minimum")

    def of_start(self, start: int) -> list[Run]:
        """Return the runs from ``start``."""
        return self.from_start[start]

    def title(self, run: Run) -> str:
        """Return the title of the optimizer of ``run``, marked."""
        return self.titles[run.optimizer]

    def can_begin(self, start: int) -> bool:
        """Return whether f and its gradient have finite values at a start; without them there is no first step."""
        run = self.of_start(start)[0]
        return bool(np.isfinite([run.loss[0], *run.gradient[0]]).all())

    @property
    def without_minimum(self) -> str:
        """What is said of a surface that has no minimum, or none that is known."""
        typed = self.scenario.surface.definition.typed
        return say("none found" if typed else "no minimum")

    def label(self, start: int) -> str:
        """Return the label of ``start``, marked."""
        return marks.start(self.scenario.starts[start].label)

    def at(self, start: int) -> Point:
        """Return the position of ``start``."""
        return self.scenario.starts[start].x, self.scenario.starts[start].y

    def going_on(self, run: Run) -> Continuation:
        """Return how ``run`` continues."""
        return self.ahead[self.indices[run.optimizer, run.start]]

    def rounded(self, run: Run, step: int) -> bool:
        """Return whether rounding decides the path of ``run`` at ``step``."""
        begins = self.decided()[self.indices[run.optimizer, run.start]]
        return begins is not None and begins <= step

    def limit(self, run: Run) -> Limit | None:
        """Return the limit of stability because of which ``run`` must diverge, None if it need not."""
        mark = self.limits[run.optimizer]
        return mark if mark and along_steep_axis(self.scenario, run.start) else None

    def balances(self, run: Run) -> bool:
        """Return whether ``run`` has stayed so far, but rounding decides whether it continues to stay."""
        if run.metrics.stays is None:
            return False
        after = self.going_on(run)
        on_flat_axis = self.limits[run.optimizer] is not None and along_steep_axis(self.scenario, run.start) is None
        return on_flat_axis or (after.rounded and after.leaves is None)

    def falls(self, run: Run) -> bool:
        """Return whether ``run`` falls without bound, which is possible only on a surface without a minimum."""
        ended = run.steps < self.scenario.steps
        return not self.minima and ended and bool(run.loss[-1] < run.loss[0]) and self.limit(run) is None

    def diverges(self, run: Run) -> bool:
        """Return whether ``run`` diverges: it does so far, or it must and either shows it or only seems to stay."""
        if self.limit(run) is not None and (run.loss[-1] > run.loss.min() or run.metrics.stays is not None):
            return True
        return self.going_on(run).status == "diverged" and not self.falls(run)

    def stays(self, run: Run) -> int | None:
        """Return the step from which ``run`` stays at a minimum as far as it was continued, None if it does not."""
        unstable = self.limit(run) is not None or self.balances(run)
        for_good = self.going_on(run).status == "converged" and not unstable
        return run.metrics.stays if for_good else None

    def inside_at_end(self, run: Run) -> bool:
        """Return whether ``run`` ends inside."""
        return bool(self.target.inside(run.x[-1:], run.loss[-1:], float(run.loss[0]))[0])

    def begins_inside(self, start: int) -> bool:
        """Return whether ``start`` itself is inside."""
        return bool(self.minima) and self.of_start(start)[0].metrics.reached == 0

    def still(self, start: int) -> bool:
        """Return whether the gradient at ``start`` is exactly zero."""
        return flat(self.scenario, start)

    def at_minimum(self, start: int) -> bool:
        """Return whether ``start`` is a minimum, with a gradient of exactly zero and no noise."""
        points = self.scenario.surface.landmarks.minima
        return not self.noisy and self.at(start) in points and self.still(start)

    def pulled(self, start: int) -> list[str]:
        """Return the titles of the optimizers that leave ``start``, whose gradient is zero, by weight decay alone."""
        return [
            self.title(run)
            for run in self.of_start(start)
            if (one := self.optimizers[run.optimizer]).decay != 0
            and not one.rule.reads_position
            and bool((run.x != run.x[0]).any())
        ]

    def line_to_saddle(self, start: int) -> str:
        """Return the line through a saddle that no run from ``start`` leaves, such as "y = 0"; "" if there is none."""
        for saddle in self.saddles:
            for i, axis in enumerate("xy"):
                held = all(
                    (run.x[:, i] == saddle[i]).all() and not run.gradient[:, i].any() for run in self.of_start(start)
                )
                if held and self.at(start) != saddle and self._across_falls(saddle, i) and not self.still(start):
                    return _line(axis, saddle[i])
        return ""

    def _across_falls(self, saddle: Point, i: int) -> bool:
        """Return whether f falls from ``saddle`` along coordinate ``i``.

        Then runs on the line across it approach the saddle.
        """
        surface = self.scenario.surface
        return saddle not in surface.landmarks.kinks and float(surface.hessian(*saddle)[2 * i]) < 0


def _line(axis: str, value: float) -> str:
    """Return the equation of a line, with "≈" if its number is rounded."""
    text = short_number(value, DIGITS)
    equals = "=" if text.replace("−", "-") == format_number(value) else "≈"
    return f"{axis} {equals} {text}"

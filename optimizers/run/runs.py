"""The runs of a scenario, one by one and together."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, SupportsIndex, overload

from ..query.scenario import Scenario
from ..query.titles import titles
from ..terms.table import aligned
from ..terms.types import Matrix, Vector
from . import metrics
from .metrics import Found, Metrics, Status
from .tuning import caption

SHOWN = 20  # runs shown as text
READ: Mapping[str, Callable[[Found], Any]] = {
    "status": metrics.status_of,
    "diverged_at": metrics.diverged_at,
    "metrics": metrics.metrics_of,
}
UNFINISHED = {"status": "running", "diverged_at": None}


@dataclass(slots=True, repr=False)
class Run:
    """One optimizer from one start, and its trajectory.

    optimizer, start: indices in the scenario. x: (steps + 1, 2) positions, row 0 the start. loss: (steps + 1,).
    gradient: (steps + 1, 2), at x. state: (steps + 1, k, 2), the state of the rule after each step, in the order of its
    state variables. length_state: (1, k', 2), the state of the rule that gives the step length, after the last step.
    status: converged (the run stays at a minimum, see ``target``), diverged (see ``judge``), stopped (a solver that
        ended before its last step and did not stay at a minimum), or running, as far as it was recorded.
        ``continuations`` finds out how it continues.
    diverged_at: the step at which a diverging run left the domain for good.
    metrics: see ``metrics.Metrics``. found: what ``judge`` has found, once the run is complete, from which these are
    read; until then the status is running.

    >>> from optimizers import Scenario, simulate
    >>> run = simulate(Scenario.from_query("optimizer=sgd,lr=0.09&start=A,-8,1.2&steps=120"))[0]
    >>> run.steps, run.status, run.diverged_at
    (120, 'diverged', 7)
    >>> run.x[1], run.gradient[0]
    (array([-7.28, -1.5 ]), array([-8., 30.]))
    """

    optimizer: int
    start: int
    x: Matrix
    loss: Vector
    gradient: Matrix
    state: Matrix
    length_state: Matrix
    found: Found | None = None
    status: Status = field(init=False)
    diverged_at: int | None = field(init=False)
    metrics: Metrics = field(init=False)

    def __getattr__(self, name: str) -> Any:
        """Make what is read from ``found`` when it is first asked for, because many runs are only drawn."""
        if name not in READ or (self.found is None and name not in UNFINISHED):
            raise AttributeError(f"a run has no {name!r}", name=name, obj=self)
        if self.found is None:
            return UNFINISHED[name]
        value = READ[name](self.found)
        setattr(self, name, value)
        return value

    def __repr__(self) -> str:
        ends = f"steps={self.steps}, loss={self.loss[-1]:.6g}, status={self.status!r}"
        return f"Run(optimizer={self.optimizer}, start={self.start}, {ends})"

    @property
    def steps(self) -> int:
        """How many steps were taken, fewer than asked for if the run overflowed."""
        return len(self.loss) - 1


class Runs(list[Run]):
    """The runs of a scenario, a list that a notebook shows as picture and scoreboard.

    >>> from optimizers import Scenario, simulate
    >>> runs = simulate(Scenario.from_query("optimizer=sgd,lr=0.07&start=A,-8,1.2&start=B,-0.6,4&steps=120"))
    >>> runs["SGD", "B"] is runs[1]
    True
    >>> print(runs)
    2 runs; own rates · axes 1:1 · no clipping · no noise
    Run      Loss  Reached  Stays  Flips  Detour  Largest  ∠ −g  ∠ min  Evals  Status
    SGD A  8.7e−7       59     59  0, 13    1.62     2.17    0°  5.14°    120  converged
    SGD B  4.9e−9       24     24  0, 17    6.95        7    0°  10.9°    120  converged
    """

    def __init__(self, scenario: Scenario, runs: Iterable[Run]) -> None:
        super().__init__(runs)
        self.scenario = scenario

    @overload
    def __getitem__(self, index: SupportsIndex) -> Run: ...

    @overload
    def __getitem__(self, index: slice) -> list[Run]: ...

    @overload
    def __getitem__(self, index: tuple[str, str]) -> Run: ...

    def __getitem__(self, index: SupportsIndex | slice | tuple[str, str]) -> Run | list[Run]:
        """Return runs by index, as from any list, or one by title and label, as ``runs["Adam", "B"]``.

        Raises KeyError, which names the titles and labels, for any that no run has.
        """
        if not isinstance(index, tuple):
            return super().__getitem__(index)
        named = titles(self.scenario)
        for run in self:
            if (named[run.optimizer], self.scenario.starts[run.start].label) == index:
                return run
        labels = [start.label for start in self.scenario.starts]
        raise KeyError(f"{index!r} is no run: one of {', '.join(named)} from one of {', '.join(labels)}")

    def __repr__(self) -> str:
        """Return the scoreboard as text, or its beginning if there are many runs."""
        from ..tell.scoreboard import cells  # imported here, because the scoreboard imports this module

        lines = aligned(cells(self.scenario, self)[: SHOWN + 1])
        more = [f"and {len(self) - SHOWN} more"] if len(self) > SHOWN else []
        return "\n".join([f"{len(self)} runs; {caption(self.scenario)}", *lines, *more])

    def _repr_html_(self) -> str:
        from ..picture.notebook import html  # drawing is loaded when something is drawn

        return html(self.scenario, self)

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        from ..picture.notebook import runs_bundle

        return runs_bundle(self.scenario, self, include, exclude)

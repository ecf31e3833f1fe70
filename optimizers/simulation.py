"""From a scenario to its runs."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

import numpy as np

from . import arrival, metrics
from .engine import compile_rule, compile_surface
from .fairness import Entrant, noise_of
from .metrics import Marks, Metrics
from .scenario import OPTIMIZERS, SURFACES, Scenario, Start
from .stepping import CHUNK, STEADY, taker
from .surfaces.surface import Surface
from .tuning import resolve
from .types import Matrix, Vector

Status = Literal["converged", "running", "diverged"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Points ``first`` to ``first + len(x) − 1`` of a run, as they are computed."""

    run: "Run"
    first: int
    x: Matrix
    loss: Vector
    gradient: Matrix


@dataclass(slots=True)
class Run:
    """One optimizer from one start, and its trajectory.

    optimizer, start: places in the scenario.
    x: (steps + 1, 2) positions, row 0 the start. loss: (steps + 1,). gradient: (steps + 1, 2), at x.
    state: (steps + 1, k, 2), what the rule remembers after each step, in the order of its state variables.
    spare: (1, k', 2), what the rule that lends its step length remembers after the last step.
    status: of what was recorded: converged (the run stays at a minimum, see ``arrival``), diverged (see
        ``metrics.diverges``), or running. What comes after the last step ``continuations`` finds out.
    diverged_at: the step at which a diverging run left the domain for good.
    metrics: see ``metrics.Metrics``.
    """

    optimizer: int
    start: int
    x: Matrix
    loss: Vector
    gradient: Matrix
    state: Matrix
    spare: Matrix
    status: Status = "running"
    diverged_at: int | None = None
    metrics: Metrics = field(init=False)

    @property
    def steps(self) -> int:
        """How many steps were taken; fewer than asked where the run left the finite world."""
        return len(self.loss) - 1

    def finish(self, surface: Surface, marks: Marks, last: int, asked: int, judged: bool) -> None:
        """Keep the ``last`` + 1 finite rows, and judge them where that is wanted."""
        self.x, self.loss = self.x[: last + 1], self.loss[: last + 1]
        self.gradient, self.state = self.gradient[: last + 1], self.state[: last + 1]
        if not judged:
            return
        self.metrics = metrics.summarize(self.x, self.loss, self.gradient, marks)
        if self.metrics.stays is not None:
            self.status = "converged"
        elif metrics.diverges(self.x, self.loss, surface.domain, finite=last == asked):
            self.status = "diverged"
            self.diverged_at = metrics.left_at(self.x, surface.domain)


class Runs(list[Run]):
    """The runs of a scenario, a list that a notebook shows as picture and scoreboard."""

    def __init__(self, scenario: Scenario, runs: Iterable[Run]) -> None:
        super().__init__(runs)
        self.scenario = scenario

    def _repr_html_(self) -> str:
        from .picture.notebook import html  # drawing is loaded when something is drawn

        return html(self.scenario, self)


def simulate(scenario: Scenario) -> Runs:
    """Return the runs of ``scenario``, optimizer by optimizer, start by start."""
    return Runs(scenario, (piece for piece in stream(scenario) if isinstance(piece, Run)))


def stream(scenario: Scenario) -> Iterator[Piece | Run]:
    """Compute ``scenario`` piece by piece; after the last piece of a run comes the run itself."""
    yield from stream_of(scenario, resolve(scenario))


def stream_of(
    scenario: Scenario, field: Sequence[Entrant], nudges: Matrix = STEADY, judged: bool = True
) -> Iterator[Piece | Run]:
    """The same, with the optimizers as they are to run.

    nudges: (steps, 2), what each position is multiplied by after its step, (0, 2) for nothing. Without ``judged`` runs
    come without metrics.
    """
    surface = SURFACES[scenario.surface.name]
    marks = marks_of(scenario)
    noise = noise_of(scenario)
    for i, one in enumerate(field):
        lender = one if one.length is None else field[one.length]
        for j, start in enumerate(scenario.starts):
            run = _begin(i, j, one, lender, start, scenario.steps)
            take = taker(scenario, one, lender, noise, nudges)
            last = 0
            for first in range(0, scenario.steps, CHUNK):
                goal = min(first + CHUNK, scenario.steps)
                last = take(run.x, run.loss, run.gradient, run.state, run.spare, first, goal)
                rows = slice(first + 1 if first else 0, last + 1)
                yield Piece(run, rows.start, run.x[rows], run.loss[rows], run.gradient[rows])
                if last < goal:
                    break
            run.finish(surface, marks, last, scenario.steps, judged)
            yield run


def marks_of(scenario: Scenario) -> Marks:
    """Return what the runs of ``scenario`` are measured against."""
    surface, values = SURFACES[scenario.surface.name], scenario.surface.values
    landmarks, q = surface.landmarks(values), surface.pack(values)
    saddles = [float(surface.value(x, y, q)) for x, y in landmarks.saddles]
    target = arrival.target_of(scenario)
    below = {"below": target.tolerance} if target.radius is None else {}
    noisy = scenario.conditions["noise"] != 0
    return Marks(target, arrival.pixel(scenario), noisy, min(saddles, default=None), **below)


def _begin(i: int, j: int, one: Entrant, lender: Entrant, start: Start, steps: int) -> Run:
    rows = steps + 1
    state = np.empty((rows, len(one.rule.state), 2))
    run = Run(i, j, np.empty((rows, 2)), np.empty(rows), np.empty((rows, 2)), state, lender.state()[np.newaxis])
    run.x[0] = start.x, start.y
    run.state[0] = one.state()
    return run


def prepare() -> Iterator[tuple[int, int]]:
    """Compile every surface, every rule and the kernel, or load them; yields (how many are ready, of how many)."""
    work: list[Callable[[], Any]] = [partial(compile_surface, surface) for surface in SURFACES.values()]
    work += [partial(compile_rule, rule) for rule in OPTIMIZERS.values()]
    work.append(lambda: simulate(Scenario.from_query("steps=1")))
    for done, task in enumerate(work, start=1):
        task()
        yield done, len(work)

"""From a scenario to its runs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

import numpy as np

from . import metrics
from .descent import descend
from .engine import compile_rule, compile_surface
from .parameters import pack
from .rules.rule import Rule
from .scenario import OPTIMIZERS, SURFACES, Choice, Scenario, Start
from .surfaces.surface import Surface
from .types import Matrix, Vector

Status = Literal["converged", "running", "diverged"]
TOLERANCE = 1e-4
CHUNK = 1000  # steps a piece: small enough to stop soon, large enough that the call costs nothing


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
    status: converged (the loss has settled within TOLERANCE of the minimum), diverged, or running.
    diverged_at: the step at which a diverging run left the domain for good.
    metrics: see ``metrics.summarize``.
    """

    optimizer: int
    start: int
    x: Matrix
    loss: Vector
    gradient: Matrix
    state: Matrix
    status: Status = "running"
    diverged_at: int | None = None
    metrics: dict[str, Any] = field(default_factory=dict)

    @property
    def steps(self) -> int:
        """How many steps were taken; fewer than asked where the run left the finite world."""
        return len(self.loss) - 1

    def finish(self, surface: Surface, floor: float | None, last: int, asked: int) -> None:
        """Keep the ``last`` + 1 finite rows and judge them."""
        self.x, self.loss = self.x[: last + 1], self.loss[: last + 1]
        self.gradient, self.state = self.gradient[: last + 1], self.state[: last + 1]
        self.metrics = metrics.summarize(self.x, self.loss, floor, TOLERANCE)
        self.diverged_at = metrics.diverged_at(self.x, surface.domain, finite=last == asked)
        if self.diverged_at is not None:
            self.status = "diverged"
        elif self.metrics["settled"] is not None:
            self.status = "converged"


def simulate(scenario: Scenario) -> list[Run]:
    """Return the runs of ``scenario``, optimizer by optimizer, start by start."""
    return [piece for piece in stream(scenario) if isinstance(piece, Run)]


def stream(scenario: Scenario) -> Iterator[Piece | Run]:
    """Compute ``scenario`` piece by piece; after the last piece of a run comes the run itself."""
    surface = SURFACES[scenario.surface.name]
    q = surface.pack(scenario.surface.values)[np.newaxis]
    floor = surface.floor(scenario.surface.values)
    address = compile_surface(surface)
    for i, choice in enumerate(scenario.optimizers):
        rule = OPTIMIZERS[choice.name]
        p = pack(rule.parameters, choice.values)[np.newaxis]
        step = compile_rule(rule)
        for j, start in enumerate(scenario.starts):
            run = _begin(i, j, rule, choice, start, scenario.steps)
            last = 0
            for first in range(0, scenario.steps, CHUNK):
                goal = min(first + CHUNK, scenario.steps)
                with np.errstate(all="ignore"):  # as plain Python, infinities warn; the kernel looks for them itself
                    arrays = (run.x, run.loss, run.gradient, run.state)
                    last = int(descend(step, address, *arrays, p, q, first, goal))
                rows = slice(first + 1 if first else 0, last + 1)
                yield Piece(run, rows.start, run.x[rows], run.loss[rows], run.gradient[rows])
                if last < goal:
                    break
            run.finish(surface, floor, last, scenario.steps)
            yield run


def _begin(i: int, j: int, rule: Rule, choice: Choice, start: Start, steps: int) -> Run:
    rows, slots = steps + 1, len(rule.state)
    run = Run(i, j, np.empty((rows, 2)), np.empty(rows), np.empty((rows, 2)), np.empty((rows, slots, 2)))
    run.x[0] = start.x, start.y
    for slot, variable in enumerate(rule.state):
        run.state[0, slot] = variable.begin(choice.values)
    return run


def prepare() -> Iterator[tuple[int, int]]:
    """Compile every surface, every rule and the kernel, or load them; yields (how many are ready, of how many)."""
    work: list[Callable[[], Any]] = [partial(compile_surface, surface) for surface in SURFACES.values()]
    work += [partial(compile_rule, rule) for rule in OPTIMIZERS.values()]
    work.append(lambda: simulate(Scenario.from_query("steps=1")))
    for done, task in enumerate(work, start=1):
        task()
        yield done, len(work)

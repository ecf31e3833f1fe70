"""From a scenario to its runs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from . import arrival
from .engine import compile_rule, compile_surface
from .fairness import Entrant, noise_of
from .metrics import Marks
from .runs import Run, Runs
from .scenario import OPTIMIZERS, SURFACES, Scenario, Start
from .stepping import CHUNK, STEADY, taker
from .tuning import resolve
from .types import Matrix, Vector


@dataclass(frozen=True, slots=True)
class Piece:
    """Points ``first`` to ``first + len(x) − 1`` of a run, as they are computed."""

    run: Run
    first: int
    x: Matrix
    loss: Vector
    gradient: Matrix


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

    nudges: (steps + 1, 2), what the start and each position are multiplied by, (0, 2) for nothing. Without ``judged``
    runs come without metrics.
    """
    surface = SURFACES[scenario.surface.name]
    marks = marks_of(scenario)
    noise = noise_of(scenario)
    for i, one in enumerate(field):
        lender = one if one.length is None else field[one.length]
        for j, start in enumerate(scenario.starts):
            run = _begin(i, j, one, lender, start, scenario.steps, nudges)
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


def _begin(i: int, j: int, one: Entrant, lender: Entrant, start: Start, steps: int, nudges: Matrix) -> Run:
    rows = steps + 1
    state = np.empty((rows, len(one.rule.state), 2))
    run = Run(i, j, np.empty((rows, 2)), np.empty(rows), np.empty((rows, 2)), state, lender.state()[np.newaxis])
    run.x[0] = start.x, start.y
    if len(nudges):
        run.x[0] *= nudges[0]
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

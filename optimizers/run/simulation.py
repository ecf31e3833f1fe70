"""From a scenario to its runs."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ..query.choices import Start
from ..query.scenario import Scenario
from ..terms.types import Matrix, Vector
from .draws import Draws, draws_of
from .fairness import PlannedOptimizer
from .metrics import Criteria, measure
from .plan import Paths, Plan, criteria_of, plan, run
from .runs import Run, Runs
from .solving import found_of, solve
from .stepping import CHUNK, kernel_for
from .tuning import resolve_one


@dataclass(frozen=True, slots=True)
class Piece:
    """Points ``first`` to ``first + len(x) − 1`` of a run, as they are computed."""

    run: Run
    first: int
    x: Matrix
    loss: Vector
    gradient: Matrix


def simulate(scenario: Scenario) -> Runs:
    """Return the runs of ``scenario``, optimizer by optimizer, start by start.

    >>> from optimizers import Scenario
    >>> runs = simulate(Scenario.from_query("optimizer=sgd&optimizer=adam&start=A,-8,1.2&start=B,-0.6,4&steps=120"))
    >>> len(runs), runs[3].x.shape
    (4, (121, 2))
    """
    return simulate_plan(plan(scenario))


def simulate_plan(resolved: Plan) -> Runs:
    """Return the runs of a plan."""
    return runs_of(resolved, run(resolved))


def runs_of(resolved: Plan, paths: Paths) -> Runs:
    """Return the runs of a plan as views of its ``paths``, without copying arrays."""
    starts, rows, at = len(resolved.scenario.starts), resolved.scenario.steps + 1, 0
    runs: list[Run] = []
    rows_of_runs = zip(paths.x, paths.loss, paths.gradient, paths.ends.tolist(), paths.found.tolist(), strict=True)
    for row, (x, loss, gradient, last, found) in enumerate(rows_of_runs):
        i, j = divmod(row, starts)
        own = len(resolved.optimizers[i].rule.state)
        length_state = paths.length_state[row : row + 1, : len(resolved.length_optimizer(i).rule.state)]
        state = paths.state[at : at + rows * own * 2].reshape(rows, own, 2)
        at += rows * own * 2
        if last + 1 < rows:
            x, loss, gradient, state = (array[: last + 1] for array in (x, loss, gradient, state))
        runs.append(Run(i, j, x, loss, gradient, state, length_state, found))
    return Runs(resolved.scenario, runs)


def simulate_one(scenario: Scenario, optimizer: int, start: int) -> Run:
    """Return the run of one optimizer from one start, the same as ``simulate`` returns. No other run is computed."""
    *_, done = stream_one(scenario, optimizer, start)
    assert isinstance(done, Run)
    return done


def stream(scenario: Scenario) -> Iterator[Piece | Run]:
    """Compute ``scenario`` piece by piece; after the last piece of a run comes the run itself."""
    resolved, draws = plan(scenario), draws_of(scenario)
    for i, one in enumerate(resolved.optimizers):
        for j in range(len(scenario.starts)):
            yield from _pieces(scenario, (i, j), one, resolved.length_optimizer(i), draws, resolved.criteria)


def stream_one(scenario: Scenario, optimizer: int, start: int) -> Iterator[Piece | Run]:
    """Compute the run of one optimizer from one start piece by piece, as ``stream`` does, and no other run."""
    pair, draws = resolve_one(scenario, optimizer), draws_of(scenario)
    return _pieces(scenario, (optimizer, start), *pair, draws, criteria_of(scenario))


def _pieces(
    scenario: Scenario,
    index: tuple[int, int],
    one: PlannedOptimizer,
    length_optimizer: PlannedOptimizer,
    draws: Draws,
    criteria: Criteria,
) -> Iterator[Piece | Run]:
    """Take the steps of the run at ``index``; yields each piece, and last the run, judged."""
    if one.rule.solver:
        yield from _pieces_of_solver(scenario, index, one, criteria)
        return
    begun = _begin(*index, one, length_optimizer, scenario.starts[index[1]], scenario.steps)
    take_steps = kernel_for(scenario, one, length_optimizer, draws)
    last = 0
    for first in range(0, scenario.steps, CHUNK):
        goal = min(first + CHUNK, scenario.steps)
        last = take_steps(begun.x, begun.loss, begun.gradient, begun.state, begun.length_state, first, goal)
        rows = slice(first + 1 if first else 0, last + 1)
        yield Piece(begun, rows.start, begun.x[rows], begun.loss[rows], begun.gradient[rows])
        if last < goal:
            break
    begun.x, begun.loss = begun.x[: last + 1], begun.loss[: last + 1]
    begun.gradient, begun.state = begun.gradient[: last + 1], begun.state[: last + 1]
    effort = one.effort(length_optimizer)
    begun.found = measure(begun.x, begun.loss, begun.gradient, scenario.steps, criteria, effort, index)
    yield begun


def _pieces_of_solver(
    scenario: Scenario, index: tuple[int, int], one: PlannedOptimizer, criteria: Criteria
) -> Iterator[Piece | Run]:
    """Yield the pieces of a solver's run, which is computed as a whole, and last the run, judged."""
    solved = solve(scenario.surface, one, scenario.starts[index[1]], scenario.steps)
    rows = len(solved.loss)
    begun = Run(*index, solved.x, solved.loss, solved.gradient, np.empty((rows, 0, 2)), np.empty((1, 0, 2)))
    for piece in rows_of_pieces(rows - 1):
        yield Piece(begun, piece.start, begun.x[piece], begun.loss[piece], begun.gradient[piece])
    begun.found = found_of(solved, scenario.steps, criteria, index)
    yield begun


def rows_of_pieces(steps: int) -> Iterator[slice]:
    """Yield the rows of each piece that ``stream`` makes of a run of ``steps``."""
    for first in range(0, max(steps, 1), CHUNK):
        yield slice(first + 1 if first else 0, min(first + CHUNK, steps) + 1)


def _begin(i: int, j: int, one: PlannedOptimizer, length_optimizer: PlannedOptimizer, start: Start, steps: int) -> Run:
    rows = steps + 1
    state = np.empty((rows, len(one.rule.state), 2))
    begun = Run(
        i, j, np.empty((rows, 2)), np.empty(rows), np.empty((rows, 2)), state, length_optimizer.state()[np.newaxis]
    )
    begun.x[0] = start.x, start.y
    begun.state[0] = one.state()
    return begun

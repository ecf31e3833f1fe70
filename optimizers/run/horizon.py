"""The step from which rounding decides a path: where a copy of the run, nudged after every step, has left it.

Some rules amplify rounding, such as RMSprop near a minimum, so that from then on the last digit decides the path.
Every step rounds, so a copy is moved by about one unit in the last index at its start and after every step.
A coordinate that is exactly zero stays zero, and a run whose start is exactly a minimum or a saddle stays there.
"""

import numpy as np

from ..query.scenario import Scenario
from ..terms.types import Matrix
from .arrival import pixel
from .following import mark_separation
from .plan import Paths, Plan, empty, plan, run
from .rest import at_rest, flat
from .solving import COPIES, solve
from .stepping import nudges_of

SHARE = 0.5  # of the allowed distance of a copy, because eight copies do not go as far as rounding might


def horizon(scenario: Scenario, distance: float | None = None) -> list[int | None]:
    """Return the first step of each run at which rounding may have moved it by more than ``distance``.

    That is the step at which one of its ``COPIES`` is farther than half of that from it, None if all copies stay near.
    The runs are in the order of ``simulate``. ``distance`` is by default a pixel of the standard plot; for a run
    farther out than the domain is wide, it grows like the pixel of a plot that shows the run.
    """
    resolved = plan(scenario)
    return horizon_of(resolved, run(resolved, judged=False), distance)


def horizon_of(resolved: Plan, paths: Paths, distance: float | None = None) -> list[int | None]:
    """Return the same for the runs of a plan, whose ``paths`` are known. The copies run with the same rates."""
    scenario = resolved.scenario
    near = pixel(scenario.surface) if distance is None else distance
    starts = len(scenario.starts)
    flat_starts = [flat(scenario, start) for start in range(starts)]
    still = [
        one.rule.solver is not None or (flat_starts[start] and at_rest(scenario, one, start))
        for one in resolved.optimizers
        for start in range(starts)
    ]
    (left, right), (bottom, top) = scenario.surface.domain
    steps = np.full(len(paths.ends), -1)
    with np.errstate(all="ignore"):  # as plain Python, infinities warn
        mark_separation(
            resolved.kernel,
            nudges_of(scenario.steps),
            np.array(still),
            paths.x,
            paths.ends,
            SHARE * near,
            (left, right, bottom, top),
            empty(resolved, judged=False).filled,
            steps,
        )
    for index, one in enumerate(resolved.optimizers):
        if one.rule.solver:
            for start in range(starts):
                row = index * starts + start
                steps[row] = _of_solver(resolved, index, start, paths.x[row, : paths.ends[row] + 1], SHARE * near)
    return [None if step < 0 else step for step in steps.tolist()]


def _of_solver(resolved: Plan, index: int, start: int, x: Matrix, allowed: float) -> int:
    """Return the first step at which a copy of a solver's run is too far from it, −1 for never.

    A copy begins beside the start, and f and its gradient are taken beside each position at which it evaluates them.
    """
    scenario = resolved.scenario
    (left, right), (bottom, top) = scenario.surface.domain
    away = np.hypot(x[:, 0] - 0.5 * (left + right), x[:, 1] - 0.5 * (bottom + top)) / (right - left)
    first = len(x)
    for nudges in nudges_of(scenario.steps)[:COPIES]:
        copy = solve(scenario.surface, resolved.optimizers[index], scenario.starts[start], scenario.steps, nudges).x
        rows = min(first, len(copy))
        far = np.hypot(*(x[:rows] - copy[:rows]).T) > allowed * np.maximum(1.0, away[:rows])
        first = int(np.argmax(far)) if far.any() else first
    return first if first < len(x) else -1

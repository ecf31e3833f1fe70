"""From which step on rounding decides a path: from where a copy of the run, nudged after every step, has left it.

Some rules amplify rounding, such as RMSprop near a minimum, so that from there on the last digit decides the path.
Every step rounds, so a copy is moved by about one unit in the last index at its start and after every step.
A coordinate that is exactly zero stays zero, and a run whose start is exactly a minimum or a saddle stays there.
"""

import numpy as np

from ..query.scenario import Scenario
from .arrival import pixel
from .following import mark_separation
from .plan import Paths, Plan, empty, plan, run
from .rest import at_rest, flat
from .stepping import nudges_of

SHARE = 0.5  # of the allowed distance of a copy, because eight copies do not go as far as rounding might


def horizon(scenario: Scenario, distance: float | None = None) -> list[int | None]:
    """Return for each run the first step at which rounding may have moved it by more than ``distance``.

    That is the step at which one of its ``COPIES`` is farther than half of that from it, None if all copies stay near.
    The runs are in the order of ``simulate``. ``distance`` is by default a pixel of the standard plot; for a run
    farther out than the domain is wide, it grows like the pixel of a plot that shows the run.
    """
    resolved = plan(scenario)
    return horizon_of(resolved, run(resolved, judged=False), distance)


def horizon_of(resolved: Plan, paths: Paths, distance: float | None = None) -> list[int | None]:
    """Return the same for the runs of a plan, whose ``paths`` are known. The copies run with the same rates."""
    scenario = resolved.scenario
    near = pixel(scenario) if distance is None else distance
    starts = len(scenario.starts)
    flat_starts = [flat(scenario, start) for start in range(starts)]
    still = [
        flat_starts[start] and at_rest(scenario, one, start) for one in resolved.optimizers for start in range(starts)
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
    return [None if step < 0 else step for step in steps.tolist()]

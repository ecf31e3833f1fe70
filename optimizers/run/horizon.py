"""From which step on rounding decides a path: from where a copy of the run, nudged after every step, has left it.

Some rules amplify rounding, such as RMSprop near a minimum, so that from there on the last digit decides the path.
Every step rounds, so a copy is moved by about one unit in the last index at its start and after every step.
A coordinate that is exactly zero stays zero, and a run whose start is exactly a minimum or a saddle stays there.
"""

import numpy as np

from ..query.scenario import Scenario
from ..surfaces.surface import Interval
from ..terms.types import Matrix, Vector
from .arrival import pixel
from .plan import plan, run
from .rest import at_rest
from .stepping import COPIES, nudges_of

SHARE = 0.5  # of the allowed distance of a copy, because eight copies do not go as far as rounding might


def horizon(scenario: Scenario, distance: float | None = None) -> list[int | None]:
    """Return for each run the first step at which rounding may have moved it by more than ``distance``.

    That is the step at which one of its ``COPIES`` is farther than half of that from it, None if all copies stay near.
    The runs are in the order of ``simulate``. ``distance`` is by default a pixel of the standard plot; for a run
    farther out than the domain is wide, it grows like the pixel of a plot that shows the run.
    """
    near = pixel(scenario) if distance is None else distance
    domain = scenario.surface.domain
    resolved = plan(scenario)  # once, because the copies run with the same rates
    paths = run(resolved, judged=False)
    steps: list[int | None] = [None] * len(paths.ends)
    still = [at_rest(scenario, one, start) for one in resolved.optimizers for start in range(len(scenario.starts))]
    for copy in range(COPIES):
        nudged = run(resolved, nudges_of(copy, scenario.steps), judged=False)
        for index, rows in enumerate((np.minimum(paths.ends, nudged.ends) + 1).tolist()):
            if still[index]:
                continue
            apart = _apart(paths.x[index, :rows], nudged.x[index, :rows], near, domain)
            before = steps[index]
            if apart is not None and (before is None or apart < before):
                steps[index] = apart
    return steps


def _apart(x: Matrix, nudged: Matrix, near: float, domain: tuple[Interval, Interval]) -> int | None:
    with np.errstate(over="ignore", invalid="ignore"):
        far = np.hypot(*(x - nudged).T) > SHARE * near * _sizes(x, domain)
    return int(np.argmax(far)) if far.any() else None


def _sizes(x: Matrix, domain: tuple[Interval, Interval]) -> Vector:
    """Return the distance of each row from the centre of the domain, in widths of the domain, at least 1, (rows,)."""
    (left, right), (bottom, top) = domain
    away = np.hypot(x[:, 0] - 0.5 * (left + right), x[:, 1] - 0.5 * (bottom + top))
    return np.maximum(1.0, away / (right - left))

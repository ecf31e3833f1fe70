"""How far a path means anything: up to the step at which a twin, nudged after every step, has left it.

Some rules amplify rounding: RMSprop near a minimum does, and from there on the path is a matter of the last digit.
Every step rounds, so a twin is moved by about one unit in the last place at its start and after every step.
A coordinate that is exactly zero stays zero, and a run whose start is exactly a minimum or a saddle stays there.
"""

import numpy as np

from ..query.scenario import Scenario
from ..surfaces.surface import Interval
from ..terms.types import Matrix, Vector
from .arrival import pixel
from .plan import plan, run
from .rest import at_rest
from .stepping import TWINS, nudges_of

SHARE = 0.5  # of the distance that a twin has to keep: eight of them do not go as far as rounding might


def horizon(scenario: Scenario, distance: float | None = None) -> list[int | None]:
    """Return for each run the first step at which rounding may have moved it by more than ``distance``.

    That is where one of its ``TWINS`` is farther than half of that from it. The runs are in the order of ``simulate``.
    ``distance`` is by default a pixel of the standard plot; for a run that is farther out than the domain is wide it
    grows with the run, as the pixel of a plot that showed it would. None where every twin stays near.
    """
    near = pixel(scenario) if distance is None else distance
    domain = scenario.surface.domain
    resolved = plan(scenario)  # once: the twins run with the same rates
    paths = run(resolved, judged=False)
    steps: list[int | None] = [None] * len(paths.ends)
    still = [at_rest(scenario, one, start) for one in resolved.field for start in range(len(scenario.starts))]
    for twin in range(TWINS):
        twins = run(resolved, nudges_of(twin, scenario.steps), judged=False)
        for place, rows in enumerate((np.minimum(paths.ends, twins.ends) + 1).tolist()):
            if still[place]:
                continue
            apart = _apart(paths.x[place, :rows], twins.x[place, :rows], near, domain)
            before = steps[place]
            if apart is not None and (before is None or apart < before):
                steps[place] = apart
    return steps


def _apart(x: Matrix, twin: Matrix, near: float, domain: tuple[Interval, Interval]) -> int | None:
    with np.errstate(over="ignore", invalid="ignore"):
        far = np.hypot(*(x - twin).T) > SHARE * near * _sizes(x, domain)
    return int(np.argmax(far)) if far.any() else None


def _sizes(x: Matrix, domain: tuple[Interval, Interval]) -> Vector:
    """Return for each row how many times the width of the domain it is away from the middle, at least 1, (rows,)."""
    (left, right), (bottom, top) = domain
    away = np.hypot(x[:, 0] - 0.5 * (left + right), x[:, 1] - 0.5 * (bottom + top))
    return np.maximum(1.0, away / (right - left))

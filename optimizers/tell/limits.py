"""The limit of stability: the constant learning rate above which a run on a quadratic must diverge.

Along the eigenvector of the largest curvature λmax a quadratic is a parabola, whatever its other curvatures are. A run
with any component along it grows without end above the limit that the rule names; below the limit, theory says nothing.
"""

import math
from functools import lru_cache

import numpy as np

from ..query.scenario import Scenario
from ..rules.rule import Mark
from ..run.draws import noisy
from ..run.fairness import PlannedOptimizer
from ..surfaces.bound import BoundSurface
from ..terms.types import Vector

ABOVE = 1e-9  # relative: a rate nearer to the limit than this may be the limit, rounded
ASIDE = 1e-9  # of the distance from the origin: a smaller component along the steep axis may be rounding


def undisturbed(scenario: Scenario, one: PlannedOptimizer) -> bool:
    """Return whether ``one`` follows only its own rule, at a constant rate, as theory assumes."""
    steady = one.rates.min() == one.rates.max() and one.pace.constant
    return steady and one.length_from is None and one.decay == 0 and not noisy(scenario)


@lru_cache(64)  # asked for each optimizer and each start
def quadratic(surface: BoundSurface) -> bool:
    """Return whether the Hessian is the same at the middle and in the corners of the domain."""
    (left, right), (bottom, top) = surface.domain
    middle = 0.4 * left + 0.6 * right, 0.3 * bottom + 0.7 * top
    points = [middle, (left, bottom), (left, top), (right, bottom), (right, top)]
    return len({tuple(float(part) for part in surface.hessian(x, y)) for x, y in points}) == 1


def exceeded(scenario: Scenario, one: PlannedOptimizer) -> Mark | None:
    """Return the limit of stability that the rate of ``one`` exceeds, None if none is known or exceeded."""
    surface = scenario.surface
    if not undisturbed(scenario, one) or not quadratic(surface):
        return None
    _, high, _ = _curvatures(surface)
    marks = [mark for mark in one.rule.theory(one.values, high, high) if mark.limit] if high > 0 else []
    return marks[0] if marks and float(one.rates[0]) > marks[0].value * (1 + ABOVE) else None


def along_steep_axis(scenario: Scenario, start: int) -> bool | None:
    """Return whether a start on a quadratic has a component along the axis of the largest curvature.

    None if it has one so small that it may be due to rounding.
    """
    surface, begin = scenario.surface, scenario.starts[start]
    low, high, axis = _curvatures(surface)
    # On a quadratic the gradient is the Hessian times the way from the point where it is zero.
    gradient = np.array(surface.gradient(begin.x, begin.y), dtype=np.float64)
    along = math.hypot(*gradient) if low == high else abs(float(axis @ gradient))
    if 0 < along / high <= ASIDE * math.hypot(begin.x, begin.y):
        return None
    return along > 0


@lru_cache(64)
def _curvatures(surface: BoundSurface) -> tuple[float, float, Vector]:
    """Return the curvatures of a quadratic, and the direction of the larger one, (2,)."""
    xx, xy, yy = (float(part) for part in surface.hessian(0.0, 0.0))
    (low, high), axes = np.linalg.eigh(np.array([[xx, xy], [xy, yy]]))
    return float(low), float(high), axes[:, 1]

"""The limit of stability: the constant learning rate above which a run on a quadratic must diverge.

Along the eigenvector of the largest curvature λmax a quadratic is a parabola, whatever its other curvatures are. A run
with any component along it grows without end above the limit that the rule names; below the limit, theory says nothing.
"""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ..query.scenario import Scenario
from ..run.draws import noisy
from ..run.fairness import PlannedOptimizer
from ..run.nearest import norm
from ..surfaces.bound import BoundSurface
from .words import NUMBERS

ABOVE, ASIDE = NUMBERS["above"], NUMBERS["aside"]
Curvatures = tuple[float, float, float, float]


class Limit(NamedTuple):
    """The learning rate above which an optimizer diverges, and its formula as text."""

    value: float
    formula: str


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


def exceeded(scenario: Scenario, one: PlannedOptimizer) -> Limit | None:
    """Return the limit of stability that the rate of ``one`` exceeds, None if none is known or exceeded."""
    surface = scenario.surface
    if one.rule.limit is None or not undisturbed(scenario, one) or not quadratic(surface):
        return None
    _, high, *_ = _curvatures(surface)
    if high <= 0:
        return None
    value, formula = one.rule.limit(one.p[0], high)
    return Limit(float(value), one.rule.limits[formula]) if 0 < value * (1 + ABOVE) < one.rates[0] else None


def along_steep_axis(scenario: Scenario, start: int) -> bool | None:
    """Return whether a start on a quadratic has a component along the axis of the largest curvature.

    None if it has one so small that it may be due to rounding.
    """
    surface, begin = scenario.surface, scenario.starts[start]
    low, high, *axis = _curvatures(surface)
    # On a quadratic the gradient is the Hessian times the way from the point where it is zero.
    gradient = np.array(surface.gradient(begin.x, begin.y), dtype=np.float64)
    along = math.hypot(*gradient) if low == high else abs(float(axis[0] * gradient[0] + axis[1] * gradient[1]))
    if 0 < along / high <= ASIDE * math.hypot(begin.x, begin.y):
        return None
    return along > 0


def curvatures_of(surface: BoundSurface) -> Curvatures | None:
    """Return the curvatures of a quadratic, and the direction of the larger one; None of another surface."""
    if not quadratic(surface):
        return None
    return _curvatures(surface)


@lru_cache(64)
def _curvatures(surface: BoundSurface) -> Curvatures:
    """Return the curvatures of a quadratic, and the direction of the larger one."""
    return curvatures(*map(float, surface.hessian(0.0, 0.0)))


def curvatures(xx: float, xy: float, yy: float) -> Curvatures:
    """Return the smaller and the larger curvature of a Hessian, and the direction of the larger one.

    By the formula for two variables, which has the same bits everywhere. Its twin is static/js/engine/curvatures.js.

    >>> curvatures(1.0, 0.0, 25.0)
    (1.0, 25.0, 0.0, 1.0)
    """
    middle, half = 0.5 * xx + 0.5 * yy, 0.5 * xx - 0.5 * yy
    size = float(norm(half, xy))
    axis = (half + size, xy) if half > 0.0 else (xy, size - half)
    length = float(norm(*axis))
    direction = (axis[0] / length, axis[1] / length) if length > 0.0 else (0.0, 1.0)
    return middle - size, middle + size, *direction

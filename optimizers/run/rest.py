"""Runs that never move, where rounding cannot decide anything."""

from typing import Any

import numpy as np

from ..query.scenario import Scenario
from ..surfaces.bound import BoundSurface
from ..surfaces.surface import Point
from .draws import noisy
from .fairness import PlannedOptimizer


def flat(scenario: Scenario, start: int) -> bool:
    """Return whether the gradient at a start is zero.

    It is also computed in long double, if the machine has it: in float64 it may be zero only by rounding, and then a
    rule that divides by the size of the gradient would take a whole step.
    """
    begin = scenario.starts[start]
    return _level(scenario.surface, begin.x, begin.y, np.float64, np.longdouble)


def tilted(surface: BoundSurface) -> list[Point]:
    """Return the landmarks of ``surface`` where the gradient is zero in float64 only by rounding."""
    known = surface.landmarks
    points = (*known.minima, *known.saddles, *known.maxima)
    return [
        point for point in points if _level(surface, *point, np.float64) and not _level(surface, *point, np.longdouble)
    ]


def _level(surface: BoundSurface, x: float, y: float, *numbers: type[np.floating[Any]]) -> bool:
    """Return whether the gradient at (x, y) is zero in all of these numbers."""
    return all(not any(surface.gradient(number(x), number(y))) for number in numbers)


def at_rest(scenario: Scenario, one: PlannedOptimizer, start: int) -> bool:
    """Return whether ``one`` never leaves ``start``: neither gradient nor chance nor weight decay moves it.

    A rule that reads its position may move for that alone.
    """
    begin = scenario.starts[start]
    pulled = (one.decay != 0 and (begin.x != 0 or begin.y != 0)) or one.rule.reads_position
    return not noisy(scenario) and not pulled and flat(scenario, start)

"""Runs that never move, where rounding cannot decide anything."""

import numpy as np

from ..query.scenario import Scenario
from .draws import noisy
from .fairness import PlannedOptimizer


def flat(scenario: Scenario, start: int) -> bool:
    """Return whether the gradient at a start is zero.

    It is also computed in long double, if the machine has it: in float64 it may be zero only by rounding, and then a
    rule that divides by the size of the gradient would take a whole step.
    """
    surface, begin = scenario.surface, scenario.starts[start]
    return all(not any(surface.gradient(number(begin.x), number(begin.y))) for number in (np.float64, np.longdouble))


def at_rest(scenario: Scenario, one: PlannedOptimizer, start: int) -> bool:
    """Return whether ``one`` never leaves ``start``: neither gradient nor chance nor weight decay moves it.

    A rule that reads its position may move for that alone.
    """
    begin = scenario.starts[start]
    pulled = (one.decay != 0 and (begin.x != 0 or begin.y != 0)) or one.rule.reads_position
    return not noisy(scenario) and not pulled and flat(scenario, start)

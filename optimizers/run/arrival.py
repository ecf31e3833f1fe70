"""The target of the runs of a scenario: the ring around each minimum, or the loss."""

import math

import numpy as np

from ..query.scenario import Scenario
from .target import Target

PIXELS = 500  # across the domain, in the standard plot


def target_of(scenario: Scenario) -> Target:
    """Return the target of ``scenario``."""
    surface = scenario.surface
    minima = np.array([(one.x, one.y, one.radius) for one in surface.minima], dtype=np.float64).reshape(-1, 3)
    return Target(minima, ring(scenario), surface.floor, float(scenario.conditions["tolerance"]))


def ring(scenario: Scenario) -> float | None:
    """Return the radius of the ring around every minimum, in units of x; None with target=loss."""
    if scenario.conditions["target"] != "distance":
        return None
    (left, right), (bottom, top) = scenario.surface.domain
    return float(scenario.conditions["tolerance"]) * math.hypot(right - left, top - bottom)


def pixel(scenario: Scenario) -> float:
    """Return the width of a pixel of the standard plot, in units of x."""
    (left, right), _ = scenario.surface.domain
    return (right - left) / PIXELS

"""The target of the runs of a scenario: the ring around each minimum, or the loss."""

import math
from typing import Any

from ..query.scenario import Scenario
from ..surfaces.bound import BoundSurface
from .target import Target

PIXELS = 500  # across the domain, in the standard plot


def target_of(scenario: Scenario) -> Target:
    """Return the target of ``scenario``."""
    surface = scenario.surface
    return Target(surface.rings, ring(scenario), surface.floor, float(scenario.conditions["tolerance"]))


def ring(scenario: Scenario) -> float | None:
    """Return the radius of the ring around every minimum, in units of x; None with target=loss."""
    if scenario.conditions["target"] != "distance":
        return None
    return float(scenario.conditions["tolerance"]) * diagonal(scenario.surface)


def diagonal(surface: BoundSurface) -> float:
    """Return the length of the domain's diagonal, in units of x."""
    (left, right), (bottom, top) = surface.domain
    return math.hypot(right - left, top - bottom)


def pixel(surface: BoundSurface) -> float:
    """Return the width of a pixel of the standard plot, in units of x."""
    (left, right), _ = surface.domain
    return (right - left) / PIXELS


def measures_of(surface: BoundSurface) -> dict[str, Any]:
    """Return what the page measures runs on ``surface`` against, but for the conditions (static/js/engine/judge.js)."""
    return {
        "minima": surface.rings.tolist(),
        "floor": surface.floor,
        "saddle": surface.lowest_saddle,
        "pixel": pixel(surface),
        "diagonal": diagonal(surface),
        "domain": [edge for ends in surface.domain for edge in ends],
    }

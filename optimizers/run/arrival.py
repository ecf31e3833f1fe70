"""The target of the runs of a scenario: the ring around each minimum, or the loss."""

import math
from typing import Any

import numpy as np

from ..query.scenario import Scenario
from ..surfaces.bound import BoundSurface
from .target import Target

PIXELS = 500  # across the domain, in the standard plot


def target_of(scenario: Scenario) -> Target:
    """Return the target of ``scenario``."""
    surface = scenario.surface
    minima = np.array(minima_of(surface), dtype=np.float64).reshape(-1, 3)
    return Target(minima, ring(scenario), surface.floor, float(scenario.conditions["tolerance"]))


def minima_of(surface: BoundSurface) -> list[tuple[float, float, float]]:
    """Return position and radius of each minimum of ``surface``, as ``nearest`` takes them."""
    return [(one.x, one.y, one.radius) for one in surface.minima]


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


def lowest_saddle(surface: BoundSurface) -> float | None:
    """Return the value of the lowest saddle of ``surface``, None if there is none."""
    saddles = np.array(surface.landmarks.saddles).reshape(-1, 2)
    return float(surface.value(saddles[:, 0], saddles[:, 1]).min()) if saddles.size else None


def measures_of(surface: BoundSurface) -> dict[str, Any]:
    """Return what the page measures runs on ``surface`` against, but for the conditions (static/js/engine/judge.js)."""
    return {
        "minima": minima_of(surface),
        "floor": surface.floor,
        "saddle": lowest_saddle(surface),
        "pixel": pixel(surface),
        "diagonal": diagonal(surface),
        "domain": [edge for ends in surface.domain for edge in ends],
    }

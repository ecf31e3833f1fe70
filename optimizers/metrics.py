"""Pure functions of a trajectory. Arrays have a row a step; row 0 is the start."""

from typing import Any

import numpy as np

from .types import Matrix, Vector

FAR = 100.0
"""A run that ends this many domain sizes away from the domain has diverged, finite or not."""


def first_hit(loss: Vector, floor: float | None, tolerance: float) -> int | None:
    """Return the first step with f − f* ≤ tolerance · (f₀ − f*), None where there is none or f* = ``floor`` is None."""
    if floor is None:
        return None
    hits = np.flatnonzero(loss - floor <= tolerance * (loss[0] - floor))
    return int(hits[0]) if hits.size else None


def settled(loss: Vector, floor: float | None, tolerance: float) -> int | None:
    """Return the first step from which on every step keeps f − f* ≤ tolerance · (f₀ − f*), None where there is none."""
    if floor is None:
        return None
    misses = np.flatnonzero(~(loss - floor <= tolerance * (loss[0] - floor)))
    step = int(misses[-1]) + 1 if misses.size else 0
    return step if step < loss.size else None


def path_length(x: Matrix) -> float:
    """Return the length of the path, the sum of its steps' lengths; infinite where that overflows."""
    with np.errstate(over="ignore"):
        steps = np.diff(x, axis=0)
        return float(np.hypot(steps[:, 0], steps[:, 1]).sum())


def flips(x: Matrix) -> tuple[int, int]:
    """Return for each coordinate how often the step changed its sign: oscillation, counted. Zero has no sign."""
    with np.errstate(over="ignore"):
        signs = np.sign(np.diff(x, axis=0))
    return _changes(signs[:, 0]), _changes(signs[:, 1])


def _changes(signs: Vector) -> int:
    moving = signs[signs != 0]
    return int(np.count_nonzero(moving[1:] != moving[:-1]))


def diverged_at(x: Matrix, domain: Any, finite: bool) -> int | None:
    """Return the step at which a diverging run left the domain for good, None for a run that did not diverge.

    A run diverges when it leaves the finite world, or ends more than ``FAR`` domain sizes away from the domain.
    """
    low, high = np.array(domain, dtype=np.float64).T
    outside = ((x < low) | (x > high)).any(axis=1)
    distance = np.maximum(np.maximum(low - x[-1], x[-1] - high) / (high - low), 0.0).max()
    if finite and distance <= FAR:
        return None
    inside = np.flatnonzero(~outside)
    return int(inside[-1]) + 1 if inside.size else 0


def summarize(x: Matrix, loss: Vector, floor: float | None, tolerance: float) -> dict[str, Any]:
    """Return every metric of a trajectory by name."""
    return {
        "first_hit": first_hit(loss, floor, tolerance),
        "settled": settled(loss, floor, tolerance),
        "final_loss": float(loss[-1]),
        "path_length": path_length(x),
        "flips": flips(x),
    }

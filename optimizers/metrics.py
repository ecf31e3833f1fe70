"""Pure functions of a trajectory. Arrays have a row a step; row 0 is the start.

The loops are compiled: a slider asks for every metric of every run sixty times a second, and numpy's calls on arrays of
a few hundred rows would take longer than the runs.
"""

from typing import Any

import numpy as np
from numba import njit

from .engine import OPTIONS
from .types import Matrix, Vector

FAR = 100.0
"""A run that ends this many domain sizes away from the domain has diverged, finite or not."""


def first_hit(loss: Vector, floor: float | None, tolerance: float) -> int | None:
    """Return the first step with f − f* ≤ tolerance · (f₀ − f*), None where there is none or f* = ``floor`` is None."""
    if floor is None:
        return None
    return _step(_first_within(loss, floor, tolerance), len(loss))


def settled(loss: Vector, floor: float | None, tolerance: float) -> int | None:
    """Return the first step from which on every step keeps f − f* ≤ tolerance · (f₀ − f*), None where there is none."""
    if floor is None:
        return None
    return _step(_within_for_good(loss, floor, tolerance), len(loss))


def path_length(x: Matrix) -> float:
    """Return the length of the path, the sum of its steps' lengths; infinite where that overflows."""
    with np.errstate(over="ignore"):
        return float(_path_length(x))


def flips(x: Matrix) -> tuple[int, int]:
    """Return for each coordinate how often the step changed its sign: oscillation, counted. Zero has no sign."""
    with np.errstate(over="ignore"):
        return int(_flips(x, 0)), int(_flips(x, 1))


def diverged_at(x: Matrix, domain: Any, finite: bool) -> int | None:
    """Return the step at which a diverging run left the domain for good, None for a run that did not diverge.

    A run diverges when it leaves the finite world, or ends more than ``FAR`` domain sizes away from the domain.
    """
    (left, right), (bottom, top) = domain
    across = max(left - x[-1, 0], x[-1, 0] - right) / (right - left)
    along = max(bottom - x[-1, 1], x[-1, 1] - top) / (top - bottom)
    if finite and max(across, along) <= FAR:
        return None
    return int(_outside_for_good(x, left, right, bottom, top))


def summarize(x: Matrix, loss: Vector, floor: float | None, tolerance: float) -> dict[str, Any]:
    """Return every metric of a trajectory by name."""
    return {
        "first_hit": first_hit(loss, floor, tolerance),
        "settled": settled(loss, floor, tolerance),
        "final_loss": float(loss[-1]),
        "path_length": path_length(x),
        "flips": flips(x),
    }


def _step(row: int, rows: int) -> int | None:
    return int(row) if row < rows else None


@njit(cache=True, nogil=True, **OPTIONS)
def _first_within(loss: Vector, floor: float, tolerance: float) -> int:
    k = 0
    while k < loss.size and not loss[k] - floor <= tolerance * (loss[0] - floor):
        k += 1
    return k


@njit(cache=True, nogil=True, **OPTIONS)
def _within_for_good(loss: Vector, floor: float, tolerance: float) -> int:
    k = loss.size
    while k > 0 and loss[k - 1] - floor <= tolerance * (loss[0] - floor):
        k -= 1
    return k


@njit(cache=True, nogil=True, **OPTIONS)
def _outside_for_good(x: Matrix, left: float, right: float, bottom: float, top: float) -> int:
    k = x.shape[0]
    while k > 0 and not (left <= x[k - 1, 0] <= right and bottom <= x[k - 1, 1] <= top):
        k -= 1
    return int(k)


@njit(cache=True, nogil=True, **OPTIONS)
def _path_length(x: Matrix) -> float:
    length = 0.0
    for k in range(1, x.shape[0]):
        length += np.hypot(x[k, 0] - x[k - 1, 0], x[k, 1] - x[k - 1, 1])
    return length


@njit(cache=True, nogil=True, **OPTIONS)
def _flips(x: Matrix, i: int) -> int:
    count = 0
    before = 0.0  # the last step that moved
    for k in range(1, x.shape[0]):
        step = x[k, i] - x[k - 1, i]
        if step != 0.0:
            if (step > 0.0) != (before > 0.0) and before != 0.0:
                count += 1
            before = step
    return count

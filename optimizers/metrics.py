"""Pure functions of a trajectory. Arrays have a row a step; row 0 is the start.

The loops are compiled: a slider asks for every metric of every run sixty times a second, and numpy's calls on arrays of
a few hundred rows would take longer than the runs.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numba.extending import register_jitable

from . import target
from .engine import OPTIONS
from .target import Target
from .types import Matrix, Vector

SAFE = (1e-280, 1e280)
"""Sums of products between these have lost nothing to overflow or underflow."""

Angles = tuple[float | None, float | None]
"""Mean over all steps, and that of the first step, in degrees; None where no step counts."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What the metrics need to know of a surface and a scenario.

    target: what counts as there. pixel: of the standard plot, in units of x. noisy: the gradient has noise.
    saddle: the value of the lowest saddle, None where there is none. below: the part of the way down from it that a run
    has to come below it.
    """

    target: Target
    pixel: float = 0.0
    noisy: bool = False
    saddle: float | None = None
    below: float = 1e-4


@dataclass(frozen=True, slots=True)
class Metrics:
    """What is measured on a run. Steps are counted from 0, the start; None is never, or nothing to measure.

    reached: the first step inside the ring of a minimum, or within the tolerance of its value (see ``target``).
    stays: the first step from which on the run is inside to its end. basin: the place of the minimum it stays at.
    escape_step: the first step below the saddle. final_loss: f at the last step. detour: path_length over the straight
    distance from start to end. largest_step: its length. flips: how often x and y turned back by more than a pixel of
    the standard plot; None with noise, whose turns are no oscillation. Angles are in degrees, to −gradient and to the
    nearest minimum: the mean over the steps, and that of the first.
    """

    reached: int | None
    stays: int | None
    basin: int | None
    escape_step: int | None
    final_loss: float
    path_length: float
    detour: float | None
    largest_step: float
    flips: tuple[int, int] | None
    angle_to_gradient: float | None
    first_angle_to_gradient: float | None
    angle_to_minimum: float | None
    first_angle_to_minimum: float | None
    gradient_evaluations: int


def path_length(x: Matrix) -> float:
    """Return the length of the path, the sum of its steps' lengths; infinite where that overflows."""
    with np.errstate(over="ignore"):
        return float(_lengths(x)[0])


def largest_step(x: Matrix) -> float:
    """Return the length of the longest step, 0 where there is none; infinite where that overflows."""
    with np.errstate(over="ignore"):
        return float(_lengths(x)[1])


def detour(x: Matrix) -> float | None:
    """Return the path's length over the straight distance from start to end: 1 is the straight way.

    None where the run ends where it began, or where either length is too large for a number.
    """
    return _detour(x, path_length(x))


def angle_to_gradient(x: Matrix, gradient: Matrix) -> Angles:
    """Return the angle between the steps and −gradient at their foot: the mean over the run, and that of the first.

    A step of length zero has no direction, nor has a gradient of zero: they do not count.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        return _degrees(*_angles(x, -gradient[:-1]))


def angle_to_minimum(x: Matrix, minima: Matrix) -> Angles:
    """Return the angle between the steps and the line from their foot to the minimum nearest to it: mean and first.

    Steps of length zero and steps from the minimum itself do not count. minima: (n, 2), n = 0 where there is none.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        return _degrees(*_angles(x, _to_minimum(x, minima)))


def escape_step(loss: Vector, marks: Marks) -> int | None:
    """Return the first step that lies below the saddle, None where there is none or no saddle.

    Below means f < s − below · d, with s the value of the lowest saddle; d is the way from there down to the minimum,
    s − f*, or where there is no minimum the way from the start, |f₀ − s|.
    """
    if marks.saddle is None:
        return None
    floor = marks.target.floor
    down = abs(float(loss[0]) - marks.saddle) if floor is None else marks.saddle - floor
    return _step(_first_below(loss, marks.saddle - marks.below * down), len(loss))


def flips(x: Matrix, pixel: float = 0.0) -> tuple[int, int]:
    """Return for each coordinate how often it turned back by more than ``pixel``: oscillation, counted."""
    with np.errstate(over="ignore"):
        return int(_turns(x, 0, pixel)), int(_turns(x, 1, pixel))


def diverges(x: Matrix, loss: Vector, domain: Any, finite: bool) -> bool:
    """Return whether a run diverges: it left the finite world, or it is on its way out.

    On its way out is a run that ends outside the domain, farther from it than it began, with a loss above the start's
    and still rising: over the last tenth of the steps, and above all that came before.
    """
    if not finite:
        return True
    if not outside(x[-1], domain) > outside(x[0], domain):
        return False
    tenth = max(1, (len(loss) - 1) // 10)
    earlier, later = loss[:-tenth], loss[-tenth:]
    return bool(loss[-1] > loss[0] and loss[-1] > earlier[-1] and later.max() > earlier.max())


def outside(point: Vector, domain: Any) -> float:
    """Return the distance of ``point`` (2,) from the domain, 0 inside it; infinite where that overflows."""
    beyond = [max(low - float(v), float(v) - high, 0.0) for v, (low, high) in zip(point, domain, strict=True)]
    return math.hypot(*beyond)


def left_at(x: Matrix, domain: Any) -> int:
    """Return the first step from which on a run is outside the domain: at the earliest 1, for a start has not left."""
    (left, right), (bottom, top) = domain
    return max(1, int(_outside_for_good(x, left, right, bottom, top)))


def summarize(x: Matrix, loss: Vector, gradient: Matrix, marks: Marks, finite: bool = True) -> Metrics:
    """Return every metric of a trajectory. A gradient is evaluated once a step.

    finite: whether the run came to its end; one whose next step left the finite world stays nowhere.
    """
    inside = marks.target.inside(x, loss, float(loss[0]))
    stays = target.stays(inside) if finite else None
    with np.errstate(over="ignore", invalid="ignore"):  # once: entering it takes as long as a loop
        length, largest = _lengths(x)
        turned = None if marks.noisy else (int(_turns(x, 0, marks.pixel)), int(_turns(x, 1, marks.pixel)))
        to_gradient, first_to_gradient = _degrees(*_angles(x, -gradient[:-1]))
        to_minimum, first_to_minimum = _degrees(*_angles(x, _to_minimum(x, marks.target.minima)))
    return Metrics(
        reached=target.reached(inside),
        stays=stays,
        basin=None if stays is None else marks.target.basin(x[-1]),
        escape_step=escape_step(loss, marks),
        final_loss=float(loss[-1]),
        path_length=float(length),
        detour=_detour(x, float(length)),
        largest_step=float(largest),
        flips=turned,
        angle_to_gradient=to_gradient,
        first_angle_to_gradient=first_to_gradient,
        angle_to_minimum=to_minimum,
        first_angle_to_minimum=first_to_minimum,
        gradient_evaluations=len(loss) - 1,
    )


def _step(row: int, rows: int) -> int | None:
    return int(row) if row < rows else None


def _detour(x: Matrix, length: float) -> float | None:
    straight = math.hypot(0.5 * x[-1, 0] - 0.5 * x[0, 0], 0.5 * x[-1, 1] - 0.5 * x[0, 1])  # half: no overflow
    return 0.5 * length / straight if straight > 0 and math.isfinite(length) else None


def _degrees(count: int, total: float, first: float) -> Angles:
    mean = math.degrees(total / count) if count else None
    return mean, (None if math.isnan(first) else math.degrees(first))


@njit(cache=True, nogil=True, **OPTIONS)
def _outside_for_good(x: Matrix, left: float, right: float, bottom: float, top: float) -> int:
    k = x.shape[0]
    while k > 0 and not (left <= x[k - 1, 0] <= right and bottom <= x[k - 1, 1] <= top):
        k -= 1
    return int(k)


@njit(cache=True, nogil=True, **OPTIONS)
def _first_below(loss: Vector, level: float) -> int:
    k = 0
    while k < loss.size and not loss[k] < level:
        k += 1
    return k


@njit(cache=True, nogil=True, **OPTIONS)
def _lengths(x: Matrix) -> tuple[float, float]:
    """Return the sum and the largest of the steps' lengths."""
    total = 0.0
    largest = 0.0
    for k in range(1, x.shape[0]):
        dx = x[k, 0] - x[k - 1, 0]
        dy = x[k, 1] - x[k - 1, 1]
        square = dx * dx + dy * dy
        length = np.sqrt(square) if SAFE[0] < square < SAFE[1] else np.hypot(dx, dy)
        total += length
        largest = max(largest, length)
    return total, largest


@register_jitable(**OPTIONS)
def _angle(ax: float, ay: float, bx: float, by: float) -> float:
    """Return the angle between two directions, 0 to π."""
    dot = ax * bx + ay * by
    cross = abs(ax * by - ay * bx)
    if not SAFE[0] < cross + abs(dot) < SAFE[1]:
        a = max(abs(ax), abs(ay))
        b = max(abs(bx), abs(by))
        dot = (ax / a) * (bx / b) + (ay / a) * (by / b)
        cross = abs((ax / a) * (by / b) - (ay / a) * (bx / b))
    return math.atan2(cross, dot)


@njit(cache=True, nogil=True, **OPTIONS)
def _angles(x: Matrix, toward: Matrix) -> tuple[int, float, float]:
    """Return how many steps count, the sum of their angles to ``toward``, a direction for each step, and that of step
    1, NaN where it does not count.
    """
    count = 0
    total = 0.0
    first = np.nan
    for k in range(toward.shape[0]):
        dx = 0.5 * x[k + 1, 0] - 0.5 * x[k, 0]  # half the step: no overflow
        dy = 0.5 * x[k + 1, 1] - 0.5 * x[k, 1]
        tx = toward[k, 0]
        ty = toward[k, 1]
        if (dx != 0.0 or dy != 0.0) and (tx != 0.0 or ty != 0.0):
            angle = _angle(dx, dy, tx, ty)
            if k == 0:
                first = angle
            total += angle
            count += 1
    return count, total, first


@njit(cache=True, nogil=True, **OPTIONS)
def _to_minimum(x: Matrix, minima: Matrix) -> Matrix:
    """Return for each step the way from where it begins to the nearest minimum; none where there is no minimum."""
    ways = np.empty((x.shape[0] - 1 if minima.shape[0] else 0, 2))
    for k in range(ways.shape[0]):
        ways[k, 0] = minima[0, 0] - x[k, 0]
        ways[k, 1] = minima[0, 1] - x[k, 1]
        for i in range(1, minima.shape[0]):
            ox = minima[i, 0] - x[k, 0]
            oy = minima[i, 1] - x[k, 1]
            if ox * ox + oy * oy < ways[k, 0] * ways[k, 0] + ways[k, 1] * ways[k, 1]:
                ways[k, 0] = ox
                ways[k, 1] = oy
    return ways


@njit(cache=True, nogil=True, **OPTIONS)
def _turns(x: Matrix, i: int, least: float) -> int:
    """Return how often coordinate ``i`` turned: came back by more than ``least`` from where it had got."""
    count = 0
    direction = 0.0  # of the present swing, 0 before the first one
    low = x[0, i]
    high = x[0, i]
    for k in range(1, x.shape[0]):
        v = x[k, i]
        if direction == 0.0:
            low = min(low, v)
            high = max(high, v)
            if high - low > least:
                direction = 1.0 if v == high else -1.0
        elif direction > 0.0:
            if v > high:
                high = v
            elif high - v > least:
                count += 1
                direction = -1.0
                low = v
        else:
            if v < low:
                low = v
            elif v - low > least:
                count += 1
                direction = 1.0
                high = v
    return count

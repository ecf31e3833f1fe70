"""Measures everything on a run, in one compiled pass over its rows, and says how the run ends.

Its twin in the page is static/js/engine/judge.js, whose numbers are the same bits but for those of arc tangents.

There is no arc tangent for each step: the angle between two directions is the argument of dot + i·|cross|,
so the product of these numbers has the sum of the angles, and one arc tangent at the end is enough. The product is kept
between 0 and π, and the number of times that π was subtracted is counted. It agrees with the sum of arc tangents to
about 1e-13 degrees.
"""

import math

import numpy as np

from ..form.compiler import register_jitable
from ..form.compiling import OPTIONS, kernel
from ..terms.types import Matrix, Vector
from .nearest import SAFE, nearest, norm, toward, within
from .target import lasts

RADIUS, FLOOR, TOLERANCE, SADDLE, BELOW, PIXEL, NOISY, LEFT, RIGHT, BOTTOM, TOP = range(11)
"""What a run is measured against: the radius of the ring (negative: the loss decides); f* (NaN: there is none) and the
part of f₀ − f* that may be left; the value of the lowest saddle (NaN: there is none) and the part of the way down from
it that counts as below; the width of a pixel; whether the gradient has noise (1, otherwise 0); the domain."""

Four = tuple[float, float, float, float]

(
    OPTIMIZER,
    START,
    STATUS,
    STEPS,
    DIVERGED_AT,
    REACHED,
    STAYS,
    BASIN,
    ESCAPE,
    FINAL_LOSS,
    LENGTH,
    DETOUR,
    LARGEST,
    TURNS_X,
    TURNS_Y,
    TO_GRADIENT,
    FIRST_TO_GRADIENT,
    TO_MINIMUM,
    FIRST_TO_MINIMUM,
    GRADIENTS,
    LOSSES,
    HESSIANS,
) = range(22)
COLUMNS = 22
"""What is found on a run, NaN for never and for nothing to measure: the indices of its optimizer and its start; its
status, how many steps it took, and when it left the domain if it diverges; then its metrics (see ``metrics.Metrics``),
in their order."""

RUNNING, CONVERGED, DIVERGED, STOPPED = range(4)
"""The status of a run. Only a solver stops (see ``solving``)."""

TAME = (1e-60, 1e60)
"""A product of three numbers between these neither overflows nor underflows."""
DEGREES = 180.0 / math.pi


@kernel
def judge(
    x: Matrix,
    loss: Vector,
    gradient: Matrix,
    last: int,
    steps: int,
    minima: Matrix,
    criteria: Vector,
    effort: Vector,
    found: Vector,
) -> None:
    """Measure rows 0 to ``last`` of a run and write ``found`` (``COLUMNS``,), but optimizer and start.

    x: (rows, 2); loss: (rows,); gradient: (rows, 2). steps: how many it should take; if ``last`` is less, its numbers
    overflow. minima: (n, 3). criteria: see ``RADIUS``. effort: (3,), how many gradients, losses and Hessians a step
    evaluates.
    """
    radius, pixel, count = criteria[RADIUS], criteria[PIXEL], minima.shape[0]
    bound = criteria[TOLERANCE] * (loss[0] - criteria[FLOOR])
    down = abs(loss[0] - criteria[SADDLE]) if np.isnan(criteria[FLOOR]) else criteria[SADDLE] - criteria[FLOOR]
    level = criteria[SADDLE] - criteria[BELOW] * down
    reached, away, escape = -1, -1, -1
    total = 0.0
    largest = 0.0
    swing_x = (0.0, x[0, 0], x[0, 0], 0.0)
    swing_y = (0.0, x[0, 1], x[0, 1], 0.0)
    to_gradient = (1.0, 0.0, 0.0, 0.0)
    to_minimum = (1.0, 0.0, 0.0, 0.0)
    found[:] = np.nan
    at, free, since = 0, -1.0, 0  # the nearest minimum, for how far that is known, and from which row
    wx = 0.0  # the vector to it
    wy = 0.0
    for k in range(last + 1):
        if count > 0:
            dx = x[k, 0] - x[since, 0]
            dy = x[k, 1] - x[since, 1]
            if not dx * dx + dy * dy < free:
                at, free = nearest(minima, x[k, 0], x[k, 1])
                since = k
            wx, wy = toward(minima, at, x[k, 0], x[k, 1])
        near = count > 0 and within(wx, wy, radius)  # a radius below 0 has nothing within
        inside = near if radius >= 0.0 else loss[k] - criteria[FLOOR] <= bound
        if not inside:
            away = k
        elif reached < 0:
            reached = k
        if escape < 0 and loss[k] < level:
            escape = k
        if k == last:
            break
        dx = x[k + 1, 0] - x[k, 0]
        dy = x[k + 1, 1] - x[k, 1]
        length = norm(dx, dy)
        total += length
        largest = max(largest, length)
        swing_x = _swing(swing_x, x[k + 1, 0], pixel)
        swing_y = _swing(swing_y, x[k + 1, 1], pixel)
        if dx != 0.0 or dy != 0.0:
            if not np.isfinite(length):
                dx = 0.5 * x[k + 1, 0] - 0.5 * x[k, 0]  # half the step: no overflow
                dy = 0.5 * x[k + 1, 1] - 0.5 * x[k, 1]
            gx = -gradient[k, 0]
            gy = -gradient[k, 1]
            if gx != 0.0 or gy != 0.0:
                dot, cross = _direction(dx, dy, gx, gy)
                to_gradient = _turned(to_gradient, dot, cross)
                if k == 0:
                    found[FIRST_TO_GRADIENT] = math.atan2(cross, dot)
            if wx != 0.0 or wy != 0.0:
                dot, cross = _direction(dx, dy, wx, wy)
                to_minimum = _turned(to_minimum, dot, cross)
                if k == 0:
                    found[FIRST_TO_MINIMUM] = math.atan2(cross, dot)
    found[STATUS] = RUNNING
    found[STEPS] = last
    if reached >= 0:
        found[REACHED] = reached
    if escape >= 0:
        found[ESCAPE] = escape
    found[FINAL_LOSS] = loss[last]
    found[LENGTH] = total
    found[DETOUR] = _detour(x[0], x[last], total)
    found[LARGEST] = largest
    if criteria[NOISY] == 0.0:
        found[TURNS_X] = swing_x[3]
        found[TURNS_Y] = swing_y[3]
    found[TO_GRADIENT] = _mean(to_gradient)
    found[FIRST_TO_GRADIENT] *= DEGREES
    found[TO_MINIMUM] = _mean(to_minimum)
    found[FIRST_TO_MINIMUM] *= DEGREES
    for i in range(effort.shape[0]):
        found[GRADIENTS + i] = last * effort[i]
    if last == steps and lasts(away, steps):
        found[STATUS] = CONVERGED
        found[STAYS] = away + 1
        if count > 0:
            found[BASIN] = at
    elif last < steps or _leaves(x, loss, last, criteria):
        found[STATUS] = DIVERGED
        found[DIVERGED_AT] = _left_at(x, last, criteria)


@register_jitable(**OPTIONS)
def _swing(swing: Four, v: float, least: float) -> Four:
    """Return the swing of a coordinate after its next value: direction, lowest and highest since the last turn, turns.

    A turn is counted when the coordinate comes back by more than ``least``.
    """
    direction, low, high, turns = swing
    if direction == 0.0:
        low = min(low, v)
        high = max(high, v)
        if high - low > least:
            direction = 1.0 if v == high else -1.0
    elif direction > 0.0:
        if v > high:
            high = v
        elif high - v > least:
            direction, low, turns = -1.0, v, turns + 1.0
    elif v < low:
        low = v
    elif v - low > least:
        direction, high, turns = 1.0, v, turns + 1.0
    return direction, low, high, turns


@register_jitable(**OPTIONS)
def _direction(ax: float, ay: float, bx: float, by: float) -> tuple[float, float]:
    """Return the dot product and |cross product| of two directions, up to a common factor."""
    dot = ax * bx + ay * by
    cross = abs(ax * by - ay * bx)
    size = cross + abs(dot)
    if TAME[0] < size < TAME[1]:
        return dot, cross
    if not SAFE[0] < size < SAFE[1]:
        a = max(abs(ax), abs(ay))
        b = max(abs(bx), abs(by))
        dot = (ax / a) * (bx / b) + (ay / a) * (by / b)
        cross = abs((ax / a) * (by / b) - (ay / a) * (bx / b))
        size = cross + abs(dot)
    return dot / size, cross / size


@register_jitable(**OPTIONS)
def _turned(angle: Four, dot: float, cross: float) -> Four:
    """Add an angle to a sum of angles: real and imaginary part of the product, passes over π, number of angles."""
    re = angle[0] * dot - angle[1] * cross
    im = angle[0] * cross + angle[1] * dot
    passes = angle[2]
    if im < 0.0 or (im == 0.0 and re < 0.0):
        re = -re
        im = -im
        passes += 1.0
    size = abs(re) + im
    if not TAME[0] < size < TAME[1]:
        re /= size
        im /= size
    return re, im, passes, angle[3] + 1.0


@register_jitable(**OPTIONS)
def _mean(angle: Four) -> float:
    """Return the mean of a sum of angles, in degrees."""
    return (math.atan2(angle[1], angle[0]) + math.pi * angle[2]) / angle[3] * DEGREES if angle[3] > 0.0 else np.nan


@register_jitable(**OPTIONS)
def _detour(begin: Vector, end: Vector, length: float) -> float:
    """Return the length of a path over the straight distance; NaN where it is zero, or a length overflows."""
    straight = norm(0.5 * end[0] - 0.5 * begin[0], 0.5 * end[1] - 0.5 * begin[1])  # halves, which cannot overflow
    return 0.5 * length / straight if straight > 0.0 and np.isfinite(length) else np.nan


@register_jitable(**OPTIONS)
def outside(x: float, y: float, left: float, right: float, bottom: float, top: float) -> float:
    """Return the distance of a point from a rectangle: 0 inside it, infinite if that overflows."""
    return float(norm(max(left - x, x - right, 0.0), max(bottom - y, y - top, 0.0)))


@register_jitable(**OPTIONS)
def _leaves(x: Matrix, loss: Vector, end: int, criteria: Vector) -> bool:
    """Return whether a run is on its way out in row ``end``, its last one.

    It ends outside the domain, farther from it than it began, with a loss above the loss at the start and still rising:
    over the last tenth of the steps, and above all earlier ones.
    """
    left, right, bottom, top = criteria[LEFT], criteria[RIGHT], criteria[BOTTOM], criteria[TOP]
    away = outside(x[end, 0], x[end, 1], left, right, bottom, top)
    if away == 0.0 or not away > outside(x[0, 0], x[0, 1], left, right, bottom, top):
        return False
    split = end + 1 - max(1, end // 10)
    earlier = loss[0]
    for k in range(split):
        earlier = max(earlier, loss[k])
    later = loss[split]
    for k in range(split, end + 1):
        later = max(later, loss[k])
    return bool(loss[end] > loss[0] and loss[end] > loss[split - 1] and later > earlier)


@register_jitable(**OPTIONS)
def _left_at(x: Matrix, last: int, criteria: Vector) -> int:
    """Return the first row from which on all up to ``last`` lie outside the domain, at least 1: no start has left."""
    for k in range(last, 0, -1):
        if criteria[LEFT] <= x[k, 0] <= criteria[RIGHT] and criteria[BOTTOM] <= x[k, 1] <= criteria[TOP]:
            return k + 1
    return 1

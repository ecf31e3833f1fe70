"""Measures everything on a run, in one compiled pass over its rows.

There is no arc tangent for each step: the angle between two directions is the argument of dot + i·|cross|,
so the product of these numbers has the sum of the angles, and one arc tangent at the end is enough. The product is kept
between 0 and π, and the number of times that π was subtracted is counted. It agrees with the sum of arc tangents to
about 1e-13 degrees.
"""

import math

import numpy as np
from numba.extending import register_jitable

from ..form.compiling import OPTIONS, kernel
from ..terms.types import Matrix, Vector

RADIUS, FLOOR, TOLERANCE, SADDLE, BELOW, PIXEL = range(6)
"""What a run is measured against: the radius of the ring (negative: the loss decides); f* (NaN: there is none) and the
part of f₀ − f* that may be left; the value of the lowest saddle (NaN: there is none) and the part of the way down from
it that counts as below; the width of a pixel."""

Four = tuple[float, float, float, float]

(
    REACHED,
    OUTSIDE,
    ESCAPE,
    LENGTH,
    LARGEST,
    TURNS_X,
    TURNS_Y,
    TO_GRADIENT,
    FIRST_TO_GRADIENT,
    TO_MINIMUM,
    FIRST_TO_MINIMUM,
) = range(11)
COLUMNS = 11
"""The first step inside and the last one outside, −1 for never; the first step below the saddle, −1 for never; the sum
and the largest of the steps' lengths; turns of x and of y; angles in radians, the mean of all steps and the first
step's, NaN where no step counts."""

SAFE = (1e-280, 1e280)
"""Sums of products between these are not affected by overflow or underflow."""
TAME = (1e-60, 1e60)
"""A product of three numbers between these neither overflows nor underflows."""


@kernel
def judge(
    x: Matrix, loss: Vector, gradient: Matrix, last: int, minima: Matrix, criteria: Vector, found: Vector
) -> None:
    """Measure rows 0 to ``last`` of a run and write ``found`` (``COLUMNS``,).

    x: (rows, 2); loss: (rows,); gradient: (rows, 2); minima: (n, 2); criteria: (6,), see ``RADIUS``.
    """
    radius, pixel, count = criteria[RADIUS], criteria[PIXEL], minima.shape[0]
    bound = criteria[TOLERANCE] * (loss[0] - criteria[FLOOR])
    down = abs(loss[0] - criteria[SADDLE]) if np.isnan(criteria[FLOOR]) else criteria[SADDLE] - criteria[FLOOR]
    level = criteria[SADDLE] - criteria[BELOW] * down
    reached, outside, escape = -1, -1, -1
    total = 0.0
    largest = 0.0
    swing_x = (0.0, x[0, 0], x[0, 0], 0.0)
    swing_y = (0.0, x[0, 1], x[0, 1], 0.0)
    to_gradient = (1.0, 0.0, 0.0, 0.0)
    to_minimum = (1.0, 0.0, 0.0, 0.0)
    found[FIRST_TO_GRADIENT] = found[FIRST_TO_MINIMUM] = np.nan
    for k in range(last + 1):
        wx = 0.0  # the vector to the nearest minimum
        wy = 0.0
        near = np.inf
        for i in range(count):
            ox = minima[i, 0] - x[k, 0]
            oy = minima[i, 1] - x[k, 1]
            square = ox * ox + oy * oy
            if i == 0 or square < near:
                wx = ox
                wy = oy
                near = square
        if radius >= 0.0:
            inside = abs(wx) <= radius and abs(wy) <= radius and near <= radius * radius
        else:
            inside = loss[k] - criteria[FLOOR] <= bound
        if not inside:
            outside = k
        elif reached < 0:
            reached = k
        if escape < 0 and loss[k] < level:
            escape = k
        if k == last:
            break
        dx = x[k + 1, 0] - x[k, 0]
        dy = x[k + 1, 1] - x[k, 1]
        square = dx * dx + dy * dy
        length = np.sqrt(square) if SAFE[0] < square < SAFE[1] else np.hypot(dx, dy)
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
    found[REACHED] = reached
    found[OUTSIDE] = outside
    found[ESCAPE] = escape
    found[LENGTH] = total
    found[LARGEST] = largest
    found[TURNS_X] = swing_x[3]
    found[TURNS_Y] = swing_y[3]
    found[TO_GRADIENT] = _mean(to_gradient)
    found[TO_MINIMUM] = _mean(to_minimum)


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
    return (math.atan2(angle[1], angle[0]) + math.pi * angle[2]) / angle[3] if angle[3] > 0.0 else np.nan


@kernel
def rises(loss: Vector, last: int) -> bool:
    """Return whether a loss rises over its ``last`` steps: above the start's, and above all that came before."""
    end = loss.shape[0] - 1
    split = end + 1 - last
    earlier = loss[0]
    for k in range(split):
        earlier = max(earlier, loss[k])
    later = loss[split]
    for k in range(split, end + 1):
        later = max(later, loss[k])
    return bool(loss[end] > loss[0] and loss[end] > loss[split - 1] and later > earlier)


@kernel
def left_at(x: Matrix, left: float, right: float, bottom: float, top: float) -> int:
    """Return the first row from which on all of x, (rows, 2), lie outside a rectangle; 1 where that is the first."""
    for k in range(x.shape[0] - 1, 0, -1):
        if left <= x[k, 0] <= right and bottom <= x[k, 1] <= top:
            return k + 1
    return 1

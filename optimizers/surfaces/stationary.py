"""Where the gradient of a surface is zero, for surfaces whose landmarks have no closed form."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from math import acos, hypot, pi
from typing import Any

import numpy as np

from ..terms.types import Vector
from .surface import GradientFunction, HessianFunction, Landmarks, Point, StationaryPoints, ValueFunction

PARTS = tuple(0.5**k for k in range(12))  # of a step of Newton's method
ROOM = 512
"""How many stationary points a surface with ``stationary_points`` may have."""


def zeros(function: Callable[[float], Any], edges: Sequence[float]) -> list[float]:
    """Return where a function is zero, in ascending order, by bisection down to neighboring floats.

    edges: ascending; between two of them the function has at most one zero.

    >>> zeros(lambda x: x * x - 2.0, (-2.0, 0.0, 2.0))
    [-1.4142135623730951, 1.414213562373095]
    """
    found = []
    negative = [function(edge) < 0.0 for edge in edges]
    for (low, high), (rising, after) in zip(pairwise(edges), pairwise(negative), strict=True):
        if rising != after:
            while low < (middle := 0.5 * (low + high)) < high:
                low, high = (middle, high) if (function(middle) < 0.0) == rising else (low, middle)
            found.append(min(low, high, key=lambda x: abs(function(x))))
    return found


def newton(slope: Callable[[float, float], Any], bend: Callable[[float, float], Any], start: Point) -> Point:
    """Return the stationary point that Newton's method finds from ``start``.

    slope, bend: the gradient (x, y) and the Hessian (xx, xy, yy) at a point. A step after which the gradient is not
    smaller is halved; where that does not help, rounding decides, and the search ends.
    """
    x, y = start
    gx, gy = map(float, slope(x, y))
    while (size := hypot(gx, gy)) > 0.0:
        xx, xy, yy = map(float, bend(x, y))
        determinant = xx * yy - xy * xy
        if determinant == 0.0:
            break
        dx, dy = (yy * gx - xy * gy) / determinant, (xx * gy - xy * gx) / determinant
        for part in PARTS:
            gx, gy = map(float, slope(x - part * dx, y - part * dy))
            if hypot(gx, gy) < size:
                x, y = x - part * dx, y - part * dy
                break
        else:
            break
    return x, y


def stationary(gradient: GradientFunction, hessian: HessianFunction, q: Vector, starts: Iterable[Point]) -> list[Point]:
    """Return the stationary point that Newton's method finds from each start, for a surface with the constants q."""
    return [newton(lambda x, y: gradient(x, y, q), lambda x, y: hessian(x, y, q), start) for start in starts]


def mirrored(points: Iterable[Point], swapped: bool = False) -> list[Point]:
    """Return the points with every mirror image in both axes, and with ``swapped`` in the diagonal, each once."""
    every = [*points, *((y, x) for x, y in points if swapped)]
    return sorted({(sx * x + 0.0, sy * y + 0.0) for x, y in every for sx in (1.0, -1.0) for sy in (1.0, -1.0)})


def bends(level: float, turn: float, end: float) -> list[float]:
    """Return 0, where cos(turn·z) = level for 0 < z < end, and ``end``, in ascending order.

    Between these a slope c z + d sin(turn·z), whose derivative is zero only there, has at most one zero.
    """
    found = [0.0]
    if -1.0 < level < 1.0:
        first, whole = acos(level) / turn, 2.0 * pi / turn
        rounds = range(int(end / whole) + 2)
        found += [z for k in rounds for z in (k * whole + first, (k + 1) * whole - first) if z < end]
    return [*found, end]


def crossed(xs: Sequence[float], ys: Sequence[float]) -> list[Point]:
    """Return every pair of an x and a y with either sign: the stationary points of a sum of even functions."""
    return mirrored([(x, y) for x in xs for y in ys])


def landmarks_at(
    stationary_points: StationaryPoints, value: ValueFunction, hessian: HessianFunction, constants: Sequence[float]
) -> Landmarks:
    """Return the landmarks at the points that ``stationary_points`` writes, for a surface with these constants."""
    q, points = np.array(constants), np.empty((ROOM, 2))
    count = int(stationary_points(q, points))
    return by_kind(points[:count].tolist(), value, hessian, q)


def by_kind(
    points: Iterable[Point], value: ValueFunction, hessian: HessianFunction, q: Vector, kinks: Iterable[Point] = ()
) -> Landmarks:
    """Return stationary points as landmarks, of the kind that the Hessian says, the lowest minimum first.

    kinks: minima without a Hessian.
    """
    minima: list[Point] = [*kinks]
    saddles: list[Point] = []
    maxima: list[Point] = []
    for x, y in points:
        xx, xy, yy = hessian(x, y, q)
        kind = saddles if xx * yy - xy * xy < 0.0 else minima if xx > 0.0 else maxima
        kind.append((x, y))
    minima.sort(key=lambda point: float(value(point[0], point[1], q)))
    return Landmarks(tuple(minima), tuple(saddles), tuple(maxima), kinks=tuple(kinks))

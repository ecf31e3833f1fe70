"""What tests need to know about points where a gradient is zero: their kind, their index, and where they are."""

import math
from collections.abc import Callable
from types import FunctionType
from typing import Any

import numpy as np

from optimizers.surfaces.bound import BoundSurface
from optimizers.surfaces.surface import Kind, Point
from optimizers.terms.types import Matrix

SHARPEST = 60  # halvings of a piece of a line on which a gradient turns by more than a right angle
REGULAR = 1e-9  # a Hessian whose eigenvalues' ratio is smaller says nothing about the kind


def stepped(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function whose ``abs`` is analytic on both sides of 0, so that a complex step sees its slope."""
    assert isinstance(function, FunctionType)
    return FunctionType(function.__code__, {**function.__globals__, "abs": _absolute}, function.__name__)


def _absolute(z: Any) -> Any:
    """Return z or −z, whichever has the positive real part."""
    return np.where(np.real(z) < 0, -z, z)[()]


def hessian(surface: BoundSurface, x: float, y: float) -> Matrix:
    """Return the Hessian at a point, (2, 2)."""
    xx, xy, yy = surface.hessian(x, y)
    return np.array([[xx, xy], [xy, yy]], dtype=np.float64)


def is_of_kind(surface: BoundSurface, kind: Kind, x: float, y: float, smooth: bool = True) -> bool:
    """Return whether a stationary point is of a kind: by its curvatures, or by f around it where they do not say."""
    if smooth:
        low, high = np.linalg.eigvalsh(hessian(surface, x, y))
        if min(abs(low), abs(high)) > REGULAR * max(abs(low), abs(high)):
            return {"minimum": bool(low > 0), "maximum": bool(high < 0), "saddle": bool(low < 0 < high)}[kind]
    middle, away = surface.value(x, y), 1e-3 * max(abs(x), abs(y), 1.0)
    around = [surface.value(x + away * math.cos(a), y + away * math.sin(a)) for a in np.linspace(0, 6.2, 48)]
    lower, higher = bool(min(around) < middle), bool(max(around) > middle)
    return {"minimum": not lower, "maximum": not higher, "saddle": lower and higher}[kind]


def winding(surface: BoundSurface, line: Matrix) -> int:
    """Return how often the gradient turns to the left along a closed line of corners, (n, 2)."""
    gx, gy = surface.gradient(*line.T)
    slopes = (gx + 1j * gy).tolist()
    ends, ahead = np.roll(line, -1, axis=0), [*slopes[1:], slopes[0]]
    total = 0.0
    for start, end, before, after in zip(line, ends, slopes, ahead, strict=True):
        total += _turned(surface, start, end, before, after, SHARPEST)
    turns = total / (2 * math.pi)
    assert abs(turns - round(turns)) < 1e-6
    return round(turns)


def _slope(surface: BoundSurface, point: Any) -> complex:
    gx, gy = surface.gradient(float(point[0]), float(point[1]))
    return complex(float(gx), float(gy))


def _turned(surface: BoundSurface, start: Any, end: Any, before: complex, after: complex, depth: int) -> float:
    turn = math.atan2((after * before.conjugate()).imag, (after * before.conjugate()).real)
    if abs(turn) <= 1.6 or depth == 0:
        return turn
    middle = 0.5 * (start + end)
    between = _slope(surface, middle)
    one = _turned(surface, start, middle, before, between, depth - 1)
    return one + _turned(surface, middle, end, between, after, depth - 1)


def index(surface: BoundSurface, x: float, y: float, away: float) -> int:
    """Return the index of a stationary point: 1 of a minimum or maximum, −1 of a saddle point, −2 of a monkey's."""
    quarter = np.linspace(0, math.pi / 2, 12, endpoint=False)
    c, s = np.cos(quarter), np.sin(quarter)
    circle = np.concatenate([np.column_stack(pair) for pair in ((c, s), (-s, c), (-c, -s), (s, -c))])
    return winding(surface, np.array([x, y]) + away * circle)


def boundary(surface: BoundSurface, corners: int) -> Matrix:
    """Return the boundary of the domain, to the left around it, with as many corners along each side."""
    (west, east), (south, north) = surface.domain
    x, y = np.linspace(west, east, corners)[:-1], np.linspace(south, north, corners)[:-1]
    back_x, back_y = np.linspace(east, west, corners)[:-1], np.linspace(north, south, corners)[:-1]
    sides = ((x, south + 0 * x), (east + 0 * y, y), (back_x, north + 0 * x), (west + 0 * y, back_y))
    return np.concatenate([np.column_stack(side) for side in sides])


def searched(surface: BoundSurface, starts: int, steps: int = 60, same: float = 1e-6) -> list[Point]:
    """Return where Newton's method, from starts on a grid over the domain, finds the gradient to be zero in it.

    What lies on a circle of stationary points or on a kink is left out; points nearer than ``same`` are one.
    """
    (west, east), (south, north) = surface.domain
    x, y = (
        each.ravel()
        for each in np.meshgrid(
            np.linspace(west, east, starts, endpoint=False) + 0.0013,
            np.linspace(south, north, starts, endpoint=False) + 0.0017,
        )
    )
    with np.errstate(all="ignore"):
        for _ in range(steps):
            gx, gy = surface.gradient(x, y)
            xx, xy, yy = surface.hessian(x, y)
            determinant = xx * yy - xy * xy
            dx, dy = (yy * gx - xy * gy) / determinant, (xx * gy - xy * gx) / determinant
            x, y = x - dx, y - dy
        rest = np.maximum(np.abs(dx), np.abs(dy)) < 1e-9
        rest &= (west <= x) & (x <= east) & (south <= y) & (y <= north)
        for cx, cy, radius in (
            *((one.x, one.y, one.radius) for one in surface.landmarks.circles),
            *((x0, y0, 0.0) for x0, y0 in surface.landmarks.kinks),
        ):
            rest &= np.abs(np.hypot(x - cx, y - cy) - radius) > same
        there = np.column_stack((x, y))[rest]
    points: list[Point] = []
    for one in np.unique(np.round(there / same) * same, axis=0).tolist():
        if all(math.dist(one, other) > 4 * same for other in points):
            points.append((one[0], one[1]))
    return points

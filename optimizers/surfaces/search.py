"""Searches for the points where a surface is stationary: a grid, and from it Newton's method with the exact Hessian.

What is found is exact up to rounding. It may not be complete, and every caption says so. The search is
deterministic, and its cost is bounded: the more the tapes of a surface cost, the coarser is the grid.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..terms.types import Matrix, Vector
from .kinks import hollows, kinks_of
from .played import first, second, values_at
from .surface import Interval, Point

BUDGET = 2e6  # ns for the grid, and as much for Newton's method
FEWEST, MOST = 17, 81  # points of the grid along a side
CANDIDATES, MOST_KEPT = 4000, 600  # points from which Newton's method begins, and those that it follows to the end
STEPS = 26
TWINS = 2  # the step after which points that are close to each other go on as one
AHEAD = (7, 13, 19)  # the steps after which slow convergence, to where the Hessian is singular, is extrapolated
SETTLED = 1e-6  # cells; the last step is at most as long
ARRIVED = 1e-12  # cells; when all steps are as short, no more are taken
SAME = 1e-3  # cells; points closer than this are one
STRAY = 3.0  # cells; a point that moves farther belongs to another one
SINGULAR = 1e-5  # of the larger curvature: below it the curvatures alone do not tell what a point is
ROUNDING = 1e-13  # of the larger curvature: below it a curvature is nothing but rounding
STATIONARY = 1e-7  # of the slope in the middle of all; a slope below it is none
BESIDE = 1.6  # cells; points closer than this are on a line
APART = 0.75  # cells; of a line one point is kept in each square of this side
AROUND = 32
LINES = {"minimum": "valley", "maximum": "ridge", "saddle": "inflection"}
"""What a point is, if others of its kind lie beside it."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    kinks: the minima where f has no gradient. lines: whether minima lie side by side, as along a valley. undefined:
    for which part of the grid f is not finite. lower: whether f is lower on the edge of the domain, or beside a
    pole, than at all minima. side: how many points the grid has along a side.
    """

    minima: tuple[Point, ...]
    saddles: tuple[Point, ...]
    maxima: tuple[Point, ...]
    kinks: tuple[Point, ...]
    lines: bool
    undefined: float
    lower: bool
    side: int


def search(q: Vector, domain: tuple[Interval, Interval], costs: tuple[float, float]) -> Found:
    """Return where a surface is stationary. q: its constants, two tapes; costs: of a value of each, in ns."""
    return _Search(q, domain, costs).found()


class _Search:
    def __init__(self, q: Vector, domain: tuple[Interval, Interval], costs: tuple[float, float]) -> None:
        self.q, self.costs = q, costs
        self.low, self.high = np.array(domain).T
        side = int(np.sqrt(BUDGET / costs[0]))
        self.side = min(max(side, FEWEST), MOST) // 2 * 2 + 1  # odd, so that the middle of the domain is one of them
        self.cell: Vector = (self.high - self.low) / (self.side - 1)

    @np.errstate(all="ignore")
    def found(self) -> Found:
        x, y = (np.linspace(*ends, self.side) for ends in zip(self.low, self.high, strict=True))
        grid = np.column_stack([np.tile(x, self.side), np.repeat(y, self.side)])
        f, gx, gy = (column.reshape(self.side, self.side) for column in first(grid, self.q).T)
        finite = np.isfinite(f) & np.isfinite(gx) & np.isfinite(gy)
        low, high = hollows(f), hollows(-f)
        slopes = np.hypot(gx * self.cell[0], gy * self.cell[1])
        self.least = STATIONARY * float(np.median(slopes[finite])) if finite.any() else 0.0
        points = self.newton(self.chosen(grid, (_changing(gx) & _changing(gy) & finite) | low | high))
        kinds = self.kinds(points)
        points, kinds = self.thinned(points, kinds)
        smooth = points[np.isin(kinds, ("minimum", "valley"))]
        begun = grid[low.ravel()]
        more, kinked = kinks_of(begun[self.away(begun, smooth, BESIDE)], self.q, self.cell, self.costs[0])
        new = self.away(more, smooth, SAME) & self.first_of_its_kind(more)
        more, kinked = more[new], kinked[new]
        minima = self.sorted(np.concatenate([smooth, more]))
        least = float(np.min(f, where=np.isfinite(f), initial=np.inf))
        floor = float(np.min(values_at(minima, self.q), initial=np.inf))
        return Found(
            _points(minima),
            _points(self.sorted(points[kinds == "saddle"])),
            _points(self.sorted(points[np.isin(kinds, ("maximum", "ridge"))])),
            _points(more[kinked]),
            bool((kinds == "valley").any() or self.beside(more).any()),
            float(1 - np.isfinite(f).mean()),
            least < floor - 1e-9 * max(1.0, abs(floor)),
            self.side,
        )

    def chosen(self, grid: Matrix, flags: Flags) -> Matrix:
        """Return the points of the grid from which Newton's method begins, as many as the budget allows."""
        points = grid[flags.ravel()]
        most = min(CANDIDATES, max(60, int(BUDGET / (8 * sum(self.costs)))))  # most soon prove to be others' twins
        return _few(points, most)

    def newton(self, points: Matrix) -> Matrix:
        """Return the points to which Newton's method leads from ``points``, each once, in the domain."""
        begun, before = points, np.full(len(points), np.inf)
        for step in range(STEPS):
            move = self.move(points)
            length = np.sqrt(np.einsum("ni,ni->n", move, move))
            move /= np.maximum(1.0, length)[:, np.newaxis]
            if step in AHEAD:
                ratio = length / before
                move *= np.where((ratio > 0.3) & (ratio < 0.95), 1 / (1 - ratio), 1.0)[:, np.newaxis]
            points = points + move * self.cell
            near = np.abs((points - begun) / self.cell).max(axis=1, initial=0.0) < STRAY  # of NaN it is not
            if step == TWINS or step + 1 in AHEAD:
                near[near] = self.distinct(points[near], 0.5 if step == TWINS else 10 * SAME)
            kept = _few(np.flatnonzero(near), MOST_KEPT) if step == TWINS else near
            points, begun, before = points[kept], begun[kept], length[kept]
            if step > TWINS and (before < ARRIVED).all():
                break
        points = self.rounded(points[before < SETTLED])
        points = points[((points >= self.low) & (points <= self.high)).all(axis=1)]
        return points[self.first_of_its_kind(points)]

    def distinct(self, points: Matrix, cells: float) -> Flags:
        """Return which points are the first in their square of so many cells."""
        squares = np.floor((points - self.low) / (cells * self.cell)).astype(np.int64)
        chosen = np.zeros(len(points), dtype=np.bool_)
        chosen[np.unique(squares, axis=0, return_index=True)[1]] = True
        return chosen

    def move(self, points: Matrix) -> Matrix:
        """Return Newton's step at each point, in cells.

        Along a direction without curvature there is none; NaN where f is not level in that direction.
        """
        slope = first(points, self.q)[:, 1:] * self.cell
        low, high, c, s = self.curvatures(points)
        largest = np.maximum(np.abs(low), np.abs(high)) * ROUNDING
        along, across = c * slope[:, 0] + s * slope[:, 1], c * slope[:, 1] - s * slope[:, 0]
        along, across = (
            np.where(np.abs(bend) > largest, part / bend, np.where(np.abs(part) <= self.least, 0.0, np.nan))
            for part, bend in ((along, high), (across, low))
        )
        return -np.column_stack([c * along - s * across, s * along + c * across])

    def curvatures(self, points: Matrix) -> tuple[Vector, Vector, Vector, Vector]:
        """Return the curvatures at each point, per square of a cell, and the direction (c, s) of the second one."""
        xx, xy, yy = second(points, self.q).T
        xx, xy, yy = xx * self.cell[0] ** 2, xy * self.cell[0] * self.cell[1], yy * self.cell[1] ** 2
        angle = 0.5 * np.arctan2(2 * xy, xx - yy)
        c, s = np.cos(angle), np.sin(angle)
        mean, apart = (xx + yy) / 2, np.hypot((xx - yy) / 2, xy)
        return mean - apart, mean + apart, c, s

    def rounded(self, points: Matrix) -> Matrix:
        """Return the points, as round numbers where the gradient is no larger there, as 0 and not 1e-17."""
        digits = np.maximum(4 - np.floor(np.log10(self.cell)), 0).astype(int)
        for axis in range(2):
            found = points.copy()
            found[:, axis] = np.round(points[:, axis], digits[axis]) + 0.0
            close = np.abs(found - points)[:, axis] <= SETTLED * self.cell[axis]
            better = np.abs(first(found, self.q)[:, 1:]) <= np.abs(first(points, self.q)[:, 1:])
            points = np.where((close & better.all(axis=1))[:, np.newaxis], found, points)
        return points

    def kinds(self, points: Matrix) -> NDArray[np.str_]:
        """Return what each point is: a minimum, a saddle or a maximum, alone or, as a valley or ridge, on a line.

        A flat part of the surface is nothing of these.
        """
        low, high, *_ = self.curvatures(points)
        smaller, larger = np.minimum(np.abs(low), np.abs(high)), np.maximum(np.abs(low), np.abs(high))
        kinds = np.where(low > 0, "minimum", np.where(high < 0, "maximum", "saddle")).astype("<U10")
        unclear = ~(smaller > SINGULAR * larger)
        kinds[unclear] = self.kinds_around(points[unclear])
        beside = unclear.copy()
        beside[unclear] = self.beside(points[unclear])
        for alone, line in LINES.items():
            kinds[beside & (kinds == alone)] = line
        return kinds

    def kinds_around(self, points: Matrix) -> NDArray[np.str_]:
        """Return what points are from the values around them."""
        angles = np.arange(AROUND) * (2 * np.pi / AROUND)
        circle = 0.1 * self.cell * np.column_stack([np.cos(angles), np.sin(angles)])
        around = np.concatenate([points[:, np.newaxis], points[:, np.newaxis] + circle], axis=1)
        f = values_at(around, self.q)
        change, least = f[:, 1:] - f[:, :1], 16 * np.finfo(float).eps * np.abs(f).max(axis=1, keepdims=True, initial=0)
        up, down = change > least, change < -least
        rising, falling = up.any(axis=1), down.any(axis=1)
        one_way = np.where(rising, np.where(up.all(axis=1), "minimum", "valley"), "flat")
        other = np.where(falling, np.where(down.all(axis=1), "maximum", "ridge"), one_way)
        return np.where(rising & falling, "saddle", other)

    def thinned(self, points: Matrix, kinds: NDArray[np.str_]) -> tuple[Matrix, NDArray[np.str_]]:
        """Return the points without those that are flat, and lines of points with some space between them."""
        line = np.isin(kinds, ("valley", "ridge"))
        line[line] = self.distinct(points[line], APART)
        kept = line | np.isin(kinds, ("minimum", "saddle", "maximum"))
        return points[kept], kinds[kept]

    # Points among points

    def distances(self, points: Matrix, others: Matrix) -> Matrix:
        """Return how many cells each of ``points`` is from each of ``others``."""
        apart = (points[:, np.newaxis] - others) / self.cell
        found: Matrix = np.sqrt((apart * apart).sum(axis=2))
        return found

    def first_of_its_kind(self, points: Matrix) -> Flags:
        found: Flags = np.logical_not(np.tril(self.distances(points, points) < SAME, -1).any(axis=1))
        return found

    def away(self, points: Matrix, others: Matrix, least: float) -> Flags:
        """Return which of ``points`` are at least so many cells from all others."""
        found: Flags = np.logical_not((self.distances(points, others) < least).any(axis=1))
        return found

    def beside(self, points: Matrix) -> Flags:
        """Return which points have another one beside them."""
        found: Flags = (self.distances(points, points) < BESIDE).sum(axis=1) > 1
        return found

    def sorted(self, points: Matrix) -> Matrix:
        """Return the points, the lowest first, and of those that are equally low from left to right."""
        f = values_at(points, self.q)
        level = np.round(f, 9 - int(np.floor(np.log10(max(1e-300, float(np.abs(f).max(initial=1.0)))))))
        return points[np.lexsort((points[:, 1], points[:, 0], level))]


def _changing(slope: Matrix) -> Flags:
    """Return where a derivative is not of one sign among a point of the grid and its eight neighbors."""
    found = np.zeros(slope.shape, dtype=np.bool_)
    last_row, last_column = slope.shape
    views = [slope[j : last_row - 2 + j, i : last_column - 2 + i] for j in range(3) for i in range(3)]
    found[1:-1, 1:-1] = (np.fmin.reduce(views) <= 0) & (np.fmax.reduce(views) >= 0)
    return found


def _few(values: NDArray[Any], most: int) -> NDArray[Any]:
    """Return every second value, or third, and so on, so that there are no more than ``most``."""
    return values[:: max(1, -(-len(values) // most))]


def _points(points: Matrix) -> tuple[Point, ...]:
    return tuple((x, y) for x, y in points.tolist())

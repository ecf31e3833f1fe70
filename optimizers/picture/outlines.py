"""The outlines of what lies below each contour level, sampled densely enough to show no minimum that is not there.

A closed contour line surrounds a point where the surface is stationary. Where a valley is narrower than a cell of the
grid, interpolation breaks the line along it into closed islands, each of which looks like a minimum. Such a level is
sampled again in the rectangle around what lies below it, in smaller cells, until every closed line surrounds a
stationary point.
"""

from dataclasses import dataclass
from threading import Lock

import contourpy
import numpy as np
from cachetools import LRUCache, cached
from numpy.typing import NDArray

from ..form.compiling import kernel
from ..run.contours import Domain, Rectangle, sample, values
from ..surfaces.bound import BoundSurface
from ..terms.types import Matrix, Vector
from .path_data import Points

CELLS = 160  # along the longer side of what is shown
FINER = (320, 640, 960)  # the same around a level that has false islands, one after the other
MARGIN = 0.25  # of the extent of what lies below such a level, since its ends may have been missed
MANY = 1500  # lines of one level: where there are more, f varies too finely for any grid
CORNERS = 64  # of a circle of stationary points
MOST = 1_000_000  # points that are kept; one surface has about 5000


@dataclass(frozen=True, slots=True)
class Outlines:
    """The outlines of what lies below each level, the lowest first.

    levels: (n,), ascending; the least of all values is not among them. below: for each level closed lines (m, 2), in
    units of the surface, whose first point is also the last; holes turn the other way. undefined: what has to be
    hatched, because f has no finite value there.
    """

    levels: Vector
    below: tuple[tuple[Points, ...], ...]
    undefined: tuple[Rectangle, ...]


def _size(found: Outlines) -> int:
    return sum(len(line) for lines in found.below for line in lines)


@cached(LRUCache(MOST, _size), lock=Lock())
def outlines(surface: BoundSurface, domain: Domain) -> Outlines:
    """Return the outlines of ``surface`` in ``domain``, which pages and pictures draw. The latest used are kept."""
    grid = sample(surface, CELLS, domain)
    holes = [((left + right) / 2, (bottom + top) / 2) for left, bottom, right, top in grid.undefined]
    marks = np.concatenate([_marks(surface), np.reshape(holes, (-1, 2))])  # a line may surround a hole, too
    plain = _Sampled(grid.x, grid.y, grid.z)
    below = []
    for level in grid.levels[1:].tolist():
        lines = plain.below(level)
        if len(lines) <= MANY and plain.false(lines, marks).any():
            lines = _finer(surface, level, domain, marks, lines)
        below.append(tuple(lines))
    return Outlines(grid.levels[1:], tuple(below), grid.undefined)


def _finer(surface: BoundSurface, level: float, domain: Domain, marks: Points, lines: list[Points]) -> list[Points]:
    """Return the outlines of ``level`` in smaller cells, without what is still narrower than a cell."""
    margin = MARGIN
    for cells in FINER:
        grid = _Sampled(*values(surface, cells, _around(lines, domain, margin)))
        found = grid.below(level) or lines
        if len(found) > MANY:
            return lines
        lines = found
        false = grid.false(lines, marks)
        if not false.any():
            break
        margin *= 2
    cell = grid.x[1] - grid.x[0]
    return [line for line, wrong in zip(lines, false, strict=True) if not (wrong and _width(line) < cell)]


class _Sampled:
    """A surface at the corners of a grid, x (nx,), y (ny,), z (ny, nx)."""

    def __init__(self, x: Vector, y: Vector, z: Matrix) -> None:
        self.x, self.y = x, y
        self.holed = not np.isfinite(z).all()
        kind = contourpy.FillType.ChunkCombinedOffset
        self.generator = contourpy.contour_generator(x, y, np.ma.masked_invalid(z), fill_type=kind)

    def below(self, level: float) -> list[Points]:
        """Return the outlines of what lies below ``level``."""
        points, ends = (each[0] for each in self.generator.filled(-np.inf, level)[:2])  # of the only chunk
        return [] if points is None else np.split(np.asarray(points), np.asarray(ends)[1:-1])

    def false(self, lines: list[Points], marks: Points) -> NDArray[np.bool_]:
        """Return which of ``lines`` surround no mark though they are closed contour lines, and reach no edge."""
        found = np.zeros(len(lines), dtype=np.bool_)
        for index, line in enumerate(lines):
            (left, bottom), (right, top) = low, high = line.min(axis=0), line.max(axis=0)
            if left <= self.x[0] or right >= self.x[-1] or bottom <= self.y[0] or top >= self.y[-1]:
                continue
            if self.holed and (np.isin(line[:, 0], self.x) & np.isin(line[:, 1], self.y)).any():
                continue  # only along the edge of a hole is a corner of the grid on the line
            found[index] = not surrounds(line, marks[((marks >= low) & (marks <= high)).all(axis=1)])
        return found


def _around(lines: list[Points], domain: Domain, margin: float) -> Domain:
    """Return the rectangle around ``lines`` with a margin, inside ``domain``."""
    points = np.concatenate(lines)
    found = []
    for low, high, (least, most) in zip(points.min(axis=0), points.max(axis=0), domain, strict=True):
        more = margin * (high - low) + (most - least) / CELLS
        found.append((max(least, float(low - more)), min(most, float(high + more))))
    return found[0], found[1]


def _width(line: Points) -> float:
    """Return the width of a narrow strip with this outline (n, 2); half the diameter of a disc."""
    x, y = (line - line[0]).T
    area = abs(float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))) / 2
    return 2 * area / float(np.hypot(*np.diff(line, axis=0).T).sum() or 1.0)


def _marks(surface: BoundSurface) -> Points:
    """Return the stationary points, (n, 2), and points of each stationary circle."""
    angles = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    turn = np.column_stack((np.cos(angles), np.sin(angles)))
    found = [np.zeros((0, 2))]
    for one in surface.stationary:
        center = np.array([[one.x, one.y]])
        found.append(center + one.radius * turn if one.radius else center)
    return np.concatenate(found)


@kernel
def surrounds(line: Points, marks: Points) -> bool:
    """Return whether a closed line (n, 2) has one of ``marks`` (m, 2) inside: a ray from it crosses an odd number of
    pieces of the line."""
    for k in range(marks.shape[0]):
        x, y = marks[k, 0], marks[k, 1]
        odd = False
        for i in range(line.shape[0] - 1):
            above, below = line[i, 1] > y, line[i + 1, 1] > y
            if above != below:
                part = (y - line[i, 1]) / (line[i + 1, 1] - line[i, 1])
                if line[i, 0] + part * (line[i + 1, 0] - line[i, 0]) > x:
                    odd = not odd
        if odd:
            return True
    return False

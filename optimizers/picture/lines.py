"""The lines of all runs of a picture: exact where there are few points, coarser where megabytes would overlap."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .geometry import PlotArea, pieces
from .path_data import Flags, Points, path_data, rounded, simplified

EXACT = 20  # so many of the first steps keep all their corners
MOST = 400_000  # characters of path data in a picture, each of which is written twice, for the line and its casing
BESIDE = 470  # of them, for the first steps and the dots of a run, which are drawn over its line
END = 80  # characters for the end of a run


class Level(NamedTuple):
    """How exact lines are.

    error: px that a point lies beside its line at most. unit: px of which all coordinates are multiples. cell: px; a
    line is not drawn where it goes from one square of this size to another in both of which it has been before, as if
    the pen were so thick; 0 for no squares. stride: of the corners of such lines one in so many is kept if they move,
    because a moving line has no gaps; it is odd, so that an oscillation keeps both of its sides. bare: whether the
    lines are all that is drawn of the runs: without casings, dots, and the first steps above the others; then a line is
    not drawn, either, where others of the same color have been before.
    """

    error: float
    unit: float
    cell: float = 0.0
    stride: int = 1
    bare: bool = False

    @property
    def exact(self) -> int:
        """How many of the first steps keep all their corners."""
        return 0 if self.bare else EXACT


LEVELS = (Level(0.1, 0.1), Level(0.5, 0.5, 1.0, 5), Level(1.0, 0.5, 2.0, 15), Level(2.0, 1.0, 4.0, 45))
"""The first at which a picture has few enough characters is taken, otherwise the last."""

BARE = (
    Level(0.1, 0.1, bare=True),
    Level(0.5, 0.5, 1.0, 5, bare=True),
    Level(1.0, 0.5, 2.0, 15, bare=True),
    Level(2.0, 1.0, 4.0, 45, bare=True),
    Level(4.0, 1.0, 8.0, 135, bare=True),
    Level(8.0, 2.0, 16.0, 405, bare=True),
)
"""Those after them, of a picture that has to be smaller than others."""


Piece = tuple[Points, NDArray[np.float64]]
"""Points (n, 2) of a run in px, and the steps (n,) at which they are reached."""


@dataclass(frozen=True, slots=True)
class Line:
    """The line of a run: its pieces, which of their points are corners, and px of which coordinates are multiples.

    drawn: of the lines from each corner to the next, those that are drawn. bare: whether nothing else is drawn of it.
    """

    pieces: Sequence[Piece]
    corners: Sequence[Flags]
    drawn: Sequence[Flags]
    unit: float
    bare: bool

    @property
    def length(self) -> float:
        """How many characters the path data has, roughly, with what is drawn beside it: half as many in a bare line."""
        line = sum(int(one.sum()) for one in self.drawn) * (7.5 if self.unit < 0.5 else 4.5)
        return (line + END) / 2 if self.bare else line + BESIDE

    @property
    def data(self) -> str:
        """The path data of all pieces."""
        found = zip(self.pieces, self.corners, self.drawn, strict=True)
        return "".join(
            path_data(rounded(points[corners], self.unit), drawn=drawn)
            for (points, _), corners, drawn in found
            if drawn.any() or not len(drawn)
        )


def lines_of(
    area: PlotArea,
    paths: Iterable[Points],
    moving: bool,
    room: float,
    most: int = MOST,
    colors: Sequence[int] | None = None,
) -> list[Line]:
    """Return the lines of all runs of a picture, of which ``paths`` (n, 2) are shown.

    moving: whether the lines are drawn step by step. room: px that they are drawn beyond the plot area. most: half of
    the characters that they may have. colors: of the paths, by default each has its own.
    """
    found = [pieces(np.column_stack((area.across(x[:, 0]), area.down(x[:, 1]))), area, room) for x in paths]
    lines: list[Line] = []
    for level in LEVELS if most >= MOST else (*LEVELS, *BARE):
        squares = defaultdict[int, set[int]](set)
        owners = range(len(found)) if colors is None or not level.bare else colors
        lines = [_line(one, level, moving, squares[owner]) for one, owner in zip(found, owners, strict=True)]
        if sum(line.length for line in lines) <= most:
            break
    return lines


def _line(found: Sequence[Piece], level: Level, moving: bool, squares: set[int]) -> Line:
    marked = [_marked(points, level, moving, squares if level.bare else set()) for points, _ in found]
    return Line(found, [corners for corners, _ in marked], [drawn for _, drawn in marked], level.unit, level.bare)


def _marked(points: Points, level: Level, moving: bool, squares: set[int]) -> tuple[Flags, Flags]:
    """Return which of ``points`` (n, 2) are corners, and which lines between corners are drawn.

    squares: those in which there are lines already; new ones are added.
    """
    corners = simplified(points, level.error, level.exact)
    indices = np.flatnonzero(corners)
    drawn = np.ones(len(indices) - 1, dtype=np.bool_)
    if not level.cell:
        return corners, drawn
    new = _new(points[indices], level.cell, squares)
    drawn = new[:-1] | new[1:]
    if level.exact:
        drawn[: level.exact + 1] = True
    if not moving:
        return corners, drawn
    kept = np.append(drawn, True) | np.append(True, drawn)
    kept[np.flatnonzero(~kept)[:: level.stride]] = True
    corners[indices[~kept]] = False
    return corners, np.ones(int(kept.sum()) - 1, dtype=np.bool_)


def _new(corners: Points, cell: float, squares: set[int]) -> Flags:
    """Return whether each corner (n, 2) is the first in its square; add these to ``squares``."""
    cells = np.floor(corners / cell).astype(np.int64)
    found, first = np.unique((cells[:, 0] << 32) + cells[:, 1], return_index=True)
    new = np.zeros(len(corners), dtype=np.bool_)
    new[first] = True if not squares else [one not in squares for one in found.tolist()]
    squares.update(found.tolist())
    return new

"""SVG path data: fewer corners where the difference is invisible, few letters, and quick to write."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from ..form.compiling import kernel

Points = NDArray[np.float64]
Flags = NDArray[np.bool_]
TENTHS = 2000  # tenths of a px: a table has the text of every number up to this one


def path_data(points: Points, closed: bool = False, drawn: Flags | None = None) -> str:
    """Return the line through ``points`` (n, 2), in px, each rounded to a tenth: one move, then relative lines.

    drawn: (n - 1,), which of the lines from each point to the next are drawn; by default all.

    >>> path_data(np.array([(10.0, 20.0), (10.5, 20.0), (10.5, 20.04), (9.25, 30.0)]))
    'M10 20l.5 0-1.3 10'
    """
    tenths = np.rint(points * 10.0).astype(np.int64)
    gaps = None
    if drawn is not None and not drawn.all():
        ends = np.append(drawn, False) | np.append(False, drawn)
        begins = np.append(~drawn, True)[ends][:-1]  # after these corners, nothing is drawn up to the next one
        tenths, gaps = tenths[ends], begins
    steps = np.diff(tenths, axis=0)
    moved = steps.any(axis=1)
    if not moved.all():
        steps, gaps = steps[moved], None if gaps is None else gaps[moved]
    x, y = tenths[0].tolist()
    if len(steps):
        command = "" if gaps is not None and gaps[0] else "l"
        lines = f"{command}{_written(steps.ravel(), gaps)}"
    else:
        lines = "h0"  # a point, which its round caps draw
    return f"M{_number(x)}{_after(y)}{lines}{'Z' if closed else ''}"


def dots_data(points: Points) -> str:
    """Return path data with a dot at each of ``points`` (n, 2), in px, rounded to a tenth.

    A dot is a line of no length, whose round caps are drawn.

    >>> dots_data(np.array([(10.0, 20.0), (12.5, 19.0)]))
    'M10 20h0m2.5-1h0'
    """
    tenths = np.rint(points * 10.0).astype(np.int64)
    moves = np.diff(tenths, axis=0, prepend=0)
    words = [f"m{_number(x)}{_after(y)}h0" for x, y in moves.tolist()]
    return "".join(words).replace("m", "M", 1)


def _written(tenths: NDArray[np.int64], gaps: Flags | None) -> str:
    """Return pairs of numbers; after a relative move, which a gap is, more pairs are lines again."""
    near = np.abs(tenths) <= TENTHS
    words = _words()[np.where(near, tenths, 0) + TENTHS]
    for index in np.flatnonzero(~near).tolist():
        words[index] = _after(int(tenths[index]))
    if gaps is not None:
        words[:-1:2][gaps] = [f"m{word.removeprefix(' ')}" for word in words[:-1:2][gaps].tolist()]
    return "".join(words.tolist()).removeprefix(" ")


@cache
def _words() -> NDArray[np.object_]:
    """Return how each small number of tenths is written after another number, (2 · TENTHS + 1,)."""
    return np.array([_after(tenths) for tenths in range(-TENTHS, TENTHS + 1)], dtype=np.object_)


def _number(tenths: int) -> str:
    whole, rest = divmod(abs(tenths), 10)
    sign = "-" if tenths < 0 else ""
    return f"{sign}{whole or ''}.{rest}" if rest else f"{sign}{whole}"


def _after(tenths: int) -> str:
    """Return a number with what separates it from the one before: nothing where its sign does."""
    text = _number(tenths)
    return text if tenths < 0 else f" {text}"


def rounded(points: Points, unit: float) -> Points:
    """Return ``points`` with coordinates that are multiples of ``unit``."""
    return np.rint(points / unit) * unit


def simplified(points: Points, error: float, exact: int = 0) -> Flags:
    """Return which of ``points`` (n, 2) are corners of a line that is never farther than ``error`` from the others.

    The first and the last point are corners, and so are the first ``exact`` ones.
    """
    kept = np.zeros(len(points), dtype=np.bool_)
    _mark_corners(points, error, exact, kept)
    return kept


@kernel
def _mark_corners(points: Points, error: float, exact: int, kept: Flags) -> None:
    """Mark the corners in ``kept`` (n,), which is all False.

    From each corner the line goes to the last point of which it is known that a straight line to it passes all points
    between: it lies in the sector of all directions that come within ``error`` of them, and no nearer than they do.
    """
    last = points.shape[0] - 1
    if last < 0:
        return
    kept[0] = True
    kept[last] = True
    corner = 0
    begun = False  # whether a point has narrowed the sector
    far = 0.0
    rx = ry = lx = ly = 0.0  # the right and the left edge of the sector
    k = 1
    while k <= last:
        dx = points[k, 0] - points[corner, 0]
        dy = points[k, 1] - points[corner, 1]
        away = np.sqrt(dx * dx + dy * dy)
        within = away >= far
        if within and begun:
            within = rx * dy - ry * dx >= 0.0 and lx * dy - ly * dx <= 0.0
        if corner < k - 1 and (not within or k - 1 <= exact):
            kept[k - 1] = True
            corner = k - 1
            begun = False
            far = 0.0
            continue
        far = away
        if away > error:
            sine = error / away
            cosine = np.sqrt(1.0 - sine * sine)
            ux, uy = dx / away, dy / away
            ax, ay = ux * cosine + uy * sine, uy * cosine - ux * sine
            bx, by = ux * cosine - uy * sine, uy * cosine + ux * sine
            if not begun or rx * ay - ry * ax > 0.0:
                rx, ry = ax, ay
            if not begun or lx * by - ly * bx < 0.0:
                lx, ly = bx, by
            begun = True
        k += 1

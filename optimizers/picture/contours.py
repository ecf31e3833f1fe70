"""The contours of a surface as path data in px, with a shade for each band and a label on some of the lines."""

from threading import Lock
from typing import NamedTuple

import numpy as np
from cachetools import LRUCache, cached

from ..surfaces.bound import BoundSurface
from ..terms.text import short_number
from .colormaps import shade_of
from .geometry import FOOT, PlotArea
from .outlines import Outlines, outlines
from .path_data import Points, path_data, rounded, simplified

ERROR = 0.1  # px that a contour may lie beside the one through all points of the grid, unless it has to be shorter
DETAILS = ((ERROR, 0.1, 1), (0.3, 0.5, 1), (1.0, 1.0, 1), (2.0, 2.0, 1), (2.0, 2.0, 2), (3.0, 2.0, 4))
"""How many px a contour may lie beside the one through all points of the grid, px of which its coordinates are
multiples, and that one level in so many is drawn. The first with which contours are short enough is taken, otherwise
the last."""
MOST = 2_000_000  # bytes of path data that are kept; one surface in one size takes about 10,000
LABELLED = (0.25, 0.5, 0.75)  # of the levels
DIGITS = 3  # of a label
REFERENCE = 400.0  # px: the width of the plot for which labels are placed; in a larger one they have more room
EDGE = (40.0, 14.0)  # px from the middle of a label to the right and the upper edge
NUMBERS = 44.0  # px from the middle of a label to the left edge, where the numbers of y are
ABOVE = 8.0  # px from the middle of a label to the part of the plot with the numbers of x
APART = (44.0, 20.0)  # px between the middles of two labels, across or down
BESIDE = 16.0  # px from a label to a point where the surface is stationary
STRAIGHT = 18.0  # px: the piece of a line that a label covers
CORNER = (0.75, 0.7)  # of the width and the height, from where labels should not be far: paths are elsewhere mostly


class Band(NamedTuple):
    """What lies below a level: its outline as path data in px, its shade, and whether the level has a label."""

    data: str
    shade: int
    level: float
    labelled: bool


class Label(NamedTuple):
    """The label of a contour line, with its middle at (x, y), in units of the surface."""

    x: float
    y: float
    text: str


class Contours(NamedTuple):
    """The bands, the highest first, of which each covers part of the one before; the shade of what is above them all;
    labels; and path data of what is hatched, because f has no finite value there."""

    bands: tuple[Band, ...]
    outside: int
    labels: tuple[Label, ...]
    undefined: str


def _size(found: Contours) -> int:
    return sum(len(band.data) for band in found.bands)


@cached(LRUCache(MOST, _size), lock=Lock())
def contours(surface: BoundSurface, area: PlotArea, most: int = 0) -> Contours:
    """Return the contours of ``surface`` in a plot area. The latest used are kept.

    most: characters that their path data should have at most; 0 for any number.
    """
    found = outlines(surface, area.domain)
    count = len(found.levels) + 1
    labels = _labels(surface, found, area)
    drawn: list[Band] = []
    for error, unit, every in DETAILS:
        drawn = [
            Band(_path(found.below[index], area, error, unit), shade_of(index, count), float(level), index in labels)
            for index, level in list(enumerate(found.levels))[::every]
        ]
        if not most or sum(len(band.data) for band in drawn) <= most:
            break
    shown = {band.level for band in drawn}
    written = tuple(label for index, label in labels.items() if float(found.levels[index]) in shown)
    return Contours(tuple(reversed(drawn)), shade_of(count - 1, count), written, _hatched(found, area))


def _path(lines: tuple[Points, ...], area: PlotArea, error: float, unit: float) -> str:
    pixels = (np.column_stack((area.across(line[:, 0]), area.down(line[:, 1]))) for line in lines)
    return "".join(path_data(rounded(line[simplified(line, error)][:-1], unit), closed=True) for line in pixels)


def _hatched(found: Outlines, area: PlotArea) -> str:
    corners = []
    for left, bottom, right, top in found.undefined:
        x, y = (area.across(left), area.across(right)), (area.down(top), area.down(bottom))
        corners.append(f"M{x[0]:.1f} {y[0]:.1f}H{x[1]:.1f}V{y[1]:.1f}H{x[0]:.1f}z")
    return "".join(corners)


def _labels(surface: BoundSurface, found: Outlines, area: PlotArea) -> dict[int, Label]:
    """Return the label of some levels by their index, where there is room for one: on a piece of the line that is
    straight and rather horizontal, toward the lower right."""
    small = PlotArea(area.domain, REFERENCE)
    taken = [(small.across(one.x), small.down(one.y)) for one in surface.stationary if one.marked and not one.radius]
    landmarks = len(taken)
    labels: dict[int, Label] = {}
    for index in sorted({round(part * (len(found.levels) + 1)) - 1 for part in LABELLED} & {*range(len(found.levels))}):
        best = _best(found.below[index], small, np.array(taken).reshape(-1, 2), landmarks)
        if best is not None:
            taken.append(best)
            x, y = area.domain[0][0] + best[0] / small.scale, area.domain[1][1] - best[1] / small.scale
            labels[index] = Label(x, y, short_number(float(found.levels[index]), DIGITS))
    return labels


def free(area: PlotArea) -> tuple[Points, Points]:
    """Return the upper left and lower right corner of where the middles of labels may be, in px of ``area``."""
    high = (area.width - EDGE[0], (1 - FOOT) * area.height - ABOVE)
    return np.array((NUMBERS, EDGE[1])), np.array(high)


def _best(lines: tuple[Points, ...], area: PlotArea, taken: Points, landmarks: int) -> tuple[float, float] | None:
    """Return the best position of a label on ``lines``, in px of ``area``; None if there is none.

    taken: (n, 2) in px, first the ``landmarks``, then the labels that have a position.
    """
    best, least = None, np.inf
    corner = np.array((area.width, area.height)) * CORNER
    for line in lines:
        points = np.column_stack((area.across(line[:, 0]), area.down(line[:, 1])))
        way = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))))
        if way[-1] < 2 * STRAIGHT:
            continue
        at = np.arange(STRAIGHT / 2, way[-1] - STRAIGHT / 2, 2.0)
        middle, before, after = (
            np.column_stack([np.interp(at + far, way, points[:, axis]) for axis in range(2)])
            for far in (0.0, -STRAIGHT / 2, STRAIGHT / 2)
        )
        chord = after - before
        length = np.hypot(*chord.T)
        slope = np.abs(chord[:, 1]) / np.maximum(length, 1e-9)
        cost = slope + np.hypot(*((middle - corner) / area.width).T)
        low, high = free(area)
        fits = ((middle >= low) & (middle <= high)).all(axis=1) & (length > 0.95 * STRAIGHT)
        for k, other in enumerate(taken):
            away = np.abs(middle - other)
            fits &= (away > BESIDE).any(axis=1) if k < landmarks else (away > APART).any(axis=1)
        cost = np.where(fits, cost, np.inf)
        index = int(np.argmin(cost))
        if cost[index] < least:
            best, least = (float(middle[index, 0]), float(middle[index, 1])), float(cost[index])
    return best

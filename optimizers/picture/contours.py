"""The contours of a surface as path data, which all plots of it share."""

from threading import Lock

import contourpy
import numpy as np
from cachetools import LRUCache, cached

from ..run.contours import sample
from ..surfaces.bound import BoundSurface
from .geometry import PlotArea
from .path_data import path_data, simplified

GRID = 90  # cells along the longer side
ERROR = 0.1  # px that a contour may lie beside the one through all points of the grid
MOST = 2_000_000  # bytes of path data that are kept; one surface in one size takes about 5000

Bands = tuple[str, ...]


def _size(bands: Bands) -> int:
    return sum(map(len, bands))


@cached(LRUCache(MOST, _size), lock=Lock())
def bands(surface: BoundSurface, area: PlotArea) -> Bands:
    """Return the path data of what lies below each level, the highest first, in a plot area.

    The latest used are kept.
    """
    grid = sample(surface, GRID, area.domain)
    generator = contourpy.contour_generator(
        area.across(grid.x), area.down(grid.y), np.ma.masked_invalid(grid.z), fill_type=contourpy.FillType.OuterOffset
    )
    return tuple(_below(generator, float(level)) for level in grid.levels[:0:-1])


def undefined(surface: BoundSurface, area: PlotArea) -> str:
    """Return the path data of what is hatched, because f has no finite value there; empty for most surfaces."""
    corners = []
    for left, bottom, right, top in sample(surface, GRID, area.domain).undefined:
        x, y = (area.across(left), area.across(right)), (area.down(top), area.down(bottom))
        corners.append(f"M{x[0]:.1f} {y[0]:.1f}H{x[1]:.1f}V{y[1]:.1f}H{x[0]:.1f}z")
    return "".join(corners)


def _below(generator: contourpy.ContourGenerator, level: float) -> str:
    outlines = []
    for points, ends in zip(*generator.filled(-np.inf, level), strict=True):
        outlines += np.split(np.asarray(points), np.asarray(ends)[1:-1])
    return "".join(path_data(outline[simplified(outline, ERROR)][:-1], closed=True) for outline in outlines)

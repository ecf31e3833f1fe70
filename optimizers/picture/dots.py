"""Which steps of a path have a dot: not where dots would crowd. ``static/js/plot/dots.js`` is its twin."""

import numpy as np
from numpy.typing import NDArray

from ..form.compiling import kernel
from .geometry import PlotArea
from .path_data import Points

HEAD = 20  # steps that are drawn over the others, with larger dots: the story begins with them
GAP = 6.0  # px: a dot is at least so far from the one before, across and down together
CELL = 6.0  # px: in a square of this size there is one dot


def dotted(pixels: Points, area: PlotArea) -> NDArray[np.bool_]:
    """Return which of the points (n, 2) of a path have a dot, in px of ``area``; earlier ones come first."""
    found = np.zeros(len(pixels), dtype=np.bool_)
    _mark(np.ascontiguousarray(pixels), area.width, area.height, found)
    return found


@kernel
def _mark(pixels: Points, width: float, height: float, found: NDArray[np.bool_]) -> None:
    columns = int(width // CELL) + 1
    taken = np.zeros(columns * (int(height // CELL) + 1), dtype=np.bool_)
    last_x, last_y = np.inf, np.inf
    for k in range(pixels.shape[0]):
        x, y = pixels[k, 0], pixels[k, 1]
        if not (0.0 <= x <= width and 0.0 <= y <= height) or abs(x - last_x) + abs(y - last_y) < GAP:
            continue
        cell = int(y // CELL) * columns + int(x // CELL)
        if taken[cell]:
            continue
        taken[cell] = True
        found[k] = True
        last_x, last_y = x, y

"""The contours of a plot as traces that plotly.js reads: the very lines of page and poster, not those it would find."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..run.contours import Rectangle
from ..surfaces.bound import BoundSurface
from .colormaps import mixed
from .contours import ERROR, Contours, contours
from .geometry import PlotArea
from .outlines import outlines
from .palette import Palette
from .path_data import Points, simplified

Trace = dict[str, Any]
STROKES = {False: (0.8, 0.35), True: (1.3, 0.6)}
"""Width in px and opacity of a contour line, by whether it has a label; ``styles.py`` has the same."""


def ground(surface: BoundSurface, area: PlotArea, colors: Palette) -> list[Trace]:
    """Return what lies below each level of ``surface``, the highest first, hatching, and the labels of some lines."""
    found, lines = contours(surface, area), outlines(surface, area.domain)
    bands = []
    for band, outline in zip(found.bands, reversed(lines.below), strict=True):
        width, opacity = STROKES[band.labelled]
        shade, ink = colors.shades[band.shade], colors.inks[band.shade]
        filled = {"fill": "toself", "fillcolor": shade, "line": {"color": mixed(shade, ink, opacity), "width": width}}
        bands.append({**_silent("lines"), **_polygons([_corners(line, area) for line in outline]), **filled})
    hatching = [_hatched(lines.undefined, colors)] if lines.undefined else []
    return [*bands, *hatching, *([_labels(found, colors)] if found.labels else [])]


def _silent(mode: str) -> Trace:
    return {"type": "scatter", "mode": mode, "hoverinfo": "skip", "showlegend": False}


def _corners(line: Points, area: PlotArea) -> Points:
    pixels = np.column_stack((area.across(line[:, 0]), area.down(line[:, 1])))
    return line[simplified(pixels, ERROR)]


def _polygons(lines: Sequence[Points]) -> Trace:
    """Return x and y of ``lines``, with a gap after each."""
    gap = np.full((1, 2), np.nan)
    x, y = np.concatenate([part for line in lines for part in (line, gap)] or [gap]).T
    return {"x": x, "y": y}


def _hatched(rectangles: Sequence[Rectangle], colors: Palette) -> Trace:
    corners = [
        np.array([(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)])
        for left, bottom, right, top in rectangles
    ]
    pattern = {"shape": "/", "size": 7, "solidity": 0.2, "fgcolor": colors.roles["hatch"]}
    fill = {"fill": "toself", "fillpattern": {**pattern, "bgcolor": colors.roles["page"]}, "line": {"width": 0}}
    return {**_silent("lines"), **_polygons(corners), **fill}


def _labels(found: Contours, colors: Palette) -> Trace:
    x, y, text = zip(*found.labels, strict=True)
    font = {"size": 11, "color": colors.roles["text"]}
    return {**_silent("text"), "x": x, "y": y, "text": text, "textfont": font}

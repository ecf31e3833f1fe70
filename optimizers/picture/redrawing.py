"""A picture that is drawn many times with small changes, of which only the parts that change are drawn again.

resvg takes about as long for each pixel as for all that lies there, and from one step to the next few pixels change.
What changes is seen in a small picture, and drawn in a large one.
"""

import io
import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .png import rasterized

CELL = 4  # px for each pixel of the small picture: a change of one px is seen in it
STILL = ".contour,.contour-label,.tick-label{display:none!important}"  # never change, and take most of the time
NEAR = (1, 4, 16)  # pixels of the small picture around a change: with more, changes near each other are one part
EDGE = 1  # pixels of the small picture around a part that are drawn and cut off: resvg errs where an edge cuts a curve
EACH = 0.08  # of the time for the whole picture, that a part takes however small it is
VIEW = re.compile(r'viewBox="0 0 [\d.]+ [\d.]+" width="[\d.]+" height="[\d.]+"')

Part = tuple[slice, slice]
"""Rows and columns of the small picture."""


class Redrawing:
    """The picture, with ``scale`` pixels for each px, on a page of color ``page``."""

    def __init__(self, scale: int, page: str) -> None:
        self._scale, self._page = scale, page
        self._image: Any = None
        self._small: NDArray[np.uint8] = np.empty((0, 0, 3), dtype=np.uint8)

    def at(self, svg: str) -> Any:
        """Return the picture as ``svg`` shows it, as an image of Pillow, on which the next call draws.

        It is as if all of it were drawn, except that a few pixels at curves differ a little. All calls give a poster
        of the same scenario and size.
        """
        small = np.asarray(_opened(rasterized(svg, 1 / CELL, STILL)))
        parts = [] if self._image is None else _parts((small != self._small).any(axis=2))
        if self._image is None or _effort(parts, small.shape) > 1.0:
            self._image = _opened(rasterized(svg, self._scale))
        else:
            for part in parts:
                self._draw(svg, part)
        self._small = small
        return self._image

    def _draw(self, svg: str, part: Part) -> None:
        (top, bottom), (left, right) = ((one.start - EDGE, one.stop + EDGE) for one in part)
        width, height = CELL * (right - left), CELL * (bottom - top)
        view = f'viewBox="{CELL * left} {CELL * top} {width} {height}" width="{width}" height="{height}"'
        drawn = _opened(rasterized(VIEW.sub(view, svg, count=1), self._scale, background=self._page))
        cell = CELL * self._scale
        edge = cell * EDGE
        inner = drawn.crop((edge, edge, drawn.width - edge, drawn.height - edge))
        self._image.paste(inner, (cell * part[1].start, cell * part[0].start))


def _parts(changed: NDArray[np.bool_]) -> list[Part]:
    """Return the parts in which pixels ``changed`` (rows, columns), those that take the least time in all."""
    from scipy import ndimage

    found = []
    for near in NEAR:
        labels, _ = ndimage.label(ndimage.binary_dilation(changed, np.ones((3, 3)), iterations=near))
        found.append(ndimage.find_objects(labels))
    return min(found, key=lambda parts: _effort(parts, changed.shape))


def _effort(parts: list[Part], shape: tuple[int, ...]) -> float:
    """Return about how long drawing ``parts`` takes, where the whole picture takes one."""
    whole = shape[0] * shape[1]
    shares = ((rows.stop - rows.start) * (columns.stop - columns.start) / whole for rows, columns in parts)
    return sum(shares, EACH * len(parts))


def _opened(picture: bytes) -> Any:
    from PIL import Image

    return Image.open(io.BytesIO(picture)).convert("RGB")

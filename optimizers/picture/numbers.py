"""Where the numbers in a plot are, of its ticks and of its contour lines. ``static/js/plot/numbers.js`` is its twin.

Labels of paths keep clear of them, and a number that the badge of a start would cover is left out: half of it would be
read as another number.
"""

import math
from collections.abc import Iterable
from typing import NamedTuple

from .badges import Pixel

DIGIT = 7.0  # px that a character takes on average
HALF = 6.0  # px from the middle of a number to its upper and its lower end
LIFT, ASIDE = 7.0, 7.0  # px from the edge to the baseline of the numbers below, and to those at the left
MIDDLE = 4.0  # px from the middle of a number to its baseline
BADGE = 9.0  # px, the radius of a badge


class Box(NamedTuple):
    """What a number covers, in px of the plot area."""

    left: float
    right: float
    top: float
    bottom: float


def centered(text: str, x: float, y: float) -> Box:
    """Return the box of a number whose middle is at (x, y)."""
    half = DIGIT * len(text) / 2
    return Box(x - half, x + half, y - HALF, y + HALF)


def below(text: str, x: float, height: float) -> Box:
    """Return the box of a number at the lower edge of a plot area that is ``height`` px high."""
    return centered(text, x, height - LIFT - MIDDLE)


def beside(text: str, y: float) -> Box:
    """Return the box of a number at the left edge."""
    return centered(text, ASIDE + DIGIT * len(text) / 2, y)


def hidden(box: Box, badges: Iterable[Pixel]) -> bool:
    """Return whether one of ``badges``, given by their centers, would cover part of a number."""
    return any(
        math.hypot(x - min(max(x, box.left), box.right), y - min(max(y, box.top), box.bottom)) < BADGE
        for x, y in badges
    )

"""Positions of the labels of the arrows at which paths leave a plot. ``static/js/plot/end-labels.js`` is its twin.

The run with the smallest loss chooses first, and so on. A label that would cover another label or the badge of a start
moves along the edge or to the other side of its arrow, and is left out if no position is free. It keeps clear of the
numbers of ticks and contour lines if it can.
"""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .badges import GAP, Pixel
from .geometry import PlotArea
from .numbers import Box

ROW = 16.0  # px between the baselines of two labels
ASIDE = 14.0  # px from the arrow to its label
ASCENT, DESCENT = 12.0, 4.0  # px of a label above and below its baseline
RIGHT = 0.6  # of the plot area's width: beyond it a label is placed at the left of its arrow


class End(NamedTuple):
    """An arrow at (x, y) in px of the plot area, its label, the width of the label in px, and the loss of the run."""

    x: float
    y: float
    text: str
    width: float
    loss: float


class LabelPosition(NamedTuple):
    """The x at which a label begins, or ends if it is at the left of its arrow, and its baseline."""

    x: float
    baseline: float
    left: bool

    def span(self, width: float) -> tuple[float, float]:
        """Return the left and right end of a label of that width."""
        return (self.x - width, self.x) if self.left else (self.x, self.x + width)


def lay(
    ends: Sequence[End], area: PlotArea, badges: Sequence[Pixel] = (), numbers: Sequence[Box] = ()
) -> list[LabelPosition | None]:
    """Return the position of each label, None if there is no room, or if the same label is already there.

    badges: the centers of the starts' badges. numbers: where other numbers are.
    """
    positions: list[LabelPosition | None] = [None] * len(ends)
    losses = [math.inf if math.isnan(end.loss) else end.loss for end in ends]
    for i in sorted(range(len(ends)), key=losses.__getitem__):
        taken = [(position, ends[j]) for j, position in enumerate(positions) if position is not None]
        free = [
            one
            for one in _candidates(ends[i], area)
            if not any(_cover(one, ends[i], *other) for other in taken)
            and not any(_touches(one, ends[i], badge) for badge in badges)
        ]
        clear = (one for one in free if not any(_hides(one, ends[i], box) for box in numbers))
        position = next(clear, free[0] if free else None)
        if not any(_repeats(ends[i], other) for _, other in taken):
            positions[i] = position
    return positions


def _candidates(end: End, area: PlotArea) -> Iterator[LabelPosition]:
    """Yield the possible positions of a label, the best first."""
    usual = end.x > area.width * RIGHT
    room = {
        True: end.x - ASIDE >= end.width,
        False: end.x + ASIDE + end.width <= area.width,
    }  # at its left, at its right
    baseline = min(max(end.y + DESCENT, ASCENT + 2), area.height - 6)
    inward = ROW if end.y < area.height / 2 else -ROW
    for k in range(math.floor(area.height / ROW) + 1):
        for left in (usual, not usual):
            position = LabelPosition(end.x + (-ASIDE if left else ASIDE), baseline + k * inward, left)
            fits = room[left] or (left == usual and not room[not left])  # on a narrow plot maybe on neither side
            if fits and ASCENT <= position.baseline <= area.height - DESCENT:
                yield position


def _cover(position: LabelPosition, end: End, other: LabelPosition, other_end: End) -> bool:
    (low, high), (other_low, other_high) = position.span(end.width), other.span(other_end.width)
    return low < other_high and other_low < high and abs(position.baseline - other.baseline) < ROW


def _touches(position: LabelPosition, end: End, badge: Pixel) -> bool:
    (low, high), (x, y), far = position.span(end.width), badge, GAP / 2
    across = x + far > low and x - far < high
    return across and y + far > position.baseline - ASCENT and y - far < position.baseline + DESCENT


def _hides(position: LabelPosition, end: End, box: Box) -> bool:
    low, high = position.span(end.width)
    across = low < box.right and box.left < high
    return across and position.baseline - ASCENT < box.bottom and box.top < position.baseline + DESCENT


def _repeats(end: End, other: End) -> bool:
    return end.text == other.text and math.hypot(end.x - other.x, end.y - other.y) < ROW

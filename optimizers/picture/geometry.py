"""From surface coordinates to the pixels of a plot whose axes are 1:1. ``static/js/plot/geometry.js`` is its twin."""

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Interval = tuple[float, float]
ROOM = 20.0  # px that a path is drawn beyond the plot area: more than its line is wide
ARM = 6.0  # px: the arms of the cross at a minimum
GLYPHS = {
    "saddle": (((-4, -4), (4, 4)), ((-4, 4), (4, -4))),
    "maximum": (((-5, 4), (0, -5), (5, 4), (-5, 4)),),
}
"""The lines that mark a saddle point, a ×, and a maximum, a triangle; in px from it, down as on a screen."""
FACTORS = (1, 2, 5, 10)
FEW = 3  # ticks of an axis, which should be at least so many
EDGE, FOOT = 0.04, 0.1  # parts of an axis at its ends without ticks; FOOT is below, where the numbers of x are
BLUR = 1e12  # px: between two points as far away as this, float64 cannot tell where a line passes


@dataclass(frozen=True, slots=True)
class PlotArea:
    """The part of the plane that a plot shows, ``width`` pixels wide. The domain determines its height."""

    domain: tuple[Interval, Interval]
    width: float

    @property
    def scale(self) -> float:
        """Pixels for each unit, the same along both axes."""
        low, high = self.domain[0]
        return self.width / (high - low)

    @property
    def height(self) -> float:
        low, high = self.domain[1]
        return self.scale * (high - low)

    def across(self, x: Any) -> Any:
        return (x - self.domain[0][0]) * self.scale

    def down(self, y: Any) -> Any:
        return (self.domain[1][1] - y) * self.scale

    def point(self, across: float, down: float) -> tuple[float, float]:
        """Return what is drawn at these px."""
        return self.domain[0][0] + across / self.scale, self.domain[1][1] - down / self.scale

    def inside(self, x: float, y: float) -> float:
        """Return how far inside the edge a point is, in px; negative outside."""
        px, py = self.across(x), self.down(y)
        return float(min(px, py, self.width - px, self.height - py))

    def holds(self, x: float, y: float) -> bool:
        return all(low <= value <= high for value, (low, high) in zip((x, y), self.domain, strict=True))


class Leaving(NamedTuple):
    """Where a path leaves the plot area for good: at which step, where on the edge, and in which direction."""

    step: int
    x: float
    y: float
    angle: float

    def words(self, diverged_at: int | None) -> str:
        """Return the label of the arrow; step 0 means that the path was never inside."""
        if self.step == 0:
            return "outside the plot"
        return f"{'diverged' if diverged_at == self.step else 'left'} at step {self.step}"


def ring_lines(radius: float, ring: float) -> tuple[float, ...]:
    """Return the radii of the lines within which, or between which, a run has reached a minimum.

    radius: of a circle of minima, 0 for a point. ring: 0 where the loss decides; then only a circle has a line.
    """
    if ring == 0.0:
        return (radius,) if radius else ()
    return (radius - ring, radius + ring) if radius > ring else (radius + ring,)


def arms(ring: float) -> tuple[float, float]:
    """Return where the arms of the cross at a minimum begin and end, in px from the minimum.

    ring: the radius of the ring in px. The arms stay outside a small ring, which the cross would otherwise hide.
    """
    return (ring, ring + ARM) if ring < ARM else (0.0, ARM)


def leave(x: NDArray[np.float64], area: PlotArea) -> Leaving | None:
    """Return where the path ``x`` (n, 2) leaves the plot area for good, None if it ends inside."""
    if area.holds(*x[-1]):
        return None
    k = len(x) - 1
    while k >= 0 and not area.holds(*x[k]):
        k -= 1
    if k < 0:  # never inside: the point on the edge nearest to the end
        inside = [min(max(value, low), high) for value, (low, high) in zip(x[-1], area.domain, strict=True)]
        return Leaving(0, inside[0], inside[1], math.atan2(x[-1][1] - inside[1], x[-1][0] - inside[0]))
    start, step = x[k].tolist(), (x[k + 1] - x[k]).tolist()  # unlike numpy's, a quotient may overflow without a warning
    reach = 1.0
    for i, (low, high) in enumerate(area.domain):
        if step[i] != 0:
            reach = min(reach, ((high if step[i] > 0 else low) - start[i]) / step[i])
    return Leaving(k + 1, start[0] + reach * step[0], start[1] + reach * step[1], math.atan2(step[1], step[0]))


def pieces(
    pixels: NDArray[np.float64], area: PlotArea, room: float = ROOM
) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Return the pieces of a path, in px, that lie in the plot area or at most ``room`` outside it.

    Each has the steps (n,) of its points, which are fractions where the path is cut. A run that diverges goes so far
    that no picture can hold all of its path, and moving a point nearer would turn the line.
    """
    if len(pixels) == 1:
        pixels = np.repeat(pixels, 2, axis=0)
    if _all_within(pixels, area, room):
        return [(pixels, np.arange(len(pixels), dtype=np.float64))]
    a, b = pixels[:-1], pixels[1:]
    with np.errstate(all="ignore"):  # divides by zero where two points are equal
        way = b - a
        ends = np.stack(((-room - a) / way, (np.array((area.width, area.height)) + room - a) / way))
    within = (a >= -room) & (a <= np.array((area.width, area.height)) + room)
    first = np.where(way == 0, np.where(within, 0.0, 1.0), ends.min(axis=0)).max(axis=1, initial=0.0)
    last = np.where(way == 0, 1.0, ends.max(axis=0)).min(axis=1, initial=1.0)
    known = np.minimum(np.abs(a).max(axis=1), np.abs(b).max(axis=1)) <= BLUR
    seen = np.flatnonzero(known & (first < last))
    if not len(seen):
        return []
    begins = (first[seen] > 0) | (np.diff(seen, prepend=-2) > 1) | (np.roll(last[seen], 1) < 1)
    return [
        (
            np.vstack((a[k[0]] + first[k[0]] * way[k[0]], a[k] + last[k, np.newaxis] * way[k])),
            np.hstack((k[0] + first[k[0]], k + last[k])),
        )
        for k in np.split(seen, np.flatnonzero(begins)[1:])
    ]


def _all_within(pixels: NDArray[np.float64], area: PlotArea, room: float) -> bool:
    (left, top), (right, bottom) = pixels.min(axis=0).tolist(), pixels.max(axis=0).tolist()
    return bool(min(left, top) >= -room and right <= area.width + room and bottom <= area.height + room)


def ticks(interval: Interval, most: int) -> list[float]:
    """Return at most ``most`` + 1 round numbers in ``interval``, evenly spaced by 1, 2 or 5 times a power of ten.

    Where they would be fewer than three, a finer spacing is taken if that does not make too many.
    """
    low, high = interval
    raw = (high - low) / most
    power = 10.0 ** math.floor(math.log10(raw))
    coarse = next(k for k, factor in enumerate(FACTORS) if factor * power >= raw * (1 - 1e-9))
    found = _multiples(FACTORS[coarse] * power, interval)
    finer = _multiples(FACTORS[coarse - 1] * power, interval) if coarse and len(found) < FEW else found
    return finer if len(finer) <= most + 1 else found


def axes(domain: tuple[Interval, Interval]) -> tuple[list[float], list[float]]:
    """Return the ticks of a plot that shows ``domain``: their x below, and their y at the left.

    Their numbers lie in the plot, so there are none near its corners, where they would cover each other or be cut.
    """
    (left, right), (bottom, top) = domain
    edge, foot = EDGE * (right - left), FOOT * (top - bottom)
    return ticks((left + edge, right - edge), 6), ticks((bottom + foot, top - EDGE * (top - bottom)), 6)


def _multiples(spacing: float, interval: Interval) -> list[float]:
    low, high = interval
    return [spacing * k for k in range(math.ceil(low / spacing - 1e-9), math.floor(high / spacing + 1e-9) + 1)]

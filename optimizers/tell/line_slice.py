"""The loss along the line of a step: f at x + s·Δ. The step begins at s = 0 and lands at s = 1."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ..surfaces.bound import BoundSurface
from ..terms.text import short_number
from ..terms.types import Vector

WINDOWS = ((-0.5, 2.0), (-1.0, 4.0), (-2.0, 8.0))
"""Where the lowest point is looked for, in lengths of the step: the next one if it lies at the end of one."""

Loss = Callable[[Vector], Vector]
"""f at each of many points on a line."""

SAMPLES, SHOWN = 161, 97  # points of a window, and of the curve
ROUNDS = 60  # of the search between two samples, each of which shortens it to two thirds
PAD = 0.25  # of the curve on both sides, relative to what it has to show
NEAR = 0.02  # in lengths of the step: a step that lands nearer to the lowest point lands there

NO_LENGTH = "This step does not move, so there is no line to show."
TOO_LARGE = "This step leaves the range of numbers, so there is no line to show."
FLAT = "The loss is the same all along this line."


@dataclass(frozen=True, slots=True)
class LineSlice:
    """f along the line of one step, at ``s`` lengths of that step from the position before it.

    loss: f at each of them, None where it is not finite. before, landed: f where the step begins and where it lands.
    lowest: s and f of the lowest point within the window, None if it lies at the end of the window. remark: what
    the line shows, in one sentence. Without a line, s and loss are empty and the remark says why.

    >>> from optimizers import Scenario, explain
    >>> along = explain(Scenario.from_query("optimizer=sgd,lr=0.07&start=A,-8,1.2&steps=120"), 0, 0, 1).along
    >>> along.remark
    'The step goes 1.64 times as far as the lowest point on this line: it overshoots.'
    """

    s: tuple[float, ...]
    loss: tuple[float | None, ...]
    before: float | None
    landed: float | None
    lowest: tuple[float, float] | None
    remark: str


@np.errstate(all="ignore")
def line_slice(surface: BoundSurface, position: Vector, change: Vector, before: float, landed: float) -> LineSlice:
    """Return the loss along the line through ``position``, (2,), with the step ``change``, (2,).

    before, landed: f at both ends of the step, as the run has them.
    """
    ends = _finite(before), _finite(landed)
    if not (np.isfinite(position).all() and np.isfinite(change).all()):
        return LineSlice((), (), *ends, None, TOO_LARGE)
    if not change.any():
        return LineSlice((), (), *ends, None, NO_LENGTH)

    def at(s: Vector) -> Vector:
        found = np.asarray(surface.value(position[0] + s * change[0], position[1] + s * change[1]), dtype=np.float64)
        return found if found.shape == s.shape else np.broadcast_to(found, s.shape)

    window, s, loss, least = _lowest(at)
    if least is None:
        return LineSlice((), (), *ends, None, TOO_LARGE)
    if float(np.nanmax(loss)) == float(np.nanmin(loss)):
        return _drawn(at, ends, (-0.5, 1.5), None, FLAT)
    inside = 0 < least < len(s) - 1
    found = _refined(at, s, loss, least) if inside else float(s[least])
    low, high = min(0.0, found), max(1.0, found)
    pad = PAD * (high - low)
    shown = max(low - pad, window[0]), min(high + pad, window[1])
    lowest = (found, float(at(np.array([found]))[0])) if inside else None
    return _drawn(at, ends, shown, lowest, _remark(found, inside))


def _lowest(at: Loss) -> tuple[tuple[float, float], Vector, Vector, int | None]:
    """Return the first window with the lowest sample inside it, its samples and losses, and the index of the lowest."""
    for window in WINDOWS:
        s = np.linspace(*window, SAMPLES)
        loss = np.where(np.isfinite(values := at(s)), values, np.nan)
        if np.isnan(loss).all():
            return window, s, loss, None
        least = int(np.nanargmin(loss))
        if 0 < least < SAMPLES - 1:
            break
    return window, s, loss, least


def _refined(at: Loss, s: Vector, loss: Vector, least: int) -> float:
    """Return where the loss is lowest between the neighbors of a sample, if it falls and then rises there."""
    low, high = float(s[least - 1]), float(s[least + 1])
    for _ in range(ROUNDS):
        a, b = low + (high - low) / 3, high - (high - low) / 3
        left, right = (value if math.isfinite(value) else math.inf for value in at(np.array([a, b])).tolist())
        if left <= right:
            high = b
        if right <= left:
            low = a
    found = (low + high) / 2
    return found if float(at(np.array([found]))[0]) <= float(loss[least]) else float(s[least])


def _drawn(
    at: Loss,
    ends: tuple[float | None, float | None],
    window: tuple[float, float],
    lowest: tuple[float, float] | None,
    remark: str,
) -> LineSlice:
    marked = [0.0, 1.0, *([lowest[0]] if lowest else [])]
    s = np.unique(np.concatenate([np.linspace(*window, SHOWN), marked]))
    return LineSlice(tuple(s.tolist()), tuple(map(_finite, at(s).tolist())), *ends, lowest, remark)


def _remark(found: float, inside: bool) -> str:
    """Return what a step does whose line is lowest at ``found``."""
    if not inside:
        way = "ahead" if found > 0 else "back"
        return f"The loss still falls {short_number(abs(found), 3)} step lengths {way} on this line."
    if abs(found - 1) <= NEAR:
        return "The step lands at the lowest point on this line."
    if abs(found) <= NEAR:
        return "The step begins at the lowest point on this line, so it goes uphill."
    if found < 0:
        return "The lowest point on this line lies in the opposite direction, so the step goes uphill."
    if found > 1:
        return f"The step goes {short_number(100 / found, 3)} % of the way to the lowest point on this line."
    return f"The step goes {short_number(1 / found, 3)} times as far as the lowest point on this line: it overshoots."


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None

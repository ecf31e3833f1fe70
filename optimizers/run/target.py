"""When a run has reached a minimum: inside the ring around it, or when little of the way to its value is left.

Arrays have a row for each step; row 0 is the start. A run has *reached* a minimum at its first step inside. It *stays*
from the first step from which it is inside to the end, provided that this lasts at least ``DWELL`` steps and a tenth of
the run. Anything shorter is a visit: one step inside at the end of a run says nothing about the next.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..form.compiler import register_jitable
from ..form.compiling import OPTIONS, kernel
from ..terms.types import Matrix, Vector
from .nearest import nearest, toward, within

DWELL = 10  # steps
PART = 10  # a run has to stay for this fraction of its steps, one tenth


@dataclass(frozen=True, slots=True)
class Target:
    """What a run has to reach.

    minima: (n, 3), see ``nearest``, n = 0 if there is none. radius: of the ring around each, None if the loss decides.
    floor: the lowest value f*, None if there is none. tolerance: the part of f₀ − f* that may be left.
    """

    minima: Matrix
    radius: float | None
    floor: float | None
    tolerance: float

    def inside(self, x: Matrix, loss: Vector, begun: float) -> NDArray[np.bool_]:
        """Return whether each row is inside. begun: the loss at the start of the run."""
        with np.errstate(over="ignore", invalid="ignore"):
            if self.radius is not None:
                return np.asarray(in_ring(x, self.minima, self.radius))
            if self.floor is None:
                return np.zeros(len(loss), dtype=np.bool_)
            return np.asarray(loss - self.floor <= self.tolerance * (begun - self.floor))


def reached(inside: NDArray[np.bool_]) -> int | None:
    """Return the first step inside, None if there is none."""
    first = int(np.argmax(inside))
    return first if inside[first] else None


def stays(outside: int, steps: int) -> int | None:
    """Return the first step from which on a run of ``steps`` is inside to its end, None if that is too short.

    outside: the last step at which it is outside, −1 for none.
    """
    return outside + 1 if lasts(outside, steps) else None


@register_jitable(**OPTIONS)
def lasts(outside: int, steps: int) -> bool:
    """Return whether a run of ``steps`` is inside for long enough after step ``outside``, the last one outside."""
    count = steps - outside - 1
    return bool(count >= DWELL and PART * count >= steps)


def last_outside(inside: NDArray[np.bool_]) -> int:
    """Return the last step outside, −1 for none."""
    outside = np.flatnonzero(~inside)
    return int(outside[-1]) if len(outside) else -1


@kernel
def in_ring(x: Matrix, minima: Matrix, radius: float) -> NDArray[np.bool_]:
    """Return whether each row of x, (rows, 2), is within ``radius`` of one of ``minima``, (n, 3)."""
    inside = np.zeros(x.shape[0], dtype=np.bool_)
    if minima.shape[0] == 0:
        return inside
    at, free, since = 0, -1.0, 0
    for k in range(x.shape[0]):
        dx = x[k, 0] - x[since, 0]
        dy = x[k, 1] - x[since, 1]
        if not dx * dx + dy * dy < free:
            at, free = nearest(minima, x[k, 0], x[k, 1])
            since = k
        wx, wy = toward(minima, at, x[k, 0], x[k, 1])
        inside[k] = within(wx, wy, radius)
    return inside

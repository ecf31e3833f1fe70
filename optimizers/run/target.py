"""When a run has reached a minimum: inside the ring around it, or when little of the way to its value is left.

Arrays have a row for each step; row 0 is the start. A run has *reached* a minimum at its first step inside. It *stays*
from the first step from which it is inside to the end, provided that this lasts at least ``DWELL`` steps and a tenth of
the run. Anything shorter is a visit: one step inside at the end of a run says nothing about the next.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..form.compiling import kernel
from ..terms.types import Matrix, Vector

DWELL = 10  # steps
PART = 10  # a run has to stay for this fraction of its steps, one tenth


@dataclass(frozen=True, slots=True)
class Target:
    """What a run has to reach.

    minima: (n, 2), n = 0 if there is none. radius: of the ring around each, None if the loss decides.
    floor: the least value f*, None if there is none. tolerance: the part of f₀ − f* that may be left.
    """

    minima: Matrix
    radius: float | None
    floor: float | None
    tolerance: float

    def inside(self, x: Matrix, loss: Vector, begun: float) -> NDArray[np.bool_]:
        """Return for each row whether it is inside. begun: the loss at the start of the run."""
        if self.radius is not None:
            return np.asarray(_in_ring(x, self.minima, self.radius))
        if self.floor is None:
            return np.zeros(len(loss), dtype=np.bool_)
        with np.errstate(over="ignore", invalid="ignore"):
            return np.asarray(loss - self.floor <= self.tolerance * (begun - self.floor))

    def basin(self, x: Sequence[float]) -> int | None:
        """Return the index of the minimum nearest to ``x`` (2), None if there is none."""
        if len(self.minima) < 2:
            return 0 if len(self.minima) else None
        return min(range(len(self.minima)), key=lambda k: math.dist(self.minima[k], x))


def reached(inside: NDArray[np.bool_]) -> int | None:
    """Return the first step inside, None if there is none."""
    first = int(np.argmax(inside))
    return first if inside[first] else None


def stays(outside: int, steps: int) -> int | None:
    """Return the first step from which on a run of ``steps`` is inside to its end, None if that is too short.

    outside: the last step at which it is outside, −1 for none.
    """
    lasts = steps - outside - 1
    return outside + 1 if lasts >= DWELL and PART * lasts >= steps else None


def last_outside(inside: NDArray[np.bool_]) -> int:
    """Return the last step outside, −1 for none."""
    outside = np.flatnonzero(~inside)
    return int(outside[-1]) if len(outside) else -1


@kernel
def _in_ring(x: Matrix, minima: Matrix, radius: float) -> NDArray[np.bool_]:
    inside = np.zeros(x.shape[0], dtype=np.bool_)
    for k in range(x.shape[0]):
        for i in range(minima.shape[0]):
            dx = x[k, 0] - minima[i, 0]
            dy = x[k, 1] - minima[i, 1]
            # Compared first without squares, which may overflow far out.
            if abs(dx) <= radius and abs(dy) <= radius and dx * dx + dy * dy <= radius * radius:
                inside[k] = True
    return inside

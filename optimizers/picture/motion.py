"""Paths that are drawn step by step, without a script: ``poster.css`` moves them, the rules made here tell how.

Every animation of a picture lasts as long and begins with it: one clock, on which equal times are equal steps. A path
is drawn by its dashes: one as long as the path, shifted by what is not yet passed. How much that is after each step is
the animation's easing, so a run needs no key frame a step.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SECONDS = 0.06  # a step takes, within the limits of a loop
SHORTEST, LONGEST = 4.0, 12.0  # s a loop takes
SAMPLES = 240  # of a path's easing at most: 20 a second
STILL = "@media (prefers-reduced-motion:no-preference)"


@dataclass(frozen=True, slots=True)
class Clock:
    """What all runs of a picture are drawn by. ``steps``: how many a loop shows."""

    steps: int

    @property
    def seconds(self) -> float:
        """How long a loop takes, the rest at its end included."""
        return min(max(SECONDS * self.steps, SHORTEST), LONGEST)

    def pace(self, steps: NDArray[np.float64], passed: NDArray[np.float64]) -> str:
        """Return the easing of a path whose part ``passed`` (n,) is behind at ``steps`` (n,), both ascending."""
        samples = min(self.steps, SAMPLES)
        values = np.interp(np.linspace(0.0, self.steps, samples + 1), steps, passed)
        ready = int(np.argmax(values == 1.0)) if values[-1] == 1.0 else samples
        told = [f"{value:.4f}".rstrip("0").rstrip(".") or "0" for value in values[: ready + 1].tolist()]
        if ready < samples:
            told[-1] += f" {100 * ready / samples:.3f}%"
            told.append("1")
        return f"linear({','.join(told)})"


@dataclass(frozen=True, slots=True)
class Moving:
    """A piece of a path that is drawn step by step, and the marker that runs along it, as SVG."""

    path: str
    marker: str

    @classmethod
    def of(
        cls,
        name: str,
        series: str,
        points: NDArray[np.float64],
        steps: NDArray[np.float64],
        line: str,
        clock: Clock,
    ) -> "Moving":
        """Return the piece through ``points`` (n, 2) in px, ``line`` as path data, passed at ``steps`` (n,)."""
        ways = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))))
        length = max(float(ways[-1]), 1e-9)
        rules = (
            f".{name}{{--length:{length + 0.1:.1f}px;--pace:{clock.pace(steps, ways / length)}}}"
            f".{name} .path{{mask:url(#m{name})}}"  # the path has dashes of its own
        )
        use = f'<use href="#{name}" class='
        return cls(
            f"<style>{STILL}{{{rules}}}</style>"
            f'<defs><path id="{name}" d="M{line}"/><mask id="m{name}" class="{name}" maskUnits="userSpaceOnUse" '
            f'x="-30" y="-30" width="2000" height="2000">{use}"reveal"/></mask></defs>'
            f'<g class="drawn {name}">{use}"casing"/>{use}"path {series}"/></g>',
            f'<g class="drawn {name} {series}">{use}"marker marker-edge"/>{use}"marker"/></g>',
        )


def appearing(name: str, drawing: str, step: int, clock: Clock) -> str:
    """Return ``drawing`` as something that appears at ``step``."""
    at = f"{100 * min(step / clock.steps, 1.0):.3f}%"
    rule = f".{name}{{--pace:linear(0,0 {at},1 {at},1)}}"
    return f'<style>{STILL}{{{rule}}}</style><g class="appearing {name}">{drawing}</g>'

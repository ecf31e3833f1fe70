"""Paths that are drawn step by step, without a script, by the animations in ``poster.css`` and the rules made here.

All animations of a picture begin together and last equally long, so that one clock moves all paths by equal steps in
equal times. A dash as long as the path draws it, shifted by the part that is not drawn yet. The easing of the animation
gives the length drawn after each step, so a run needs no key frame for each step.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .path_data import path_data, rounded

SECONDS = 0.06  # for each step, within the limits of a loop
SHORTEST, LONGEST = 4.0, 12.0  # s for a loop
SAMPLES = 240  # at most, of the easing of a path: 20 in a second
TOGETHER, FEWEST = 11_500, 24  # samples of all easings together at most, unless each would have fewer than so many
STILL = "@media (prefers-reduced-motion:no-preference)"


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of all runs of a picture. ``steps``: how many steps a loop shows. ``runs``: how many there are."""

    steps: int
    runs: int = 1

    @property
    def seconds(self) -> float:
        """The duration of a loop, including the rest at its end."""
        return min(max(SECONDS * self.steps, SHORTEST), LONGEST)

    def pace(self, steps: NDArray[np.float64], passed: NDArray[np.float64]) -> str:
        """Return the easing of a path whose part ``passed`` (n,) is drawn at ``steps`` (n,), both ascending."""
        samples = min(self.steps, SAMPLES, max(FEWEST, TOGETHER // self.runs))
        values = np.interp(np.linspace(0.0, self.steps, samples + 1), steps, passed)
        ready = int(np.argmax(values == 1.0)) if values[-1] == 1.0 else samples
        stops = [f"{value:.4f}".rstrip("0").rstrip(".") or "0" for value in values[: ready + 1].tolist()]
        if ready < samples:
            stops[-1] += f" {100 * ready / samples:.3f}%"
            stops.append("1")
        return f"linear({','.join(stops)})"


@dataclass(frozen=True, slots=True)
class Moving:
    """A piece of a path that is drawn step by step, and the marker that moves along it, as SVG.

    still: the same path where it does not move, its casing and itself.
    """

    path: str
    marker: str
    still: tuple[str, str]

    @classmethod
    def of(
        cls,
        name: str,
        series: str,
        points: NDArray[np.float64],
        kept: NDArray[np.bool_],
        steps: NDArray[np.float64],
        clock: Clock,
        unit: float = 0.1,
    ) -> "Moving":
        """Return the piece through ``points`` (n, 2) in px, drawn through those of them that are ``kept`` (n,).

        steps: (n,), at which each is reached. unit: px of which the coordinates are multiples.
        """
        corners = rounded(points[kept], unit)
        ways, drawn = _ways(points), _ways(corners)
        length = max(float(drawn[-1]), 1e-9)
        passed = np.interp(ways, ways[kept], drawn) / length
        rules = (
            f".{name}{{--length:{length + 0.1:.1f}px;--pace:{clock.pace(steps, passed)}}}"
            f".{name} .path{{mask:url(#m{name})}}"  # the path has dashes of its own
        )
        drawing = f'<path id="{name}" d="{path_data(corners)}"/>'
        use = f'<use href="#{name}" class='
        return cls(
            f"<style>{STILL}{{{rules}}}</style>"
            f'<defs>{drawing}<mask id="m{name}" class="{name}" maskUnits="userSpaceOnUse" '
            f'x="-30" y="-30" width="2000" height="2000">{use}"reveal"/></mask></defs>'
            f'<g class="drawn {name}">{use}"casing"/>{use}"path {series}"/></g>',
            f'<g class="drawn {name} {series}">{use}"marker marker-edge"/>{use}"marker"/></g>',
            (f'{use}"casing"/>', f'{use}"path {series}"/>'),
        )


def _ways(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how long the line through ``points`` (n, 2) is up to each of them, (n,)."""
    return np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))))


def appearing(name: str, drawing: str, step: int, clock: Clock) -> str:
    """Return ``drawing`` such that it appears at ``step``."""
    at = f"{100 * min(step / clock.steps, 1.0):.3f}%"
    rule = f".{name}{{--pace:linear(0,0 {at},1 {at},1)}}"
    return f'<style>{STILL}{{{rule}}}</style><g class="appearing {name}">{drawing}</g>'

"""The metrics of a run, and whether it diverges. Arrays have a row for each step; row 0 is the start."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..terms.types import Matrix, Vector
from . import judge, target
from .target import Target


@dataclass(frozen=True, slots=True)
class Criteria:
    """What runs are measured against.

    target: when a run has reached a minimum. pixel: of the standard plot, in units of x. noisy: whether the gradient
    has noise. saddle: the value of the lowest saddle, None if there is none. below: a run has escaped the saddle when
    its loss is lower than that value by this part of the difference to f*, or of |f₀ − saddle| if there is no minimum.
    """

    target: Target
    pixel: float = 0.0
    noisy: bool = False
    saddle: float | None = None
    below: float = 1e-4

    @property
    def as_array(self) -> Vector:
        """The criteria as an array for ``judge``, (6,)."""
        there = self.target
        radius = -1.0 if there.radius is None else there.radius
        floor, saddle = (math.nan if value is None else value for value in (there.floor, self.saddle))
        return np.array((radius, floor, there.tolerance, saddle, self.below, self.pixel))


@dataclass(frozen=True, slots=True)
class Metrics:
    """The metrics of a run. Steps are counted from 0, the start; None means never, or nothing to measure.

    reached: the first step inside the ring of a minimum, or within the tolerance of its value (see ``target``).
    stays: the first step from which the run is inside until its end. basin: the index of the minimum it stays at.
    escape_step: the first step below the saddle. final_loss: f at the last step. detour: path_length over the straight
    distance from start to end. largest_step: its length. flips: how often x and y turned back by more than a pixel of
    the standard plot; None with noise, whose turns are not oscillation. Angles are in degrees, to −gradient and to the
    nearest minimum: the mean over the steps, and the angle of the first step. Evaluations count what the steps needed,
    also for the length of another optimizer's steps, and not what only the picture needs.

    >>> from optimizers import Scenario, simulate
    >>> metrics = simulate(Scenario.from_query("optimizer=sgd,lr=0.07&start=A,-8,1.2&steps=120"))[0].metrics
    >>> metrics.reached, metrics.stays, metrics.flips
    (59, 59, (0, 13))
    """

    reached: int | None
    stays: int | None
    basin: int | None
    escape_step: int | None
    final_loss: float
    path_length: float
    detour: float | None
    largest_step: float
    flips: tuple[int, int] | None
    angle_to_gradient: float | None
    first_angle_to_gradient: float | None
    angle_to_minimum: float | None
    first_angle_to_minimum: float | None
    gradient_evaluations: int
    loss_evaluations: int
    hessian_evaluations: int


@dataclass(frozen=True, slots=True)
class Effort:
    """How many gradients, losses and Hessians a step evaluates."""

    gradients: int = 1
    losses: int = 0
    hessians: int = 0


def measure(x: Matrix, loss: Vector, gradient: Matrix, criteria: Criteria) -> list[float]:
    """Return what ``judge`` finds on a trajectory, ``judge.COLUMNS`` numbers."""
    found = np.empty(judge.COLUMNS)
    with np.errstate(all="ignore"):  # as plain Python, infinities warn
        judge.judge(x, loss, gradient, len(loss) - 1, criteria.target.minima, criteria.as_array, found)
    return found.tolist()


def metrics_of(
    found: Sequence[float],
    ends: tuple[Sequence[float], Sequence[float]],
    loss: float,
    steps: int,
    criteria: Criteria,
    finite: bool,
    effort: Effort,
) -> Metrics:
    """Return what ``judge`` has ``found`` on a trajectory, with names.

    ends: its first and its last position. loss: at the last one. finite: whether it took all of its steps. effort: what
    each of them took.
    """
    reached, outside, escape, length, largest, turns_x, turns_y, *angles = found
    since = target.stays(int(outside), steps) if finite else None
    to_gradient, first_to_gradient, to_minimum, first_to_minimum = [
        None if math.isnan(angle) else math.degrees(angle) for angle in angles
    ]
    return Metrics(
        reached=None if reached < 0 else int(reached),
        stays=since,
        basin=None if since is None else criteria.target.basin(ends[1]),
        escape_step=None if escape < 0 else int(escape),
        final_loss=loss,
        path_length=length,
        detour=_detour(*ends, length),
        largest_step=largest,
        flips=None if criteria.noisy else (int(turns_x), int(turns_y)),
        angle_to_gradient=to_gradient,
        first_angle_to_gradient=first_to_gradient,
        angle_to_minimum=to_minimum,
        first_angle_to_minimum=first_to_minimum,
        gradient_evaluations=steps * effort.gradients,
        loss_evaluations=steps * effort.losses,
        hessian_evaluations=steps * effort.hessians,
    )


def diverges(x: Matrix, loss: Vector, domain: Any, finite: bool) -> bool:
    """Return whether a run diverges: its numbers overflow, or it is on its way out.

    A run is on its way out if it ends outside the domain, farther from it than it began, with a loss above the loss
    at the start and still rising: over the last tenth of the steps, and above all earlier ones.
    """
    if not finite:
        return True
    beyond = outside((x.item(-2), x.item(-1)), domain)
    if beyond == 0.0 or not beyond > outside((x.item(0), x.item(1)), domain):
        return False
    return bool(judge.rises(loss, max(1, (len(loss) - 1) // 10)))


def outside(point: Sequence[float], domain: Any) -> float:
    """Return the distance of ``point`` (x, y) from the domain: 0 inside it, infinite if that overflows."""
    (x, y), ((left, right), (bottom, top)) = point, domain
    return math.hypot(max(left - x, x - right, 0.0), max(bottom - y, y - top, 0.0))


def left_at(x: Matrix, domain: Any) -> int:
    """Return the first step from which a run is outside the domain, at least 1, because a start has not left yet."""
    (left, right), (bottom, top) = domain
    return int(judge.left_at(x, left, right, bottom, top))


def _detour(begin: Sequence[float], end: Sequence[float], length: float) -> float | None:
    """Return the length of the path divided by the straight distance from start to end.

    None if the run ends where it began, or if either length is too large for a float64.
    """
    straight = math.hypot(
        0.5 * end[0] - 0.5 * begin[0], 0.5 * end[1] - 0.5 * begin[1]
    )  # half of each, which cannot overflow
    return 0.5 * length / straight if straight > 0 and math.isfinite(length) else None

"""Status and metrics of a run, from what ``judge`` finds. Arrays have a row for each step; row 0 is the start."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np

from ..terms.types import Matrix, Vector
from . import judge
from .target import Target

Status = Literal["converged", "running", "diverged", "stopped"]
Domain = tuple[tuple[float, float], tuple[float, float]]


EVERYWHERE = ((-math.inf, math.inf), (-math.inf, math.inf))


@dataclass(frozen=True, slots=True)
class Criteria:
    """What runs are measured against.

    target: when a run has reached a minimum. pixel: of the standard plot, in units of x. noisy: whether the gradient
    has noise. saddle: the value of the lowest saddle, None if there is none. below: a run has escaped the saddle when
    its loss is lower than that value by this part of the difference to f*, or of |f₀ − saddle| if there is no minimum.
    domain: what a run that diverges leaves, left, right, bottom and top.
    """

    target: Target
    pixel: float = 0.0
    noisy: bool = False
    saddle: float | None = None
    below: float = 1e-4
    domain: Domain = EVERYWHERE

    @property
    def as_array(self) -> Vector:
        """The criteria as an array for ``judge``, (11,)."""
        there = self.target
        radius = -1.0 if there.radius is None else there.radius
        floor = math.nan if there.floor is None else there.floor
        saddle = math.nan if self.saddle is None else self.saddle
        (left, right), (bottom, top) = self.domain
        return np.array(
            (radius, floor, there.tolerance, saddle, self.below, self.pixel, self.noisy, left, right, bottom, top)
        )


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


class Effort(NamedTuple):
    """How many gradients, losses and Hessians a step evaluates."""

    gradients: int = 1
    losses: int = 0
    hessians: int = 0


ONE_GRADIENT = Effort()

Found = Sequence[float]
"""What ``judge`` has found on a run, ``judge.COLUMNS`` numbers."""

STATUSES: tuple[Status, ...] = ("running", "converged", "diverged", "stopped")
"""By the number that ``judge`` writes, and ``solving`` for a solver."""


def measure(
    x: Matrix,
    loss: Vector,
    gradient: Matrix,
    steps: int,
    criteria: Criteria,
    effort: Effort = ONE_GRADIENT,
    index: tuple[int, int] = (0, 0),
) -> Found:
    """Return what ``judge`` finds on a trajectory.

    steps: how many it should have, more than it has if it overflows. index: of its optimizer and its start.
    """
    found = np.empty(judge.COLUMNS)
    with np.errstate(all="ignore"):  # as plain Python, infinities warn
        judge.judge(
            x,
            loss,
            gradient,
            len(loss) - 1,
            steps,
            criteria.target.minima,
            criteria.as_array,
            np.array(effort, np.float64),
            found,
        )
    found[: judge.STATUS] = index
    return list(found.tolist())


def status_of(found: Found) -> Status:
    """Return the status of a run."""
    return STATUSES[int(found[judge.STATUS])]


def metrics_of(found: Found) -> Metrics:
    """Return the metrics of a run, with names."""
    turns = _whole(found[judge.TURNS_X]), _whole(found[judge.TURNS_Y])
    return Metrics(
        reached=_whole(found[judge.REACHED]),
        stays=_whole(found[judge.STAYS]),
        basin=_whole(found[judge.BASIN]),
        escape_step=_whole(found[judge.ESCAPE]),
        final_loss=found[judge.FINAL_LOSS],
        path_length=found[judge.LENGTH],
        detour=_number(found[judge.DETOUR]),
        largest_step=found[judge.LARGEST],
        flips=None if turns[0] is None or turns[1] is None else (turns[0], turns[1]),
        angle_to_gradient=_number(found[judge.TO_GRADIENT]),
        first_angle_to_gradient=_number(found[judge.FIRST_TO_GRADIENT]),
        angle_to_minimum=_number(found[judge.TO_MINIMUM]),
        first_angle_to_minimum=_number(found[judge.FIRST_TO_MINIMUM]),
        gradient_evaluations=int(found[judge.GRADIENTS]),
        loss_evaluations=int(found[judge.LOSSES]),
        hessian_evaluations=int(found[judge.HESSIANS]),
    )


def diverged_at(found: Found) -> int | None:
    """Return the step at which a run left the domain for good, None if it does not diverge."""
    return _whole(found[judge.DIVERGED_AT])


def outside(point: Iterable[float], domain: Domain) -> float:
    """Return the distance of ``point`` (x, y) from the domain: 0 inside it, infinite if that overflows."""
    with np.errstate(over="ignore"):
        return float(judge.outside(*point, *domain[0], *domain[1]))


def _whole(value: float) -> int | None:
    return None if math.isnan(value) else int(value)


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value

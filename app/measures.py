"""The numbers in lessons, each measured in a run and known by a name, so that lessons are data."""

from collections.abc import Callable
from dataclasses import dataclass
from math import atan2, degrees, hypot

import numpy as np

from optimizers import Continuation, Run, Scenario, continuations, simulate
from optimizers.query.choices import Limits
from optimizers.run.tuning import tuned_rates
from optimizers.terms.types import Vector

Value = float | int | str | None
"""None stands for "never", a step that does not come."""


@dataclass(frozen=True, slots=True)
class Played:
    """A scenario, its runs, and how each of them continues after its last step."""

    scenario: Scenario
    runs: list[Run]
    later: list[Continuation]


@dataclass(frozen=True, slots=True)
class Subject:
    """The run that is measured, its scenario, and how it continues."""

    scenario: Scenario
    run: Run
    later: Continuation


def play(query: str, limits: Limits | None = None) -> Played:
    """Return the scenario of ``query`` and its runs."""
    scenario = Scenario.from_query(query, limits)
    runs = simulate(scenario)
    return Played(scenario, runs, continuations(scenario, runs))


def find(played: Played, name: str) -> Subject:
    """Return the run called ``name``: "rmsprop A", or "rmsprop#2 A" for the second RMSprop of the scenario."""
    optimizer, _, label = name.partition(" ")
    optimizer, _, count = optimizer.partition("#")
    indices = [i for i, choice in enumerate(played.scenario.optimizers) if choice.name == optimizer]
    if not indices:
        raise ValueError(f"no optimizer {optimizer!r}")
    starts = [start.label for start in played.scenario.starts]
    index, start = indices[int(count or 1) - 1], starts.index(label)
    pairs = zip(played.runs, played.later, strict=True)
    run, later = next(pair for pair in pairs if (pair[0].optimizer, pair[0].start) == (index, start))
    return Subject(played.scenario, run, later)


def measure(subject: Subject, metric: str, at: float | None) -> Value:
    """Return the ``metric`` of a run; some need ``at``, a step, a height or a stretch.

    Any other name must be a parameter of the run's optimizer, of the surface, or of the scenario.
    """
    if metric in METRICS:
        return METRICS[metric](subject)
    if metric in METRICS_AT:
        if at is None:
            raise ValueError(f"{metric} needs at")
        return METRICS_AT[metric](subject.run, at)
    if hasattr(subject.run.metrics, metric):
        value: Value = getattr(subject.run.metrics, metric)
        return value
    return _parameter(subject, metric)


def _parameter(subject: Subject, name: str) -> Value:
    scenario = subject.scenario
    for values in (scenario.optimizers[subject.run.optimizer].values, scenario.surface.values, scenario.conditions):
        if name in values:
            return values[name]
    raise ValueError(f"no metric and no parameter {name!r}")


def _rate(subject: Subject) -> float:
    """Return the learning rate that the optimizer runs with."""
    scenario, index = subject.scenario, subject.run.optimizer
    if scenario.conditions["fair"] == "tuned" and (found := tuned_rates(scenario)[index]) is not None:
        return found.rate
    return float(scenario.optimizers[0 if scenario.conditions["fair"] == "rate" else index].values["lr"])


def _stays(subject: Subject) -> int | None:
    return subject.run.metrics.stays if subject.later.status == "converged" else None


def _basin(subject: Subject) -> int | None:
    return subject.run.metrics.basin if subject.later.status == "converged" else None


def _turns(axis: int) -> Callable[[Subject], int | None]:
    def turns(subject: Subject) -> int | None:
        flips = subject.run.metrics.flips
        return None if flips is None else flips[axis]

    return turns


def _path_to_ring(subject: Subject) -> float | None:
    reached = subject.run.metrics.reached
    if reached is None:
        return None
    return float(np.hypot(*np.diff(subject.run.x[: reached + 1], axis=0).T).sum())


def _first(run: Run) -> tuple[float, float]:
    return float(run.x[1, 0] - run.x[0, 0]), float(run.x[1, 1] - run.x[0, 1])


def _curvature(subject: Subject) -> float:
    """Return λmax at the minimum."""
    curvature = subject.scenario.surface.curvature
    if curvature is None:
        raise ValueError("the surface has no minimum")
    return max(curvature)


def _memory(subject: Subject) -> int:
    values = subject.scenario.optimizers[subject.run.optimizer].values
    return round(1 / (1 - float(values["beta2" if "beta2" in values else "beta"])))


def _distances(subject: Subject) -> Vector:
    """Return each point's distance from the nearest minimum, shape (steps + 1,)."""
    minima = np.array(subject.scenario.surface.landmarks.minima)
    away = subject.run.x[:, None, :] - minima[None, :, :]
    return np.asarray(np.hypot(away[..., 0], away[..., 1]).min(axis=1))


def _rows_to_ring(subject: Subject) -> int | None:
    values, reached = subject.scenario.surface.values, subject.run.metrics.reached
    return None if reached is None else reached * round(float(values["batch"] or values["rows"]))


def _passes(run: Run, height: float) -> int | None:
    return next((k for k in range(len(run.x)) if abs(run.x[k, 1]) > height), None)


METRICS: dict[str, Callable[[Subject], Value]] = {
    "steps": lambda subject: subject.scenario.steps,
    "tenth": lambda subject: max(1, subject.run.steps // 10),
    "lr": _rate,
    "memory": _memory,
    "rate_limit": lambda subject: 2 / _curvature(subject),
    "rate_turn": lambda subject: 1 / _curvature(subject),
    "status": lambda subject: subject.later.status,
    "diverged_at": lambda subject: subject.run.diverged_at,
    "stays": _stays,
    "basin": _basin,
    "leaves": lambda subject: subject.later.leaves,
    "inside_from": lambda subject: subject.run.metrics.stays,
    "flips_x": _turns(0),
    "flips_y": _turns(1),
    "path_to_ring": _path_to_ring,
    "first_step_x": lambda subject: abs(_first(subject.run)[0]),
    "first_step_y": lambda subject: abs(_first(subject.run)[1]),
    "first_step": lambda subject: hypot(*_first(subject.run)),
    "last_step": lambda subject: float(hypot(*(subject.run.x[-1] - subject.run.x[-2]))),
    "swing": lambda subject: float(abs(subject.run.x[-1, 1] - subject.run.x[-2, 1])),
    "distance_x": lambda subject: float(abs(subject.run.x[0, 0])),
    "end_y": lambda subject: float(subject.run.x[-1, 1]),
    "end_distance": lambda subject: float(hypot(*subject.run.x[-1])),
    "end_distance_x": lambda subject: float(abs(subject.run.x[-1, 0])),
    "end_distance_y": lambda subject: float(abs(subject.run.x[-1, 1])),
    "late_distance_y": lambda subject: float(np.abs(subject.run.x[-max(1, subject.run.steps // 10) :, 1]).mean()),
    "begins": lambda subject: float(_distances(subject)[0]),
    "late_distance": lambda subject: float(_distances(subject)[-max(1, subject.run.steps // 10) :].mean()),
    "rows_to_ring": _rows_to_ring,
    "moved": lambda subject: float(hypot(*(subject.run.x[-1] - subject.run.x[0]))),
}
"""lr: the rate in use, tuned or shared where the scenario says so. memory: how many steps the average with β, or β₂,
remembers, 1/(1 − β). rate_limit: 2/λmax, above which SGD diverges on a quadratic; rate_turn: 1/λmax, above which it
changes sides at every step. status: converged only where the run does not leave when it is continued. stays, basin:
None too where it does; leaves: the step at which. inside_from: the first step from which on the run is inside to its
recorded end. path_to_ring: the path's length up to the first step inside. first_step, last_step: their
lengths. swing: how far the last step moved y. distance_x: of the start from the y axis. end_…: of the last point,
distances from the origin; late_…: the mean over the last tenth of the steps; tenth: how many these are. begins: the
start's distance from the nearest minimum; late_distance: the mean of this distance over the last tenth of the steps.
rows_to_ring: how many rows of the data were read up to the first step inside. moved: the straight distance from the
start to the end."""

METRICS_AT: dict[str, Callable[[Run, float], Value]] = {
    "given": lambda _, value: value,
    "x_at": lambda run, step: float(run.x[int(step), 0]),
    "y_at": lambda run, step: float(run.x[int(step), 1]),
    "passes_y": _passes,
    "drawn_angle": lambda run, stretch: degrees(atan2(abs(_first(run)[1]), stretch * abs(_first(run)[0]))),
}
"""given: the height or stretch itself, for the sentence. passes_y: the first step with |y| above a height. drawn_angle:
the first step's angle to the horizontal where a unit of x is drawn ``stretch`` times as long as one of y."""

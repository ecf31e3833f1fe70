"""Numbers that lessons speak of, each measured on a run: by name, so that a lesson is data."""

from collections.abc import Callable
from math import atan2, degrees, hypot

from optimizers import OPTIMIZERS, SURFACES, Run, Scenario, simulate

Value = float | int | str | None
"""None is "never": a step that does not come."""


def find(scenario: Scenario, runs: list[Run], name: str) -> Run:
    """Return the run that ``name`` names: "rmsprop A", or "rmsprop#2 A" for the second RMSprop of the scenario."""
    optimizer, _, label = name.partition(" ")
    optimizer, _, count = optimizer.partition("#")
    if optimizer not in OPTIMIZERS:
        raise ValueError(f"no optimizer {optimizer!r}")
    places = [i for i, choice in enumerate(scenario.optimizers) if choice.name == optimizer]
    starts = [start.label for start in scenario.starts]
    place, start = places[int(count or 1) - 1], starts.index(label)
    return next(run for run in runs if (run.optimizer, run.start) == (place, start))


def runs_of(query: str) -> tuple[Scenario, list[Run]]:
    """Return a scenario and its runs."""
    scenario = Scenario.from_query(query)
    return scenario, simulate(scenario)


def measure(scenario: Scenario, run: Run, metric: str, at: float | None) -> Value:
    """Return the ``metric`` of a run; some are taken ``at`` a step, a height or a stretch."""
    if metric == "status":
        return run.status
    if metric == "diverged_at":
        return run.diverged_at
    if metric in ("flips_x", "flips_y"):
        flips = run.metrics.flips
        return None if flips is None else flips["xy".index(metric[-1])]
    if metric in METRICS:
        return METRICS[metric](scenario, run)
    if metric in METRICS_AT:
        if at is None:
            raise ValueError(f"{metric} needs at")
        return METRICS_AT[metric](run, at)
    value: Value = getattr(run.metrics, metric)
    return value


def _first(run: Run) -> tuple[float, float]:
    return float(run.x[1, 0] - run.x[0, 0]), float(run.x[1, 1] - run.x[0, 1])


def _angle(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the angle between two vectors in degrees, 0 to 180."""
    return abs(degrees(atan2(a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1])))


def _to_minimum(scenario: Scenario, run: Run) -> tuple[float, float]:
    """Return the vector from the start to the nearest minimum."""
    minima = SURFACES[scenario.surface.name].landmarks(scenario.surface.values).minima
    x, y = float(run.x[0, 0]), float(run.x[0, 1])
    return min(((a - x, b - y) for a, b in minima), key=lambda vector: hypot(*vector))


def _rate_limit(scenario: Scenario, run: Run) -> float:
    """Return 2/λmax at the minimum, above which SGD diverges on a quadratic."""
    curvature = SURFACES[scenario.surface.name].curvature(scenario.surface.values)
    if curvature is None:
        raise ValueError("the surface has no minimum")
    return 2 / max(curvature)


def _passes(run: Run, height: float) -> int | None:
    return next((k for k in range(len(run.x)) if abs(run.x[k, 1]) > height), None)


METRICS: dict[str, Callable[[Scenario, Run], Value]] = {
    "first_angle_to_minimum": lambda scenario, run: _angle(_first(run), _to_minimum(scenario, run)),
    "first_step_x": lambda _, run: abs(_first(run)[0]),
    "first_step_y": lambda _, run: abs(_first(run)[1]),
    "rate_limit": _rate_limit,
    "swing": lambda _, run: float(abs(run.x[-1, 1] - run.x[-2, 1])),
    "end_y": lambda _, run: float(run.x[-1, 1]),
    "end_distance_x": lambda _, run: float(abs(run.x[-1, 0])),
    "end_distance_y": lambda _, run: float(abs(run.x[-1, 1])),
    "moved": lambda _, run: float(hypot(*(run.x[-1] - run.x[0]))),
}
"""swing: how far the last step moved y. moved: the straight distance from the start to the end."""

METRICS_AT: dict[str, Callable[[Run, float], Value]] = {
    "x_at": lambda run, step: float(run.x[int(step), 0]),
    "y_at": lambda run, step: float(run.x[int(step), 1]),
    "passes_y": _passes,
    "drawn_angle": lambda run, stretch: degrees(atan2(abs(_first(run)[1]), stretch * abs(_first(run)[0]))),
}
"""passes_y: the first step with |y| above a height. drawn_angle: the first step's angle to the horizontal where a unit
of x is drawn ``stretch`` times as long as one of y."""

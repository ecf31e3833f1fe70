"""What a trajectory has done, judged apart from the library from the definitions in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers import Run, Scenario
from tests.reference.number import real

from . import surfaces


@dataclass(frozen=True)
class Judgement:
    """The first step inside, the first of the steps that stay inside to the end, in which ring, and the status.

    basin: the minimum, as x, y and radius to eight decimals.
    """

    reached: int | None
    stays: int | None
    basin: tuple[float, ...] | None
    status: str


def rings(name: str, values: Mapping[str, Any], x: Any, tolerance: float) -> Any:
    """Return for each step and each minimum whether the run is inside the ring around it, (rows, minima)."""
    goals = surfaces.goals(name, values)
    radius = tolerance * surfaces.diagonal(name)
    away = [_distance(x, goal) <= radius for goal in goals]
    return np.array(away, dtype=bool).reshape(len(goals), len(x)).T


def _distance(x: Any, goal: tuple[Any, Any, Any]) -> Any:
    """Return how far each row of x, (rows, 2), is from a minimum, or from the nearest point of a circle of minima."""
    return np.abs(np.hypot(x[:, 0] - goal[0], x[:, 1] - goal[1]) - goal[2])


def lowered(name: str, values: Mapping[str, Any], x: Any, tolerance: float) -> Any:
    """Return for each step whether only ``tolerance`` of the way from f(start) to the lowest value is left, (rows,)."""
    c = surfaces.constants(values)
    loss = surfaces.value(name, x[:, 0], x[:, 1], c)
    lowest = [surfaces.value(name, cx + radius, cy, c) for cx, cy, radius in surfaces.goals(name, values)]
    if not lowest:
        return np.zeros(len(x), dtype=bool)
    return loss - min(lowest) <= tolerance * (loss[0] - min(lowest))


def inside(scenario: Scenario, x: Any) -> Any:
    """Return for each step whether the run is where the scenario wants it, (rows,)."""
    name, values = scenario.surface.name, scenario.surface.values
    tolerance = float(scenario.conditions["tolerance"])
    with np.errstate(over="ignore"):
        if scenario.conditions["target"] == "loss":
            return lowered(name, values, real(x), tolerance)
        return rings(name, values, real(x), tolerance).any(axis=1)


def judge(scenario: Scenario, x: Any) -> Judgement:
    """Judge a run of ``scenario`` by its positions, (rows, 2); fewer rows than steps + 1 have left the finite world."""
    there = inside(scenario, x)
    first = since(there)
    lasts = len(x) > scenario.steps and scenario.steps - first >= max(10, scenario.steps / 10)
    stays = first if lasts else None
    status = "diverged" if _diverged(scenario, real(x)) else "running" if stays is None else "converged"
    return Judgement(int(np.argmax(there)) if there.any() else None, stays, _basin(scenario, x, stays), status)


def _basin(scenario: Scenario, x: Any, stays: int | None) -> tuple[float, ...] | None:
    if stays is None:
        return None
    goals = surfaces.goals(scenario.surface.name, scenario.surface.values)
    nearest = min(goals, key=lambda goal: _distance(x[-1:], goal)[0])
    return _rounded(nearest)


def _rounded(place: Iterable[Any]) -> tuple[float, ...]:
    return tuple(round(float(part), 8) + 0.0 for part in place)


def since(inside: Any) -> int:
    """Return the first row from which all are true, their number where the last one is not."""
    outside = np.flatnonzero(~inside)
    return int(outside[-1]) + 1 if len(outside) else 0


def _diverged(scenario: Scenario, x: Any) -> bool:
    if len(x) <= scenario.steps:
        return True
    name = scenario.surface.name
    (left, right), (bottom, top) = surfaces.DOMAINS[name]
    outside = [float(np.hypot(max(left - p, 0, p - right), max(bottom - q, 0, q - top))) for p, q in (x[0], x[-1])]
    loss = surfaces.value(name, x[:, 0], x[:, 1], surfaces.constants(scenario.surface.values))
    tenth = max(1, scenario.steps // 10)
    before = loss[:-tenth]
    rising = loss[-1] > before[-1] and max(loss[-tenth:]) > max(before)
    return bool(outside[1] > outside[0] and loss[-1] > loss[0] and rising)


def differences(scenario: Scenario, run: Run) -> list[str]:
    """Return what the library says of a run of its own and what is judged here, where they are not the same."""
    true = judge(scenario, run.x)
    basin = None if run.metrics.basin is None else scenario.surface.minima[run.metrics.basin]
    place = None if basin is None else _rounded((basin.x, basin.y, basin.radius))
    said = Judgement(run.metrics.reached, run.metrics.stays, place, run.status)
    return [f"{said}, true {true}"] if said != true else []

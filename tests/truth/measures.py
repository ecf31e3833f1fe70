"""The library against the truth, over random scenarios: paths, horizons, verdicts, and runs that are carried on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizers import Run, Scenario, simulate
from optimizers.run.horizon import horizon
from optimizers.run.tuning import resolve
from tests.reference.number import Array

from . import simulator, surfaces
from .plan import Plan, plans

LOST = 1e70  # its fourth power is near float64's largest number


@dataclass(frozen=True)
class Case:
    """A run of the library, its horizon, and what is needed to run it again."""

    scenario: Scenario
    run: Run
    horizon: int | None
    plan: Plan

    def __str__(self) -> str:
        one = f"{self.scenario.optimizers[self.run.optimizer].name} from {self.scenario.starts[self.run.start].label}"
        return f"optimizer {self.run.optimizer} ({one}): {self.scenario.query}"


@dataclass(frozen=True)
class Comparison:
    """A case and its exact path.

    apart: the first step at which the paths are more than a pixel apart, or one of them has ended, None where they
    never are. error: the largest distance before that step, as a part of the run's size.
    """

    case: Case
    apart: int | None
    error: float

    @property
    def kind(self) -> str:
        """What is wrong with the horizon: missed, late or false; otherwise nothing."""
        found, true = self.case.horizon, self.apart
        if true is None:
            return "" if found is None else "false"
        return "missed" if found is None else "late" if found > true else ""


def cases(queries: Iterable[str]) -> list[Case]:
    """Return every run of the scenarios."""
    found = []
    for query in queries:
        scenario = Scenario.from_query(query)
        runs, horizons = simulate(scenario), horizon(scenario)
        found += [
            Case(scenario, *pair) for pair in zip(runs, horizons, plans(scenario, 1, tuned(scenario)), strict=True)
        ]
    return found


def tuned(scenario: Scenario) -> list[tuple[float, float]] | None:
    """Return the rates that the library has found, None where it was not asked to."""
    if scenario.conditions["fair"] != "tuned":
        return None
    return [(one.pace.rate, one.length_pace.rate) for one in resolve(scenario)]


def compare(found: Sequence[Case]) -> list[Comparison]:
    """Return every case beside its exact path."""
    exact = simulator.simulate([case.plan for case in found])
    return [Comparison(case, *_apart(case, path)) for case, path in zip(found, exact, strict=True)]


def _apart(case: Case, exact: Array) -> tuple[int | None, float]:
    rows = min(len(exact), len(case.run.x))
    pixel = surfaces.pixel(case.plan.surface)
    with np.errstate(over="ignore", invalid="ignore"):
        distance = np.hypot(*(case.run.x[:rows] - exact[:rows]).T)
        relative = distance / (pixel * size(case.plan.surface, exact[:rows]))
    far = np.flatnonzero(~(relative <= 1))
    ended = None if len(exact) == len(case.run.x) or _lost(exact[rows - 1]) else rows
    first = int(far[0]) if len(far) else ended
    return first, float(relative[:first].max(initial=0) / 500)


def _lost(x: Any) -> bool:
    """Whether a run is so far out that what is computed on the way to its loss may be too large for float64."""
    return bool(np.abs(x).max() > LOST)


def size(name: str, x: Any) -> Any:
    """Return how far out a run is at each step, in widths of the domain from its middle, at least 1."""
    (left, right), (bottom, top) = surfaces.DOMAINS[name]
    return np.maximum(1, np.hypot(x[:, 0] - (left + right) / 2, x[:, 1] - (bottom + top) / 2) / (right - left))

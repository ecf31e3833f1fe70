"""Runs that stay at a minimum, carried on in long double: which of them leave again, and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizers import Continuation, Scenario, continuations, simulate
from optimizers.run.horizon import horizon

from . import generator, simulator, verdicts
from .measures import tuned
from .plan import Plan, plans

FAR = 16


@dataclass(frozen=True)
class Carried:
    """A run that stays to its last step, carried on.

    horizon: within the four times its steps that the library looks at. said: how it goes on according to the library.
    left: the first later step outside, None where there is none.
    """

    seed: int
    steps: int
    horizon: int | None
    said: Continuation
    left: int | None

    def has_left(self, times: int) -> bool:
        """Whether it was outside again within ``times`` its steps."""
        return self.left is not None and self.left <= times * self.steps


Row = tuple[int, Scenario, int | None, Continuation, Plan]


def carry(seeds: Iterable[int], enough: int, times: int = FAR) -> list[Carried]:
    """Return the runs that stay in the scenarios of ``seeds``, run for ``times`` their steps.

    enough: so many of them are converged, which means that they do not leave in four times their steps.
    """
    found: list[Row] = []
    converged = 0
    for seed in seeds:
        scenario = Scenario.from_query(generator.scenario(seed))
        runs = simulate(scenario)
        if all(run.metrics.stays is None for run in runs):
            continue
        said_of = continuations(scenario, runs)
        planned = plans(scenario, times, tuned(scenario))
        for run, rounded, said, plan in zip(runs, _horizons(scenario), said_of, planned, strict=True):
            if run.metrics.stays is not None and converged < enough:
                found.append((seed, scenario, rounded, said, plan))
                converged += said.status == "converged"
        if converged == enough:
            break
    return _carried(found, times)


def _horizons(scenario: Scenario) -> list[int | None]:
    """Return the horizons of a scenario that is four times as long, or of itself where that would have other rates."""
    other = scenario.conditions["fair"] == "tuned" or any(
        one.values["schedule"] in ("linear", "cosine") for one in scenario.optimizers
    )
    return horizon(scenario if other else replace(scenario, steps=4 * scenario.steps))


def _carried(found: Sequence[Row], times: int) -> list[Carried]:
    paths = simulator.simulate([plan for *_, plan in found])
    carried = []
    for (seed, scenario, rounded, said, _), path in zip(found, paths, strict=True):
        outside = np.flatnonzero(~verdicts.inside(scenario, path)[scenario.steps :])
        left = scenario.steps + int(outside[0]) if len(outside) else None
        if left is None and len(path) <= times * scenario.steps:
            left = len(path)
        carried.append(Carried(seed, scenario.steps, rounded, said, left))
    return carried

"""Runs that have converged, carried on in long double: which of them leave again, and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np

from optimizers import Scenario, continuations, horizon, simulate

from . import generator, simulator, verdicts
from .measures import tuned
from .plan import Plan, plans

FAR = 16


@dataclass(frozen=True)
class Carried:
    """A converged run, carried on. left: the first later step outside, None where there is none."""

    seed: int
    steps: int
    horizon: int | None
    left: int | None

    def has_left(self, times: int) -> bool:
        """Whether it was outside again within ``times`` its steps."""
        return self.left is not None and self.left <= times * self.steps


def carry(seeds: Iterable[int], enough: int, times: int = FAR) -> list[Carried]:
    """Return the first ``enough`` converged runs of the scenarios of ``seeds``, run for ``times`` their steps."""
    found: list[tuple[int, Scenario, int | None, Plan]] = []
    for seed in seeds:
        scenario = Scenario.from_query(generator.scenario(seed))
        runs = simulate(scenario)
        good = [one.status == "converged" for one in continuations(scenario, runs)]
        if any(good):
            rows = zip(horizon(scenario), plans(scenario, times, tuned(scenario)), strict=True)
            found += [(seed, scenario, *row) for row in compress(rows, good)]
        if len(found) >= enough:
            break
    return _carried(found[:enough], times)


def _carried(found: Sequence[tuple[int, Scenario, int | None, Plan]], times: int) -> list[Carried]:
    paths = simulator.simulate([plan for *_, plan in found])
    carried = []
    for (seed, scenario, rounded, _), path in zip(found, paths, strict=True):
        outside = np.flatnonzero(~verdicts.inside(scenario, path)[scenario.steps :])
        left = scenario.steps + int(outside[0]) if len(outside) else None
        if left is None and len(path) <= times * scenario.steps:
            left = len(path)
        carried.append(Carried(seed, scenario.steps, rounded, left))
    return carried

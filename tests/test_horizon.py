"""How far a path means anything."""

from dataclasses import replace
from math import inf, nextafter

import numpy as np
import pytest

from optimizers import OPTIMIZERS, SURFACES, Scenario, horizon, simulate

JITTER = "surface=rosenbrock&optimizer=sgd,lr=0.001&optimizer=rmsprop,lr=0.01&start=A,-1.2,1&start=B,0.3,2.5&steps=500"


def test_a_contraction_never_leaves_its_twin() -> None:
    """SGD below 2/λmax on a quadratic only ever brings two runs nearer to each other."""
    assert horizon(Scenario.from_query("optimizer=sgd,lr=0.07&steps=2000")) == [None, None]


def test_an_expansion_leaves_its_twin_when_it_is_worked_out_to() -> None:
    """y is multiplied by −24 a step; one ulp of 1 is 2⁻⁵² above it and 2⁻⁵³ below."""
    scenario = Scenario.from_query("surface=ellipse,kappa=25&optimizer=sgd,lr=1&start=A,0,1&steps=40")
    expected = next(t for t in range(40) if 24.0**t * 2**-52 > 20 / 500)
    assert horizon(scenario) == [expected]
    nearer = next(t for t in range(40) if 24.0**t * 2**-52 > 1e-6)
    assert horizon(scenario, 1e-6) == [nearer]
    assert nearer < expected


def test_up_to_the_horizon_every_twin_is_near_and_there_one_is_not() -> None:
    scenario = Scenario.from_query(JITTER)
    (left, right), _ = SURFACES["rosenbrock"].domain
    pixel = (right - left) / 500
    found = horizon(scenario)
    farthest = np.zeros((len(found), scenario.steps + 1))
    runs = simulate(scenario)
    for dx in (-inf, 0, inf):
        for dy in (-inf, 0, inf):
            moved = [replace(s, x=nextafter(s.x, s.x + dx), y=nextafter(s.y, s.y + dy)) for s in scenario.starts]
            for place, (run, twin) in enumerate(
                zip(runs, simulate(replace(scenario, starts=tuple(moved))), strict=True)
            ):
                apart = run.x - twin.x
                farthest[place] = np.maximum(farthest[place], np.hypot(apart[:, 0], apart[:, 1]))
    for distances, step in zip(farthest, found, strict=True):
        if step is None:
            assert distances.max() <= pixel
        else:
            assert distances[:step].max() <= pixel < distances[step]
    assert any(step is not None for step in found)
    assert None in found


def test_twins_run_with_the_rates_tuned_for_the_scenario() -> None:
    """Tuned anew from a start one ulp away, ties could fall otherwise."""
    scenario = Scenario.from_query("optimizer=sgd&fair=tuned")
    assert horizon(scenario) == [None, None]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_run_has_a_horizon_on_every_surface(name: str) -> None:
    for surface in SURFACES:
        scenario = Scenario.from_query(f"surface={surface}&optimizer={name},lr=1&steps=50")
        for run, step in zip(simulate(scenario), horizon(scenario), strict=True):
            assert step is None or 1 <= step <= run.steps + 1

"""How far a path means anything."""

from dataclasses import replace
from math import inf, nextafter

import numpy as np
import pytest

from optimizers import OPTIMIZERS, SURFACES, Scenario, simulate
from optimizers.run.horizon import horizon

JITTER = "surface=rosenbrock&optimizer=sgd,lr=0.001&optimizer=rmsprop,lr=0.01&start=A,-1.2,1&start=B,0.3,2.5&steps=500"


def test_a_contraction_never_leaves_its_twin() -> None:
    """SGD below 2/λmax on a quadratic only ever brings two runs nearer to each other."""
    assert horizon(Scenario.from_query("optimizer=sgd,lr=0.07&steps=2000")) == [None, None]


def test_a_run_that_only_grows_is_compared_with_its_size() -> None:
    """Its digits are right to the end, however far out: lr = 0.2 on κ = 25 multiplies y by −4."""
    assert horizon(Scenario.from_query("surface=ellipse&optimizer=sgd,lr=0.2&start=A,-8,1.2&steps=120")) == [None]


def test_a_coordinate_that_is_exactly_zero_is_not_moved() -> None:
    """RMSprop on the axis has y = 0 for ever, and no rounding decides on which side it jumps."""
    assert horizon(Scenario.from_query("surface=ellipse&optimizer=rmsprop&start=A,-8,0")) == [None]


def test_a_path_that_rounding_decides_has_a_horizon() -> None:
    """In long double the exact path is a pixel away from step 122 on."""
    query = "surface=rosenbrock&optimizer=rmsprop,lr=0.02,beta=0.9&start=B,0.3,2.5&steps=500"
    (found,) = horizon(Scenario.from_query(query))
    assert found is not None
    assert 66 <= found <= 122


def test_up_to_the_horizon_every_twin_is_near() -> None:
    """Twins of the start alone, one unit in the last place away, come apart no sooner than those nudged all along."""
    scenario = Scenario.from_query(JITTER)
    (left, right), _ = SURFACES["rosenbrock"].domain
    found = horizon(scenario)
    runs = simulate(scenario)
    for dx in (-inf, 0, inf):
        for dy in (-inf, 0, inf):
            moved = [replace(s, x=nextafter(s.x, s.x + dx), y=nextafter(s.y, s.y + dy)) for s in scenario.starts]
            twins = simulate(replace(scenario, starts=tuple(moved)))
            for run, twin, step in zip(runs, twins, found, strict=True):
                apart = np.hypot(*(run.x - twin.x).T)
                assert apart[:step].max() <= (right - left) / 500
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

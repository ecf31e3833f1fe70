"""How far a path means anything."""

from dataclasses import replace
from math import inf, nextafter

import numpy as np
import pytest

from optimizers import SURFACES, Scenario, simulate
from optimizers.run.horizon import horizon, horizon_of
from optimizers.run.plan import plan, run
from optimizers.run.stepping import COPIES, KEPT, SEED, nudges_of
from tests.everyone import STEPPED

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
            for path, twin, step in zip(runs, twins, found, strict=True):
                apart = np.hypot(*(path.x - twin.x).T)
                assert apart[:step].max() <= (right - left) / 500
    assert any(step is not None for step in found)
    assert None in found


def test_twins_run_with_the_rates_tuned_for_the_scenario() -> None:
    """Tuned anew from a start one ulp away, ties could fall otherwise."""
    scenario = Scenario.from_query("optimizer=sgd&fair=tuned")
    assert horizon(scenario) == [None, None]


@pytest.mark.parametrize("name", STEPPED)
def test_a_run_has_a_horizon_on_every_surface(name: str) -> None:
    for surface in SURFACES:
        scenario = Scenario.from_query(f"surface={surface}&optimizer={name},lr=1&steps=50")
        for path, step in zip(simulate(scenario), horizon(scenario), strict=True):
            assert step is None or 1 <= step <= path.steps + 1


def test_copies_of_a_shorter_run_are_nudged_like_those_of_a_longer_one() -> None:
    """So that those for most runs can be kept; each comes from a generator of its own."""
    few, many = nudges_of(30), nudges_of(KEPT + 10)
    assert (many[:, :31] == few).all()
    assert few.shape == (COPIES, 31, 2)
    generator = np.random.Generator(np.random.PCG64([SEED, 3]))
    assert (few[3] == 1 + 2.0**-52 * generator.choice((-1.0, 1.0), size=(31, 2))).all()


def test_the_horizon_is_where_a_copy_is_too_far_apart() -> None:
    """Held to arrays of NumPy: half a pixel, for a run inside the domain."""
    resolved = plan(Scenario.from_query(JITTER))
    paths = run(resolved)
    copies = [run(resolved, nudges).x for nudges in nudges_of(500)]
    (left, right), (bottom, top) = resolved.scenario.surface.domain
    away = np.hypot(paths.x[..., 0] - (left + right) / 2, paths.x[..., 1] - (bottom + top) / 2) / (right - left)
    for index, found in enumerate(horizon_of(resolved, paths)):
        apart = np.array([np.hypot(*(paths.x[index] - copy[index]).T) for copy in copies])
        far = (apart > 0.5 * (right - left) / 500 * np.maximum(1.0, away[index])).any(axis=0)
        assert found == (int(np.argmax(far)) if far.any() else None)

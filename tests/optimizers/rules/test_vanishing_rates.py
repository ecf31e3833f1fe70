"""Rules at learning rates that a schedule makes zero, or so small that what is divided by them would overflow."""

import numpy as np
import pytest

from optimizers import Run, Scenario, simulate
from tests.everyone import STEPPED

START = "surface=ellipse&start=A,-5,-3"
KEEPS = ("rprop", "schedule-free")
"""Rules that a rate of 0 does not stop: Rprop has a shortest step, and an average still approaches what it averages."""


def run_of(item: str, steps: int) -> Run:
    (run,) = simulate(Scenario.from_query(f"{START}&optimizer={item}&steps={steps}"))
    return run


@pytest.mark.parametrize("name", STEPPED)
@pytest.mark.parametrize(("gamma", "steps"), [(0.0, 20), (0.5, 1200), (1e-3, 200)])
def test_a_rate_that_falls_to_zero_stops_a_run_and_does_not_break_it(name: str, gamma: float, steps: int) -> None:
    run = run_of(f"{name},schedule=exponential,gamma={gamma}", steps)
    assert len(run.x) == steps + 1
    assert run.status != "diverged"
    assert (run.x[0] != run.x[1]).any()
    if name not in KEEPS:
        assert (run.x[-1] == run.x[-2]).all()


def test_rprop_takes_its_shortest_step_where_the_rate_is_zero() -> None:
    run = run_of("rprop,lr=0.5,step_min=0.25,schedule=exponential,gamma=0", 4)
    assert run.x.tolist() == [[-5, -3], [-4.5, -2.5], [-4.25, -2.25], [-4, -2], [-3.75, -1.75]]


def test_rprop_without_a_shortest_step_stays_where_the_rate_is_zero() -> None:
    run = run_of("rprop,lr=0.5,step_min=0,schedule=exponential,gamma=0", 4)
    assert run.x.tolist() == [[-5, -3], *[[-4.5, -2.5]] * 4]


def test_rprop_at_a_vanishing_rate_never_takes_a_step_longer_than_its_shortest_one() -> None:
    """The step divided by the rate reaches 1e308 after about a hundred steps."""
    run = run_of("rprop,lr=1e-12,step_min=1e-6,schedule=exponential,gamma=0.001", 150)
    steps = np.abs(np.diff(run.x, axis=0))
    assert steps == pytest.approx(1e-6, rel=1e-6)

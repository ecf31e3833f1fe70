"""What becomes of runs after their last step, held to runs that take these steps in one go."""

from functools import cache

import numpy as np
import pytest

from optimizers import SURFACES, Continuation, Scenario, continuations, simulate, verdict
from optimizers.run.arrival import target_of
from optimizers.run.horizon import horizon
from optimizers.tell.scoreboard import cells
from tests.everyone import LIMITS, everyone

AIDS = (
    "",
    "noise=0.05&seed=3",
    "fair=length",
    "fair=rate",
    "target=loss&tolerance=0.001",
    "tolerance=0.05",
)


FIRST = next(iter(SURFACES))
ON_EACH = [(FIRST, aid) for aid in AIDS]
ON_EACH += [
    (name, AIDS[(k + shift) % len(AIDS)]) for k, name in enumerate(SURFACES) for shift in (0, 3) if name != FIRST
]
"""Every aid on the first surface, and two of them on each of the others: an aid sees no surface, only what it gives."""


@pytest.mark.slow
@pytest.mark.parametrize(("surface", "aid"), ON_EACH)
def test_a_run_goes_on_as_if_it_had_never_been_stopped(surface: str, aid: str) -> None:
    """The step at which it leaves, or its staying, is that of one run of four times the steps."""
    items = (
        f"surface={surface}&{everyone()}&optimizer=rmsprop,lr=0.05,length=sgd&optimizer=adam,weight_decay=0.01&{aid}"
    )
    scenario = Scenario.from_query(f"{items}&steps=300", LIMITS)
    longer = simulate(Scenario.from_query(f"{items}&steps=1200", LIMITS))
    target, runs = target_of(scenario), simulate(scenario)
    for run, whole, found in zip(runs, longer, continuations(scenario, runs), strict=True):
        if run.status != "converged":
            assert found.leaves is None
            continue
        inside = target.inside(whole.x, whole.loss, float(whole.loss[0]))[300:]
        leaves = 300 + int(np.argmin(inside)) if not inside.all() else None
        assert found.leaves == leaves
        if leaves is None and found.rounded:  # rounding alone keeps it inside: copies of the run go elsewhere
            assert found.status == "running"
            assert apart(f"{items}&steps=1200")[run.optimizer * len(scenario.starts) + run.start] is not None
        else:
            assert found.status == ("converged" if leaves is None else "running")
        assert leaves is not None or found.steps == 1200


@cache
def apart(query: str) -> list[int | None]:
    """Return the first step at which copies of each run are a pixel apart."""
    return horizon(Scenario.from_query(query, LIMITS))


def test_a_limit_cycle_that_leaves_the_ring_has_not_converged() -> None:
    scenario = Scenario.from_query("optimizer=rmsprop,lr=0.147&steps=60")
    runs = simulate(scenario)
    found = continuations(scenario, runs)
    left = [(run, one) for run, one in zip(runs, found, strict=True) if run.status == "converged"]
    assert left, "it looks settled after 60 steps"
    for run, one in left:
        assert one.leaves is not None
        assert run.metrics.stays is not None
        assert run.metrics.stays < 60 < one.leaves <= 240
        assert one.status == "running"


def test_a_run_that_comes_back_has_not_diverged() -> None:
    """The first step of RMSprop with a long memory leads far out of the frame; a rate that decays brings it back."""
    scenario = Scenario.from_query("optimizer=rmsprop,lr=0.3,beta=0.999&start=A,-8,1.2&steps=1")
    (run,) = simulate(scenario)
    assert run.status == "diverged"
    far = Scenario.from_query("optimizer=rmsprop,lr=0.3,beta=0.999&start=A,-8,1.2&steps=40")
    (found,) = continuations(scenario, [run])
    assert found.steps == 4
    assert found.status == ("running" if simulate(far)[0].loss[4] < run.loss[-1] else "diverged")


def test_what_diverges_goes_on_diverging() -> None:
    scenario = Scenario.from_query("optimizer=sgd,lr=0.081&start=A,-8,1.2&steps=120")
    assert continuations(scenario, simulate(scenario)) == [Continuation(480, None, "diverged")]
    scenario = Scenario.from_query("optimizer=sgd,lr=0.2&start=A,-8,1.2&steps=120")
    (found,) = continuations(scenario, simulate(scenario))
    assert found.status == "diverged"
    assert found.steps < 480, "it has left the finite world"


def test_what_is_under_way_is_not_continued() -> None:
    scenario = Scenario.from_query("surface=rosenbrock&optimizer=sgd")
    assert continuations(scenario, simulate(scenario)) == [Continuation(500, None, "running")] * 2


def test_the_limit_is_shared_evenly() -> None:
    scenario = Scenario.from_query("optimizer=sgd&steps=120")
    assert [one.steps for one in continuations(scenario, simulate(scenario), points=100)] == [170, 170]
    assert [one.steps for one in continuations(scenario, simulate(scenario), points=0)] == [120, 120]
    assert [one.status for one in continuations(scenario, simulate(scenario), points=0)] == ["converged"] * 2


def test_the_step_at_which_a_run_leaves_is_its_own_and_said_only_where_rounding_does_not_decide_it() -> None:
    """Twins that are nudged after every step leave at other steps, or leave where the run itself does not."""
    item = "surface=rosenbrock,a=1,b=0.1433&optimizer=rmsprop,lr=0.01645,beta=0.9,eps=3.341e-10,centered=1,warmup=42"
    items = f"{item}&start=B,-0.98608,2.59531&target=loss"
    scenario = Scenario.from_query(f"{items}&steps=130")
    (run,), (longer,) = simulate(scenario), simulate(Scenario.from_query(f"{items}&steps=520"))
    (found,) = continuations(scenario, [run])
    inside = target_of(scenario).inside(longer.x, longer.loss, float(longer.loss[0]))
    assert found.leaves == 130 + int(np.argmin(inside[130:]))
    assert found.rounded
    assert cells(scenario, [run])[1][-1] == "stays for a while"
    assert f"until step {found.leaves}" not in verdict(scenario, [run])


def test_a_run_that_only_rounding_keeps_has_not_converged() -> None:
    item = "surface=saddle,wall=0.01732&optimizer=adam,lr=0.1705,beta1=0,beta2=0.9367,bias_correction=0,form=tensorflow"
    scenario = Scenario.from_query(f"{item}&start=B,0,-0.104767&steps=54")
    runs = simulate(scenario)
    assert continuations(scenario, runs) == [Continuation(216, None, "running", rounded=True)]
    assert "rounding decides whether Adam stays in a ring" in verdict(scenario, runs).replace("R", "r")


@pytest.mark.parametrize("query", ["surface=rosenbrock&start=A,1,1", "surface=saddle,wall=0.5&start=A,0,1"])
def test_a_run_that_starts_exactly_at_a_minimum_is_there_for_good(query: str) -> None:
    """Nothing is computed there that could be rounded, so no twin is moved away from it."""
    scenario = Scenario.from_query(f"{query}&steps=100")
    runs = simulate(scenario)
    assert [one.status for one in continuations(scenario, runs)] == ["converged"] * len(runs)
    assert horizon(scenario) == [None] * len(runs)
    assert verdict(scenario, runs) == "A is a minimum: the gradient is zero there."


def test_a_gradient_that_is_zero_by_rounding_is_not_called_zero() -> None:
    """1.1² is no float64: the exact gradient at (1.1, its nearest) is 4e-15, of which RMSprop makes a step."""
    scenario = Scenario.from_query("surface=rosenbrock,a=1.1&optimizer=rmsprop&start=A,1.1,1.2100000000000002&steps=50")
    runs = simulate(scenario)
    assert not runs[0].gradient.any()
    assert "gradient is zero" not in verdict(scenario, runs)
    assert horizon(scenario)[0] is not None

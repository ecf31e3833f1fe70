"""What becomes of runs after their last step, held to runs that take these steps in one go."""

import numpy as np
import pytest

from optimizers import OPTIMIZERS, SURFACES, Continuation, Scenario, continuations, simulate
from optimizers.run.arrival import target_of

AIDS = (
    "",
    "noise=0.05&seed=3",
    "fair=length",
    "fair=rate",
    "target=loss&tolerance=0.001",
    "tolerance=0.05",
)


@pytest.mark.parametrize("aid", AIDS)
@pytest.mark.parametrize("surface", SURFACES)
def test_a_run_goes_on_as_if_it_had_never_been_stopped(surface: str, aid: str) -> None:
    """The step at which it leaves, or its staying, is that of one run of four times the steps."""
    optimizers = "&".join(f"optimizer={name}" for name in OPTIMIZERS)
    items = (
        f"surface={surface}&{optimizers}&optimizer=rmsprop,lr=0.05,length=sgd&optimizer=adam,weight_decay=0.01&{aid}"
    )
    scenario = Scenario.from_query(f"{items}&steps=300")
    longer = simulate(Scenario.from_query(f"{items}&steps=1200"))
    target = target_of(scenario)
    for run, whole, found in zip(simulate(scenario), longer, continuations(scenario, simulate(scenario)), strict=True):
        if run.status != "converged":
            assert found.leaves is None
            continue
        inside = target.inside(whole.x, whole.loss, float(whole.loss[0]))[300:]
        leaves = 300 + int(np.argmin(inside)) if not inside.all() else None
        assert found.leaves == leaves
        assert found.status == ("converged" if leaves is None else "running")
        assert leaves is not None or found.steps == 1200


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

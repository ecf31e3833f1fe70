"""The loss along the line of a step, against closed forms and against the surface itself."""

import math

import numpy as np
import pytest

from optimizers import SURFACES, Scenario, explain, simulate
from optimizers.tell.line_slice import LineSlice


def along(query: str, optimizer: int = 0, start: int = 0, step: int = 1) -> LineSlice:
    return explain(Scenario.from_query(query), optimizer, start, step).along


@pytest.mark.parametrize("rule", ["sgd,lr=0.07", "momentum,lr=0.07,beta=0.9", "rmsprop,lr=0.3,beta=0.9", "adam,lr=0.3"])
@pytest.mark.parametrize("step", [1, 2, 7, 30])
def test_on_a_quadratic_the_lowest_point_is_that_of_the_parabola(rule: str, step: int) -> None:
    why = explain(Scenario.from_query(f"optimizer={rule}&start=A,-8,1.2&steps=40"), 0, 0, step)
    g, d, bends = np.array(why.gradient), np.array(why.change), np.array([1.0, 25.0])
    exact = -(g @ d) / (d @ (bends * d))
    found = why.along.lowest
    assert (found is not None) == (-2 < exact < 8)
    if found:
        assert found[0] == pytest.approx(exact, abs=1e-6)
    assert words(exact) in why.along.remark


def words(lowest: float) -> str:
    """Return what has to be said of a step whose line is lowest at that many lengths of the step."""
    ranges = ((-math.inf, 0.0, "uphill"), (0.02, 0.98, "it overshoots"), (0.98, 1.02, "lands at the lowest point"))
    others = ((1.02, 8.0, "of the way"), (8.0, math.inf, "still falls 8"))
    return next(text for low, high, text in (*ranges, *others) if low <= lowest < high)


@pytest.mark.parametrize("name", sorted(SURFACES))
def test_every_number_is_a_value_of_the_surface(name: str) -> None:
    scenario = Scenario.from_query(f"surface={name}&optimizer=adam&steps=5")
    why = explain(scenario, 0, 0, 2)
    line = why.along
    assert len(line.s) == len(line.loss) > 90
    assert {0.0, 1.0} <= set(line.s)
    assert list(line.s) == sorted(line.s)
    for s, value in list(zip(line.s, line.loss, strict=True))[::12]:
        there = [x + s * d for x, d in zip(why.position, why.change, strict=True)]
        assert value == pytest.approx(float(scenario.surface.value(*there)), rel=1e-12)
    if line.lowest:
        assert line.lowest[1] <= min(value for value in line.loss if value is not None)


def test_a_step_without_length_has_no_line() -> None:
    line = along("optimizer=sgd&start=A,0,0&steps=3")
    assert (line.s, line.lowest, line.remark) == ((), None, "This step does not move, so there is no line to show.")


def test_a_step_that_leaves_the_numbers_has_no_line() -> None:
    query = "surface=rosenbrock&optimizer=sgd,lr=1&start=A,-1.2,1&steps=50"
    run = simulate(Scenario.from_query(query))[0]
    assert run.status == "diverged"
    line = along(query, step=run.steps)
    assert line.landed is None or math.isfinite(line.landed)
    assert all(value is None or math.isfinite(value) for value in line.loss)


@pytest.mark.parametrize(
    ("query", "remark"),
    [
        ("optimizer=newton&start=A,-8,1.2&steps=4", "The step lands at the lowest point on this line."),
        ("optimizer=sgd,lr=0.01&start=A,-8,0&steps=4", "The loss still falls 8 step lengths ahead on this line."),
        (
            "optimizer=sgd,lr=0.5&start=A,-8,0&steps=4",
            "The step goes 50 % of the way to the lowest point on this line.",
        ),
        ("surface=custom,f=3&optimizer=adam,lr=0.1&start=A,1,1&steps=4", "This step does not move"),
    ],
)
def test_what_the_line_shows(query: str, remark: str) -> None:
    assert along(query).remark.startswith(remark)


def test_the_kinks_of_a_surface_are_found() -> None:
    """Along x of |x|, from 1 with a step of 0.4, the lowest point is at 2.5 steps."""
    line = along("surface=custom,f=abs(x)+0*y&optimizer=sgd,lr=0.4&start=A,1,1&steps=2")
    assert line.lowest is not None
    assert line.lowest == pytest.approx((2.5, 0), abs=1e-9)

"""Schedules: closed forms, what torch's schedulers are documented to do, and warm-up."""

import math

import pytest

from optimizers import Scenario, simulate
from optimizers.parameters import Value
from optimizers.schedules import multipliers

KINDS = ["constant", "step", "cosine", "inverse-sqrt"]


def told(schedule: str, warmup: int = 0, every: int = 30) -> dict[str, Value]:
    return {"schedule": schedule, "warmup": float(warmup), "every": float(every)}


@pytest.mark.parametrize(
    ("schedule", "closed"),
    [
        ("constant", lambda n, steps: 1.0),
        ("step", lambda n, steps: 0.5 ** (n // 30)),  # StepLR(step_size=30, gamma=0.5)
        ("cosine", lambda n, steps: (1 + math.cos(n * math.pi / steps)) / 2),  # CosineAnnealingLR(T_max=steps)
        ("inverse-sqrt", lambda n, steps: 1 / math.sqrt(n + 1)),
    ],
)
@pytest.mark.parametrize("steps", [1, 2, 29, 30, 31, 200])
def test_closed_forms(schedule: str, closed: object, steps: int) -> None:
    """n counts the steps taken so far, as torch's last_epoch does."""
    assert callable(closed)
    found = multipliers(told(schedule), steps)
    assert found.shape == (steps,)
    assert found.tolist() == pytest.approx([closed(n, steps) for n in range(steps)], rel=1e-14, abs=1e-16)


def test_cosine_by_the_recursion_that_torch_documents() -> None:
    """η(n+1) = η(n) · (1 + cos((n+1)π/T)) / (1 + cos(nπ/T)), with a least rate of 0."""
    steps, rate = 50, 1.0
    found = multipliers(told("cosine"), steps)
    for n in range(steps):
        assert found[n] == pytest.approx(rate, rel=1e-11)
        rate *= (1 + math.cos((n + 1) * math.pi / steps)) / (1 + math.cos(n * math.pi / steps))


def test_step_halves_after_every_so_many_steps() -> None:
    assert multipliers(told("step", every=3), 8).tolist() == [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25]


@pytest.mark.parametrize("schedule", KINDS)
def test_warmup_rises_linearly_and_the_schedule_counts_from_its_end(schedule: str) -> None:
    found = multipliers(told(schedule, warmup=4), 20)
    assert found[:4].tolist() == [0.25, 0.5, 0.75, 1.0]
    assert found[4:].tolist() == multipliers(told(schedule), 16).tolist()


@pytest.mark.parametrize("schedule", KINDS)
def test_a_warmup_as_long_as_the_run(schedule: str) -> None:
    assert multipliers(told(schedule, warmup=5), 5).tolist() == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0], rel=1e-15)


@pytest.mark.parametrize("schedule", KINDS)
@pytest.mark.parametrize("warmup", [0, 3])
def test_a_run_takes_the_rates_of_its_schedule(schedule: str, warmup: int) -> None:
    """x of SGD on ½x² is multiplied by 1 − rate a step."""
    item = f"optimizer=sgd,lr=0.5,schedule={schedule},warmup={warmup},every=4"
    (run,) = simulate(Scenario.from_query(f"surface=ellipse&{item}&start=A,-8,0&steps=12"))
    x = -8.0
    for t, factor in enumerate(multipliers(told(schedule, warmup, 4), 12).tolist()):
        x -= 0.5 * factor * x
        assert run.x[t + 1, 0] == pytest.approx(x, rel=1e-14)


def test_constant_without_warmup_is_left_out_of_the_query() -> None:
    written = Scenario.from_query("optimizer=sgd,lr=0.1,schedule=constant,warmup=0,every=30").query
    assert written == Scenario.from_query("optimizer=sgd,lr=0.1").query


@pytest.mark.parametrize(
    ("item", "parameter", "value"),
    [("warmup=11", "warmup", "11"), ("schedule=step,every=12", "every", "12")],
)
def test_a_schedule_longer_than_the_run_is_told_and_shortened(item: str, parameter: str, value: str) -> None:
    scenario, error = Scenario.nearest(f"optimizer=sgd,lr=0.1,{item}&steps=10")
    assert error is not None
    (problem,) = error.problems
    assert (problem.parameter, problem.value) == (f"optimizer sgd: {parameter}", value)
    assert problem.allowed == "at most 10, the steps of the run"
    assert scenario.optimizers[0].values[parameter] == 10
    assert Scenario.from_query(scenario.query) == scenario

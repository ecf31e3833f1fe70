"""Schedules: closed forms, torch's own schedulers, warm-up, and what goes on beyond the run."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from optimizers import Scenario, simulate
from optimizers.form.reader import read
from optimizers.query import schedules
from optimizers.query.schedules import FORMULAS, PARAMETERS, multipliers
from optimizers.terms.parameters import Value
from tests.form_engines import running_javascript

KINDS = list(FORMULAS)
BEGINNING_AGAIN = [kind for kind in KINDS if kind != "inverse-sqrt"]


def values_of(schedule: str, warmup: int = 0, every: int = 30, gamma: float = 0.99) -> dict[str, Value]:
    return {"schedule": schedule, "warmup": float(warmup), "every": float(every), "gamma": gamma}


@pytest.mark.parametrize(
    ("schedule", "closed"),
    [
        ("constant", lambda n, steps: 1.0),
        ("step", lambda n, steps: 0.5 ** (n // 30)),  # StepLR(step_size=30, gamma=0.5)
        ("cosine", lambda n, steps: (1 + math.cos(n * math.pi / steps)) / 2),  # CosineAnnealingLR(T_max=steps)
        ("linear", lambda n, steps: 1 - n / steps),  # LinearLR(start_factor=1, end_factor=0, total_iters=steps)
        ("exponential", lambda n, steps: 0.99**n),  # ExponentialLR(gamma=0.99)
        ("inverse-sqrt", lambda n, steps: 1 / math.sqrt(n + 1)),
        ("inverse-sqrt-restarted", lambda n, steps: 1 / math.sqrt(n + 1)),
    ],
)
@pytest.mark.parametrize("steps", [1, 2, 29, 30, 31, 200])
def test_closed_forms(schedule: str, closed: object, steps: int) -> None:
    """n counts the steps taken so far, as torch's last_epoch does."""
    assert callable(closed)
    found = multipliers(values_of(schedule), steps)
    assert found.shape == (steps,)
    assert found.tolist() == pytest.approx([closed(n, steps) for n in range(steps)], rel=1e-14, abs=1e-16)


def test_cosine_by_the_recursion_that_torch_documents() -> None:
    """η(n+1) = η(n) · (1 + cos((n+1)π/T)) / (1 + cos(nπ/T)), with a least rate of 0."""
    steps, rate = 50, 1.0
    found = multipliers(values_of("cosine"), steps)
    for n in range(steps):
        assert found[n] == pytest.approx(rate, rel=1e-11)
        rate *= (1 + math.cos((n + 1) * math.pi / steps)) / (1 + math.cos(n * math.pi / steps))


def test_step_halves_after_every_so_many_steps() -> None:
    assert multipliers(values_of("step", every=3), 8).tolist() == [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25]


def fairseq(t: int, warmup: int) -> float:
    """fairseq's inverse_square_root: linear to the rate, then rate · √warmup / √t."""
    return t / warmup if t < warmup else math.sqrt(warmup) * t**-0.5


def espnet(t: int, warmup: int) -> float:
    """ESPnet's WarmupLR: rate · √warmup · min(t^−½, t · warmup^−1.5)."""
    return float(warmup**0.5 * min(t**-0.5, t * warmup**-1.5))


@pytest.mark.parametrize("peer", [fairseq, espnet])
@pytest.mark.parametrize("warmup", [1, 10, 37])
def test_inverse_sqrt_is_that_of_peers(peer: Callable[[int, int], float], warmup: int) -> None:
    found = multipliers(values_of("inverse-sqrt", warmup), 200)
    assert found.tolist() == pytest.approx([peer(t, warmup) for t in range(1, 201)], rel=1e-14)


def test_inverse_sqrt_has_the_full_rate_once_and_does_not_fall_off() -> None:
    found = multipliers(values_of("inverse-sqrt", 10), 12)
    assert found[9:].tolist() == pytest.approx([1, math.sqrt(10 / 11), math.sqrt(10 / 12)], rel=1e-15)
    assert multipliers(values_of("inverse-sqrt-restarted", 10), 12)[9:].tolist() == [1, 1, 1 / math.sqrt(2)]


def of_torch(torch: Any, make: Callable[[Any], Any], count: int) -> list[float]:
    """The rates at steps 1 to ``count`` as one of torch's schedulers sets them, from 1."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    scheduler = make(optimizer)
    found = []
    for _ in range(count):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        scheduler.step()
    return found


@pytest.mark.parametrize("warmup", [0, 4])
@pytest.mark.parametrize(
    ("schedule", "make"),
    [
        ("constant", lambda of, optimizer, span: of.ConstantLR(optimizer, factor=1.0)),
        ("step", lambda of, optimizer, span: of.StepLR(optimizer, step_size=7, gamma=0.5)),
        ("exponential", lambda of, optimizer, span: of.ExponentialLR(optimizer, gamma=0.9)),
        ("linear", lambda of, optimizer, span: of.LinearLR(optimizer, 1.0, 0.0, total_iters=span)),
        ("cosine", lambda of, optimizer, span: of.CosineAnnealingLR(optimizer, T_max=span)),
    ],
)
def test_a_schedule_is_that_of_torch(
    torch: Any, schedule: str, make: Callable[[Any, Any, int], Any], warmup: int
) -> None:
    """After a warm-up torch's scheduler begins at its own step 0."""
    steps = 40
    span = steps - warmup
    expected = of_torch(torch, lambda optimizer: make(torch.optim.lr_scheduler, optimizer, span), span)
    found = multipliers(values_of(schedule, warmup, every=7, gamma=0.9), steps)
    assert found[warmup:].tolist() == pytest.approx(expected, rel=1e-12, abs=1e-15)


def test_gamma_of_one_and_of_zero() -> None:
    assert multipliers(values_of("exponential", gamma=1.0), 4).tolist() == [1, 1, 1, 1]
    assert multipliers(values_of("exponential", gamma=0.0), 4).tolist() == [1, 0, 0, 0]


@pytest.mark.parametrize("warmup", [0, 7, 30])
@pytest.mark.parametrize("schedule", KINDS)
def test_beyond_the_run_a_schedule_goes_on_or_keeps_its_last_rate(schedule: str, warmup: int) -> None:
    values = values_of(schedule, warmup, every=4)
    run, beyond = multipliers(values, 30), multipliers(values, 30, 120)
    assert beyond.shape == (120,)
    assert beyond[:30] == pytest.approx(run, rel=1e-14)
    if schedule in ("linear", "cosine"):
        assert beyond[30:].tolist() == pytest.approx([1.0 if warmup == 30 else beyond[29]] * 90, rel=1e-14)
    elif schedule == "constant":
        assert (beyond[30:] == 1).all()
    else:
        assert beyond[30:] == pytest.approx(multipliers(values, 120)[30:], rel=1e-14)
        assert (np.diff(beyond[warmup + 1 :]) <= 0).all()
        assert beyond[-1] < beyond[29]


@pytest.mark.parametrize("shape", schedules.SHAPES)
def test_a_shape_has_its_number(shape: str) -> None:
    assert schedules.SHAPES.index(shape) == getattr(schedules, shape.upper().replace("-", "_"))


@pytest.mark.parametrize("warmup", [0, 7])
def test_every_engine_has_the_same_rates(warmup: int, tmp_path: Path) -> None:
    """Compiled, as plain Python, and in JavaScript."""
    rows = [
        (t, shape, 150.0, float(warmup), every, gamma)
        for shape in range(len(schedules.SHAPES))
        for every, gamma in ((7.0, 0.97), (30.0, 0.5), (1.0, 0.0))
        for t in range(1, 201)
    ]
    plain = [float(schedules.multiplier(*row)) for row in rows]
    with running_javascript(tmp_path) as script:
        module = script.module({"multiplier": read(schedules.multiplier)})
        assert script.values(module, "multiplier", np.array(rows)).ravel().tolist() == plain
    compiled = [
        multipliers(values_of(shape, warmup, every, gamma), 150, 200)
        for shape in schedules.SHAPES
        for every, gamma in ((7, 0.97), (30, 0.5), (1, 0.0))
    ]
    assert np.concatenate(compiled).tolist() == plain


@pytest.mark.parametrize("parameter", [p.name for p in PARAMETERS if p.scale != "choice"])
def test_one_per_cent_more_is_another_schedule(parameter: str) -> None:
    """Of what is counted in steps, one step more."""
    schedule = {"gamma": "exponential", "every": "step", "warmup": "cosine"}[parameter]
    values = values_of(schedule, warmup=10, every=10, gamma=0.9)
    more = {
        **values,
        parameter: float(values[parameter]) * 1.01 if parameter == "gamma" else float(values[parameter]) + 1,
    }
    assert np.abs(multipliers(more, 100) - multipliers(values, 100)).max() > 1e-3


@pytest.mark.parametrize("schedule", BEGINNING_AGAIN)
def test_warmup_rises_linearly_and_the_schedule_counts_from_its_end(schedule: str) -> None:
    found = multipliers(values_of(schedule, warmup=4), 20)
    assert found[:4].tolist() == [0.25, 0.5, 0.75, 1.0]
    assert found[4:].tolist() == multipliers(values_of(schedule), 16).tolist()


@pytest.mark.parametrize("schedule", KINDS)
def test_a_warmup_as_long_as_the_run(schedule: str) -> None:
    assert multipliers(values_of(schedule, warmup=5), 5).tolist() == pytest.approx([0.2, 0.4, 0.6, 0.8, 1.0], rel=1e-15)


@pytest.mark.parametrize("schedule", KINDS)
@pytest.mark.parametrize("warmup", [0, 3])
def test_a_run_takes_the_rates_of_its_schedule(schedule: str, warmup: int) -> None:
    """x of SGD on ½x² is multiplied by 1 − rate a step."""
    item = f"optimizer=sgd,lr=0.5,schedule={schedule},warmup={warmup},every=4"
    (run,) = simulate(Scenario.from_query(f"surface=ellipse&{item}&start=A,-8,0&steps=12"))
    x = -8.0
    for t, factor in enumerate(multipliers(values_of(schedule, warmup, 4), 12).tolist()):
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

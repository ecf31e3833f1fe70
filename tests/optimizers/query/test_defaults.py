"""What is not written is never the reason of a refusal: defaults fit what is written, each other and the limits."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizers import SURFACES, Scenario, ScenarioError
from optimizers.query.choices import Limits
from optimizers.query.schedules import SHAPES
from tests.everyone import STEPPED

LIMITS = (
    Limits(),
    Limits(steps=1),
    Limits(steps=10, points=20),
    Limits(optimizers=1, starts=2, points=2),
    Limits(optimizers=1, starts=1, points=1, steps=1),
    Limits(points=3),
    Limits(optimizers=3, points=100),
)


def within(scenario: Scenario, limits: Limits) -> bool:
    runs = len(scenario.optimizers) * len(scenario.starts)
    parts = (scenario.steps, len(scenario.optimizers), len(scenario.starts), scenario.steps * runs)
    return all(
        1 <= part <= most
        for part, most in zip(parts, (limits.steps, limits.optimizers, limits.starts, limits.points), strict=True)
    )


def assert_fits(text: str, limits: Limits) -> Scenario:
    """Nothing of what is not written is complained of, and the canonical text means the same."""
    scenario = Scenario.from_query(text, limits)
    assert within(scenario, limits), text
    assert Scenario.from_query(scenario.query, limits) == scenario
    return scenario


@pytest.mark.slow
@pytest.mark.parametrize("limits", LIMITS, ids=str)
@pytest.mark.parametrize("surface", SURFACES)
def test_every_surface_rule_and_schedule_fits_few_steps_and_small_limits(surface: str, limits: Limits) -> None:
    for name in STEPPED:
        for shape in SHAPES:
            for steps in ("", "&steps=1", "&steps=7", "&steps=29"):
                if not steps or int(steps.partition("=")[2]) <= min(
                    limits.steps, limits.points // min(2, limits.starts)
                ):
                    assert_fits(f"surface={surface}&optimizer={name},schedule={shape}{steps}", limits)


@pytest.mark.parametrize("limits", LIMITS, ids=str)
@pytest.mark.parametrize(
    "text", ["", "fair=rate", "fair=length", "fair=tuned", "target=loss", "noise=1", "v=1", "surface=saddle"]
)
def test_what_is_written_alone_fits_small_limits(text: str, limits: Limits) -> None:
    assert_fits(text, limits)


@pytest.mark.parametrize("item", ["warmup=300", "schedule=step,every=300", "schedule=step,every=7,warmup=300"])
def test_a_run_whose_steps_are_not_written_is_long_enough_for_its_schedules(item: str) -> None:
    for surface in SURFACES:
        plain = Scenario.from_query(f"surface={surface}").steps
        scenario = assert_fits(f"surface={surface}&optimizer=sgd,{item}&optimizer=adam,warmup=2", Limits())
        assert scenario.steps == max(plain, 300)


def test_steps_that_have_no_effect_do_not_count() -> None:
    assert Scenario.from_query("optimizer=sgd,every=300").steps == Scenario.from_query("").steps


def test_a_schedule_that_no_run_can_hold_is_refused_by_the_limit() -> None:
    scenario, error = Scenario.nearest("optimizer=sgd,warmup=200", Limits(steps=10))
    assert error is not None
    (problem,) = error.problems
    assert str(problem) == (
        "The parameter warmup of optimizer sgd cannot be 200. "
        "Allowed: at most 10, the largest number of steps for this run."
    )
    assert (scenario.steps, scenario.optimizers[0].values["warmup"]) == (10, 10)


@pytest.mark.parametrize(
    ("text", "limits", "parameter"),
    [
        ("&".join(f"start=S{k},1,1" for k in range(9)), Limits(points=8), "start"),
        ("&".join(["optimizer=sgd"] * 9), Limits(points=8), "optimizer"),
        ("&".join(["optimizer=sgd"] * 3 + [f"start=S{k},1,1" for k in range(3)]), Limits(points=8), "start"),
        ("optimizer=sgd&start=A,1,1&steps=9", Limits(points=8), "steps"),
    ],
)
def test_what_is_written_is_refused_by_its_own_name(text: str, limits: Limits, parameter: str) -> None:
    scenario, error = Scenario.nearest(text, limits)
    assert error is not None
    assert [problem.parameter for problem in error.problems] == [parameter]
    assert within(scenario, limits)
    assert Scenario.from_query(scenario.query, limits) == scenario


PIECES = st.sampled_from(
    [
        *(f"surface={name}" for name in SURFACES),
        *(f"optimizer={name},schedule={shape}" for name in STEPPED for shape in SHAPES),
        *("optimizer=sgd,warmup=40", "optimizer=adam,schedule=step,every=40", "optimizer=sgd,length=sgd"),
        *("start=A,1,2", "start=B,1,2", "start=A,1", "steps=0", "steps=3", "steps=50", "fair=rate", "v=1", "noise=x"),
    ]
)
SIZES = st.builds(Limits, st.integers(1, 60), st.integers(1, 4), st.integers(1, 4), st.integers(1, 200))


@settings(deadline=None)  # whatever else the machine does
@given(st.lists(PIECES, max_size=6).map("&".join), SIZES)
def test_the_nearest_scenario_is_legal_within_any_limits(text: str, limits: Limits) -> None:
    scenario, error = Scenario.nearest(text, limits)
    assert within(scenario, limits)
    again = Scenario.from_query(scenario.query, limits)
    assert again == scenario
    if error is None:
        assert Scenario.from_query(text, limits) == scenario
    else:
        with pytest.raises(ScenarioError):
            Scenario.from_query(text, limits)

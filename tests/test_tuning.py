"""fair=tuned: the rate found is the best of the grid by the criterion told, and the caption says all of it."""

import math
from itertools import pairwise

import pytest

from optimizers import OPTIMIZERS, Scenario, caption, simulate, tune, tuned_rates, tuning

FIVE = "optimizer=sgd&optimizer=momentum&optimizer=rmsprop&optimizer=adam&optimizer=normalized-gd"


def best_by_trying(item: str, rest: str, name: str) -> float | None:
    """Run every rate of the grid as a scenario of its own and return the best."""
    found: list[tuple[int, float, float]] = []
    for rate in tuning.grid_of(OPTIMIZERS[name]):
        runs = simulate(Scenario.from_query(f"{item.format(rate=rate)}&{rest}"))
        tried = [run for run in runs if run.optimizer == 0]
        steps = [run.metrics["settled"] for run in tried]
        if None not in steps:
            found.append((max(steps), max(run.metrics["final_loss"] for run in tried), rate))
    return min(found)[2] if found else None


@pytest.mark.parametrize("rest", ["surface=ellipse", "surface=saddle", "surface=ellipse,theta=30&noise=0.02&seed=4"])
@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_rate_is_the_best_of_the_grid(name: str, rest: str) -> None:
    expected = best_by_trying(f"optimizer={name},lr={{rate}}", rest, name)
    scenario = Scenario.from_query(f"optimizer={name}&{rest}&fair=tuned")
    assert tuned_rates(scenario) == (expected,)


def test_some_rates_are_found_and_others_are_not() -> None:
    """Else the test above would compare nothing."""
    rates = tuned_rates(Scenario.from_query(FIVE + "&fair=tuned"))
    assert None in rates
    assert any(rate is not None for rate in rates)


def test_a_graft_is_tuned_in_the_rate_of_its_length() -> None:
    item = "optimizer=rmsprop,length=sgd&optimizer=sgd,lr={rate}"
    scenario = Scenario.from_query("optimizer=rmsprop,length=sgd&optimizer=sgd&fair=tuned")
    graft, sgd = tuned_rates(scenario)
    assert graft == best_by_trying(item, "", "sgd")
    assert graft != sgd
    tried = simulate(Scenario.from_query(item.format(rate=graft)))
    assert [run.x.tobytes() for run in simulate(scenario)[:2]] == [run.x.tobytes() for run in tried[:2]]


def test_the_runs_have_the_rates_found_and_their_schedules() -> None:
    items = [f"optimizer={name},schedule=cosine,warmup=3" for name in ("sgd", "momentum", "adam")]
    scenario = Scenario.from_query("&".join([*items, "fair=tuned"]))
    rates = tuned_rates(scenario)
    assert None not in rates
    told = "&".join(f"{item},lr={rate}" for item, rate in zip(items, rates, strict=True))
    for run, twin in zip(simulate(scenario), simulate(Scenario.from_query(told)), strict=True):
        assert run.x.tobytes() == twin.x.tobytes()


@pytest.mark.parametrize(
    "query",
    [
        "surface=saddle,wall=0&optimizer=sgd,lr=0.03",  # no minimum, nothing settles
        "surface=ellipse,kappa=1000&optimizer=sgd,lr=0.001&steps=2",  # too few steps
        "surface=rosenbrock&optimizer=sgd,lr=0.001&start=A,1000000,1000000",  # every rate diverges or creeps
    ],
)
def test_where_no_rate_settles_the_own_one_stays(query: str) -> None:
    scenario = Scenario.from_query(query + "&fair=tuned")
    assert tuned_rates(scenario) == (None,)
    own = simulate(Scenario.from_query(query))
    assert [run.x.tobytes() for run in simulate(scenario)] == [run.x.tobytes() for run in own]
    rate = query.split("lr=")[1].split("&")[0]
    assert f": SGD keeps {rate}, none settles ·" in caption(scenario)


def test_the_grid_covers_the_slider_evenly() -> None:
    for rule in OPTIMIZERS.values():
        grid = tuning.grid_of(rule)
        (rate,) = (parameter for parameter in rule.parameters if parameter.unit)
        assert (grid[0], grid[-1], len(grid)) == (*rate.slider, 49)
        ratios = [math.log10(b / a) for a, b in pairwise(grid)]
        assert ratios == pytest.approx([1 / 8] * 48, abs=0.005)  # three figures


def test_the_caption_tells_grid_criterion_and_rates() -> None:
    scenario = Scenario.from_query("optimizer=sgd&optimizer=adam&fair=tuned")
    sgd, adam = tuned_rates(scenario)
    assert caption(scenario) == (
        "each tuned, of 49 rates from 0.00001 to 10 the rate whose worst start settles first: "
        f"SGD {sgd}, Adam {adam} · axes 1:1 · no clipping · no noise"
    )


def test_progress_counts_up_and_what_is_found_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuning, "_found", {})
    scenario = Scenario.from_query(FIVE + "&fair=tuned&steps=50")
    assert list(tune(scenario)) == [(done, 5) for done in range(1, 6)]
    rates = tuned_rates(scenario)
    monkeypatch.setattr(tuning, "_best", None)  # it would fail if it were called again
    assert tuned_rates(scenario) == rates


def test_only_the_last_results_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuning, "_found", {})
    monkeypatch.setattr(tuning, "KEPT", 2)
    scenarios = [Scenario.from_query(f"optimizer=sgd&steps={steps}&fair=tuned") for steps in (1, 2, 3)]
    for scenario in scenarios:
        tuned_rates(scenario)
    assert list(tuning._found) == [scenario.query for scenario in scenarios[1:]]

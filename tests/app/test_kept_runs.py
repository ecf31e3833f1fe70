"""Lines of runs that are kept: the same bytes as computed anew, and only what has changed is computed."""

import pickle
from collections.abc import Callable
from typing import Any

import pytest

from app.builders.kept_runs import KeptRuns
from app.builders.trajectories import whole_lines
from app.main import create_app
from app.settings import Settings
from optimizers import Scenario
from optimizers.run.plan import Paths, run

FOUR = "optimizer=sgd,lr={rate}&optimizer=momentum,lr=0.07&optimizer=rmsprop,lr=0.3&optimizer=adam,lr=0.3"
HOME = f"{FOUR}&start=A,-8,1.2&start=B,-0.6,4&steps=120"
RUNS_OF_HOME = 8
MOST = 4_000_000  # bytes

Counted = Callable[[Scenario, str], tuple[bytes, int]]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    """``KeptRuns.whole_lines``, which also returns how many runs were computed."""
    computed: list[int] = []

    def counting(*arguments: Any) -> Paths:
        paths = run(*arguments)
        computed.append(len(paths.loss))
        return paths

    monkeypatch.setattr("app.builders.kept_runs.run", counting)
    kept = KeptRuns(MOST)

    def whole(scenario: Scenario, precision: str) -> tuple[bytes, int]:
        computed.clear()
        return kept.whole_lines(scenario, precision), sum(computed)

    return whole


def scenario(rate: float = 0.05, more: str = "") -> Scenario:
    return Scenario.from_query(HOME.format(rate=rate) + more)


def test_only_the_runs_of_an_optimizer_that_has_changed_are_computed(counted: Counted) -> None:
    assert counted(scenario(), "f4") == (whole_lines(scenario(), "f4"), RUNS_OF_HOME)
    for rate in (0.06, 0.07):
        assert counted(scenario(rate), "f4") == (whole_lines(scenario(rate), "f4"), 2)
    assert counted(scenario(0.06), "f4") == (whole_lines(scenario(0.06), "f4"), 0)


@pytest.mark.parametrize(
    "changed",
    [
        HOME.format(rate=0.05).replace("A,-8", "A,-7"),
        HOME.format(rate=0.05).replace("A,-8", "C,-8"),
        HOME.format(rate=0.05).replace("steps=120", "steps=119"),
        f"surface=ellipse,kappa=24&{HOME.format(rate=0.05)}",
        HOME.format(rate=0.05) + "&target=loss",
        HOME.format(rate=0.05) + "&tolerance=0.5",
        HOME.format(rate=0.05) + "&noise=1",
        HOME.format(rate=0.05) + "&noise=1&seed=2",
    ],
)
def test_what_all_runs_depend_on_changes_them_all(counted: Counted, changed: str) -> None:
    for query in (HOME.format(rate=0.05), HOME.format(rate=0.05) + "&noise=1&seed=1", changed):
        known = Scenario.from_query(query)
        assert counted(known, "f8") == (whole_lines(known, "f8"), RUNS_OF_HOME)


def test_each_precision_and_each_index_has_lines_of_its_own(counted: Counted) -> None:
    first, second = (
        Scenario.from_query(f"{one}&{other}&start=A,-8,1.2&steps=20")
        for one, other in (("optimizer=sgd", "optimizer=adam"), ("optimizer=adam", "optimizer=sgd"))
    )
    for known in (first, second):
        for precision in ("f8", "f4"):
            assert counted(known, precision) == (whole_lines(known, precision), 2)


@pytest.mark.parametrize(
    "query",
    [
        "optimizer=sgd,lr={rate}&optimizer=adam&fair=rate",
        "optimizer=sgd,lr={rate}&optimizer=adam&fair=length",
        "optimizer=sgd,lr={rate}&optimizer=adam,length=sgd",
        "optimizer=sgd,lr={rate}&optimizer=adam,schedule=cosine,warmup=5",
        "optimizer=sgd,lr={rate}&optimizer=adam&optimizer=adam,beta1=0.5&noise=1",
        "optimizer=sgd,lr={rate}&optimizer=bfgs",
        "surface=linear-regression,batch=16&optimizer=sgd,lr={rate}&optimizer=adam",
        "surface=ellipse,kappa=1000&optimizer=adam&optimizer=sgd,lr={rate}",
    ],
)
def test_the_lines_are_those_of_a_scenario_that_is_computed_anew(query: str) -> None:
    """Also where an optimizer depends on another one, where rates change, and where runs overflow."""
    kept = KeptRuns(MOST)
    for steps in (60, 1200):
        for rate in (0.01, 0.9, 0.01):
            known = Scenario.from_query(f"{query.format(rate=rate)}&start=A,-8,1.2&steps={steps}")
            for precision in ("f8", "f4"):
                assert kept.whole_lines(known, precision) == whole_lines(known, precision)


def test_what_is_kept_is_bounded_and_the_latest_used_stays(counted: Counted) -> None:
    kept = KeptRuns(100_000)
    sizes = []
    for k in range(30):
        kept.whole_lines(scenario(0.05 + 0.001 * k), "f4")
        sizes.append(kept.size)
    assert sizes[0] < 40_000 < 90_000 < sizes[-1]
    assert max(sizes) <= 100_000
    counted(scenario(), "f4")
    for k in range(1000):
        assert counted(scenario(0.06 + 0.0001 * k), "f4")[1] == 2, "the three others are used each time"
    assert counted(scenario(), "f4")[1] == 2, "the first rate is long forgotten"


def test_what_is_larger_than_its_share_is_not_kept() -> None:
    kept = KeptRuns(20_000)
    assert kept.whole_lines(scenario(), "f4") == whole_lines(scenario(), "f4")
    assert kept.size == 0


def test_another_process_begins_with_nothing() -> None:
    kept = KeptRuns(MOST)
    kept.whole_lines(scenario(), "f4")
    other = pickle.loads(pickle.dumps(kept))
    assert kept.size > other.size == 0
    assert other.whole_lines(scenario(), "f4") == whole_lines(scenario(), "f4")


def test_each_application_has_its_own() -> None:
    first, second = (create_app(Settings()).state.runs for _ in range(2))
    first.whole_lines(scenario(), "f4")
    assert first.size > second.size == 0
    nothing = create_app(Settings(cache_bytes=0)).state.runs
    nothing.whole_lines(scenario(), "f4")
    assert nothing.size == 0

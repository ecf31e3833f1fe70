"""The stream of fair=tuned: progress while the rates are sought, then the runs; who leaves stops the search."""

import asyncio
from typing import Any

import pytest

from app.main import create_app
from app.settings import Settings
from optimizers import Scenario, simulate
from optimizers.run import stepping
from optimizers.run.tuning import best_rate, caption, tuned_rates
from tests.answers import assert_problem, client, events, runs
from tests.leaving import ask
from tests.working import Here

PATH = "/api/v1/trajectories"
QUERY = "optimizer=sgd&optimizer=rmsprop&optimizer=adam&steps=80&fair=tuned"


def test_progress_comes_first_and_counts_the_optimizers() -> None:
    lines = events(client().get(f"{PATH}?{QUERY}").content)
    assert lines[:3] == [{"event": "progress", "what": "tuning", "done": done, "of": 3} for done in (1, 2, 3)]
    assert [line["event"] for line in lines[3:]] == ["scenario", *["points"] * (len(lines) - 5), "end"]


def test_the_runs_are_those_of_the_rates_found() -> None:
    scenario = Scenario.from_query(QUERY)
    _, _, _, announced, *points, end = events(client().get(f"{PATH}?{QUERY}").content)
    assert announced["caption"] == caption(scenario)
    rates = [found.rate for found in tuned_rates(scenario) if found is not None]
    items = [f"optimizer={one.name},lr={rate}" for one, rate in zip(scenario.optimizers, rates, strict=True)]
    plain = simulate(Scenario.from_query("&".join([*items, "steps=80"])))
    for (_, _, arrays), run in zip(runs(points, "f8"), plain, strict=True):
        assert arrays["x"].tobytes() == run.x[:, 0].tobytes()
    assert [one["status"] for one in end["runs"]] == [run.status for run in plain]


def test_what_is_not_tuned_makes_no_progress() -> None:
    lines = events(client().get(f"{PATH}?{QUERY.removesuffix('&fair=tuned')}").content)
    assert "progress" not in {line["event"] for line in lines}


def test_each_line_is_sent_as_it_comes_and_who_leaves_stops_the_search(here: Here) -> None:
    heard: list[bytes] = []

    async def leave_after_one(piece: bytes) -> bool:
        heard.append(piece)
        return False

    many = "&".join(["optimizer=sgd&optimizer=adam"] * 4)
    asyncio.run(ask(create_app(Settings()), PATH, f"{many}&steps=80&fair=tuned", leave_after_one))
    assert events(heard[0]) == [{"event": "progress", "what": "tuning", "done": 1, "of": 8}]
    assert len(here.done) <= 3, "the others are not begun"


def test_rates_are_found_once_for_all_who_ask_and_kept(here: Here) -> None:
    app = create_app(Settings())

    async def stay(piece: bytes) -> bool:
        return True

    async def ask_all() -> None:
        paths = (PATH, "/api/v1/scenario", "/", "/export.bib", "/api/v1/steps/0/0/1")
        await asyncio.gather(*(ask(app, path, QUERY, stay) for path in paths))
        assert [job.build for job in here.done].count(best_rate) == 3
        await ask(app, "/export.csv", QUERY, stay)
        assert [job.build for job in here.done].count(best_rate) == 3

    asyncio.run(ask_all())


def test_a_failure_before_the_first_rate_is_found_is_an_ordinary_error(
    here: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: Any) -> int:
        raise RuntimeError("the kernel failed")

    whole = client()
    with monkeypatch.context() as patched:
        patched.setattr(stepping, "descend", fail)
        assert_problem(whole.get(f"{PATH}?{QUERY}"), 500)

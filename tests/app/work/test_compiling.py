"""What is compiled when: the first view before the first answer, a request's entries before it, all else behind."""

import asyncio
from typing import Any

import pytest

from app.work import Job
from app.work.compiling import Compiling
from app.work.pool import Pool
from app.work.price import TRAJECTORIES
from optimizers import OPTIMIZERS, SURFACES, Scenario
from optimizers.run import preparing
from optimizers.run.preparing import Entry, is_ready, missing, needed, other_entries, prepare_entry
from tests.answers import client, events

BEALE = ("surface", "beale")
LION = ("optimizer", "lion")
QUERY = "surface=beale&optimizer=sgd&optimizer=lion&steps=9"


@pytest.fixture
def _postponed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "_postponed", {BEALE, LION, ("surface", "sphere")})


class Listed(Pool):
    """A pool that compiles nothing, and keeps what it was given to do."""

    def __init__(self, given: list[Entry]) -> None:
        super().__init__(1, 1, 1)
        self.given = given

    async def do(self, job: Job[Any], first: bool = True) -> Any:
        assert (job.build, first) == (prepare_entry, False)
        self.given += job.arguments
        await asyncio.sleep(0)


def test_every_entry_is_of_the_first_view_or_compiled_behind() -> None:
    first = needed(Scenario.from_query(""))
    others = other_entries()
    assert len({*first, *others}) == len(first) + len(others)
    names = {name for kind, name in (*first, *others) if kind == "surface"}
    assert names >= set(SURFACES)
    assert {name for kind, name in (*first, *others) if kind == "optimizer"} >= set(OPTIMIZERS)
    assert ("surface", Scenario.from_query("").surface.name) in first


def test_what_needs_the_curvature_needs_the_hessian_of_its_surface() -> None:
    for rule in OPTIMIZERS.values():
        entries = needed(Scenario.from_query(f"surface=beale&optimizer={rule.name}"))
        assert (("hessian", "beale") in entries) == ("hessian" in rule.needs), rule.name


@pytest.mark.usefixtures("_postponed")
def test_the_event_loop_does_no_job_whose_entries_are_not_loaded() -> None:
    jobs = [TRAJECTORIES.make(scenario, len, scenario) for scenario in map(Scenario.from_query, ("steps=9", QUERY))]
    assert [job.at_once for job in jobs] == [True, False]
    grids = [Job(len, ((),), 1.0, entries=(entry,)) for entry in (BEALE, ("surface", "ellipse"))]
    assert [job.at_once for job in grids] == [False, True]
    assert missing(Scenario.from_query(QUERY)) == [BEALE, LION]


@pytest.mark.usefixtures("_postponed")
def test_a_request_does_not_wait_for_what_is_compiled_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it needs is compiled in the pool of what is urgent, while all else still waits for its turn.

    What is compiled behind is loaded when a request needs it, and not before.
    """
    urgent, behind = list[Entry](), list[Entry]()
    compiled = {("surface", "sphere")}  # is in the folder: it is loaded and not compiled again

    def load(entry: Entry) -> bool:
        if entry in (*compiled, *urgent, *behind):
            preparing._postponed.discard(entry)
        return is_ready(entry)

    monkeypatch.setattr("app.work.compiling.load_entry", load)

    async def ask() -> list[tuple[int, int]]:
        compiling = Compiling(Listed(urgent), Listed(behind))
        progress = [one async for one in compiling.some([BEALE, LION, ("surface", "sphere")])]
        assert behind == []
        preparing._postponed.add(BEALE)
        urgent.clear()
        await compiling.all()
        assert preparing._postponed == {BEALE}
        assert await compiling.load([BEALE, LION]) == []
        return progress

    assert asyncio.run(ask()) == [(0, 2), (1, 2)]
    assert (urgent, behind) == ([], [BEALE])
    assert not preparing._postponed


@pytest.mark.usefixtures("_postponed")
def test_an_entry_that_cannot_be_compiled_does_not_keep_the_others_from_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    behind = list[Entry]()

    class Failing(Listed):
        async def do(self, job: Job[Any], first: bool = True) -> Any:
            if job.arguments == (BEALE,):
                raise KeyError("beale")
            await super().do(job, first=first)

    monkeypatch.setattr("app.work.compiling.other_entries", lambda: [BEALE, LION])
    asyncio.run(Compiling(Listed([]), Failing(behind)).all())
    assert behind == [LION]
    assert "surface beale was not compiled: 'beale'" in caplog.text
    assert "Traceback" in caplog.text


@pytest.mark.usefixtures("_postponed")
def test_a_stream_says_that_it_compiles_and_then_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.work.compiling.load_entry", lambda entry: False)
    lines = events(client().get(f"/api/v1/trajectories?{QUERY}").content)
    assert lines[:2] == [{"event": "progress", "what": "compiling", "done": done, "of": 2} for done in (0, 1)]
    assert [line["event"] for line in lines[2:]] == ["scenario", "points", "points", "points", "points", "end"]

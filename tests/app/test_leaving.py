"""A client that leaves before its answer is ready ends the work for it, unless others wait for the same."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings
from app.work import Job, ProcessDiedError, Work
from tests.answers import assert_problem, client
from tests.asking import Got, ask
from tests.working import until

SIXTEEN = "&".join(["optimizer=sgd,lr=0.01"] * 16) + "&" + "&".join(f"start=S{k},{k},1" for k in range(20))
KINDS = {
    "page": "/?",
    "embed": "/embed?",
    "lesson": "/lessons/ravine?",
    "svg": "/poster.svg?",
    "png": "/poster.png?",
    "verdict": "/api/v1/verdict?",
    "small table": "/export.csv?steps=20&",
    "small JSON": "/export.json?steps=20&",
    "program": "/export-numpy.py?",
    "large table": "/export.csv?steps=1500&",
    "large JSON": "/export.json?steps=1500&",
    "whole runs": "/api/v1/trajectories?steps=18&",
    "stream": "/api/v1/trajectories?steps=1500&",
    "tuned scenario": "/api/v1/scenario?fair=tuned&",
    "tuned steps": "/api/v1/steps/0/0/1?fair=tuned&",
    "tuned stream": "/api/v1/trajectories?fair=tuned&",
    "tuned citation": "/export.bib?fair=tuned&",
}


class Endless:
    """A pool whose jobs do not end by themselves."""

    def __init__(self) -> None:
        self.begun = self.cancelled = 0

    async def do(self, job: Job[Any], first: bool = True) -> None:
        """Wait until the job is cancelled."""
        self.begun += 1
        try:
            await asyncio.Event().wait()
        finally:
            self.cancelled += 1


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> Endless:
    """The only pool of every application."""
    pool = Endless()
    monkeypatch.setattr(Work, "_pool", lambda work, price: pool)
    return pool


def visit(app: FastAPI, path: str) -> "tuple[asyncio.Task[Got], Callable[[], None]]":
    """Ask ``app``; return the request, and what makes its client leave."""
    leave = asyncio.Event()
    return asyncio.get_running_loop().create_task(ask(app, path, leave=leave)), leave.set


@pytest.mark.parametrize("kind", KINDS)
def test_who_leaves_ends_the_work(endless: Endless, kind: str) -> None:
    async def leave() -> None:
        app = create_app(Settings())
        request, go = visit(app, KINDS[kind] + SIXTEEN)
        await until(lambda: endless.begun == 1)
        assert endless.cancelled == 0
        go()
        await request
        await until(lambda: endless.cancelled == 1)
        assert app.state.work.series == 0

    asyncio.run(leave())


@pytest.mark.parametrize("kind", ["page", "verdict", "tuned scenario"])
def test_work_goes_on_as_long_as_somebody_waits_for_it(endless: Endless, kind: str) -> None:
    async def leave() -> None:
        app = create_app(Settings())
        visits = [visit(app, KINDS[kind] + SIXTEEN) for _ in range(3)]
        await until(lambda: endless.begun == 1)
        for request, go in visits[:2]:
            go()
            await request
        assert (endless.begun, endless.cancelled) == (1, 0)
        request, go = visits[2]
        go()
        await request
        await until(lambda: endless.cancelled == 1)
        assert endless.begun == 1

    asyncio.run(leave())


def test_work_that_fails_is_an_error_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that ended is the server's failure; no memory is a matter of time."""
    asked = client()

    class Failing:
        error: Exception = ProcessDiedError("The process that computed this has ended.")

        async def do(self, job: Job[Any], first: bool = True) -> None:
            raise self.error

    monkeypatch.setattr(Work, "_pool", lambda work, price: Failing())
    for path in ("/poster.png", f"/export.csv?steps=1500&{SIXTEEN}", f"/api/v1/trajectories?steps=1500&{SIXTEEN}"):
        assert "has ended" in assert_problem(asked.get(path), 500)["detail"]
    monkeypatch.setattr(Failing, "error", MemoryError())
    for path in ("/poster.png", f"/export.csv?steps=1500&{SIXTEEN}"):
        refused = asked.get(path)
        assert "not enough memory" in assert_problem(refused, 503)["detail"]
        assert refused.headers["retry-after"] == "10"

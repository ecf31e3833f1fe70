"""Work is done as far as someone listens, and only so much of it at once."""

import asyncio
import time
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from app.main import create_app
from app.routes.trajectories import BATCH
from app.settings import Settings
from app.work import Busy, Job
from optimizers.run import descent, stepping
from tests.answers import assert_problem, client, events, state
from tests.leaving import ask, connect
from tests.serving import serve

pytestmark = pytest.mark.slow

PATH = "/api/v1/trajectories"
SHORT = "optimizer=sgd&start=A,-8,1.2&steps=120"
LONG = "steps=10000&optimizer=adam&optimizer=rmsprop&" + "&".join(f"start=S{k},{k},1" for k in range(20))
ALL = 10 * 2 * 20  # calls of the kernel for LONG, a thousand steps each
AT_ONCE = BATCH // stepping.CHUNK + 1  # calls of the kernel for a piece of the answer


class Kernel:
    """The kernel, counting how often it is called."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls = 0
        self.descend = descent.descend
        monkeypatch.setattr(stepping, "descend", self)

    def __call__(self, *arguments: Any) -> int:
        self.calls += 1
        return int(self.descend(*arguments))


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> Kernel:
    return Kernel(monkeypatch)


async def listen(piece: bytes) -> bool:
    """Stay to the end."""
    return True


def test_the_stream_is_sent_as_it_is_computed(kernel: Kernel) -> None:
    calls: list[int] = []

    async def hear(piece: bytes) -> bool:
        calls.append(kernel.calls)
        return True

    heard = asyncio.run(ask(create_app(Settings()), PATH, LONG, hear))
    bodies = [message["body"] for message in heard if message["type"] == "http.response.body"]
    assert (kernel.calls, calls[-1]) == (ALL, ALL)
    assert calls[0] <= AT_ONCE
    assert len(calls) > ALL // AT_ONCE
    assert all(body.endswith(b"\n") for body in bodies[:-1]), "a piece is whole lines"
    assert len(events(b"".join(bodies))) == ALL + 2


@pytest.mark.parametrize("pieces", [1, 3])
def test_a_client_that_leaves_stops_the_work(kernel: Kernel, pieces: int) -> None:
    app = create_app(Settings(max_concurrent=1))
    calls: list[int] = []

    async def hear(piece: bytes) -> bool:
        calls.append(kernel.calls)
        return len(calls) < pieces

    async def leave_and_ask() -> list[dict[str, Any]]:
        await ask(app, PATH, LONG, hear)
        assert len(calls) == pieces
        assert kernel.calls <= calls[-1] + AT_ONCE, "no more than the piece at work"
        return await ask(app, PATH, SHORT, listen)

    (start, *_) = asyncio.run(leave_and_ask())
    assert start["status"] == 200, "its place was given back"
    assert kernel.calls < ALL / 2


def test_a_client_that_reads_slowly_holds_the_work_up(kernel: Kernel) -> None:
    """Nothing is computed ahead: what a slow client has not read waits in its socket, not in the server's memory."""

    async def read_slowly() -> None:
        reading = asyncio.Event()

        async def hear(piece: bytes) -> bool:
            await reading.wait()
            return True

        task = asyncio.create_task(ask(create_app(Settings()), PATH, LONG, hear))
        while not kernel.calls:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.3)  # enough for the whole answer
        assert kernel.calls <= AT_ONCE
        reading.set()
        await task

    asyncio.run(read_slowly())
    assert kernel.calls == ALL


def test_more_than_max_concurrent_are_told_to_come_again() -> None:
    """On a real server: the next is answered 503, and a client that hangs up makes room."""
    with (
        serve(OPTIMIZER_TRAJECTORIES_MAX_CONCURRENT="1") as address,
        httpx2.Client(base_url=address, trust_env=False, timeout=30) as other,
    ):
        with connect(address, f"{PATH}?{LONG}"):
            for path in (PATH, "/export.csv"):
                refused = other.get(path)
                assert "max_concurrent" in assert_problem(refused, 503)["detail"]
                assert refused.headers["retry-after"] == "1"
            assert other.get("/healthz").status_code == 200
        end = time.monotonic() + 30
        while (status := other.get(f"{PATH}?{SHORT}").status_code) == 503 and time.monotonic() < end:
            time.sleep(0.05)  # the server learns of a lost connection in its own time
        assert status == 200


def test_a_bad_scenario_is_told_as_such_even_where_there_is_no_place() -> None:
    busy = client(max_concurrent=1)
    asyncio.run(state(busy).capacity.acquire())
    assert_problem(busy.get(f"{PATH}?steps=0"), 422)
    response = busy.get(PATH)
    assert_problem(response, 503)
    assert response.headers["retry-after"] == "1"


WORK = (
    *("/", "/embed", "/lessons/ravine", "/poster.svg", "/poster.png", "/oembed?url=http://testserver/"),
    *("/export.csv", "/export.json", "/export-numpy.py", "/export-pytorch.py", "/export.bib"),
    *(f"/api/v1/{name}" for name in ("scenario", "surface", "trajectories", "steps/0/0/1", "verdict")),
)
EASE = ("/lessons", "/api/v1/catalog", "/docs", "/healthz", "/metrics", "/openapi.json", "/embed.js")


def test_every_route_that_computes_is_admitted_by_its_price_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = client(max_concurrent=1)
    asyncio.run(state(busy).capacity.acquire())

    async def whole(job: Job[bytes]) -> bytes:
        if not job.at_once:
            raise Busy(1)
        return job.build(*job.arguments)

    monkeypatch.setattr(state(busy).work, "whole", whole)
    for path in WORK:
        response = busy.get(f"{path}?fair=tuned&optimizer=sgd&steps=2")
        if "surface" in path:  # it depends on no rate
            assert response.status_code == 200
            continue
        assert_problem(response, 503)
        assert response.headers["retry-after"] == "1"
    for path in EASE:
        assert busy.get(path).status_code == 200
    app = busy.app
    assert isinstance(app, FastAPI)
    assert_problem(busy.get("/readyz"), 503)
    named = {path.split("?")[0].replace("/0/0/1", "/{").replace("/ravine", "/{") for path in (*WORK, *EASE, "/readyz")}
    known = {context.path for context in iter_route_contexts(app.routes)}
    unnamed = {
        path
        for path in known
        if path and not any(path == name or ("{" in name and path.startswith(name)) for name in named)
    }
    assert all(path.startswith(("/static/", "/docs/", "/redoc")) for path in unnamed), unnamed


@pytest.mark.parametrize("query", [SHORT, LONG, "steps=0"])
def test_places_are_given_back(query: str) -> None:
    one = client(max_concurrent=1)
    statuses = {one.get(f"{PATH}?{query}").status_code for _ in range(3)}
    assert statuses == {422 if query == "steps=0" else 200}
    known = one.get(f"{PATH}?{SHORT}").headers["etag"]
    assert [one.get(f"{PATH}?{SHORT}", headers={"if-none-match": known}).status_code for _ in range(3)] == [304] * 3

"""Work is done as far as someone listens, and only so much of it at once."""

import asyncio
import time
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from app.builders.parts import parts
from app.builders.trajectories import ROWS
from app.main import create_app
from app.settings import Settings
from app.work import Busy, Job, Work
from optimizers import Scenario
from tests.answers import assert_problem, client, events, state
from tests.leaving import ask, connect
from tests.serving import serve
from tests.working import Here, turns

pytestmark = pytest.mark.slow

PATH = "/api/v1/trajectories"
SHORT = "optimizer=sgd&start=A,-8,1.2&steps=120"
LONG = "steps=10000&optimizer=adam&optimizer=rmsprop&" + "&".join(f"start=S{k},{k},1" for k in range(20))
ALL = len(list(parts(Scenario.from_query(LONG), ROWS)))
LINES = 10 * 2 * 20 + 2  # for each run ten pieces of a thousand steps, and the first and the last


async def listen(piece: bytes) -> bool:
    """Stay to the end."""
    return True


def test_the_stream_is_sent_as_it_is_computed(here: Here) -> None:
    done: list[int] = []

    async def hear(piece: bytes) -> bool:
        done.append(len(here.done))
        return True

    heard = asyncio.run(ask(create_app(Settings()), PATH, LONG, hear))
    bodies = [message["body"] for message in heard if message["type"] == "http.response.body"]
    assert done[:ALL] == list(range(1, ALL + 1)), "each part is sent before the next one is made"
    assert all(body.endswith(b"\n") for body in bodies[:-1]), "a piece is whole lines"
    assert max(map(len, bodies)) < 250_000
    assert len(events(b"".join(bodies))) == LINES


@pytest.mark.parametrize("pieces", [1, 3])
def test_a_client_that_leaves_stops_the_work(here: Here, pieces: int) -> None:
    app = create_app(Settings(max_concurrent=1))
    heard = 0

    async def hear(piece: bytes) -> bool:
        nonlocal heard
        heard += 1
        return heard < pieces

    asyncio.run(ask(app, PATH, LONG, hear))
    assert heard == pieces
    assert len(here.done) <= pieces + 1, "no more than the part at work"
    assert app.state.work.series == 0


def test_a_client_that_reads_slowly_holds_the_work_up(here: Here) -> None:
    """Nothing is computed ahead: what a slow client has not read waits in its socket, not in the server's memory."""

    async def read_slowly() -> None:
        reading = asyncio.Event()

        async def hear(piece: bytes) -> bool:
            await reading.wait()
            return True

        task = asyncio.create_task(ask(create_app(Settings()), PATH, LONG, hear))
        await turns(1000)
        assert len(here.done) == 1
        reading.set()
        await task

    asyncio.run(read_slowly())
    assert len(here.done) == ALL


def test_more_than_max_concurrent_are_refused_for_a_while() -> None:
    """On a real server: the next long answer is refused, short ones are not, and a client that hangs up makes room."""
    with (
        serve(OPTIMIZER_TRAJECTORIES_MAX_CONCURRENT="1") as address,
        httpx2.Client(base_url=address, trust_env=False, timeout=30) as other,
    ):
        with connect(address, f"{PATH}?{LONG}"):
            for path in (PATH, "/export.csv"):
                refused = other.get(f"{path}?{LONG}")
                assert_problem(refused, 503)
                assert refused.headers["retry-after"] == "5"
                assert other.get(f"{path}?{SHORT}").status_code == 200
            assert other.get("/").status_code == 200
        end = time.monotonic() + 30
        while (status := _status(other, f"{PATH}?{LONG}")) == 503 and time.monotonic() < end:
            time.sleep(0.05)  # the server learns of a lost connection in its own time
        assert status == 200


def _status(asking: httpx2.Client, path: str) -> int:
    with asking.stream("GET", path) as response:
        return int(response.status_code)


class Full:
    """A pool in which too much waits."""

    def refusal(self, price: float) -> Busy:
        """Return why a job is refused."""
        return Busy(7)

    async def do(self, job: Job[Any], first: bool = True) -> None:
        """Refuse a job."""
        raise Busy(7)


WORK = (
    *("/", "/embed", "/lessons/ravine", "/reference", "/poster.svg", "/poster.png", "/qr.svg"),
    *("/export.csv", "/export.json", "/export.html", "/export-numpy.py", "/export-pytorch.py", "/export.bib"),
    *(f"/api/v1/{name}" for name in ("scenario", "surface", "trajectories", "steps/0/0/1", "verdict", "catalog")),
    "/api/v1/check?task=sgd&optimizer=sgd",
)
EASE = (
    "/oembed",
    "/lessons",
    "/write-your-own",
    "/api/v1/entry?optimizer=sgd",
    "/api/v1/table?surface=linear-regression&table=1+2%0A2+3%0A3+5",
    "/docs",
    "/healthz",
    "/metrics",
    "/openapi.json",
    "/embed.js",
)


def test_every_route_that_computes_is_admitted_by_its_price_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = client()
    monkeypatch.setattr(Work, "_pool", lambda work, price: Full())
    for path in WORK:
        query = "fair=tuned&optimizer=sgd&steps=2" if "surface" not in path else "steps=3"  # which depends on no rate
        wanted = path if "?" in path else f"{path}?{query}"
        response = busy.get(wanted)
        assert_problem(response, 503)
        assert response.headers["retry-after"] == "7"
    assert_problem(busy.get(f"{PATH}?steps=0"), 422)
    assert_problem(busy.get("/oembed?url=http://testserver/%3Ffair%3Dtuned%26optimizer%3Dsgd%26steps%3D2"), 503)
    for path in EASE[1:]:
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
def test_what_has_ended_no_longer_counts(here: Here, query: str) -> None:
    one = client(max_concurrent=1)
    statuses = {one.get(f"{PATH}?{query}").status_code for _ in range(3)}
    assert statuses == {422 if query == "steps=0" else 200}
    assert state(one).work.series == 0
    known = one.get(f"{PATH}?{LONG}").headers["etag"]
    assert one.get(f"{PATH}?{LONG}", headers={"if-none-match": known}).status_code == 304

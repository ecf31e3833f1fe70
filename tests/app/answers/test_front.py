"""A repeated request gets the same as the first one, and so do all who ask at once, by one computation."""

import asyncio
import json
import logging
from typing import Any

import pytest
from fastapi import FastAPI

from app.main import create_app
from app.settings import Settings
from app.view import understand
from app.work import Job
from tests.answers import client
from tests.asking import Got, ask
from tests.working import turns, until

QUERY = "optimizer=sgd&start=A,-8,1.2&steps=5"
STATIC = f"/{create_app().state.pages.assets}/js/main.js"
PATHS = (
    *(f"/?{QUERY}", f"/embed?{QUERY}", "/lessons", f"/lessons/ravine?{QUERY}", "/embed.js", STATIC),
    *(f"/poster.svg?{QUERY}", f"/poster.png?scale=1&{QUERY}", f"/oembed?url=http://testserver/%3F{QUERY}"),
    *(f"/api/v1/{name}?{QUERY}" for name in ("scenario", "surface", "trajectories", "steps/0/0/1", "verdict")),
    f"/api/v1/catalog?{QUERY}",
    *(f"/export{name}?{QUERY}" for name in ("-numpy.py", "-pytorch.py", ".bib")),
)


class Jobs:
    """The jobs of an application: counts them, and does them when it is allowed to."""

    def __init__(self, app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = self.cancelled = 0
        self.allowed = asyncio.Event()
        monkeypatch.setattr(app.state.work, "whole", self)

    async def __call__(self, job: Job[bytes]) -> bytes:
        """Do a job in this process."""
        self.count += 1
        try:
            await self.allowed.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return job.build(*job.arguments)


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return create_app()


@pytest.mark.parametrize(
    ("path", "coding"), [(path, coding) for path in PATHS for coding in ("br", "gzip", "") if coding or path != STATIC]
)
def test_the_second_answer_is_the_first_and_its_route_is_not_asked(app: FastAPI, path: str, coding: str) -> None:
    async def main() -> tuple[Got, ...]:
        first = await ask(app, path, accept_encoding=coding)
        await ask(app, path, accept_encoding=coding)  # what is cheap is remembered only when it is asked for again
        front: Any = app.middleware_stack
        kept, front.app = front.app, None  # whatever goes on from there fails
        direct, front._direct = front._direct, {}
        try:
            known = first[b"etag"].decode()
            second = await ask(app, path, accept_encoding=coding)
            head = await ask(app, path, method="HEAD", accept_encoding=coding)
            unchanged = await ask(app, path, accept_encoding=coding, if_none_match=f'"x", {known}')
        finally:
            front.app, front._direct = kept, direct
        return (
            first,
            second,
            head,
            unchanged,
            await ask(create_app(), path, if_none_match=known, accept_encoding=coding),
        )

    first, second, head, unchanged, by_route = asyncio.run(main())
    assert first.status == 200
    assert second == first
    assert (head.status, head.headers, head.body) == (200, first.headers, b"")
    assert int(first[b"content-length"]) == len(first.body) > 0
    assert (unchanged.status, unchanged.body) == (304, b"")
    assert unchanged == by_route


def test_a_hundred_who_ask_at_once_get_one_computation(monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app()

    async def main() -> list[Got]:
        jobs = Jobs(app, monkeypatch)
        asked = [
            asyncio.create_task(ask(app, f"/?{QUERY}&utm_source={k % 10}", accept_encoding="br")) for k in range(100)
        ]
        await until(lambda: jobs.count)
        await turns()
        assert jobs.count == 1
        jobs.allowed.set()
        got = await asyncio.gather(*asked)
        got += [await ask(app, f"/?{QUERY}&utm_source=other", accept_encoding="br")]
        assert jobs.count == 1
        return got

    got = asyncio.run(main())
    assert len(got) == 101
    assert all(one == got[0] for one in got)
    assert got[0].status == 200


def test_who_leaves_cancels_a_computation_only_if_nobody_else_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app()

    async def main() -> None:
        jobs, leave, later = Jobs(app, monkeypatch), asyncio.Event(), asyncio.Event()
        one = asyncio.create_task(ask(app, f"/?{QUERY}", leave=leave))
        other = asyncio.create_task(ask(app, f"/?{QUERY}", leave=later))
        await until(lambda: jobs.count)
        await turns()
        leave.set()
        assert (await one).status == 499
        assert (jobs.count, jobs.cancelled, other.done()) == (1, 0, False)
        later.set()
        await other
        await turns()
        assert (jobs.count, jobs.cancelled) == (1, 1)
        jobs.allowed.set()
        assert (await ask(app, f"/?{QUERY}")).status == 200, "nothing was kept of what was cancelled"
        assert jobs.count == 2

    asyncio.run(main())


def test_what_failed_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app()

    async def fail(job: Job[bytes]) -> bytes:
        raise TimeoutError("late")

    async def main() -> None:
        with monkeypatch.context() as patched:
            patched.setattr(app.state.work, "whole", fail)
            for path in ("/", "/api/v1/verdict", "/api/v1/trajectories"):
                assert (await ask(app, f"{path}?{QUERY}")).status == 503
        assert app.state.answers.cache.size == app.state.answers.repeats.size == 0
        assert (await ask(app, f"/api/v1/verdict?{QUERY}")).status == 200

    asyncio.run(main())


def test_a_page_by_another_host_is_another_page() -> None:
    """It names its own address, so nobody gets one that another client has had made for a host of its choice."""

    async def main() -> None:
        app = create_app()
        pages = [await ask(app, f"/?{QUERY}", host=host) for host in ("a.example", "b.example", "a.example")]
        assert [b"a.example" in page.body for page in pages] == [True, False, True]
        assert all(b"host" in page[b"vary"].split(b", ") for page in pages)
        named = create_app(Settings(public_url="https://c.example"))
        pages = [await ask(named, f"/?{QUERY}", host=host) for host in ("a.example", "b.example")]
        assert pages[0] == pages[1]
        assert b"host" not in pages[0][b"vary"]

    asyncio.run(main())


def test_a_page_by_a_path_of_another_depth_has_links_of_its_own() -> None:
    one = client()
    plain, escaped = one.get(f"/lessons/ravine?{QUERY}"), one.get(f"/lessons%2Fravine?{QUERY}")
    assert 'data-root="../"' in plain.text
    assert 'data-root="./"' in escaped.text
    assert plain.headers["etag"] != escaped.headers["etag"]


def test_repeated_requests_are_recorded_as_the_first(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("app.access")
    log.addHandler(caplog.handler)
    try:
        one = client(access_log=True)
        path = f"/lessons/ravine?{QUERY}"
        tag = one.get(path).headers["etag"]
        for headers in ({"x-request-id": "proxy-1234"}, {"if-none-match": tag}):
            one.get(path, headers=headers)
    finally:
        log.removeHandler(caplog.handler)
    lines = [json.loads(record.getMessage()) for record in caplog.records]
    assert [line["status"] for line in lines] == [200, 200, 304]
    assert {line["route"] for line in lines} == {"/lessons/{slug}"}
    assert lines[0]["bytes"] == lines[1]["bytes"] > lines[2]["bytes"] == 0
    assert lines[1]["request"] == "proxy-1234"
    text = one.get("/metrics").text
    for source, count in (("computed", 1), ("cache", 1), ("unchanged", 1)):
        assert f'answers_total{{source="{source}",worker="0"}} {count}.0' in text
    assert 'requests_total{route="/lessons/{slug}",status="304",worker="0"} 1.0' in text
    assert 'in_flight{worker="0"} 1.0' in text


def test_a_repeated_request_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    app = create_app()

    def counted(*arguments: Any, **named: Any) -> Any:
        parsed.append(arguments[0])
        return understand(*arguments, **named)

    monkeypatch.setattr("app.dependencies.understand", counted)

    async def main() -> None:
        for _ in range(3):
            assert (await ask(app, f"/?{QUERY}")).status == 200
        assert len(parsed) == 1
        await ask(app, f"/?{QUERY}", range="bytes=0-1")
        assert len(parsed) == 2, "whoever asks for a part goes the whole way"

    asyncio.run(main())


def test_static_files_of_another_version_are_answered_but_not_kept(app: FastAPI) -> None:
    """Of the version before, in a page that a cache in front still has; or of the next, while replicas are replaced."""

    async def main() -> None:
        other = STATIC.replace(app.state.pages.assets, "static/0123456789abcdef")
        ours, theirs = await ask(app, STATIC, accept_encoding="br"), await ask(app, other, accept_encoding="br")
        assert ours.body == theirs.body
        assert ours[b"cache-control"] == b"public, max-age=31536000, immutable"
        assert theirs[b"cache-control"] == b"no-cache"
        for path in (f"{other}x", "/static/x/js/main.js", "/static/0123456789abcdeF/js/main.js"):
            assert (await ask(app, path)).status == 404

    asyncio.run(main())


def test_shared_caches_may_keep_what_is_deterministic_and_browsers_ask_each_time(app: FastAPI) -> None:
    async def main() -> None:
        for path in PATHS:
            if path == STATIC:
                continue
            directives = (await ask(app, path))[b"cache-control"].decode().split(", ")
            assert {"public", "max-age=0", "must-revalidate"} <= set(directives)
            ages = {name: int(age) for name, _, age in (one.partition("=") for one in directives) if age}
            brief = "poster" not in path and "export" not in path
            assert ages["s-maxage"] == (60 if brief else 3600)
            assert ages["stale-while-revalidate"] == (60 if brief else 86_400)

    asyncio.run(main())

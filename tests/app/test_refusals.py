"""Every refusal costs little, in time that grows no faster than what was sent, and its answer is short.

Times are CPU times of this process, compared with each other: twice as much costs hardly more than twice as long.
"""

import asyncio
import time
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import pytest

from app.main import create_app
from app.settings import Settings
from tests.asking import scope_of

APP = create_app(Settings())
BASE = APP.state.pages.assets.encode()
HTML = (b"accept", b"text/html")
LONGEST = 8190  # bytes of a query: nearly as many as are allowed
TRIES = 5
STEEPEST = 3  # times the cost for twice as much
DEAREST = 40  # times the cost of the shortest refusal, which takes 0.1 ms: a refusal takes 3 ms
BYTES = 24_000  # of an answer with its headers


class Answer(NamedTuple):
    """The status of an answer, and how many bytes it has with its headers."""

    status: int
    size: int


async def call(
    path: bytes, query: bytes = b"", headers: Iterable[tuple[bytes, bytes]] = (), method: str = "GET"
) -> Answer:
    """Ask the application without a client around it, which would cost more than a refusal."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    await APP(scope_of(path, query, [(b"host", b"testserver"), *headers], method), receive, send)
    (start,) = (message for message in sent if message["type"] == "http.response.start")
    size = sum(len(name) + len(value) for name, value in start["headers"])
    return Answer(start["status"], size + sum(len(message.get("body", b"")) for message in sent))


def cost(ask: Callable[[], Any]) -> tuple[float, Answer]:
    """Return the least CPU time of several tries, and the answer."""

    async def measured() -> tuple[float, Answer]:
        times = []
        for _ in range(TRIES):
            begun = time.process_time()
            answer: Answer = await ask()
            times.append(time.process_time() - begun)
        return min(times), answer

    return asyncio.run(measured())


@pytest.fixture(scope="module")
def least() -> float:
    """The CPU time of the shortest refusal."""
    return min(cost(lambda: call(b"/api/v1/trajectories", b"steps=0"))[0] for _ in range(3))


def assert_cheap(least: float, size: int, ask: Callable[[int], Any], statuses: Iterable[int]) -> None:
    """Asking with so many bytes costs little, and hardly more than twice as much as with half of them."""
    for last_try in (False, False, True):
        whole, answer = cost(lambda: ask(size))
        half, _ = cost(lambda: ask(size // 2))
        if whole <= STEEPEST * half + least and whole <= DEAREST * least:
            break
        assert not last_try, f"{whole * 1e3:.2f} ms, {half * 1e3:.2f} for half, {least * 1e3:.2f} for the least"
    assert answer.status in statuses
    assert answer.size <= BYTES


def filled(piece: bytes, size: int) -> bytes:
    """Return ``piece`` again and again, at most ``size`` bytes."""
    return piece * (size // len(piece))


def distinct(form: str, size: int) -> bytes:
    """Return different pieces made by a format of one number."""
    text = "&".join(form % k for k in range(size // len(form % 100)))
    return text.encode()[:size].rpartition(b"&")[0]


QUERIES: dict[str, Callable[[int], bytes]] = {
    "a number of digits": lambda n: b"noise=" + filled(b"1", n - 10) + b"x",
    "a rate of digits": lambda n: b"optimizer=sgd,lr=" + filled(b"1", n - 20) + b"x",
    "a coordinate of digits": lambda n: b"start=A," + filled(b"1", n - 20) + b"x,1",
    "a fraction": lambda n: b"noise=1." + filled(b"0", n - 10) + b"x",
    "an exponent": lambda n: b"noise=1e" + filled(b"9", n - 10) + b"x",
    "an unknown key": lambda n: filled(b"b=1&", n),
    "unknown keys": lambda n: distinct("b%d=1", n),
    "no key": lambda n: filled(b"=&", n),
    "hide": lambda n: filled(b"hide=a&", n),
    "names to hide": lambda n: b"hide=" + distinct("a%d", n - 5).replace(b"&", b","),
    "names to show": lambda n: b"show=" + filled(b"no,", n - 5),
    "names to lock": lambda n: b"lock=" + distinct("lr%d", n - 5).replace(b"&", b","),
    "commas": lambda n: b"surface=" + filled(b",", n - 8),
    "commas after an optimizer": lambda n: b"optimizer=sgd" + filled(b",", n - 13),
    "a parameter": lambda n: b"optimizer=sgd" + filled(b",a=1", n - 13),
    "parameters": lambda n: b"optimizer=sgd," + distinct("a%d=1", n - 14).replace(b"&", b","),
    "bytes that are not UTF-8": lambda n: filled(b"%ff", n),
    "items that are not UTF-8": lambda n: filled(b"%ff&", n),
    "different items that are not UTF-8": lambda n: distinct("%%ff%d", n),
    "a title that is not UTF-8": lambda n: b"title=" + filled(b"%ff", n - 6),
    "surrogates": lambda n: b"title=" + filled(b"%ED%A0%80", n - 6),
    "raw bytes": lambda n: filled(b"\xff", n),
    "pluses": lambda n: filled(b"+", n - 2) + b"=1",
    "items of a plus": lambda n: distinct("+%d=", n),
    "a title of lines": lambda n: b"title=" + filled(b"a%0a", n - 6),
    "optimizers in optimizers": lambda n: filled(b"optimizer=", n),
    "optimizers": lambda n: filled(b"optimizer=sgd&", n),
    "unknown optimizers": lambda n: filled(b"optimizer=x&", n),
    "optimizers that go round": lambda n: filled(b"optimizer=sgd,length=adam&optimizer=adam,length=sgd&", n),
    "starts": lambda n: filled(b"start=A,1,2&", n),
    "starts without a point": lambda n: filled(b"start=&", n),
    "long labels": lambda n: b"&".join(b"start=%s%02d,1,2" % (b"L" * (n // 26 - 13), k) for k in range(26)),
    "foreign digits": lambda n: b"noise=" + filled(b"%D9%A1", n - 6),
    "versions": lambda n: filled(b"v=3&", n),
    "themes": lambda n: filled(b"theme=a&", n),
    "steps": lambda n: filled(b"steps=1&", n),
    "tabs": lambda n: filled(b"%09=%09&", n),
    "zeros": lambda n: filled(b"%00", n),
    "blanks": lambda n: b"surface=" + filled(b"%20", n - 11) + b"x",
}


@pytest.mark.parametrize("headers", [(), (HTML,)], ids=["data", "a page"])
@pytest.mark.parametrize("flood", QUERIES)
def test_a_query_is_refused_at_little_cost(flood: str, headers: Any, least: float) -> None:
    made = {size: QUERIES[flood](size) for size in (LONGEST, LONGEST // 2)}
    assert all(size - 80 < len(query) <= size for size, query in made.items())
    assert_cheap(least, LONGEST, lambda n: call(b"/api/v1/trajectories", made[n], headers), {422})


@pytest.mark.parametrize(
    "path", [b"/export.csv", b"/export.bib", b"/poster.png", b"/api/v1/steps/0/0/1", b"/api/v1/verdict"]
)
def test_every_route_reads_a_query_once(path: bytes, least: float) -> None:
    for flood in ("items that are not UTF-8", "items of a plus", "no key", "tabs", "unknown keys"):
        made = {size: QUERIES[flood](size) for size in (LONGEST, LONGEST // 2)}

        def ask(size: int, made: dict[int, bytes] = made) -> Any:
            return call(path, made[size])

        assert_cheap(least, LONGEST, ask, {422})


def test_a_query_that_is_too_long_is_not_read(least: float) -> None:
    assert_cheap(least, 60_000, lambda n: call(b"/api/v1/trajectories", filled(b"%ff&", n)), {422})


PATHS: dict[str, Callable[[int], bytes]] = {
    "a lesson": lambda n: b"/lessons/" + filled(b"x", n),
    "a file": lambda n: b"/%s/" % BASE + filled(b"x", n),
    "files above": lambda n: b"/%s/" % BASE + filled(b"../", n),
    "folders of files": lambda n: b"/%s/" % BASE + filled(b"a/", n),
    "a step": lambda n: b"/api/v1/steps/0/0/" + filled(b"1", n),
    "an optimizer": lambda n: b"/api/v1/steps/-" + filled(b"1", n) + b"/0/1",
    "slashes": lambda n: filled(b"/", n),
    "folders": lambda n: b"/" + filled(b"a/", n),
    "letters": lambda n: b"/" + filled("\u00e9".encode(), n),
    "zeros": lambda n: b"/%s/" % BASE + filled(b"\0", n),
}


@pytest.mark.parametrize("headers", [(), (HTML,)], ids=["data", "a page"])
@pytest.mark.parametrize("flood", PATHS)
def test_an_address_is_refused_at_little_cost(flood: str, headers: Any, least: float) -> None:
    assert_cheap(least, 8000, lambda n: call(PATHS[flood](n), b"", headers), {404, 422})


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "BREW"])
def test_a_method_is_refused_at_little_cost(method: str, least: float) -> None:
    for path in (b"/", b"/api/v1/trajectories", b"/oembed"):

        def ask(size: int, path: bytes = path) -> Any:
            return call(path, filled(b"b=1&", size), method=method)

        assert_cheap(least, LONGEST, ask, {405})


HEADERS: dict[str, Callable[[int], tuple[bytes, bytes]]] = {
    "if-none-match": lambda n: (b"if-none-match", filled(b'W/"a",', n)),
    "quotes": lambda n: (b"if-none-match", filled(b'"', n)),
    "accept": lambda n: (b"accept", filled(b"text/htm;q=0.1,", n)),
    "accept-encoding": lambda n: (b"accept-encoding", filled(b"gzip;q=0.1,", n)),
    "range": lambda n: (b"range", b"bytes=" + filled(b"0-0,2-2,", n)),
    "host": lambda n: (b"host", filled(b"a", n)),
    "cookie": lambda n: (b"cookie", filled(b"a=1;", n)),
    "x-request-id": lambda n: (b"x-request-id", filled(b"a", n)),
    "x-forwarded-for": lambda n: (b"x-forwarded-for", filled(b"1.1.1.1,", n)),
}


@pytest.mark.parametrize("header", HEADERS)
def test_a_long_header_costs_little(header: str, least: float) -> None:
    for path, query in (
        (b"/api/v1/trajectories", b"steps=0"),
        (b"/api/v1/trajectories", b"steps=3"),
        (b"/nothing", b""),
    ):

        def ask(size: int, path: bytes = path, query: bytes = query) -> Any:
            return call(path, query, [HEADERS[header](size)])

        assert_cheap(least, 60_000, ask, {200, 404, 422})


OEMBED: dict[str, Callable[[int], bytes]] = {
    "an address": lambda n: b"url=" + filled(b"x", n),
    "other names": lambda n: filled(b"+&", n),
    "other names that are not UTF-8": lambda n: filled(b"%ff&", n),
    "a query": lambda n: b"url=http://testserver/?" + filled(b"b%3D1%26", n - 30),
    "a lesson": lambda n: b"url=http://testserver/lessons/ravine?" + filled(b"b%3D1%26", n - 40),
    "slashes": lambda n: b"url=http://testserver" + filled(b"/", n),
    "brackets": lambda n: b"url=http://" + filled(b"[", n),
    "names": lambda n: b"url=http://" + filled(b"@", n),
    "a port": lambda n: b"url=http://testserver:" + filled(b"1", n),
    "percent signs": lambda n: b"url=http://testserver/" + filled(b"%2525", n - 30),
    "a format": lambda n: b"url=x&format=" + filled(b"x", n),
    "a width": lambda n: b"url=http://testserver/&maxwidth=" + filled(b"1", n),
}


@pytest.mark.parametrize("flood", OEMBED)
def test_an_address_to_embed_is_refused_at_little_cost(flood: str, least: float) -> None:
    assert_cheap(least, LONGEST, lambda n: call(b"/oembed", OEMBED[flood](n)), {404, 422, 501})

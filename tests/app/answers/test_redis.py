"""Workers and replicas share answers in Redis; the service goes on when Redis dies, hangs, is slow or sends rubbish."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from fastapi import FastAPI
from redis import Redis

from app.answers import redis as shared
from app.answers.cache import Answer
from app.answers.redis import LARGEST, RedisCache, pack, unpack
from app.main import create_app
from app.settings import Settings
from app.work import Job
from tests.asking import Got, ask
from tests.redis_server import RedisServer, redis_server
from tests.working import until

TAG = 'W/"0123456789abcdef0123456789abcdef"'
ANSWER = Answer(((b"content-type", b"text/html; charset=utf-8"), (b"etag", TAG.encode())), bytes(range(256)))
SHORT = 0.05  # seconds
PAGE = "/?optimizer=sgd&start=A,-8,1.2&steps=5"


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    with redis_server() as running:
        yield running


@pytest.fixture(autouse=True)
def empty(server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty it, and give it more time than a busy machine needs; the tests of faults set what they wait for."""
    monkeypatch.setattr(shared, "PATIENCE", 30.0)
    with Redis.from_url(server.address) as direct:
        direct.flushall()


@asynccontextmanager
async def cache_at(address: str, version: str = "1") -> AsyncIterator[RedisCache]:
    """A shared cache, closed at the end."""
    cache = RedisCache(address, version)
    try:
        yield cache
    finally:
        await cache.close()


async def stored(cache: RedisCache) -> None:
    """Wait until everything is stored, or given up."""
    await until(lambda: not cache.storing)


def test_what_one_has_stored_another_finds(server: RedisServer) -> None:
    async def main() -> None:
        async with cache_at(server.address) as one, cache_at(server.address) as other:
            assert await other.get(TAG, "br") is None
            one.keep(TAG, "br", ANSWER)
            await stored(one)
            assert await other.get(TAG, "br") == ANSWER
            assert await other.get(TAG, "gzip") is None

    asyncio.run(main())
    with Redis.from_url(server.address) as direct:
        (key,) = direct.scan_iter()
        assert b":1:" in key
        assert 0 < int(direct.ttl(key)) <= 86_400


def test_another_version_finds_nothing(server: RedisServer) -> None:
    async def main() -> None:
        async with cache_at(server.address) as one, cache_at(server.address, "2") as other:
            one.keep(TAG, "br", ANSWER)
            await stored(one)
            assert await other.get(TAG, "br") is None

    asyncio.run(main())


def test_what_is_large_is_not_stored(server: RedisServer) -> None:
    async def main() -> None:
        async with cache_at(server.address) as cache:
            cache.keep(TAG, "br", Answer((), bytes(LARGEST)))
            await stored(cache)
            assert await cache.get(TAG, "br") is None

    asyncio.run(main())


def damaged() -> dict[str, bytes]:
    whole = pack("key", ANSWER)
    return {
        "nothing": b"",
        "text": b"hello",
        "cut off": whole[:-1],
        "longer": whole + b"x",
        "a changed byte": whole[:60] + bytes([whole[60] ^ 1]) + whole[61:],
        "another key's": pack("other", ANSWER),
        "large": bytes(3 * LARGEST),
    }


@pytest.mark.parametrize("kind", damaged())
def test_only_what_was_packed_for_a_key_is_taken(kind: str) -> None:
    assert unpack("key", pack("key", ANSWER)) == ANSWER
    assert unpack("key", damaged()[kind]) is None


@pytest.mark.parametrize("kind", [*damaged(), "a list"])
def test_rubbish_in_redis_is_taken_for_nothing_and_replaced(server: RedisServer, kind: str) -> None:
    async def main() -> None:
        async with cache_at(server.address) as cache:
            cache.keep(TAG, "br", ANSWER)
            await stored(cache)
            with Redis.from_url(server.address) as direct:
                (key,) = direct.scan_iter()
                direct.delete(key)
                if kind == "a list":
                    direct.rpush(key, "x")
                else:
                    direct.set(key, damaged()[kind])
            assert await cache.get(TAG, "br") is None
            cache.keep(TAG, "br", ANSWER)
            await stored(cache)
            assert await cache.get(TAG, "br") == ANSWER

    asyncio.run(main())


def test_redis_dies_and_comes_back(
    server: RedisServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(shared, "PAUSE", 0.0)

    async def main() -> None:
        async with cache_at(server.address) as cache:
            cache.keep(TAG, "br", ANSWER)
            await stored(cache)
            server.stop()
            for _ in range(3):
                assert await cache.get(TAG, "br") is None
            cache.keep(TAG, "br", ANSWER)
            await stored(cache)
            server.start()
            assert await cache.get(TAG, "br") is None, "it has lost what it had"
            cache.keep(TAG, "br", ANSWER)
            await stored(cache)
            assert await cache.get(TAG, "br") == ANSWER

    asyncio.run(main())
    assert [record.getMessage().split(";")[0] for record in caplog.records] == [
        "The shared cache does not answer",
        "The shared cache answers again.",
    ]


async def rubbish(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer what is not the protocol of Redis."""
    await reader.read(100)
    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 100)


async def silence(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Take everything, and answer nothing until the client leaves."""
    while await reader.read(1 << 16):
        pass


async def drops(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer one byte at a time, each sooner than any time limit of a read."""
    while await reader.read(1 << 16):
        for _ in range(100):
            writer.write(b"$")
            await asyncio.sleep(0.01)


Server = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@pytest.mark.parametrize("answer", [rubbish, silence, drops])
def test_a_server_that_is_no_redis_is_left_alone_for_a_while(answer: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "PATIENCE", SHORT)
    monkeypatch.setattr(shared, "PAUSE", 600.0)
    asked = 0

    async def counting(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        try:
            await answer(reader, writer)
        finally:
            writer.close()

    async def main() -> None:
        listening = await asyncio.start_server(counting, "127.0.0.1", 0)
        port = listening.sockets[0].getsockname()[1]
        async with listening, cache_at(f"redis://127.0.0.1:{port}/0") as cache:
            assert await cache.get(TAG, "br") is None
            before = asked
            for _ in range(100):
                assert await cache.get(TAG, "br") is None
            cache.keep(TAG, "br", ANSWER)
            await stored(cache)
            assert asked == before, "it pauses"

    asyncio.run(main())


def test_after_the_pause_one_request_finds_out_and_the_others_do_not_wait(
    server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def main() -> None:
        async with cache_at(server.address) as cache, cache_at(server.address) as hasty:
            cache.keep(TAG, "br", ANSWER)
            await stored(cache)
            server.hang()
            try:
                monkeypatch.setattr(shared, "PATIENCE", SHORT)
                monkeypatch.setattr(shared, "PAUSE", 0.0)
                assert await hasty.get(TAG, "br") is None
                monkeypatch.setattr(shared, "PAUSE", 600.0)
                monkeypatch.setattr(shared, "PATIENCE", 1.0)
                probe, *others = [asyncio.create_task(hasty.get(TAG, "br")) for _ in range(50)]
                for _ in range(5):
                    await asyncio.sleep(0)
                assert [task.done() for task in (probe, *others)] == [False] + [True] * 49
                assert await probe is None
            finally:
                server.go_on()
            assert await hasty.get(TAG, "br") is None, "it pauses"
            monkeypatch.setattr(shared, "PATIENCE", 30.0)
            assert await asyncio.gather(*(cache.get(TAG, "br") for _ in range(10))) == [ANSWER] * 10

    asyncio.run(main())


def counted(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> list[Job[bytes]]:
    """Return a list to which each job that an application does is added."""
    jobs: list[Job[bytes]] = []
    whole = app.state.work.whole

    async def count(job: Job[bytes]) -> Any:
        jobs.append(job)
        return await whole(job)

    monkeypatch.setattr(app.state.work, "whole", count)
    return jobs


@pytest.fixture
def replicas(server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> list[tuple[FastAPI, list[Job[bytes]]]]:
    """Two applications that share a Redis, and the jobs that each has done."""
    apps = [create_app(Settings(cache=server.address)) for _ in range(2)]
    return [(app, counted(app, monkeypatch)) for app in apps]


def test_a_page_is_computed_by_one_replica_for_both(replicas: list[tuple[FastAPI, list[Job[bytes]]]]) -> None:
    (one, by_one), (other, by_other) = replicas

    async def main() -> tuple[Got, Got]:
        first = await ask(one, PAGE, accept_encoding="br")
        await stored(one.state.answers.shared)
        second = await ask(other, PAGE, accept_encoding="br")
        for app in (one, other):
            await app.state.answers.shared.close()
        return first, second

    first, second = asyncio.run(main())
    assert first == second
    assert (len(by_one), len(by_other)) == (1, 0)


@pytest.mark.parametrize("fault", ["dead", "hangs"])
def test_the_service_goes_on_without_redis(
    fault: str, replicas: list[tuple[FastAPI, list[Job[bytes]]]], server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, computed = replicas[0]
    monkeypatch.setattr(shared, "PATIENCE", SHORT)

    async def main() -> None:
        fail, recover = (server.stop, server.start) if fault == "dead" else (server.hang, server.go_on)
        fail()
        try:
            for number in range(1, 4):
                got = await ask(app, f"/?optimizer=sgd&start=A,-8,1.2&steps={number}")
                assert got.status == 200
                assert b"</html>" in got.body
                assert len(computed) == number
            await stored(app.state.answers.shared)
            await app.state.answers.shared.close()
        finally:
            recover()

    asyncio.run(main())

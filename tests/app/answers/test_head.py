"""HEAD: the headers of GET, and no work on the body after them."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.responses import StreamingResponse

from app.answers.head import without_body


def ask(app: Any) -> list[Any]:
    """Return what is sent for a HEAD request to ``app``."""
    sent: list[Any] = []

    async def receive() -> Any:
        await asyncio.Event().wait()

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "HEAD", "path": "/", "headers": [], "extensions": {"http.response.pathsend": {}}}
    asyncio.run(without_body(app, scope, receive, send))
    return sent


def test_a_file_of_many_pieces_is_not_made() -> None:
    made = []

    def pieces() -> Iterator[bytes]:
        for k in range(10_000):
            made.append(k)
            yield b"piece"

    start, body = ask(StreamingResponse(pieces(), headers={"etag": '"a"'}))
    assert (start["status"], body["body"]) == (200, b"")
    assert (b"etag", b'"a"') in start["headers"]
    assert len(made) < 10


def test_the_application_sees_get_and_is_cancelled_after_the_headers() -> None:
    seen: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append((scope["method"], scope["extensions"]))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        try:
            await asyncio.Event().wait()
        finally:
            seen.append("ended")

    assert [message["type"] for message in ask(app)] == ["http.response.start", "http.response.body"]
    assert seen == [("GET", {}), "ended"]


def test_a_failure_before_the_headers_is_a_failure() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        ask(app)


def test_a_client_that_leaves_ends_the_work() -> None:
    ended = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    async def nothing(*message: Any) -> Any:
        """Nothing is received or sent."""

    async def leave() -> None:
        asked = asyncio.ensure_future(without_body(app, {"type": "http"}, nothing, nothing))
        await asyncio.sleep(0)
        await asyncio.sleep(0)  # until the application waits
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked

    asyncio.run(leave())
    assert ended

"""Clients that do not read to the end, on the other side of ASGI or of a socket."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from fastapi import FastAPI

from tests.asking import scope_of

Message = dict[str, Any]


async def ask(
    app: FastAPI, path: str, query: str | bytes, hear: Callable[[bytes], Awaitable[bool]], accept: str = "*/*"
) -> list[Message]:
    """Ask ``app``; ``hear`` is given each piece of the answer and says whether the client stays.

    As with uvicorn, what is sent to a client that has left is dropped without an error. Returns when the app is done.
    """
    gone = asyncio.Event()
    heard: list[Message] = []
    asked = False

    async def receive() -> Message:
        nonlocal asked
        if not asked:
            asked = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if gone.is_set():
            return
        heard.append(message)
        if message["type"] == "http.response.body" and not await hear(message["body"]):
            gone.set()

    sent = query if isinstance(query, bytes) else query.encode()
    headers = [(b"host", b"testserver"), (b"accept", accept.encode())]
    await app(scope_of(path.encode(), sent, headers), receive, send)
    return heard


@contextmanager
def connect(address: str, path: str) -> Iterator[socket.socket]:
    """A connection on which ``path`` was asked for and the first bytes of the answer have come; it reads no more."""
    parts = urlsplit(address)
    assert parts.hostname is not None
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # so that a long answer cannot hide in buffers
        connection.settimeout(30)
        connection.connect((parts.hostname, parts.port))
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n".encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 200 ")
        yield connection

"""Requests to an application without a server and without a client's own work, for tests that ask thousands."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from starlette.types import ASGIApp, Message

Headers = list[tuple[bytes, bytes]]


@dataclass
class Got:
    """What an application sent."""

    status: int = 0
    headers: Headers = field(default_factory=list)
    body: bytes = b""

    def __getitem__(self, name: bytes) -> bytes:
        """Return the value of a header."""
        return dict(self.headers)[name]


def scope_of(path: bytes, query: bytes, headers: Headers, method: str = "GET") -> dict[str, Any]:
    """Return the scope of a request as uvicorn makes it."""
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path.decode("utf-8", "replace"),
        "raw_path": path,
        "query_string": query,
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
        "state": {},
    }


async def ask(
    app: ASGIApp,
    address: str,
    method: str = "GET",
    host: str = "testserver",
    leave: asyncio.Event | None = None,
    **headers: str,
) -> Got:
    """Return the answer to a request for a path and a query; a header's name is written with underscores.

    leave: the client goes when it is set; otherwise it stays.
    """
    path, _, query = address.partition("?")
    got = Got()
    asked = [(b"host", host.encode())]
    asked += [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    messages = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if messages:
            return messages.pop()
        await (leave or asyncio.Event()).wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            got.status, got.headers = message["status"], list(message["headers"])
        else:
            got.body += message.get("body", b"")

    await app(scope_of(path.encode(), query.encode(), asked, method), receive, send)
    return got

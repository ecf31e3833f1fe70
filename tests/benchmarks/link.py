"""A connection of a benchmark's client, with as little work for each answer as possible."""

import asyncio
from collections.abc import Callable


class Link(asyncio.Protocol):
    """A connection that reads an answer to its end and passes on status, head and body, which it keeps if it should."""

    def __init__(self, lost: Callable[["Link"], None]) -> None:
        self.transport: asyncio.Transport | None = None
        self.lost = lost
        self.done: Callable[[Link, int, bytes, bytes], None] | None = None
        self._head = b""
        self._body: list[bytes] = []
        self._missing = 0
        self._keep = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It is open."""
        self.transport = transport  # type: ignore[assignment]  # a connection's is one

    def ask(self, sent: bytes, done: "Callable[[Link, int, bytes, bytes], None]", keep: bool = False) -> None:
        """Send a request; ``done`` is called with its answer."""
        assert self.transport is not None
        self.done, self._head, self._body, self._keep = done, b"", [], keep
        self.transport.write(sent)

    def data_received(self, data: bytes) -> None:
        """Read on."""
        if not self._head:
            self._body.append(data)
            data = b"".join(self._body)
            head, end, data = data.partition(b"\r\n\r\n")
            if not end:
                return
            self._head, self._body = head.lower(), []
            chunked = b"transfer-encoding: chunked" in self._head
            length = self._head.partition(b"content-length: ")[2].split(b"\r", 1)[0]
            self._missing = -1 if chunked else int(length or 0)
            if self._head[9:12] == b"304":
                self._missing = 0
        if self._keep:
            self._body.append(data)
        if self._missing < 0:
            over = data.endswith(b"0\r\n\r\n")
        else:
            self._missing -= len(data)
            over = self._missing <= 0
        if over and self.done:
            done, self.done = self.done, None
            done(self, int(self._head[9:12]), self._head, b"".join(self._body))

    def connection_lost(self, error: Exception | None) -> None:
        """It was closed."""
        self.transport = None
        self.lost(self)

"""A connection whose answers come by a callback: cheaper than a stream, for hundreds of clients in one process."""

import asyncio
from collections.abc import Callable


class Link(asyncio.Protocol):
    """A connection that reads each answer to its end and passes on its status and its head, in small letters."""

    def __init__(self, lost: Callable[["Link"], None]) -> None:
        self.transport: asyncio.Transport | None = None
        self.lost = lost
        self.done: Callable[[Link, int, bytes], None] | None = None
        self._head = b""
        self._begun = b""  # what has come of a head
        self._missing = 0  # bytes; -1 where only the last chunk ends the body

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It is open."""
        self.transport = transport  # type: ignore[assignment]  # a connection's is one

    def ask(self, sent: bytes, done: "Callable[[Link, int, bytes], None]") -> None:
        """Send a request; ``done`` is called with its answer."""
        assert self.transport is not None
        self.done, self._head, self._begun = done, b"", b""
        self.transport.write(sent)

    def data_received(self, data: bytes) -> None:
        """Read on."""
        if not self._head:
            self._begun += data
            head, end, data = self._begun.partition(b"\r\n\r\n")
            if not end:
                return
            self._head = head.lower()
            chunked = b"transfer-encoding: chunked" in self._head
            length = self._head.partition(b"content-length: ")[2].split(b"\r", 1)[0]
            self._missing = -1 if chunked else int(length or 0)
            if self._head[9:12] == b"304":
                self._missing = 0
        if self._missing < 0:
            over = data.endswith(b"0\r\n\r\n")
        else:
            self._missing -= len(data)
            over = self._missing <= 0
        if over and self.done:
            done, self.done = self.done, None
            done(self, int(self._head[9:12]), self._head)

    def connection_lost(self, error: Exception | None) -> None:
        """It was closed."""
        self.transport = None
        self.lost(self)

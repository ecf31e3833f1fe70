"""A connection that no client can hold: requests are bounded in size and time, and answers in the time to be read.

uvicorn has no bound on the headers of a request, on how long they take, and on how long an answer waits to be read.
"""

import asyncio
from functools import cache
from http import HTTPStatus

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from ..encoding import dumps
from ..settings import Settings

LEAST = 65_536  # bytes of an answer that a client takes in read_timeout seconds, or all that wait


@cache
def _settings() -> Settings:
    return Settings()


class Connection(HttpToolsProtocol):
    """uvicorn's protocol with these bounds. What is sent to a connection that it has closed is dropped."""

    _size = 0  # bytes of the request that is arriving
    _whole = True  # whether nothing is missing of the last request
    _arriving: asyncio.TimerHandle | None = None
    _reading: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Wait for the first request."""
        super().connection_made(transport)
        self._await_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the timers."""
        self._stop_waiting()
        self._stop_watching()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read a part of a request, unless it is too large."""
        self._size += len(data)
        super().data_received(data)
        if self._whole:
            self._stop_waiting()
            self._size = 0
        elif self._size > _settings().max_request:
            self._refuse()
        elif self._arriving is None:
            self._await_request()

    def on_message_begin(self) -> None:
        """A request begins."""
        self._whole = False
        super().on_message_begin()

    def on_message_complete(self) -> None:
        """A request ends."""
        self._whole = True
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Watch how the client reads what is not yet sent of an answer that is complete."""
        super().on_response_complete()
        if self.transport.get_write_buffer_size():
            self._watch()

    def pause_writing(self) -> None:
        """Watch how the client reads what waits."""
        super().pause_writing()
        self._watch()

    def resume_writing(self) -> None:
        """The client has read."""
        self._stop_watching()
        super().resume_writing()

    def _await_request(self) -> None:
        self._arriving = self.loop.call_later(_settings().request_timeout, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._arriving is not None:
            self._arriving.cancel()
            self._arriving = None

    def _watch(self) -> None:
        """Close the connection in some seconds if until then the client has not read enough."""
        self._stop_watching()
        waiting = self.transport.get_write_buffer_size()
        self._reading = self.loop.call_later(_settings().read_timeout, self._judge, waiting)

    def _judge(self, waiting: int) -> None:
        now = self.transport.get_write_buffer_size()
        if now > max(0, waiting - LEAST):
            self.transport.abort()  # close() would wait until all is read
        elif now:
            self._watch()

    def _stop_watching(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _refuse(self) -> None:
        status = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
        detail = f"A request may have {_settings().max_request} bytes; max_request is the setting."
        body = dumps({"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail})
        head = f"HTTP/1.1 {status.value} {status.phrase}\r\ncontent-type: application/problem+json\r\n"
        self.transport.write(f"{head}content-length: {len(body)}\r\nconnection: close\r\n\r\n".encode() + body)
        self.transport.close()

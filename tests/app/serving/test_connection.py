"""Clients that send slowly, or too much, or do not read: none of them holds a connection, on a real server."""

import re
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from http.client import HTTPConnection
from typing import Any, cast
from urllib.parse import urlsplit

import httpx2
import pytest
import uvicorn
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.server import ServerState

from app.main import create_app
from app.serving.connection import Connection
from app.settings import Settings
from tests.leaving import connect
from tests.serving import serve

PATH = "/api/v1/trajectories"
LONG = "steps=10000&optimizer=adam&optimizer=rmsprop&" + "&".join(f"start=S{k},{k},1" for k in range(20))
PATIENCE = 60  # seconds; the server waits one


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serve(
        OPTIMIZER_TRAJECTORIES_REQUEST_TIMEOUT="3",
        OPTIMIZER_TRAJECTORIES_READ_TIMEOUT="2",
        OPTIMIZER_TRAJECTORIES_MAX_CONCURRENT="1",
    ) as found:
        yield found


def open_connection(address: str) -> socket.socket:
    parts = urlsplit(address)
    return socket.create_connection((parts.hostname or "", parts.port or 0), timeout=PATIENCE)


def read_to_the_end(connection: socket.socket) -> bytes:
    """Return what comes until the server closes the connection; fails where it does not."""
    found = b""
    with suppress(ConnectionError):  # closed without waiting for what the client has not read
        while piece := connection.recv(65_536):
            found += piece
    return found


@pytest.mark.slow
def test_a_reader_that_stalls_gives_its_place_back(address: str) -> None:
    with httpx2.Client(base_url=address, trust_env=False, timeout=PATIENCE) as other:

        def begin_another() -> int:
            with other.stream("GET", f"{PATH}?{LONG}") as answer:
                return int(answer.status_code)

        with connect(address, f"{PATH}?{LONG}"):
            assert begin_another() == 503
            end = time.monotonic() + PATIENCE
            while (status := begin_another()) == 503 and time.monotonic() < end:
                time.sleep(0.05)  # the server notices in its own time
            assert status == 200
        assert other.get("/healthz").status_code == 200


class Transport:
    """The other side's buffer, and a clock that a test moves on."""

    def __init__(self) -> None:
        self.waiting = 0
        self.aborted = False
        self.timers: list[tuple[Callable[..., None], tuple[Any, ...]]] = []

    def get_write_buffer_size(self) -> int:
        return self.waiting

    def abort(self) -> None:
        self.aborted = True

    def call_later(self, seconds: float, call: Callable[..., None], *arguments: Any) -> "Transport":
        self.timers.append((call, arguments))
        return self

    def cancel(self) -> None:
        self.timers.clear()

    def let_time_pass(self) -> None:
        for call, arguments in self.timers[:1]:
            self.timers.clear()
            call(*arguments)


@pytest.mark.parametrize(
    ("sizes", "aborted"),
    [
        ([900_000, 800_000, 700_000, 0], False),  # slow, but it reads
        ([900_000, 900_000], True),
        ([900_000, 899_000], True),  # a trickle
        ([900_000, 800_000, 800_000], True),
        ([1000, 1000], True),  # the rest of an answer
        ([1000, 0], False),
    ],
)
def test_a_client_has_to_read_some_of_its_answer_in_time(sizes: Sequence[int], aborted: bool) -> None:
    other = Transport()
    connection = Connection(
        uvicorn.Config(create_app(Settings()), log_config=None), ServerState(), {}, cast("Any", other)
    )
    connection.transport, connection.flow = cast("Any", other), FlowControl(cast("Any", other))
    other.waiting = sizes[0]
    connection.pause_writing()
    for other.waiting in sizes[1:]:
        other.let_time_pass()
    assert other.aborted is aborted
    assert other.timers == []


BEGUN = (
    b"",
    b"GET / HT",
    b"GET / HTTP/1.1\r\nHost: a\r\nX: ",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx",
)
WHOLE = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.mark.slow
def test_a_request_that_does_not_arrive_is_not_waited_for(address: str) -> None:
    with ExitStack() as stack:
        connections = [stack.enter_context(open_connection(address)) for _ in (*BEGUN, WHOLE)]
        for connection, begun in zip(connections, (*BEGUN, WHOLE + BEGUN[1]), strict=True):
            connection.sendall(begun)
        answers = [read_to_the_end(connection).partition(b"\r\n")[0] for connection in connections]
    assert answers == [b"", b"", b"", b"HTTP/1.1 405 Method Not Allowed", b"HTTP/1.1 200 OK"]


@pytest.mark.slow
def test_a_request_that_arrives_in_drops_is_not_waited_for(address: str) -> None:
    end = time.monotonic() + PATIENCE
    with open_connection(address) as connection, suppress(ConnectionError):
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: ")
        while time.monotonic() < end:
            connection.sendall(b"x")
            time.sleep(0.1)  # the client is slow on purpose: that is what is tested
    assert time.monotonic() < end


@pytest.mark.parametrize(
    "begin",
    [
        b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: ",
        b"GET /",
        b"POST /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n",
    ],
)
def test_a_request_that_is_too_large_is_refused_before_it_has_arrived(begin: bytes, address: str) -> None:
    most = Settings().max_request
    sent = 0
    with open_connection(address) as connection:
        connection.sendall(begin)
        with suppress(ConnectionError):
            while sent < 1000 * most:
                sent += connection.send(b"x" * 4096)
        assert sent < 1000 * most


def test_the_refusal_names_the_setting(address: str) -> None:
    most = Settings().max_request
    with open_connection(address) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\nX: " + b"x" * most)
        answer = read_to_the_end(connection)
    assert answer.startswith(b"HTTP/1.1 431 ")
    assert b"application/problem+json" in answer
    assert re.search(rb"\b%d bytes; max_request" % most, answer)


def test_many_requests_on_a_connection_are_counted_apart(address: str) -> None:
    connection = HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)
    for _ in range(8):
        connection.request("GET", "/healthz", headers={"x": "x" * 20_000})
        answer = connection.getresponse()
        assert (answer.status, answer.read()[:9]) == (200, b'{"status"')
    connection.close()

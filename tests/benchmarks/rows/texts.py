"""Texts that a client makes long: refusals, errors, headers, requests that do not arrive, ever new steps."""

import asyncio
import socket
from contextlib import ExitStack, suppress
from time import perf_counter

from tests.benchmarks.asking import Connection, get
from tests.benchmarks.cases import API, numbers
from tests.benchmarks.processes import Peak, Server
from tests.benchmarks.query import REFUSED
from tests.benchmarks.rows.row import IMPATIENT, Found, Row
from tests.benchmarks.watching import Watch

ENOUGH = 0.4  # seconds of CPU after which a refusal has been measured
STEPS = 3000
HEADER = 64_000_000  # bytes
HALF_OPEN = 900
LONG = {
    "8 kB of b=1&…": "b=1&" * 2047,
    "8 kB of hide=a,a0,…": REFUSED["8 kB of hide=a,a0,a1,…"],
    "8 kB of hide=a&…": REFUSED["8 kB of hide=a&…"],
}


async def refusals(server: Server) -> list[Found]:
    """CPU of the worst refusal of benchmarks.query, and of a page with problems, less that of a page without.

    The page of many starts is not compared: it shows as many as it can, which is another picture.
    """
    worst, slowest = 0.0, 0.0
    usual = await _cpu(server, "/")
    for name, text in REFUSED.items():
        worst = max(worst, await _cpu(server, f"{API}/trajectories?{text}"))
        if "start=" not in name:
            slowest = max(slowest, await _cpu(server, f"/?{text}") - usual)
    return [
        Found("a refusal, CPU, the worst of ten", worst * 1e3, "ms", most=5),
        Found("a page with the notice, beyond the page", slowest * 1e3, "ms", most=5),
    ]


async def _cpu(server: Server, path: str) -> float:
    """Return seconds of CPU of one request."""
    connection, count, before = Connection(server), 0, server.cpu()
    while count < 100 and server.cpu() - before < ENOUGH:
        await connection.get(path)
        count += 1
    connection.close()
    return (server.cpu() - before) / count


async def errors(server: Server) -> list[Found]:
    """Bytes of an error, and of a page with its notice beyond the page without one."""
    usual, found = len((await get(server, "/")).body), []
    for name, text in LONG.items():
        refusal = await get(server, f"{API}/trajectories?{text}")
        page = await get(server, f"/?{text}")
        found.append(Found(f"{name}: error", len(refusal.body) / 1e3, "kB", most=20))
        found.append(Found(f"{name}: page, more", (len(page.body) - usual) / 1e3, "kB", most=40))
    return found


async def steps(server: Server) -> list[Found]:
    """Memory kept after explanations of ever new runs."""
    memory = []

    async def ask(count: int) -> None:
        connection = Connection(server)
        for _ in range(count):
            digits = 1000 + next(numbers)  # which the explanation prints
            await connection.get(f"{API}/steps/0/0/2?optimizer=adam,lr=0.0{digits}&start=A,-{digits / 1e3},1.2&steps=2")
        connection.close()

    await ask(200)
    for _ in range(2):
        memory.append(server.memory())
        await asyncio.gather(*(ask(STEPS // 20) for _ in range(10)))
    memory.append(server.memory())
    return [
        Found(f"{STEPS} requests, memory kept", memory[2] - memory[0], "MB", most=20),
        Found("of these by the second half", memory[2] - memory[1], "MB", most=8),
    ]


async def headers(server: Server) -> list[Found]:
    """A header of 64 MB, and 300 requests with 1 MB of Accept-Encoding."""
    with Peak(server) as peak, Watch(server, "healthz") as watch:
        taken = await asyncio.to_thread(_send_header, server)
    before = server.memory()
    for number in range(300):
        answer = await get(server, "/", {"accept-encoding": f"x{number}" + "x" * 1_000_000}, timeout=5)
        del answer
    return [
        Found("64 MB header: longest /healthz", watch.longest("healthz"), "ms", most=100),
        Found("64 MB header: bytes taken", taken / 1e6, "MB", most=4),
        Found("64 MB header: memory at the peak", peak.more, "MB", most=40),
        Found("300 × 1 MB of Accept-Encoding: kept", server.memory() - before, "MB", most=20),
    ]


def _send_header(server: Server) -> int:
    """Return how many bytes of a header the server takes."""
    sent = 0
    with socket.create_connection((server.host, server.port), timeout=10) as connection, suppress(OSError):
        connection.sendall(b"GET /healthz HTTP/1.1\r\nhost: testserver\r\nx: ")
        while sent < HEADER:
            sent += connection.send(b"x" * 65_536)
        connection.sendall(b"\r\n\r\n")
        connection.recv(1)
    return sent


async def half_open(server: Server) -> list[Found]:
    """Requests that never arrive whole."""
    with ExitStack() as stack:
        connections = []
        for number in range(HALF_OPEN):
            connection = stack.enter_context(socket.create_connection((server.host, server.port), timeout=10))
            connection.sendall((b"GET / HT", b"GET / HTTP/1.1\r\nhost: a\r\nx: ", b"")[number % 3])
            connections.append(connection)
        begun = perf_counter()
        while _open(connections) and perf_counter() - begun < 8:
            await asyncio.sleep(0.1)
        left = _open(connections)
    return [Found(f"of {HALF_OPEN} connections still open after 8 s", left, "", most=0)]


def _open(connections: list[socket.socket]) -> int:
    count = 0
    for connection in connections:
        connection.setblocking(False)
        try:
            count += connection.recv(1) != b""
        except BlockingIOError:
            count += 1
        except OSError:
            pass
    return count


ROWS = (
    Row("refusals of 8 kB", refusals),
    Row("size of errors", errors),
    Row("ever new steps", steps),
    Row("headers", headers),
    Row("half-open requests", half_open, IMPATIENT),
)

"""Clients that do not read, and clients that leave."""

import asyncio
import socket
from contextlib import closing
from time import perf_counter

from tests.benchmarks.asking import ask, get
from tests.benchmarks.cases import API, EXPENSIVE, Paths, large, numbers
from tests.benchmarks.processes import Peak, Server
from tests.benchmarks.rows.row import IMPATIENT, Found, Row
from tests.benchmarks.watching import Watch

WAIT = 12.0  # seconds for which the others ask
SHORTEST = 6.0  # seconds for which nothing is read
LEAVE = 0.3  # seconds after which a client leaves
LEAVING = 0.5  # seconds that its work may go on
QUIET = 0.03  # seconds of CPU in half a second that a server at rest uses
BURST = 500


async def _unread(server: Server, path: Paths, count: int) -> list[Found]:
    """Hold ``count`` unread answers, and ask for pages and runs beside them. Such answers have been read before."""
    await asyncio.gather(*(get(server, path(next(numbers)), timeout=WAIT) for _ in range(4)), get(server, "/?steps=99"))
    with Peak(server) as peak:
        held = [ask(server, path(next(numbers))) for _ in range(count)]
        begun = perf_counter()
        page, run = await asyncio.gather(
            _answered(server, "/?steps=101"), _answered(server, f"{API}/trajectories?steps=51")
        )
        await asyncio.sleep(max(0.0, SHORTEST - (perf_counter() - begun)))
        for connection in held:
            connection.close()
    return [
        Found("memory at the peak, more", peak.more, "MB", most=120),
        Found("a page is answered after", page, "s", most=1),
        Found("a run is answered after", run, "s", most=1),
    ]


async def _answered(server: Server, path: str) -> float:
    """Return the seconds until ``path`` is answered, by asking again where it is refused; NaN if it is not."""
    begun = perf_counter()
    while perf_counter() - begun < WAIT:
        if (await get(server, path, timeout=WAIT)).status == 200:
            return perf_counter() - begun
        await asyncio.sleep(0.1)
    return float("nan")


async def stalled(server: Server) -> list[Found]:
    """64 clients ask for 27 MB and do not read."""
    return await _unread(server, lambda n: f"{API}/trajectories?{large(n)}", 64)


async def unread_tables(server: Server) -> list[Found]:
    """24 clients ask for a table of 500 000 points and do not read."""
    return await _unread(server, EXPENSIVE["CSV of 500 000 points"], 24)


async def leaving(server: Server) -> list[Found]:
    """CPU that is used later than half a second after a client has left, for each kind."""
    found = []
    for name, path in EXPENSIVE.items():
        await _rest(server)
        with closing(ask(server, path(next(numbers)))):
            await asyncio.sleep(LEAVE)
        await asyncio.sleep(LEAVING)
        after = server.cpu()
        await _rest(server)
        found.append(Found(f"{name}: CPU later than {LEAVING} s", server.cpu() - after, "s", most=0.2))
    return found


async def _rest(server: Server) -> None:
    """Return when the server does nothing any more, or after 15 s."""
    begun = perf_counter()
    while perf_counter() - begun < 15:
        before = server.cpu()
        await asyncio.sleep(0.5)
        if server.cpu() - before <= QUIET:
            return


async def burst(server: Server) -> list[Found]:
    """500 clients ask for pages, and leave at once."""
    kinds = [EXPENSIVE[name] for name in ("lessons", "page of 416 runs", "tuned page", "CSV of 500 000 points")]
    before = server.cpu()
    with Watch(server, "healthz", "new run") as watch:
        for _ in range(BURST // 50):
            held = [ask(server, kinds[k % len(kinds)](next(numbers))) for k in range(50)]
            await asyncio.sleep(0.02)
            for connection in held:
                _leave(connection)
        await asyncio.sleep(3)
    await _rest(server)
    return [
        Found(f"{BURST} leave: longest /healthz", watch.longest("healthz"), "ms", most=100),
        Found(f"{BURST} leave: longest new run", watch.longest("new run"), "ms", most=250),
        Found("CPU until the server rests", server.cpu() - before, "s"),
    ]


def _leave(connection: socket.socket) -> None:
    connection.close()


ROWS = (
    Row("64 stalled readers of 27 MB", stalled, IMPATIENT),
    Row("24 unread CSVs", unread_tables, IMPATIENT),
    Row("a client that leaves", leaving),
    Row("a burst of 500 leaves", burst),
)

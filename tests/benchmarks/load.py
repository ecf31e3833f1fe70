"""A class: ``python -m tests.benchmarks.load [tree] [--students 500] [--seconds 30] [--opening 30] [--workers 2]``.

Each student opens a lesson within ``opening`` seconds: the page, every file that it links and that these import (a
browser keeps them for ever), the runs, the surface and the verdict. Then the learning rate is moved ten times a second
for so many seconds, to one that nobody had before, and when it rests the verdict is asked for again.

The students do exactly what the page does, ``static/js/service/client.js``: at most two requests are under way, the
newest state waits and all between are left out, and a request that is older than 300 ms is given up when a newer one
waits for it. While answers say that the server is late, one request is under way, with a rest after it. So slow answers
lower the rate: 500 students ask for at most 5000 runs a second, and for as many as are answered otherwise. A 503 is
tried again after its Retry-After. A request that was given up counts with the time that it had until then.

Generator and server share the machine. Printed are the times of each kind, what was refused and tried again, CPU
seconds of both, and the memory of all of the server's processes at its peak.
"""
# ruff: noqa: T201  # it prints

import argparse
import asyncio
import json
import random
import re
import sys
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, process_time
from urllib.parse import urljoin

import uvloop

from tests.benchmarks.asking import Connection, percentile, request
from tests.benchmarks.link import Link
from tests.benchmarks.processes import Peak, Server, run

ROOT = Path(__file__).resolve().parents[2]
LESSON = "/lessons/ravine"
TICK = 0.1  # seconds between two moves of the slider
AT_ONCE = 2
REST = (5, 15)  # as many times as long as an answer has waited in the server, by chance
PATIENCE = 0.3  # seconds after which a request that is no longer the newest is given up
BROWSER = {"accept-encoding": "gzip, deflate, br", "accept": "*/*"}
KINDS = ("page", "file", "run", "surface", "verdict")
REQUIRED = {"page": 250, "run": 100}  # ms, p99
MEMORY = 600  # MB


@dataclass(slots=True)
class Record:
    """What happened: seconds of each kind of request, and counts."""

    times: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    bytes: int = 0
    counts: Counter[str] = field(default_factory=Counter)


class Student:
    """One page: what it loads, and what it asks for while its slider moves."""

    def __init__(self, number: int, server: Server, record: Record, query: str, files: list[str]) -> None:
        self.number, self.server, self.record, self.query, self.files = number, server, record, query, files
        self.free: list[Link] = []
        self.under_way: dict[Link, float] = {}
        self.waiting = ""
        self.blocked_until = 0.0
        self.rest = 0.0
        self.moves = 0

    async def attend(self, opening: float, seconds: float) -> None:
        """Open the lesson, slide, rest."""
        await asyncio.sleep(opening)
        connection = Connection(self.server)
        await self._load(connection, "page", LESSON)
        for name in self.files:
            await self._load(connection, "file", name)
        await self._load(connection, "run", f"/api/v1/trajectories?{self.query}&precision=f4")
        await self._load(connection, "surface", f"/api/v1/surface?{self.query.split('&')[0]}&cells=0")
        await self._load(connection, "verdict", f"/api/v1/verdict?{self.query}")
        begun = perf_counter()
        while (now := perf_counter()) - begun < seconds:
            self.moves += 1
            self._want(now)
            await asyncio.sleep(max(0.0, begun + self.moves * TICK - perf_counter()))
        while self.under_way or self.waiting:
            await asyncio.sleep(TICK)
            self._next()  # the timer of the last rest may have been a little early
        await self._load(connection, "verdict", f"/api/v1/verdict?{self._moved()}")
        connection.close()
        for link in self.free:
            if link.transport:
                link.transport.abort()

    async def _load(self, connection: Connection, kind: str, path: str) -> None:
        """Ask until there is an answer, as a page or its reader does."""
        for _ in range(60):
            answer = await connection.get(path, BROWSER)
            self.record.times[kind].append(answer.seconds)
            self.record.bytes += len(answer.body)
            if answer.status in (200, 304):
                return
            self._failed(kind, answer.status)
            await asyncio.sleep(float(answer.headers.get("retry-after", 1)))

    def _failed(self, kind: str, status: int) -> None:
        self.record.counts[f"503 for a {kind}" if status == 503 else f"error: {status} for a {kind}"] += 1

    def _moved(self) -> str:
        rate = 0.03 + 1e-4 * (self.moves % 400) + 1e-9 * (self.number + 1000 * self.moves)
        return re.sub(r"lr=[^,&]*", f"lr={rate:.12f}", self.query, count=1)

    def _want(self, now: float) -> None:
        """The slider has moved."""
        if self.waiting:
            self.record.counts["moves left out"] += 1
        self.waiting = f"/api/v1/trajectories?{self._moved()}&precision=f4"
        if self._full():
            oldest, begun = next(iter(self.under_way.items()))
            if now - begun > PATIENCE + self.rest and oldest.transport:
                self.record.counts["runs given up for newer ones"] += 1
                oldest.done = None
                oldest.transport.abort()
                self._over(oldest)
        self._next()

    def _full(self) -> bool:
        """Whether as many requests are under way as may be."""
        return len(self.under_way) >= (1 if self.rest else AT_ONCE)

    def _next(self) -> None:
        if not self.waiting or self._full() or perf_counter() < self.blocked_until:
            return
        path, self.waiting = self.waiting, ""
        if self.free:
            self._send(self.free.pop(), path)
        else:
            placeholder = Link(self._lost)
            self.under_way[placeholder] = perf_counter()
            task = asyncio.get_running_loop().create_task(self._connect(placeholder, path))
            task.add_done_callback(lambda done: done.exception())

    async def _connect(self, link: Link, path: str) -> None:
        loop = asyncio.get_running_loop()
        try:
            await loop.create_connection(lambda: link, self.server.host, self.server.port)
        except OSError:
            self._failed("run", 0)
            self._over(link)
            return
        if link in self.under_way:
            self._send(link, path)
        elif link.transport:
            link.transport.abort()

    def _send(self, link: Link, path: str) -> None:
        self.under_way[link] = self.under_way.pop(link, perf_counter())
        link.ask(request(path, BROWSER), self._answered)

    def _answered(self, link: Link, status: int, head: bytes) -> None:
        self._over(link)
        self.free.append(link)
        self.rest = random.uniform(*REST) * float(head.partition(b"wait;dur=")[2].split(b"\r")[0] or 0) / 1000
        if self.rest:
            self._block(self.rest)
        if status != 200:
            self._failed("run", status)
            self._block(float(head.partition(b"retry-after: ")[2].split(b"\r")[0] or 1))
        self._next()

    def _block(self, seconds: float) -> None:
        """Ask for no further run in so many seconds."""
        self.blocked_until = perf_counter() + seconds
        asyncio.get_running_loop().call_later(seconds, self._next)

    def _over(self, link: Link) -> None:
        self.record.times["run"].append(perf_counter() - self.under_way.pop(link))

    def _lost(self, link: Link) -> None:
        if link in self.under_way:
            self._failed("run", 0)
            self._over(link)
        with suppress(ValueError):
            self.free.remove(link)


async def lesson(server: Server) -> tuple[str, list[str]]:
    """Return the scenario of the lesson, and the paths of all files that its page loads."""
    connection = Connection(server)
    page = (await connection.get(LESSON)).body.decode()
    found = re.search(r'<script type="application/json" id="state">(.*?)</script>', page, re.DOTALL)
    assert found
    links = re.findall(r'<link rel="(?:stylesheet|modulepreload|icon)"[^>]*? href="([^"]+)"', page)
    links += re.findall(r'<script[^>]*? src="([^"]+)"', page)
    links += re.findall(r'data-plotly="([^"]+)"', page)
    waiting, files = [urljoin(LESSON, link) for link in links], list[str]()
    while waiting:
        name = waiting.pop()
        if name in files:
            continue
        files.append(name)
        if name.endswith(".js") and "plotly" not in name:
            script = (await connection.get(name)).body.decode()
            imported = re.findall(r'^\s*(?:import|export)\b[^"\n]*"(\.[^"]+)"', script, re.MULTILINE)
            waiting += [urljoin(name, other) for other in imported]
    connection.close()
    return json.loads(found[1])["query"], files


async def attend(server: Server, students: int, seconds: float, opening: float, files: bool) -> tuple[Record, int]:
    """Return what a class has met, and how many files each student has loaded."""
    query, names = await lesson(server)
    names, record = names if files else [], Record()
    everyone = (
        Student(k, server, record, query, names).attend(opening * k / students, seconds) for k in range(students)
    )
    await asyncio.gather(*everyone)
    return record, len(names)


def main(arguments: argparse.Namespace) -> int:
    """Print the table; return 1 where it is not as required."""
    more = [] if arguments.workers == 1 else ["--workers", str(arguments.workers)]
    with run(arguments.tree, *more) as server, Peak(server, every=0.5) as peak:
        begun, ours, theirs = perf_counter(), process_time(), server.cpu()
        record, files = uvloop.run(
            attend(server, arguments.students, arguments.seconds, arguments.opening, not arguments.no_files)
        )
        took, ours, theirs = perf_counter() - begun, process_time() - ours, server.cpu() - theirs
        processes = len(server.processes())
    good = peak.most <= MEMORY and not any(name.startswith("error") for name in record.counts)
    print(
        f"{arguments.students} students, {arguments.workers} workers, opening in {arguments.opening:g} s, "
        f"sliding {arguments.seconds:g} s, {files} files each; {took:.0f} s in all"
    )
    print(f"{'':10}{'requests':>10}{'a second':>10}{'p50 ms':>10}{'p99 ms':>10}{'longest':>10}{'required':>10}")
    for kind in KINDS:
        times = record.times[kind]
        if not times:
            continue
        middle, slow = percentile(times, 0.5) * 1e3, percentile(times, 0.99) * 1e3
        most = REQUIRED.get(kind)
        good = good and (most is None or slow <= most)
        print(
            f"{kind:10}{len(times):10}{len(times) / took:10.0f}{middle:10.1f}{slow:10.1f}{max(times) * 1e3:10.0f}"
            f"{'≤ ' + str(most) if most else '':>10}"
        )
    for name, count in sorted(record.counts.items()):
        print(f"{name}: {count}")
    print(f"CPU: server {theirs:.1f} s in {processes} processes, generator {ours:.1f} s, of 2 cores × {took:.0f} s")
    print(f"memory at the peak: {peak.most:.0f} MB, required ≤ {MEMORY}")
    return 0 if good else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.load", description="A class opens a lesson.")
    parser.add_argument("tree", nargs="?", type=Path, default=ROOT, help="folder of the tree (default: this one)")
    parser.add_argument("--students", type=int, default=500, help="(default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=30.0, help="of sliding (default: %(default)s)")
    parser.add_argument("--opening", type=float, default=30.0, help="seconds in which all open (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="(default: %(default)s)")
    parser.add_argument("--no-files", action="store_true", help="a proxy or a browser has the static files")
    return parser


if __name__ == "__main__":
    sys.exit(main(_parser().parse_args()))

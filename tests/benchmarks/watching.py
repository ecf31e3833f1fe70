"""Cheap requests beside what a server has to bear, by a process of its own: how long each took.

The watching process asks one request after the other on a connection that is kept, so that its times are those of the
server: its own work is small, and the work of the load is another process's.
"""
# ruff: noqa: T201  # it prints

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

from tests.benchmarks.asking import Connection, percentile
from tests.benchmarks.cases import CHEAP
from tests.benchmarks.processes import Server

ROOT = Path(__file__).resolve().parents[2]
PAUSE = 0.002  # seconds between two requests


class Watch:
    """Cheap requests while a block runs: ``with Watch(server, "healthz") as watch: …; watch.p99("healthz")``."""

    def __init__(self, server: Server, *names: str) -> None:
        self.server, self.names = server, names or tuple(CHEAP)
        self.times: dict[str, list[float]] = {}
        self.refused = 0

    def __enter__(self) -> "Watch":
        command = [sys.executable, "-m", __name__, self.server.address, *self.names]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self._process.stdout.readline()  # it is ready
        return self

    def __exit__(self, *raised: object) -> None:
        found, _ = self._process.communicate("over\n", timeout=120)
        answer = json.loads(found)
        self.times, self.refused = answer["times"], answer["refused"]

    def longest(self, name: str) -> float:
        """Return the longest time, in ms."""
        return max(self.times[name], default=float("nan")) * 1e3

    def p99(self, name: str) -> float:
        """Return the time that one in a hundred exceeds, in ms."""
        return percentile(self.times[name], 0.99) * 1e3


async def _watch(address: str, names: list[str]) -> None:
    server = Server(address, 0, Path())
    connection, known = Connection(server), {}
    times: dict[str, list[float]] = {name: [] for name in names}
    refused = 0
    for name in names:  # what is kept is there
        first = await connection.get(_path(name, 0))
        known[name] = first.headers.get("etag", "")
    print("ready", flush=True)
    over = asyncio.ensure_future(asyncio.to_thread(sys.stdin.readline))
    number = 0
    while not over.done():
        for name in names:
            number += 1
            answer = await connection.get(_path(name, number))
            times[name].append(answer.seconds)
            refused += answer.status not in (200, 304)
        await asyncio.sleep(PAUSE)
    print(json.dumps({"times": times, "refused": refused}), flush=True)


def _path(name: str, number: int) -> str:
    rate = 0.05 + 1e-8 * (os.getpid() % 10_000) + 1e-12 * (number + perf_counter() % 1)
    return CHEAP[name].format(rate=f"{rate:.15f}")


if __name__ == "__main__":
    sys.exit(asyncio.run(_watch(sys.argv[1], sys.argv[2:])))

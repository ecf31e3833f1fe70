"""A client in a process of its own that asks as fast as it is answered, over 64 connections.

``load`` starts it, and ``pinned`` keeps servers and client on different cores.
"""
# ruff: noqa: T201  # it prints

import asyncio
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
CONNECTIONS = 64
NUMBER = "{rate}"  # in a path: a learning rate that no request before had


def numbered(path: str, number: int) -> str:
    """Return ``path`` with a learning rate of its own, where it has {rate}."""
    return path.replace(NUMBER, f"{0.05 + 1e-7 * number:.7f}")


async def ask(host: str, port: int, path: str, headers: Mapping[str, str], seconds: float) -> list[float]:
    """Return the seconds that each request took, asked one after the other on each of the connections."""
    numbers, times, end = count(os.getpid() % 1000 * 1000), [], perf_counter() + seconds
    rest = "".join(f"{name}: {value}\r\n" for name, value in {"host": f"{host}:{port}", **headers}.items())
    wanted = b"HTTP/1.1 304" if "if-none-match" in headers else b"HTTP/1.1 200"

    async def connection() -> None:
        reader, writer = await asyncio.open_connection(host, port)
        while perf_counter() < end:
            begin = perf_counter()
            writer.write(f"GET {numbered(path, next(numbers))} HTTP/1.1\r\n{rest}\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(wanted), head
            _, _, length = head.lower().partition(b"content-length:")
            if length:
                await reader.readexactly(int(length.split(b"\r\n")[0]))
            times.append(perf_counter() - begin)
        writer.close()

    await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
    return times


def load(
    address: str, path: str, seconds: float, headers: Mapping[str, str] | None = None
) -> tuple[float, float, float]:
    """Return requests a second, and p50 and p99 in ms, of requests for ``path`` of the server at ``address``."""
    parts = urlsplit(address)
    asked = json.dumps([parts.hostname, parts.port, path, dict(headers or {}), seconds])
    command = [sys.executable, "-m", "tests.benchmarks.client", asked]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=10 * seconds + 60)
    if answer.returncode:
        raise RuntimeError(answer.stderr)
    rate, middle, slow = json.loads(answer.stdout)
    return rate, middle, slow


@contextmanager
def pinned() -> Iterator[None]:
    """Keep the processes that are started inside on one core, and those started later on the others."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    core = min(os.sched_getaffinity(0))
    others = os.sched_getaffinity(0) - {core} or {core}
    os.sched_setaffinity(0, {core})  # which they inherit
    yield
    os.sched_setaffinity(0, others)


def main(asked: str) -> None:
    """Ask, and print what ``load`` returns."""
    host, port, path, headers, seconds = json.loads(asked)
    times = asyncio.run(ask(host, port, path, headers, seconds))
    percents = statistics.quantiles(times, n=100)
    print(json.dumps([len(times) / seconds, percents[49] * 1e3, percents[98] * 1e3]))


if __name__ == "__main__":
    main(*sys.argv[1:])

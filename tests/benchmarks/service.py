"""How much of a web server's speed the trajectories keep: ``python -m tests.benchmarks.service [seconds]``.

One worker on one core answers the home page's scenario with a rate that changes each time, as while a slider is held;
beside it a bare FastAPI route answers the same number of bytes. Both are asked in turns, in one run, over 64
connections by a client in a process of its own, so that a busy machine is busy for both: only the ratio means
anything. Printed are requests a second, and the times of the middle and of the slowest hundredth of the requests.
"""
# ruff: noqa: T201  # it prints

import asyncio
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit
from urllib.request import urlopen

import uvicorn
from fastapi import FastAPI, Response

from tests.serving import serve

ROOT = Path(__file__).resolve().parents[2]
CONNECTIONS = 64
SECONDS = 3.0  # of one turn
ROUNDS = 3
PATH = "/api/v1/trajectories?v=2&surface=ellipse,kappa=25,theta=0&optimizer=sgd,lr={rate}&optimizer=momentum,lr=0.07\
&optimizer=rmsprop,lr=0.3&optimizer=adam,lr=0.3&start=A,-8,1.2&start=B,-0.6,4&steps=120&precision=f4"


def path(number: int) -> str:
    """Return a path that no request before had."""
    return PATH.format(rate=f"{0.05 + 1e-7 * number:.7f}")


async def ask(host: str, port: int, seconds: float) -> list[float]:
    """Return the seconds that each request took, asked one after the other on each of the connections."""
    numbers, times, end = count(os.getpid() % 1000 * 1000), [], perf_counter() + seconds

    async def connection() -> None:
        reader, writer = await asyncio.open_connection(host, port)
        while perf_counter() < end:
            begin = perf_counter()
            writer.write(f"GET {path(next(numbers))} HTTP/1.1\r\nhost: {host}\r\n\r\n".encode())
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            assert head.startswith(b"http/1.1 200"), head
            await reader.readexactly(int(head.partition(b"content-length:")[2].split(b"\r\n")[0]))
            times.append(perf_counter() - begin)
        writer.close()

    await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
    return times


def load(address: str, seconds: float) -> tuple[float, float, float]:
    """Return requests a second, and p50 and p99 in ms, of a client in a process of its own."""
    parts = urlsplit(address)
    command = [sys.executable, "-m", __spec__.name, "ask", str(parts.hostname), str(parts.port), str(seconds)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=10 * seconds + 60)
    rate, middle, slow = json.loads(answer.stdout)
    return rate, middle, slow


@contextmanager
def bare(body: bytes) -> Iterator[str]:
    """Serve ``body`` on a bare FastAPI route, in a process of its own; give its address."""
    command = [sys.executable, "-m", __spec__.name, "bare"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(body)
        process.stdin.close()
        try:
            yield process.stdout.readline().decode().strip()
        finally:
            process.terminate()


def serve_bare() -> None:
    """Answer what stands in standard input, and print the address."""
    body = sys.stdin.buffer.read()
    app = FastAPI()

    @app.get("/api/v1/trajectories")
    async def answer() -> Response:
        return Response(body, media_type="application/jsonl")

    config = uvicorn.Config(app, port=0, access_log=False, log_level="warning")
    listener = config.bind_socket()
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    uvicorn.Server(config).run(sockets=[listener])


def main(seconds: float = SECONDS) -> None:
    """Print a table."""
    if hasattr(os, "sched_setaffinity"):  # the servers, which inherit it, share a core; so they never run at once
        core = min(os.sched_getaffinity(0))
        others = os.sched_getaffinity(0) - {core} or {core}
        os.sched_setaffinity(0, {core})
    with serve() as ours, urlopen(ours + path(0)) as answer, bare(answer.read()) as theirs:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, others)  # the client's
        turns: dict[str, list[tuple[float, float, float]]] = {"bare FastAPI route": [], "trajectories": []}
        for name, address in zip(turns, (theirs, ours), strict=True):
            load(address, 1.0)  # everything is compiled and in memory
            turns[name] = []
        for _ in range(ROUNDS):
            for name, address in zip(turns, (theirs, ours), strict=True):
                turns[name].append(load(address, seconds))
    print(f"{'one worker, one core, 64 connections':40}{'requests/s':>12}{'p50 ms':>10}{'p99 ms':>10}{'p99/p50':>10}")
    rates = []
    for name, measured in turns.items():
        rate, middle, slow = (statistics.median(column) for column in zip(*measured, strict=True))
        rates.append(rate)
        print(f"{name:40}{rate:12.0f}{middle:10.1f}{slow:10.1f}{slow / middle:10.2f}")
    print(f"trajectories / bare route: {rates[1] / rates[0]:.2f}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["bare"]:
            serve_bare()
        case ["ask", host, port, seconds]:
            times = asyncio.run(ask(host, int(port), float(seconds)))
            percents = statistics.quantiles(times, n=100)
            print(json.dumps([len(times) / float(seconds), percents[49] * 1e3, percents[98] * 1e3]))
        case arguments:
            main(*map(float, arguments))

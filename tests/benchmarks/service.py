"""How much of a web server's speed the trajectories keep: ``python -m tests.benchmarks.service [seconds]``.

One worker on one core answers the home page's scenario with a rate of SGD that changes each time, as while a slider is
held: the service computes the runs of SGD, and has the lines of the other three optimizers from the answer before;
beside it a bare FastAPI route answers the same number of bytes. Both are asked in turns, in one run, over 64
connections by a client in a process of its own, so that a busy machine is busy for both: only the ratio means
anything. Printed are requests a second, and the times of the middle and of the slowest hundredth of the requests.
"""
# ruff: noqa: T201  # it prints

import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.request import urlopen

import uvicorn
from fastapi import FastAPI, Response

from tests.benchmarks.client import ROOT, load, numbered, pinned
from tests.serving import serve

SECONDS = 3.0  # of one turn
ROUNDS = 3
PATH = "/api/v1/trajectories?v=2&surface=ellipse,kappa=25,theta=0&optimizer=sgd,lr={rate}&optimizer=momentum,lr=0.07\
&optimizer=rmsprop,lr=0.3&optimizer=adam,lr=0.3&start=A,-8,1.2&start=B,-0.6,4&steps=120&precision=f4"


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
    with ExitStack() as servers:
        with pinned():  # to one core, where they never run at once
            ours = servers.enter_context(serve())
            with urlopen(ours + numbered(PATH, 0)) as answer:
                theirs = servers.enter_context(bare(answer.read()))
        addresses = {"bare FastAPI route": theirs, "trajectories": ours}
        turns: dict[str, list[tuple[float, float, float]]] = {name: [] for name in addresses}
        for address in addresses.values():
            load(address, PATH, 1.0)  # everything is compiled and in memory
        for _ in range(ROUNDS):
            for name, address in addresses.items():
                turns[name].append(load(address, PATH, seconds))
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
        case arguments:
            main(*map(float, arguments))

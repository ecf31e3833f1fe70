"""What a repeated request costs: ``python -m tests.benchmarks.repeated [seconds]``.

One worker on one core is asked in turns, in one run, over 64 connections, for ``/healthz``; for the home page, the
verdict and the points of a scenario, the same again and again; and for the home page by a client that has it: 304.
Only ratios mean anything on a busy machine.
"""
# ruff: noqa: T201  # it prints

import statistics
import sys
from contextlib import ExitStack
from urllib.request import Request, urlopen

from tests.benchmarks.client import load, pinned
from tests.serving import serve

SECONDS = 2.0  # of one turn
ROUNDS = 3
BROWSER = {"accept-encoding": "gzip, deflate, br, zstd", "accept": "text/html"}
PAGE = "/?optimizer=rmsprop&optimizer=adam&start=A,-8,1.2"


def main(seconds: float = SECONDS) -> None:
    """Print a table."""
    with ExitStack() as servers:
        with pinned():
            address = servers.enter_context(serve())
        with urlopen(Request(address + PAGE, headers=BROWSER)) as answer:
            known = {"if-none-match": answer.headers["etag"]}
        kinds = {
            "/healthz": ("/healthz", {}),
            "the same page again": (PAGE, {}),
            "the same page as 304": (PAGE, known),
            "the same verdict again": ("/api/v1/verdict", {}),
            "the same points again": ("/api/v1/trajectories?precision=f4", {}),
        }
        turns: dict[str, list[tuple[float, float, float]]] = {name: [] for name in kinds}
        for _ in range(ROUNDS):
            for name, (path, more) in kinds.items():
                turns[name].append(load(address, path, seconds, {**BROWSER, **more}))
    columns = f"{'requests/s':>12}{'p50 ms':>10}{'p99 ms':>10}{'of /healthz':>13}"
    print(f"{'one worker, one core, 64 connections':40}{columns}")
    first = None
    for name, measured in turns.items():
        rate, middle, slow = (statistics.median(column) for column in zip(*measured, strict=True))
        first = first or rate
        print(f"{name:40}{rate:12.0f}{middle:10.1f}{slow:10.1f}{rate / first:13.2f}")


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))

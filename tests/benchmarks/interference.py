"""Cheap requests while twenty of each expensive kind run: ``python -m tests.benchmarks.interference [tree] [kind]…``.

A process of its own asks for /healthz, the home page, a new run and a known verdict, one after the other on one
connection. Its p99 beside the load is compared with its p99 before, when the server does nothing else, in the same
run. Required is at most three times the idle one. A request of the load that is refused (503) is asked again after its
Retry-After, as by a page, and "unread" ones are not read at all.
"""
# ruff: noqa: T201  # it prints

import asyncio
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from time import perf_counter

from tests.benchmarks.asking import Connection, ask
from tests.benchmarks.cases import CHEAP, EXPENSIVE, Paths, numbers
from tests.benchmarks.processes import Server, run
from tests.benchmarks.rows.row import IMPATIENT
from tests.benchmarks.watching import Watch

ROOT = Path(__file__).resolve().parents[2]
AT_ONCE = 20
IDLE = 3.0  # seconds
LONGEST = 5.0  # seconds of load of one kind
MOST = 3.0  # times the idle p99


async def load(server: Server, seconds: float, path: Paths) -> Counter[str]:
    """Keep twenty requests of a kind under way; return how many were answered, and how."""
    counts: Counter[str] = Counter()
    end = perf_counter() + seconds

    async def one() -> None:
        connection = Connection(server)
        while (left := end - perf_counter()) > 0:
            answer = await connection.get(path(next(numbers)), timeout=left)
            counts[str(answer.status or "cut off at the end")] += 1
            if answer.status == 503:
                await asyncio.sleep(min(float(answer.headers.get("retry-after", 1)), max(0, end - perf_counter())))
        connection.close()

    await asyncio.gather(*(one() for _ in range(AT_ONCE)))
    return counts


async def unread(server: Server, seconds: float) -> Counter[str]:
    """Hold twenty long answers of which nothing is read."""
    held = [ask(server, EXPENSIVE["stream of 500 000 points"](next(numbers))) for _ in range(AT_ONCE)]
    await asyncio.sleep(seconds)
    for connection in held:
        connection.close()
    return Counter({"unread": AT_ONCE})


async def main(tree: Path, wanted: list[str]) -> int:
    """Print a line for each expensive kind; return 1 where the others wait too long."""
    kinds: dict[str, Callable[[Server, float], Awaitable[Counter[str]]]] = {"stream, unread": unread}
    kinds |= {name: partial(load, path=path) for name, path in EXPENSIVE.items()}
    slow = 0
    print(f"{'p99 in ms, and times the idle one':32}" + "".join(f"{name:>20}" for name in CHEAP))
    for name, put in kinds.items():
        if wanted and not any(part in name for part in wanted):
            continue
        with run(tree, **IMPATIENT) as server:
            with Watch(server) as idle:
                await asyncio.sleep(IDLE)
            with Watch(server) as busy:
                counts = await put(server, LONGEST)
        cells = []
        for cheap in CHEAP:
            before, beside = idle.p99(cheap), busy.p99(cheap)
            good = beside <= MOST * before
            slow += not good
            cells.append(f"{'' if good else '✗ '}{before:.1f} → {beside:.1f} {beside / before:.1f}×")
        answered = ", ".join(f"{count} × {status}" for status, count in sorted(counts.items()))
        refused = f"; {busy.refused} cheap ones refused" if busy.refused else ""
        print(f"{name:32}" + "".join(f"{cell:>20}" for cell in cells) + f"   {answered}{refused}", flush=True)
    return 1 if slow else 0


if __name__ == "__main__":
    given = sys.argv[1:]
    folder = Path(given.pop(0)) if given and Path(given[0]).is_dir() else ROOT
    sys.exit(asyncio.run(main(folder.resolve(), given)))

"""What the others wait for while some ask for much at once."""

import asyncio
from time import perf_counter

from tests.benchmarks.asking import get
from tests.benchmarks.cases import EXPENSIVE, TUNED, Paths, numbers, small
from tests.benchmarks.processes import Server
from tests.benchmarks.rows.row import Found, Row
from tests.benchmarks.watching import Watch

AT_ONCE = 45


async def tuned(server: Server) -> list[Found]:
    """45 at once on each route that has to find learning rates first, and a page asked for beside them."""
    found = []
    for name, path in TUNED.items():
        begun = perf_counter()
        asked = [asyncio.create_task(get(server, path(next(numbers)), timeout=20)) for _ in range(AT_ONCE)]
        await asyncio.sleep(0.2)
        page = perf_counter()
        answer = await get(server, f"/?{small(next(numbers))}", timeout=20)
        waited = perf_counter() - page if answer.status == 200 else float("nan")
        found.append(Found(f"{name}: a page beside them", waited, "s", most=1))
        answers = await asyncio.gather(*asked)
        found.append(Found(f"{name}: all 45 are over after", perf_counter() - begun, "s"))
        found.append(Found(f"{name}: of these not answered in 20 s", sum(one.status == 0 for one in answers), ""))
        found.append(Found(f"{name}: of these 503", sum(one.status == 503 for one in answers), ""))
    return found


async def _beside(server: Server, path: Paths, count: int) -> tuple[float, float, float]:
    """Return the idle p99 of an ordinary run, and p99 and longest /healthz while ``count`` answers are read at once."""
    with Watch(server, "new run", "healthz") as idle:
        await asyncio.sleep(1.5)
    with Watch(server, "new run", "healthz") as busy:
        await asyncio.gather(*(get(server, path(next(numbers)), timeout=10) for _ in range(count)))
    return idle.p99("new run"), busy.p99("new run"), busy.longest("healthz")


async def many_runs(server: Server) -> list[Found]:
    """416 runs of 18 steps, 20 at once."""
    idle, busy, longest = await _beside(server, EXPENSIVE["416 runs of 18 steps"], 20)
    return [
        Found("20 at once: longest /healthz", longest, "ms", most=50),
        Found("20 at once: p99 of a run / its idle p99", busy / idle, "×", most=3),
    ]


async def tables(server: Server) -> list[Found]:
    """Four and twenty CSVs at once."""
    found = []
    for count in (4, 20):
        idle, busy, longest = await _beside(server, EXPENSIVE["CSV of 500 000 points"], count)
        found.append(Found(f"{count} CSVs: p99 of a run, idle", idle, "ms"))
        found.append(Found(f"{count} CSVs: p99 of a run / its idle p99", busy / idle, "×", most=3))
        found.append(Found(f"{count} CSVs: longest /healthz", longest, "ms", most=100))
    return found


ROWS = (
    Row("fair=tuned, 45 at once", tuned),
    Row("416 runs × 18 steps", many_runs),
    Row("CSVs at once", tables),
)

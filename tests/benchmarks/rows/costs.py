"""What single answers cost: pictures, pages, verdicts, and answers that the client or the server has already."""

import asyncio
from collections.abc import Mapping
from functools import partial

from tests.benchmarks.asking import Answer, Connection, get
from tests.benchmarks.cases import API, EXPENSIVE, Paths, numbers, small
from tests.benchmarks.processes import Server
from tests.benchmarks.rows.row import Found, Row

ENOUGH = 0.5  # seconds of CPU after which a kind of request has been measured


async def cost(
    server: Server, path: Paths, often: int = 100_000, headers: Mapping[str, str] | None = None, at_once: int = 1
) -> tuple[float, Answer]:
    """Return ms of CPU of one request, and the last answer. The first one is not counted."""
    last = await get(server, path(next(numbers)), headers)
    if often == 1:  # each is dear
        before = server.cpu()
        last = await get(server, path(next(numbers)), headers, timeout=60)
        return (server.cpu() - before) * 1e3, last
    before, count = server.cpu(), 0

    async def ask() -> None:
        nonlocal count, last
        connection = Connection(server)
        while server.cpu() - before < ENOUGH and count < often:
            for _ in range(20):
                last = await connection.get(path(next(numbers)), headers)
                count += 1
        connection.close()

    await asyncio.gather(*(ask() for _ in range(at_once)))
    return (server.cpu() - before) * 1e3 / count, last


async def pictures(server: Server) -> list[Found]:
    """poster.png, poster.svg and the page of as many runs as are allowed."""
    png, _ = await cost(server, lambda n: f"/poster.png?{small(n)}", 1)
    found = [Found("poster.png of the home page, CPU", png, "ms", most=150)]
    for name in ("PNG of 416 runs", "PNG, the largest"):
        spent, answer = await cost(server, EXPENSIVE[name], 1)
        found.append(Found(f"{name}, CPU", spent, "ms", most=2000))
        found.append(Found(f"{name}: status", answer.status, "", most=499))
    for name in ("SVG of 416 runs, animated", "page of 416 runs"):
        spent, answer = await cost(server, EXPENSIVE[name], 1)
        found.append(Found(f"{name}, CPU", spent, "ms"))
        found.append(Found(f"{name}: bytes", len(answer.body) / 1e6, "MB", most=1))
    return found


async def pages(server: Server) -> list[Found]:
    """What a class costs: the same page, new ones, 304, verdicts; in ms of CPU, and so many a second on a core."""
    found = []
    alive, _ = await cost(server, lambda n: "/healthz")
    same, page = await cost(server, lambda n: "/")
    found.append(Found("/healthz, CPU", alive, "ms"))
    found.append(Found("the same page, CPU", same, "ms"))
    found.append(Found("the same page, as often as /healthz", alive / same, "×", least=0.2))
    compressed, _ = await cost(server, lambda n: "/", headers={"accept-encoding": "gzip, deflate, br"})
    found.append(Found("the same page compressed, as often as /healthz", alive / compressed, "×", least=0.2))
    kinds: dict[str, Paths] = {
        "a new scenario's page": lambda n: f"/?{small(n)}",
        "a new embed": lambda n: f"/embed?{small(n)}",
        "a new lesson": lambda n: f"/lessons/ravine?{small(n)}",
    }
    for name, path in kinds.items():
        spent, _ = await cost(server, path)
        found.append(Found(f"{name}, a second and core", 1e3 / spent, "", least=100))
    tag = page.headers.get("etag", "")
    spent, answer = await cost(server, lambda n: "/", headers={"if-none-match": tag})
    unchanged = 1e3 / spent if answer.status == 304 else float("nan")
    found.append(Found("304 of the page, a second and core", unchanged, "", least=5000))
    run = f"{API}/trajectories?{small(0)}&precision=f4"
    tag = (await get(server, run)).headers.get("etag", "")
    spent, answer = await cost(server, lambda n: run, headers={"if-none-match": tag})
    found.append(Found("304 of a run, a second and core", 1e3 / spent, "", least=5000))
    for at_once in (1, 64):
        spent, _ = await cost(server, lambda n: f"{API}/verdict?{small(n)}", at_once=at_once)
        found.append(Found(f"a new verdict, {at_once} at once, CPU", spent, "ms", most=1.5))
    spent, _ = await cost(server, lambda n: f"{API}/trajectories?{small(n)}&precision=f4")
    found.append(Found("a new run, CPU", spent, "ms"))
    return found


async def memory(server: Server) -> list[Found]:
    """Memory of two workers, after each has answered pages and runs."""
    rest = server.memory()
    await asyncio.gather(*(partial(get, server, f"/?{small(next(numbers))}")() for _ in range(24)))
    await asyncio.gather(*(get(server, f"{API}/verdict?{small(next(numbers))}") for _ in range(24)))
    return [
        Found("two workers and all beside them, at rest", rest, "MB", most=300),
        Found("the same after 24 pages and verdicts", server.memory(), "MB", most=450),
        Found("processes", len(server.processes()), ""),
    ]


ROWS = (
    Row("pictures", pictures),
    Row("pages of a class", pages),
    Row("memory of two workers", memory, arguments=("--workers", "2")),
)

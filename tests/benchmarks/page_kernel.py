"""How fast the page's engine is, in node: ``python -m tests.benchmarks.page_kernel`` (needs gcc).

The work is that of ``kernel``: 4 optimizers from 2 starts, 500 steps on Rosenbrock. The engine does all of ``simulate``
in the page, from the state to its runs, new arrays included; the C loop fills arrays that are there. The two take
turns, so that a busy machine is busy for both, and the ratio of the medians is printed, which should be at most 5.
"""
# ruff: noqa: T201  # it prints

import statistics
import tempfile
from pathlib import Path
from time import perf_counter

from optimizers import simulate
from tests.benchmarks.kernel import SCENARIO, Arrays, c_loop
from tests.page_engine import difference, running_page_engine

TURNS, ROUNDS = 20, 50
WARM = 2000  # rounds, after which node has compiled everything as well as it can


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, running_page_engine(Path(folder)) as engine:
        loop = c_loop(Arrays(simulate(SCENARIO)), folder)
        (answer,) = engine.runs([SCENARIO])
        assert difference(SCENARIO, answer) == ""
        first = engine.time(SCENARIO, WARM)
        in_page: list[float] = []
        in_c: list[float] = []
        for _ in range(TURNS):
            in_page += engine.time(SCENARIO, ROUNDS)
            for _ in range(ROUNDS):
                begin = perf_counter()
                loop.work()
                in_c.append((perf_counter() - begin) * 1e3)
    page, c = statistics.median(in_page), statistics.median(in_c)
    print(f"{'4 optimizers × 2 starts × 500 steps, Rosenbrock':50}{'ms':>10}{'× C':>10}")
    print(f"{loop.name:50}{c:10.3f}{1.0:10.1f}")
    print(f"{'engine of the page, in node':50}{page:10.3f}{page / c:10.1f}")
    print(f"{'the first time, not yet compiled':50}{first[0]:10.3f}{first[0] / c:10.1f}")


if __name__ == "__main__":
    main()

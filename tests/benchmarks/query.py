"""How long a query takes to read: ``python -m tests.benchmarks.query``.

Printed are microseconds of processor time: for the home page's query with a rate that changes each time, also with its
view, each until the canonical text is known; and for texts of 8 kB that are refused. Each is the least of many turns,
because only the machine's other work adds to it.
"""
# ruff: noqa: T201  # it prints

from collections.abc import Callable
from functools import partial
from itertools import count
from time import thread_time
from urllib.parse import urlsplit

from app.view import understand
from optimizers import Scenario
from optimizers.query.choices import Limits
from tests.benchmarks.client import numbered
from tests.benchmarks.service import PATH

TURNS = 300
REFUSALS = 20
NUMBERS = count()  # of the rates
HOME = urlsplit(PATH).query
LONG = Limits().query
REFUSED = {
    "a number of 8 kB of digits and a letter": "noise=" + "9" * (LONG - 7) + "x",
    "a rate of 8 kB of digits and a letter": "optimizer=sgd,lr=" + "9" * (LONG - 18) + "x",
    "a start of 8 kB of digits and a letter": "start=A,1." + "9" * (LONG - 13) + "x,1",
    "8 kB of b=1&…": "b=1&" * (LONG // 4),
    "8 kB of hide=a&…": "hide=a&" * (LONG // 7),
    "8 kB of hide=a,a0,a1,…": "hide=" + ",".join(f"a{k}" for k in range(1400)),
    "8 kB of lr=1,lr=1,…": "optimizer=sgd" + ",lr=1" * (LONG // 5 - 3),
    "8 kB of start=A,1,1&…": "start=A,1,1&" * (LONG // 12),
    "8 kB of %ff&…": "%ff&" * (LONG // 4),
    "9 kB": "a" * 9000,
}


def changing(text: str, read: Callable[[str], Scenario]) -> Callable[[], str]:
    """Return what reads ``text`` with a rate that no text before had, and returns the canonical text."""
    return lambda: read(numbered(text, next(NUMBERS))).query


def microseconds(read: Callable[[], object], turns: int) -> float:
    """Return the processor time of one call, the least of so many turns of ten."""
    times = []
    for _ in range(turns):
        begun = thread_time()
        for _ in range(10):
            read()
        times.append(thread_time() - begun)
    return min(times) / 10 * 1e6


def main() -> None:
    """Print a table."""
    limits, scenario = Limits(), HOME.removesuffix("&precision=f4")
    read = changing(scenario, Scenario.from_query)
    understood = changing(HOME, lambda text: understand(text, limits).scenario)
    print(f"{'microseconds of processor time':48}{'to read':>10}{'problems':>10}")
    _print("home page, the scenario", microseconds(read, TURNS), 0)
    _print("home page, scenario and view", microseconds(understood, TURNS), 0)
    for name, text in REFUSED.items():
        query = understand(text, limits)
        _print(name, microseconds(partial(understand, text, limits), REFUSALS), len(query.problems) + query.more)


def _print(name: str, time: float, problems: int) -> None:
    print(f"{name:48}{time:10.0f}{problems:10}")


if __name__ == "__main__":
    main()

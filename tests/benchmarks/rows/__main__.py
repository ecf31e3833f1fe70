"""Each way in which one client could stop a worker, and what a class costs: ``python -m tests.benchmarks.rows``.

Arguments are names of rows, or a part of one, and trees to compare: ``before=/tmp/before after=.``; without one the
tree that this file is in. Every row has a server of its own in every tree, one after the other, and takes some
seconds. Printed is a table with a column for each tree and what is required; a cross marks what is not so. Times of
waiting are those of the clock and need a machine that does nothing else; everything else is CPU time or bytes.
"""

import asyncio
import sys
from pathlib import Path

from tests.benchmarks.processes import run
from tests.benchmarks.rows import costs, readers, texts, waiting
from tests.benchmarks.rows.row import Found, Row

ROWS = (*texts.ROWS, *readers.ROWS, *waiting.ROWS, *costs.ROWS)
HERE = Path(__file__).resolve().parents[3]


def measure(row: Row, folder: Path) -> list[Found]:
    """Return what a row finds in the tree in ``folder``."""
    try:
        with run(folder, *row.arguments, **row.environment) as server:
            return asyncio.run(row.measure(server))
    except (RuntimeError, OSError) as error:
        return [Found(f"failed: {error}", float("nan"), "")]


def main(arguments: list[str]) -> int:
    """Print the table; return 1 where the last tree is not as required."""
    trees = {name: Path(folder).resolve() for name, _, folder in (a.partition("=") for a in arguments if "=" in a)}
    trees = trees or {"here": HERE}
    wanted = [argument for argument in arguments if "=" not in argument]
    red = 0
    print(f"{'':66}{'required':>12}" + "".join(f"{name:>14}" for name in trees))
    for row in ROWS:
        if wanted and not any(part in row.name for part in wanted):
            continue
        print(f"\n{row.name}", flush=True)
        columns = [measure(row, folder) for folder in trees.values()]
        red += _print(columns)
    return 1 if red else 0


def _print(columns: list[list[Found]]) -> int:
    """Print a line for each value; return how many of the last tree are not as required."""
    red = 0
    for number in range(max(map(len, columns))):
        found = [column[number] if number < len(column) else None for column in columns]
        one = next(item for item in reversed(found) if item)
        cells = "".join(f"{_cell(item):>14}" for item in found)
        names = list(dict.fromkeys(item.what for item in found if item))
        for name in names[:-1]:
            print(f"  {name[:64]}")
        print(f"  {names[-1][:64]:64}{one.required:>12}{cells}", flush=True)
        red += found[-1] is None or not found[-1].good
    return red


def _cell(found: Found | None) -> str:
    if found is None:
        return "–"
    value = f"{found.value:.0f}" if abs(found.value) >= 100 else f"{found.value:.3g}"
    return f"{'' if found.good else '✗ '}{value} {found.unit}".rstrip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

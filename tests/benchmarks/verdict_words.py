"""3000 verdicts on random scenarios over the whole catalog, read by the rules of ``tests.verdict_words``.

Run it as ``python -m tests.benchmarks.verdict_words``, with a first and a last seed for a part of them.
"""

# ruff: noqa: T201  # it prints

import sys

from optimizers import simulate
from optimizers.tell.verdict import verdict_parts
from tests.verdict_words import drawn, read


def main(first: int = 0, last: int = 3000) -> int:
    """Read the verdicts, print those that break a rule, and return 1 where there are any."""
    wrong = 0
    for seed in range(first, last):
        scenario = drawn(seed)
        try:
            read(scenario, verdict_parts(scenario, simulate(scenario)))
        except AssertionError as error:
            wrong += 1
            print(f"{seed}: {error}\n    {scenario.query}")
    print(f"{last - first} verdicts, {wrong} that break a rule of English")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

"""3000 verdicts on random scenarios, every sentence held against rules computed apart.

Run it as ``python -m tests.benchmarks.verdicts``.
"""

# ruff: noqa: T201  # it prints

import sys
from collections import Counter

from optimizers import Scenario, simulate, verdict
from tests.truth.generator import scenario as drawn
from tests.verdict_reading import check
from tests.verdict_rules import Facts


def judge(seed: int) -> tuple[str, list[str]]:
    """Return the verdict on the scenario of ``seed`` and the kinds of its sentences; raises where one is false."""
    scenario = Scenario.from_query(drawn(seed))
    text = verdict(scenario, simulate(scenario))
    return text, check(text, Facts(scenario))


def main(count: int = 3000) -> int:
    """Judge ``count`` verdicts, print what was found, and return 1 where one was false."""
    kinds: Counter[str] = Counter()
    false = 0
    for seed in range(count):
        try:
            kinds.update(judge(seed)[1])
        except (AssertionError, KeyError) as error:
            false += 1
            scenario = Scenario.from_query(drawn(seed))
            print(f"{seed}: {verdict(scenario, simulate(scenario))}\n    {scenario.query}\n    {error}")
    print(f"{count} verdicts, {sum(kinds.values())} sentences, {false} with a false one; {dict(kinds)}")
    return 1 if false else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

"""Long answers are made in parts, each from the scenario alone, so that a part can be made when it is asked for."""

from collections.abc import Iterator
from dataclasses import dataclass

from optimizers import Scenario

MOST_RUNS = 100


@dataclass(frozen=True, slots=True)
class Part:
    """The runs number ``begin`` to ``end``, without ``end``, and of each the steps after ``first``, up to ``last``.

    The start itself, step 0, belongs to the part whose ``first`` is 0. Runs are numbered optimizer by optimizer, start
    by start.
    """

    begin: int
    end: int
    first: int
    last: int

    def has(self, step: int) -> bool:
        """Return whether a step is in this part."""
        return self.first < max(step, 1) <= self.last

    def rows(self) -> tuple[int, int]:
        """Return the first row of the part in the arrays of a run, and the row after its last one."""
        return self.first + 1 if self.first else 0, self.last + 1


def parts(scenario: Scenario, rows: int) -> Iterator[Part]:
    """Yield all parts of a scenario, each of about ``rows`` rows at most: some whole runs, or some steps of one."""
    count = len(scenario.optimizers) * len(scenario.starts)
    together = min(rows // (scenario.steps + 1), MOST_RUNS)
    if together:
        for begin in range(0, count, together):
            yield Part(begin, min(begin + together, count), 0, scenario.steps)
        return
    for number in range(count):
        for first in range(0, scenario.steps, rows):
            yield Part(number, number + 1, first, min(first + rows, scenario.steps))

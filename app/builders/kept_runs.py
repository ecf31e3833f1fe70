"""The lines of a whole scenario, of which some are kept from earlier answers.

While a slider of one optimizer moves, the runs of the others stay as they are, and so do their lines. What
all runs have in common, such as their starts, stays too.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from optimizers import Scenario
from optimizers.run.judge import OPTIMIZER
from optimizers.run.plan import Ground, ground_of, plan, run

from ..answers.cache import OVERHEAD, Bounded
from ..encoding import all_points, ended, last_line
from .trajectories import Rates, head_line, rates_of, whole_lines

GROUNDS = 16  # for what runs have in common there is a sixteenth of the bytes of lines, in addition

Key = tuple[str, int, str, str]
"""Precision, index and item of an optimizer, and the scenario without its optimizers."""


class Lines(NamedTuple):
    """What an answer has of one optimizer: its learning rates, the lines of its runs, and how they ended."""

    rates: Rates
    points: bytes
    ends: bytes


class KeptRuns:
    """Makes the lines of scenarios, and keeps those of each optimizer: the latest used, in at most so many bytes.

    It also keeps what the runs of a scenario have in common, in a sixteenth of these bytes in addition.

    Only one thread uses it. A pickle of it is empty: what another process makes is not kept.
    """

    def __init__(self, most: int) -> None:
        self._kept: Bounded[Key, Lines] = Bounded(most, _size)
        self._grounds: Bounded[str, Ground] = Bounded(most // GROUNDS, _size_of_ground)

    def __reduce__(self) -> tuple[type["KeptRuns"], tuple[int]]:
        return KeptRuns, (0,)

    @property
    def size(self) -> int:
        """Bytes that are kept."""
        return int(self._kept.currsize + self._grounds.currsize)

    def whole_lines(self, scenario: Scenario, precision: str) -> bytes:
        """Return what ``whole_lines`` returns, and compute only the runs that are not kept."""
        if not _independent(scenario):
            return whole_lines(scenario, precision)
        items, rest = _items_and_rest(scenario)
        keys = [(precision, index, item, rest) for index, item in enumerate(items)]
        lines = [self._kept.find(key) for key in keys]
        missing = [index for index, one in enumerate(lines) if one is None]
        if missing:
            ground = self._ground(scenario, rest)
            for index, one in zip(missing, _computed(scenario, missing, precision, ground), strict=True):
                lines[index] = one
                self._kept.keep(keys[index], one)
        known = [one for one in lines if one is not None]
        rates, points, ends = zip(*known, strict=True)
        return b"".join([head_line(scenario, rates), *points, last_line(ends)])

    def _ground(self, scenario: Scenario, rest: str) -> Ground:
        ground = self._grounds.find(rest)
        if ground is None:
            ground = ground_of(scenario)
            self._grounds.keep(rest, ground)
        return ground


def _independent(scenario: Scenario) -> bool:
    """Return whether the runs of each optimizer are the same without the others."""
    return scenario.conditions["fair"] == "own" and not any(one.length for one in scenario.optimizers)


def _items_and_rest(scenario: Scenario) -> tuple[list[str], str]:
    """Return the canonical query: the items of the optimizers, and all others."""
    surface, *items = scenario.query.split("&")
    count = len(scenario.optimizers)
    return items[:count], "&".join([surface, *items[count:]])


def _computed(scenario: Scenario, indices: Sequence[int], precision: str, ground: Ground) -> Iterator[Lines]:
    """Run some of the optimizers, and yield what an answer has of each."""
    some = tuple([scenario.optimizers[index] for index in indices])
    starts = len(scenario.starts)
    planned = plan(Scenario(scenario.surface, some, scenario.starts, scenario.steps, scenario.conditions), ground)
    paths = run(planned)
    own = [slice(number * starts, (number + 1) * starts) for number in range(len(some))]
    for index, rows in zip(indices, own, strict=True):
        paths.found[rows, OPTIMIZER] = index
    lines, found = all_points(paths, precision), paths.found.tolist()
    for one, rows in zip(planned.optimizers, own, strict=True):
        yield Lines(rates_of(one), b"".join(lines[rows]), ended(found[rows]))


def _size_of_ground(one: Ground) -> int:
    return OVERHEAD + one.draws.noise.nbytes + one.draws.batches.nbytes


def _size(one: Lines) -> int:
    rates = len(one.rates["bdata"]) if isinstance(one.rates, dict) else 0
    return OVERHEAD + rates + len(one.points) + len(one.ends)

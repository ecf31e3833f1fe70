"""A scenario as a list of runs, each with everything that it needs: who runs, at which rates, whose length it takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from optimizers import Scenario
from tests.reference.number import Array, Real, real

from .schedules import multipliers


@dataclass(frozen=True)
class Mover:
    """A rule, its hyper-parameters and its learning rate at each step, (count,)."""

    rule: str
    values: Mapping[str, Any]
    rates: Array


@dataclass(frozen=True)
class Plan:
    """A run as it is to be simulated. length: whose step length it takes. noise: (count, 2), zeros without.

    batches: of each step the rows whose loss the rule sees; none where it sees that of all.
    """

    mover: Mover
    length: Mover | None
    surface: str
    values: Mapping[str, Any]
    start: tuple[float, float]
    steps: int
    noise: Array = field(repr=False)
    batches: Sequence[Any] = field(default=(), repr=False)


def plans(scenario: Scenario, times: int = 1, tuned: Sequence[tuple[float, float]] | None = None) -> list[Plan]:
    """Return the runs of ``scenario``, optimizer by optimizer, start by start, over ``times`` its steps.

    tuned: for ``fair=tuned``, of each optimizer the rate it runs with and the rate at which its length is measured.
    """
    count = times * scenario.steps
    noise, batches = _noise(scenario, count), _batches(scenario, count)
    found = []
    for index in range(len(scenario.optimizers)):
        mover, length = _movers(scenario, index, count, tuned[index] if tuned else None)
        for start in scenario.starts:
            ground = scenario.surface.name, scenario.surface.values, (start.x, start.y)
            found.append(Plan(mover, length, *ground, count, noise, batches))
    return found


def _movers(
    scenario: Scenario, index: int, count: int, tuned: tuple[float, float] | None
) -> tuple[Mover, Mover | None]:
    other = _length_of(scenario, index)
    rate, measured = tuned or (None, None)
    mover = _mover(scenario, index, count, rate)
    return mover, None if other is None else _mover(scenario, other, count, measured)


def _mover(scenario: Scenario, index: int, count: int, rate: float | None) -> Mover:
    one = scenario.optimizers[index]
    paced = scenario.optimizers[0] if scenario.conditions["fair"] == "rate" else one  # rate and schedule of the first
    first = Real(float(paced.values["lr"]) if rate is None else rate)
    return Mover(one.name, one.values, first * multipliers(paced.values, scenario.steps, count))


def _length_of(scenario: Scenario, index: int) -> int | None:
    """Return whose length an optimizer takes: with one length for all the first one's, else the end of its chain."""
    if scenario.conditions["fair"] == "length":
        return 0 if index else None
    at = index
    while scenario.optimizers[at].length:
        wanted = scenario.optimizers[at].length
        at = next(i for i, other in enumerate(scenario.optimizers) if other.name == wanted and i != at)
    return None if at == index else at


def _noise(scenario: Scenario, count: int) -> Array:
    size = float(scenario.conditions["noise"])
    seed = int(float(scenario.conditions["seed"]))
    draws = np.random.Generator(np.random.PCG64(seed)).standard_normal((count, 2))
    return Real(size) * real(draws) if size else real(np.zeros((count, 2)))


def _batches(scenario: Scenario, count: int) -> list[Any]:
    """Return the rows of each step's minibatch: an epoch after the other, each a shuffled deck dealt from the top."""
    values = scenario.surface.values
    size = int(float(values.get("batch", 0)))
    surface = scenario.surface.definition
    rows = surface.data.rows(values).size if surface.data else 0
    if not 0 < size < rows:
        return []
    generator = np.random.default_rng([int(float(scenario.conditions["seed"])), 0xBA7C4])
    decks = [generator.permutation(rows) for _ in range(count * size // rows + 1)]
    return [hand for deck in decks for hand in np.split(deck, range(size, rows, size))][:count]

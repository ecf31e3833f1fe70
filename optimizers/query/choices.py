"""The parts of a scenario, optimizers and starts, and the limits on how many there may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from ..rules.rule import Rule
from ..terms.parameters import Value
from ..terms.text import format_number
from .parameter_sets import parameter_set
from .registry import rule_of


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one scenario may ask for. ``points`` bounds steps × optimizers × starts, where each solver counts as
    ``solver`` optimizers, because its steps take that much longer.
    """

    steps: int = 10_000
    optimizers: int = 16
    starts: int = 26
    points: int = 500_000
    query: int = 8192
    label: int = 12
    solver: int = 40


@dataclass(frozen=True)
class Choice:
    """An optimizer by name, with a value for every one of its parameters.

    length: the name of the optimizer in the scenario whose step length this one takes; empty if it takes its own.
    What depends on these is computed when it is first needed.
    """

    name: str
    values: Mapping[str, Value]
    length: str = ""

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what it is made of, and nothing that was computed from it."""
        return type(self), (self.name, dict(self.values), self.length)

    @cached_property
    def _hash(self) -> int:
        return hash((self.name, frozenset(self.values.items()), self.length))

    @cached_property
    def rule(self) -> Rule:
        """The update rule."""
        return rule_of(self.name, self.values)

    @cached_property
    def query(self) -> str:
        """The optimizer as an item of the query."""
        item = parameter_set(self.rule).write(f"optimizer={self.name}", self.values)
        return f"{item},length={self.length}" if self.length else item


@dataclass(frozen=True)
class Start:
    """A labelled start point."""

    label: str
    x: float
    y: float

    @cached_property
    def query(self) -> str:
        """The start as an item of the query."""
        return f"start={self.label},{format_number(self.x)},{format_number(self.y)}"


@dataclass(frozen=True, slots=True)
class Found:
    """A learning rate found for fair=tuned. stays: whether every start stays with it, or only reaches a minimum."""

    rate: float
    stays: bool


AllFound = tuple[Found | None, ...]
"""The learning rate found for each optimizer of a scenario, None if no rate reaches a minimum."""


class Memory(Protocol):
    """Stores the rates found, by canonical query: a dictionary, or a cache of limited size."""

    def get(self, query: str, /) -> AllFound | None:
        """Return the rates stored for a scenario, None if there are none."""

    def __setitem__(self, query: str, found: AllFound, /) -> None:
        """Store the rates found for a scenario."""


def room_for_steps(optimizers: Sequence[Choice], starts: int, limits: Limits) -> int:
    """Return how many steps ``limits`` allow, at least 1.

    ``mostSteps`` in ``static/js/state/fitting.js`` is its twin.
    """
    count = sum([limits.solver if one.rule.solver else 1 for one in optimizers])
    return max(1, limits.points // (count * starts))


def length_index(optimizers: Sequence[Choice], index: int) -> int | None:
    """Return the index of the optimizer whose step length the one at ``index`` takes, None if it takes its own."""
    wanted = optimizers[index].length
    if not wanted:
        return None
    return next((i for i, other in enumerate(optimizers) if other.name == wanted and i != index), None)

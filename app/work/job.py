"""A job: a computation that a request needs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from optimizers import Scenario
from optimizers.run.preparing import Entry, is_ready, missing

T = TypeVar("T")

LOOP = 3.0
"""Milliseconds of CPU that a job may take on the event loop."""


@dataclass(frozen=True)
class Job(Generic[T]):
    """A computation.

    build: a function of a module, which can be pickled, as its ``arguments`` can. price: milliseconds of CPU that it is
    expected to take. whole_price: the price of all jobs of its series, which decides when its turn comes; by default
    its own. begun: when its series began, by ``time.monotonic``; its waiting time counts from then, by default from
    when it is requested. scenario: if this has fair=tuned, its rates are found before the job is done. entries: what
    has to be compiled for it, besides what the scenario needs.
    """

    build: Callable[..., T]
    arguments: tuple[Any, ...]
    price: float
    whole_price: float = 0.0
    begun: float | None = None
    scenario: Scenario | None = None
    entries: tuple[Entry, ...] = ()

    @property
    def rank(self) -> float:
        """The price that decides when its turn comes, and in which pool."""
        return max(self.price, self.whole_price)

    @property
    def missing(self) -> list[Entry]:
        """What it needs that is not loaded in this process."""
        found = missing(self.scenario) if self.scenario else []
        return [*found, *(entry for entry in self.entries if not is_ready(entry))]

    @cached_property
    def ready(self) -> bool:
        """Whether nothing has to be found, compiled or loaded before it, as it is when that is first asked."""
        return not (self.scenario and needs_tuning(self.scenario)) and not self.missing

    @property
    def at_once(self) -> bool:
        """Whether it is done on the event loop."""
        return self.rank <= LOOP and self.ready


def needs_tuning(scenario: Scenario) -> bool:
    """Return whether the rates of fair=tuned have to be found for a scenario."""
    return scenario.conditions["fair"] == "tuned" and scenario.found.get(scenario.query) is None


class Busy(Exception):  # noqa: N818  # that is what it means
    """A job that is refused, because too much waits already. retry_after: seconds after which it may be admitted."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too much is being computed. Try again in {retry_after} s.")
        self.retry_after = retry_after

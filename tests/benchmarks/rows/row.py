"""A row of the table: something that one client, or a class, does to the service, and what it costs the others."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.benchmarks.processes import Server


@dataclass(frozen=True, slots=True)
class Found:
    """A measured value. ``most`` and ``least`` are what is required of it."""

    what: str
    value: float
    unit: str
    most: float | None = None
    least: float | None = None

    @property
    def good(self) -> bool:
        """Whether it is as required. NaN, nothing to measure, is not."""
        return not (
            self.value != self.value
            or (self.most is not None and self.value > self.most)
            or (self.least is not None and self.value < self.least)
        )

    @property
    def required(self) -> str:
        """What is required, in words."""
        bounds = [
            f"≤ {self.most:g}" if self.most is not None else "",
            f"≥ {self.least:g}" if self.least is not None else "",
        ]
        return " ".join(filter(None, bounds))


@dataclass(frozen=True, slots=True)
class Row:
    """``measure`` is run on a server of its own, which is started with ``environment`` and ``arguments``."""

    name: str
    measure: Callable[[Server], Coroutine[Any, Any, list[Found]]]
    environment: Mapping[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()


IMPATIENT = {"OPTIMIZER_TRAJECTORIES_READ_TIMEOUT": "3", "OPTIMIZER_TRAJECTORIES_REQUEST_TIMEOUT": "3"}
"""Time-outs in which a row can be measured; by default they are longer."""

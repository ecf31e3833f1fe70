"""The scenario: everything that determines the picture. The one place where user input becomes numbers.

    surface=ellipse,kappa=25,theta=0&optimizer=sgd,lr=0.07&optimizer=rmsprop,lr=0.3,beta=0.9&start=A,-8,1.2&steps=120

Order is kept. What is left out takes its default: no surface is the first of the list, no optimizer the four of the
first view, no start and no steps the surface's suggestion, no learning rate the surface's for that kind of rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .errors import ScenarioError
from .parameters import Parameter, Unit, Value
from .reader import Item, Reader, read_items
from .rules import FIRST_VIEW, RULES
from .rules.rule import Rule
from .surfaces import SURFACES as ALL_SURFACES
from .surfaces.surface import Surface
from .text import format_number

OPTIMIZERS: Mapping[str, Rule] = {rule.name: rule for rule in RULES}
SURFACES: Mapping[str, Surface] = {surface.name: surface for surface in ALL_SURFACES}
REACH = 1e6  # how far from the origin a start may lie


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one scenario may ask for. ``points`` bounds steps × optimizers × starts."""

    steps: int = 10_000
    optimizers: int = 16
    starts: int = 26
    points: int = 500_000
    query: int = 8192
    label: int = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """A surface or an optimizer by name, with a value for every one of its parameters."""

    name: str
    values: Mapping[str, Value]

    def write(self, key: str, parameters: tuple[Parameter, ...]) -> str:
        """Return the choice as an item of the query. A variant at its default is left out."""
        shown = [p for p in parameters if not (p.advanced and self.values[p.name] == p.initial)]
        return ",".join([f"{key}={self.name}", *(f"{p.name}={p.write(self.values[p.name])}" for p in shown)])


@dataclass(frozen=True, slots=True)
class Start:
    """A labelled start point."""

    label: str
    x: float
    y: float

    def write(self) -> str:
        """Return the start as an item of the query."""
        return f"start={self.label},{format_number(self.x)},{format_number(self.y)}"


@dataclass(frozen=True, slots=True)
class Scenario:
    """A surface, optimizers, starts and a number of steps.

    Build it with ``from_query``; ``query`` is the canonical text, which reads back as the same scenario.
    """

    surface: Choice
    optimizers: tuple[Choice, ...]
    starts: tuple[Start, ...]
    steps: int
    query: str = field(init=False)

    def __post_init__(self) -> None:
        items = [self.surface.write("surface", SURFACES[self.surface.name].parameters)]
        items += [choice.write("optimizer", OPTIMIZERS[choice.name].parameters) for choice in self.optimizers]
        items += [start.write() for start in self.starts]
        object.__setattr__(self, "query", "&".join([*items, f"steps={self.steps}"]))

    @property
    def points(self) -> int:
        """How many points all runs have at the most, starts included."""
        return (self.steps + 1) * len(self.optimizers) * len(self.starts)

    @classmethod
    def from_query(cls, text: str, limits: Limits | None = None) -> "Scenario":
        """Return the scenario that ``text`` writes, percent-encoded or not.

        Raises ScenarioError, naming every parameter that is unknown, repeated, out of range or not finite.
        """
        reader = Reader()
        scenario = _read(reader, text, limits or Limits())
        if reader.problems:
            raise ScenarioError(reader.problems)
        return scenario

    @classmethod
    def nearest(cls, text: str, limits: Limits | None = None) -> "tuple[Scenario, ScenarioError | None]":
        """Return the nearest legal scenario, and what was wrong with ``text``. Never raises."""
        reader = Reader()
        scenario = _read(reader, text, limits or Limits())
        return scenario, ScenarioError(reader.problems) if reader.problems else None


def _read(reader: Reader, text: str, limits: Limits) -> Scenario:
    items = read_items(reader, text, limits.query)
    for item in items:
        if item.key not in ("surface", "optimizer", "start", "steps"):
            reader.reject(item.key, item.text, "one of surface, optimizer, start, steps")
    surface = _surface(reader, reader.only([item for item in items if item.key == "surface"]))
    entry = SURFACES[surface.name]
    suggestion = entry.suggestion(surface.values)

    wanted = [item for item in items if item.key == "optimizer"]
    named = [choice for item in wanted if (choice := _optimizer(reader, item, suggestion.rates)) is not None]
    if not named:
        named = [_choice(reader, "optimizer", rule, {}, suggestion.rates) for rule in FIRST_VIEW[: limits.optimizers]]
    starts = _starts(reader, [item for item in items if item.key == "start"], suggestion.starts, limits)
    steps_item = reader.only([item for item in items if item.key == "steps"])
    suggested = min(suggestion.steps, limits.steps)
    steps = suggested if steps_item is None else _steps(reader, steps_item, limits.steps, suggested)

    optimizers = reader.at_most("optimizer", named, limits.optimizers)
    most = limits.points // (len(optimizers) * len(starts))
    if steps > most:
        runs = f"{len(optimizers)} optimizers from {len(starts)} starts"
        reader.reject("steps", str(steps), f"at most {most} with {runs}, {limits.points} points in all")
        steps = max(1, most)
    return Scenario(surface, tuple(optimizers), tuple(starts), steps)


def _surface(reader: Reader, item: Item | None) -> Choice:
    if item is not None and item.head not in SURFACES:
        reader.reject("surface", item.head, "one of " + ", ".join(SURFACES))
        item = None
    entry = next(iter(SURFACES.values())) if item is None else SURFACES[item.head]
    return _choice(reader, "surface", entry, reader.pairs(item) if item else {}, {})


def _optimizer(reader: Reader, item: Item, rates: Mapping[Unit, float]) -> Choice | None:
    if item.head not in OPTIMIZERS:
        reader.reject("optimizer", item.head, "one of " + ", ".join(OPTIMIZERS))
        return None
    return _choice(reader, "optimizer", OPTIMIZERS[item.head], reader.pairs(item), rates)


def _choice(
    reader: Reader, key: str, entry: Rule | Surface, texts: dict[str, str], rates: Mapping[Unit, float]
) -> Choice:
    known = {parameter.name: parameter for parameter in entry.parameters}
    for name in [name for name in texts if name not in known]:
        reader.reject(f"{key} {entry.name}: {name}", texts[name], "one of " + (", ".join(known) or "no parameters"))
    values: dict[str, Value] = {}
    for name, parameter in known.items():
        default = rates[parameter.unit] if parameter.unit else parameter.initial
        assert default is not None, "only a learning rate has no default of its own"
        values[name] = reader.value(f"{key} {entry.name}: {name}", parameter, texts.get(name), default)
    return Choice(entry.name, values)


def _starts(
    reader: Reader, items: list[Item], suggested: tuple[tuple[float, float], ...], limits: Limits
) -> list[Start]:
    starts: list[Start] = []
    for item in reader.at_most("start", items, limits.starts):
        start = reader.start(item, REACH, limits.label, [start.label for start in starts])
        if start is not None:
            starts.append(Start(*start))
    return starts or [Start(label, x, y) for label, (x, y) in zip("AB", suggested, strict=True)]


def _steps(reader: Reader, item: Item, most: int, default: int) -> int:
    value = reader.whole("steps", item.text, 1, most)
    return default if value is None else value

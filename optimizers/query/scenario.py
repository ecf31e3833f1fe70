"""The scenario: everything that determines the picture. The one place where user input becomes numbers.

    surface=ellipse,kappa=25,theta=0&optimizer=sgd,lr=0.07&optimizer=rmsprop,lr=0.3,beta=0.9&start=A,-8,1.2&steps=120

Besides these, a scenario may say what is held equal and what disturbs it:

    fair=own|rate|length|tuned&noise=0.1&seed=7&target=distance|loss&tolerance=0.005
    optimizer=rmsprop,length=sgd,schedule=cosine,warmup=10

Order is kept. What is left out takes its default: no surface is the first of the list, no optimizer the four of the
first view, no start and no steps the surface's suggestion, no learning rate the surface's for that kind of rule.

``v=2`` says which version's meaning the text has; the canonical form leaves it out. A text of version 1 is translated:
it means ``target=loss``, and its ``schedule=inverse-sqrt`` with a warm-up is ``inverse-sqrt-restarted``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..rules import FIRST_VIEW, RULES
from ..rules.rule import Rule
from ..surfaces import SURFACES as ALL_SURFACES
from ..surfaces.surface import Surface
from ..terms.errors import ScenarioError
from ..terms.parameters import Parameter, Unit, Value, choice
from ..terms.text import format_number
from . import decay, schedules
from .reader import Item, Reader, read_items

OPTIMIZERS: Mapping[str, Rule] = {rule.name: rule for rule in RULES}
SURFACES: Mapping[str, Surface] = {surface.name: surface for surface in ALL_SURFACES}
REACH = 1e6  # how far from the origin a start may lie

CONDITIONS = (
    choice("fair", "what is held equal", ("own", "rate", "length", "tuned")),
    Parameter(
        "noise",
        r"\sigma",
        "standard deviation of the noise added to each coordinate of the gradient",
        0.0,
        0.0,
        1e6,
        (0.0, 10.0),
        "linear",
        advanced=True,
        label="noise",
    ),
    Parameter("seed", "s", "seed of the noise", 0.0, 0.0, 2.0**31, (0.0, 100.0), "linear", advanced=True, whole=True),
    choice("target", "what counts as there: the distance to a minimum, or the loss", ("distance", "loss")),
    Parameter(
        "tolerance",
        r"\tau",
        "radius of the ring around a minimum, as a part of the domain's diagonal; "
        "with target=loss, the part of the way to the minimum's value that may be left",
        0.005,
        1e-12,
        1.0,
        (1e-8, 1.0),
        "log",
        advanced=True,
        label="tolerance",
        by="target",
        defaults=(("distance", 0.005), ("loss", 1e-4)),
    ),
)
"""What holds for the whole scenario; each is an item of its own, left out of the canonical form at its default."""

VERSIONS = ("1", "2")
VERSION = VERSIONS[-1]  # of the meaning of a query; what a later one reads differently gets a new number
OLD_TARGET = "loss"  # what version 1 meant, which had no other
OLD_SCHEDULES = {"inverse-sqrt": "inverse-sqrt-restarted"}  # what version 1 meant by the name, after a warm-up
KEYS = ("surface", "optimizer", "start", "steps", *(parameter.name for parameter in CONDITIONS), "v")


def parameters_of(rule: Rule) -> tuple[Parameter, ...]:
    """Return every parameter of an optimizer: its own, those of its rate's schedule, and those of weight decay."""
    return rule.parameters + schedules.PARAMETERS + decay.PARAMETERS


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
    """A surface or an optimizer by name, with a value for every one of its parameters.

    length: the optimizer of the scenario whose step length this one takes, empty for its own.
    """

    name: str
    values: Mapping[str, Value]
    length: str = ""

    def __hash__(self) -> int:
        return hash((self.name, frozenset(self.values.items()), self.length))

    def write(self, key: str, parameters: tuple[Parameter, ...]) -> str:
        """Return the choice as an item of the query. A variant at its default is left out."""
        shown = [p for p in parameters if not (p.advanced and self.values[p.name] == p.initial)]
        pairs = [f"{p.name}={p.write(self.values[p.name])}" for p in shown]
        return ",".join([f"{key}={self.name}", *pairs, *([f"length={self.length}"] if self.length else [])])


@dataclass(frozen=True, slots=True)
class Start:
    """A labelled start point."""

    label: str
    x: float
    y: float

    def write(self) -> str:
        """Return the start as an item of the query."""
        return f"start={self.label},{format_number(self.x)},{format_number(self.y)}"


@dataclass(frozen=True, slots=True, repr=False)
class Scenario:
    """A surface, optimizers, starts and a number of steps.

    Build it with ``from_query``; ``query`` is the canonical text, which reads back as the same scenario.
    """

    surface: Choice
    optimizers: tuple[Choice, ...]
    starts: tuple[Start, ...]
    steps: int
    conditions: Mapping[str, Value] = field(default_factory=lambda: {p.name: p.initial or 0.0 for p in CONDITIONS})
    query: str = field(init=False)

    def __post_init__(self) -> None:
        items = [self.surface.write("surface", SURFACES[self.surface.name].parameters)]
        items += [one.write("optimizer", parameters_of(OPTIMIZERS[one.name])) for one in self.optimizers]
        items += [start.write() for start in self.starts]
        items.append(f"steps={self.steps}")
        told = [p for p in CONDITIONS if self.conditions[p.name] != p.usual(self.conditions)]
        items += [f"{p.name}={p.write(self.conditions[p.name])}" for p in told]
        object.__setattr__(self, "query", "&".join(items))

    def __hash__(self) -> int:
        return hash(self.query)

    def __repr__(self) -> str:
        return f"Scenario.from_query({self.query!r})"

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
        if reader.error:
            raise reader.error
        return scenario

    def figure(self, layout: str = "overlay", theme: str = "light") -> Any:
        """Return the scenario as a ``plotly.graph_objects.Figure``; see ``picture.figure``."""
        from ..picture.figure import figure  # drawing is loaded when something is drawn

        return figure(self, layout, theme)

    @classmethod
    def nearest(
        cls, text: str | Sequence[Item], limits: Limits | None = None
    ) -> "tuple[Scenario, ScenarioError | None]":
        """Return the nearest legal scenario, and what was wrong with ``text`` or its items. Never raises."""
        reader = Reader()
        scenario = _read(reader, text, limits or Limits())
        return scenario, reader.error


def _read(reader: Reader, text: str | Sequence[Item], limits: Limits) -> Scenario:
    items = read_items(reader, text, limits.query)
    given: dict[str, list[Item]] = {key: [] for key in KEYS}
    for item in items:
        given.get(item.key, []).append(item)
    old = _version(reader, given["v"]) == "1"
    keys = [key for key in KEYS if not (old and key == "target")]
    allowed = "one of " + ", ".join(keys)
    for item in items:
        if item.key not in given or (old and item.key == "target"):
            reader.reject(item.key, item.text, allowed)
    surface = _surface(reader, reader.only(given["surface"]))
    entry = SURFACES[surface.name]
    suggestion = entry.suggestion(surface.values)

    known = reader.at_most("optimizer", _known(reader, given["optimizer"]), limits.optimizers)
    optimizers = [_optimizer(reader, item, suggestion.rates) for item in known]
    if not optimizers:
        first = FIRST_VIEW[: limits.optimizers]
        optimizers = [_choice(reader, "optimizer", rule, {}, suggestion.rates) for rule in first]
    starts = _starts(reader, given["start"], suggestion.starts, limits)
    steps_item = reader.only(given["steps"])
    suggested = min(suggestion.steps, limits.steps)
    steps = suggested if steps_item is None else _steps(reader, steps_item, limits.steps, suggested)

    most = limits.points // (len(optimizers) * len(starts))
    if steps > most:
        runs = f"{len(optimizers)} optimizers from {len(starts)} starts"
        reader.reject("steps", str(steps), f"at most {most} with {runs}, {limits.points} points in all")
        steps = max(1, most)
    conditions = _conditions(reader, given, old)
    linked = _lengths(reader, optimizers)
    fitting = [_schedule(reader, _translated(one) if old else one, steps) for one in linked]
    return Scenario(surface, tuple(fitting), tuple(starts), steps, conditions)


def _version(reader: Reader, items: Sequence[Item]) -> str:
    item = reader.only(items)
    if item is None or item.text in VERSIONS:
        return VERSION if item is None else item.text
    reader.reject("v", item.text, f"{' or '.join(VERSIONS)}, the versions that this program reads")
    return VERSION


def _conditions(reader: Reader, given: Mapping[str, Sequence[Item]], old: bool) -> dict[str, Value]:
    conditions: dict[str, Value] = {}
    for parameter in CONDITIONS:
        if old and parameter.name == "target":
            conditions[parameter.name] = OLD_TARGET
            continue
        usual = parameter.usual(conditions)
        assert usual is not None
        item = reader.only(given[parameter.name])
        conditions[parameter.name] = reader.value(parameter.name, parameter, None if item is None else item.text, usual)
    return conditions


def _translated(one: Choice) -> Choice:
    """Return an optimizer of version 1 in the words of this version."""
    schedule = str(one.values["schedule"])
    renamed = OLD_SCHEDULES.get(schedule, schedule) if one.values["warmup"] else schedule
    return replace(one, values={**one.values, "schedule": renamed})


def _lengths(reader: Reader, optimizers: list[Choice]) -> list[Choice]:
    """Drop sources of length that are not there, and one of every circle."""
    kept = list(optimizers)
    for place, one in enumerate(kept):
        if not one.length:
            continue
        allowed = ""
        if one.length not in [other.name for other in kept if other is not one]:
            allowed = "the name of another optimizer of the scenario"
        elif _goes_round(kept, place):
            allowed = "lengths that do not go round in a circle"
        if allowed:
            reader.reject(f"optimizer {one.name}: length", one.length, allowed)
            kept[place] = replace(one, length="")
    return kept


def _goes_round(optimizers: list[Choice], place: int) -> bool:
    seen: list[int] = []
    at: int | None = place
    while at is not None and at not in seen:
        seen.append(at)
        at = source_of_length(optimizers, at)
    return at is not None


def source_of_length(optimizers: Sequence[Choice], place: int) -> int | None:
    """Return the place of the optimizer whose step length the one at ``place`` takes, None for its own."""
    wanted = optimizers[place].length
    places = [i for i, other in enumerate(optimizers) if other.name == wanted and i != place]
    return places[0] if wanted and places else None


def _schedule(reader: Reader, one: Choice, steps: int) -> Choice:
    """Shorten a schedule that is longer than the run."""
    values = dict(one.values)
    for name in ("warmup", "every"):
        used = name == "warmup" or values["schedule"] == "step"
        if used and float(values[name]) > steps:
            text = format_number(float(values[name]))
            reader.reject(f"optimizer {one.name}: {name}", text, f"at most {steps}, the steps of the run")
            values[name] = float(steps)
    return replace(one, values=values)


def _surface(reader: Reader, item: Item | None) -> Choice:
    if item is not None and item.head not in SURFACES:
        reader.reject("surface", item.head, "one of " + ", ".join(SURFACES))
        item = None
    entry = next(iter(SURFACES.values())) if item is None else SURFACES[item.head]
    return _choice(reader, "surface", entry, reader.pairs(item) if item else {}, {})


def _known(reader: Reader, items: Sequence[Item]) -> list[Item]:
    """Return the items that name an optimizer there is."""
    allowed = "one of " + ", ".join(OPTIMIZERS)
    for item in items:
        if item.head not in OPTIMIZERS:
            reader.reject("optimizer", item.head, allowed)
    return [item for item in items if item.head in OPTIMIZERS]


def _optimizer(reader: Reader, item: Item, rates: Mapping[Unit, float]) -> Choice:
    texts = reader.pairs(item)
    length = texts.pop("length", "")
    return replace(_choice(reader, "optimizer", OPTIMIZERS[item.head], texts, rates), length=length)


def _choice(
    reader: Reader, key: str, entry: Rule | Surface, texts: dict[str, str], rates: Mapping[Unit, float]
) -> Choice:
    parameters = parameters_of(entry) if isinstance(entry, Rule) else entry.parameters
    known = {parameter.name: parameter for parameter in parameters}
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

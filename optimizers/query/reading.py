"""From a query to the parts of a scenario: problems are collected, and illegal values become the nearest legal ones."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..rules import FIRST_VIEW
from ..rules.rule import Rule
from ..surfaces.bound import BoundSurface
from ..terms.parameters import Parameter, Value
from ..terms.text import format_number
from .choices import Choice, Limits, Start, length_index
from .conditions import CONDITIONS, KEYS, OLD_SCHEDULES, OLD_TARGET, USUAL, VERSION, VERSIONS
from .parameter_sets import ParameterSet, parameter_set
from .reader import Item, Reader, read_items
from .registry import OPTIMIZERS, SURFACES

REACH = 1e6  # how far from the origin a start may lie

Parts = tuple[BoundSurface, tuple[Choice, ...], tuple[Start, ...], int, dict[str, Value]]
"""Surface, optimizers, starts, steps and conditions of a scenario."""


def read(reader: Reader, text: str | Sequence[Item], limits: Limits) -> Parts:
    """Return the parts of the nearest legal scenario that ``text`` writes; ``reader`` collects its problems."""
    items = read_items(reader, text, limits.query)
    given: dict[str, list[Item]] = {key: [] for key in KEYS}
    for item in items:
        given.get(item.key, []).append(item)
    old = _version(reader, given["v"]) == "1"
    unknown = [item for item in items if item.key not in given or (old and item.key == "target")]
    if unknown:
        allowed = "one of " + ", ".join(key for key in KEYS if not (old and key == "target"))
        for item in unknown:
            reader.reject(item.key, item.text, allowed)
    surface = _surface(reader, reader.only(given["surface"]))
    known = reader.at_most("optimizer", _known(reader, given["optimizer"]), min(limits.optimizers, limits.points))
    chosen = [_optimizer(reader, rule, parts, surface) for rule, parts in known]
    starts = _starts(reader, given["start"], limits, len(known))
    if not chosen:
        room = min(limits.optimizers, limits.points // max(1, len(starts)))
        chosen = [_optimizer(reader, rule, (), surface) for rule in FIRST_VIEW[:room]]
    starts = starts or _suggested_starts(surface, min(limits.starts, limits.points // len(chosen)))
    optimizers = [one for one, _ in chosen]
    most = limits.points // (len(optimizers) * len(starts))
    given_steps = _steps(reader, reader.only(given["steps"]), limits.steps)
    steps = given_steps or min(max(surface.suggestion.steps, *map(_longest, chosen)), limits.steps, most)
    if steps > most:
        runs = f"{len(optimizers)} optimizers from {len(starts)} starts"
        reader.reject("steps", str(steps), f"at most {most} with {runs}, {limits.points} points in all")
        steps = most
    length = f"at most {steps}, " + ("the steps of the run" if given_steps else "the most steps that this run can have")
    conditions = _conditions(reader, given, old)
    linked = _lengths(reader, optimizers)
    fitting = [
        _schedule(reader, _translated(one) if old else one, texts, steps, length)
        for one, (_, texts) in zip(linked, chosen, strict=True)
    ]
    return surface, tuple(fitting), tuple(starts), steps, conditions


def _version(reader: Reader, items: Sequence[Item]) -> str:
    item = reader.only(items)
    if item is None or item.text in VERSIONS:
        return VERSION if item is None else item.text
    reader.reject("v", item.text, f"{' or '.join(VERSIONS)}, the versions that this program reads")
    return VERSION


def _conditions(reader: Reader, given: Mapping[str, Sequence[Item]], old: bool) -> dict[str, Value]:
    if not old and not any(map(given.__getitem__, USUAL)):
        return dict(USUAL)
    conditions: dict[str, Value] = {}
    for parameter in CONDITIONS:
        if old and parameter.name == "target":
            conditions[parameter.name] = OLD_TARGET
            continue
        usual, item = parameter.usual(conditions), reader.only(given[parameter.name])
        assert usual is not None
        conditions[parameter.name] = (
            usual if item is None else reader.value(parameter.name, parameter, item.text, usual)
        )
    return conditions


def _translated(one: Choice) -> Choice:
    """Translate an optimizer of version 1 to this version."""
    schedule = str(one.values["schedule"])
    renamed = OLD_SCHEDULES.get(schedule, schedule) if one.values["warmup"] else schedule
    return replace(one, values={**one.values, "schedule": renamed})


def _lengths(reader: Reader, optimizers: list[Choice]) -> list[Choice]:
    """Drop lengths from optimizers that are missing, and one length of every circle."""
    kept = list(optimizers)
    for index, one in enumerate(kept):
        if not one.length:
            continue
        allowed = ""
        if one.length not in [other.name for other in kept if other is not one]:
            allowed = "the name of another optimizer of the scenario"
        elif _goes_round(kept, index):
            allowed = "lengths that do not go round in a circle"
        if allowed:
            reader.reject(f"optimizer {one.name}: length", one.length, allowed)
            kept[index] = replace(one, length="")
    return kept


def _goes_round(optimizers: list[Choice], index: int) -> bool:
    seen: list[int] = []
    at: int | None = index
    while at is not None and at not in seen:
        seen.append(at)
        at = length_index(optimizers, at)
    return at is not None


def _paces(one: Choice) -> tuple[str, ...]:
    """Return the names of the parameters that count steps of the run, of those that have an effect."""
    return ("warmup", "every") if one.values["schedule"] == "step" else ("warmup",)


def _is_given(one: Choice, name: str, texts: Mapping[str, str]) -> bool:
    """Return whether ``texts`` write a legal value of a parameter."""
    return name in texts and parameter_set(OPTIMIZERS[one.name]).parameters[name].read(texts[name]) is not None


def _longest(chosen: tuple[Choice, Mapping[str, str]]) -> int:
    """Return how many steps the schedule that is written for an optimizer needs, 0 if none is written."""
    one, texts = chosen
    return max(int(one.values[name]) if _is_given(one, name, texts) else 0 for name in _paces(one))


def _schedule(reader: Reader, one: Choice, texts: Mapping[str, str], steps: int, allowed: str) -> Choice:
    """Shorten a schedule that is longer than the run. Only numbers that ``texts`` write are reported as problems."""
    shorter: dict[str, Value] = {}
    for name in _paces(one):
        value = float(one.values[name])
        if value > steps:
            shorter[name] = float(steps)
            if _is_given(one, name, texts):
                reader.reject(f"optimizer {one.name}: {name}", format_number(value), allowed)
    return replace(one, values={**one.values, **shorter}) if shorter else one


def _surface(reader: Reader, item: Item | None) -> BoundSurface:
    head, *parts = ("",) if item is None else item.parts
    if item is not None and head not in SURFACES:
        reader.reject("surface", head, "one of " + ", ".join(SURFACES))
        head, parts = "", []
    entry = SURFACES[head] if head else next(iter(SURFACES.values()))
    owner = f"surface {entry.name}"
    return BoundSurface(entry, _values(reader, owner, parameter_set(entry), reader.pairs(owner, parts), None))


def _known(reader: Reader, items: Sequence[Item]) -> list[tuple[Rule, list[str]]]:
    """Return the known optimizers among those named, each with the parts written after it."""
    named = [item.parts for item in items]
    for head, *_ in named:
        if head not in OPTIMIZERS:
            reader.reject("optimizer", head, "one of " + ", ".join(OPTIMIZERS))
    return [(OPTIMIZERS[head], parts) for head, *parts in named if head in OPTIMIZERS]


def _optimizer(
    reader: Reader, rule: Rule, parts: Sequence[str], surface: BoundSurface
) -> tuple[Choice, dict[str, str]]:
    """Return an optimizer, and the texts of the values that are written for it."""
    owner = f"optimizer {rule.name}"
    texts = reader.pairs(owner, parts)
    length = texts.pop("length", "")
    return Choice(rule.name, _values(reader, owner, parameter_set(rule), texts, surface), length), texts


def _values(
    reader: Reader, owner: str, known: ParameterSet, texts: Mapping[str, str], surface: BoundSurface | None
) -> dict[str, Value]:
    """Return the values that ``texts`` write, in every other parameter's index its default.

    surface: the one that suggests the learning rates of an optimizer.
    """
    values: dict[str, Any] = dict(known.usual)
    for name, text in texts.items():
        parameter = known.parameters.get(name)
        value = None if parameter is None else parameter.read(text)
        if value is None:
            return _corrected(reader, owner, known, texts, surface)
        values[name] = value
    for rate in known.rates:
        if values[rate.name] is None:
            values[rate.name] = _suggested(rate, surface)
    return values


def _corrected(
    reader: Reader, owner: str, known: ParameterSet, texts: Mapping[str, str], surface: BoundSurface | None
) -> dict[str, Value]:
    """Return the legal values nearest to ``texts``, in which a name or a value is wrong."""
    for name in [name for name in texts if name not in known.parameters]:
        allowed = "one of " + (", ".join(known.parameters) or "no parameters")
        reader.reject(f"{owner}: {name}", texts[name], allowed)
    values: dict[str, Value] = {}
    for name, parameter in known.parameters.items():
        default = parameter.initial if parameter.initial is not None else _suggested(parameter, surface)
        text = texts.get(name)
        values[name] = default if text is None else reader.value(f"{owner}: {name}", parameter, text, default)
    return values


def _suggested(rate: Parameter, surface: BoundSurface | None) -> float:
    """Return the learning rate that the surface suggests. All other parameters have defaults of their own."""
    assert surface is not None
    return rate.suggested(surface.suggestion.rates)


def _starts(reader: Reader, items: list[Item], limits: Limits, optimizers: int) -> list[Start]:
    """Return the starts that are written, which may be none.

    optimizers: how many optimizers are written; with more starts not even one step of all runs would be legal.
    """
    starts: list[Start] = []
    for item in reader.at_most("start", items, min(limits.starts, limits.points // max(1, optimizers))):
        start = reader.start(item, REACH, limits.label, [start.label for start in starts])
        if start is not None:
            starts.append(Start(*start))
    return starts


def _suggested_starts(surface: BoundSurface, most: int) -> list[Start]:
    pairs = zip("AB", surface.suggestion.starts, strict=True)
    return [Start(label, x, y) for label, (x, y) in pairs][:most]


def _steps(reader: Reader, item: Item | None, most: int) -> int | None:
    return None if item is None else reader.whole("steps", item.text, 1, most)

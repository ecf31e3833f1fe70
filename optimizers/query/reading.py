"""From a query to the parts of a scenario: problems are collected, and illegal values become the nearest legal ones."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..rules import FIRST_VIEW
from ..rules.rule import Rule
from ..surfaces.bound import BoundSurface, NotSearchedError
from ..surfaces.surface import Surface
from ..terms.parameters import Value
from ..terms.text import format_number
from . import schedules
from .choices import Choice, Limits, Start, length_index, room_for_steps
from .conditions import CONDITIONS, KEYS, KNOWN, KNOWN_OLD, OLD_SCHEDULES, OLD_TARGET, USUAL, VERSION, VERSIONS
from .families import member_of
from .parameter_sets import ParameterSet, parameter_set
from .reader import Item, Reader, once, read_items
from .registry import OPTIMIZER_NAMES, OPTIMIZERS, RULE_FAMILIES, SURFACE_FAMILIES, SURFACE_NAMES, SURFACES

REACH = 1e6  # how far from the origin a start may lie

Parts = tuple[BoundSurface, tuple[Choice, ...], tuple[Start, ...], int, dict[str, Value]]
"""Surface, optimizers, starts, steps and conditions of a scenario."""


def read(reader: Reader, text: str | Sequence[Item], limits: Limits, search: bool = True) -> Parts:
    """Return the parts of the nearest legal scenario that ``text`` writes; ``reader`` collects its problems.

    search: whether there is time to search a typed surface. Otherwise raises NotSearchedError where that is needed.
    """
    items = read_items(reader, text, limits.query)
    given: dict[str, list[Item]] = {}
    for item in items:
        given.setdefault(item.key, []).append(item)
    old = _version(reader, given.get("v", ())) == "1"
    known = KNOWN_OLD if old else KNOWN
    if not given.keys() <= known:
        allowed = "one of " + ", ".join(key for key in KEYS if key in known)
        for item in items:
            if item.key not in known:
                reader.reject(item.key, item.text, allowed, kind="parameter")
    surface = _surface(reader, reader.only(given.get("surface", ())))
    if not search and surface.definition.searches and surface.known is None:
        raise NotSearchedError(surface)
    most = min(limits.optimizers, limits.points)
    named = reader.at_most("optimizer", _known(reader, given.get("optimizer", ())), most)
    chosen = [_optimizer(reader, rule, rest, surface) for rule, rest in named]
    starts = _starts(reader, given.get("start", ()), limits, len(named))
    if not chosen:
        room = min(limits.optimizers, limits.points // max(1, len(starts)))
        chosen = [_optimizer(reader, rule, "", surface) for rule in FIRST_VIEW[:room]]
    starts = starts or _suggested_starts(surface, min(limits.starts, limits.points // len(chosen)))
    optimizers = [one for one, _ in chosen]
    most = room_for_steps(optimizers, len(starts), limits)
    given_steps = _steps(reader, reader.only(given.get("steps", ())), limits.steps)
    steps = given_steps or min(max(surface.suggestion.steps, *map(_longest, chosen)), limits.steps, most)
    if steps > most:
        runs = f"{len(optimizers)} optimizers from {len(starts)} starts"
        if any(one.rule.solver for one in optimizers):
            runs += f" (each that chooses its own step lengths counts as {limits.solver})"
        reader.reject("steps", str(steps), f"at most {most} with {runs}, {limits.points} points in all")
        steps = most
    conditions = _conditions(reader, given, old)
    fitting = _lengths(reader, optimizers)
    for index, one in enumerate(fitting):
        if not schedules.is_constant(one.values):
            translated, texts = _translated(one) if old else one, chosen[index][1]
            fitting[index] = _schedule(reader, translated, texts, steps, given_steps is not None)
    return surface, tuple(fitting), tuple(starts), steps, conditions


def _version(reader: Reader, items: Sequence[Item]) -> str:
    item = reader.only(items)
    if item is None or item.text in VERSIONS:
        return VERSION if item is None else item.text
    reader.reject("v", item.text, f"{' or '.join(VERSIONS)}, the versions that this program reads")
    return VERSION


def _conditions(reader: Reader, given: Mapping[str, Sequence[Item]], old: bool) -> dict[str, Value]:
    if not old and USUAL.keys().isdisjoint(given):
        return dict(USUAL)
    conditions: dict[str, Value] = {}
    for parameter in CONDITIONS:
        if old and parameter.name == "target":
            conditions[parameter.name] = OLD_TARGET
            continue
        usual, item = parameter.usual(conditions), reader.only(given.get(parameter.name, ()))
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
        other = next((other for other in kept if other.name == one.length and other is not one), None)
        if other is None:
            allowed = "the name of another optimizer of the scenario"
        elif other.rule.solver:
            allowed = "the name of another optimizer of the scenario that has a learning rate"
        elif _goes_round(kept, index):
            allowed = "step lengths that do not depend on each other in a circle"
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
    if "warmup" not in one.values:
        return ()
    return ("warmup", "every") if one.values["schedule"] == "step" else ("warmup",)


def _is_given(one: Choice, name: str, texts: Mapping[str, str]) -> bool:
    """Return whether ``texts`` write a legal value of a parameter."""
    return name in texts and parameter_set(one.rule).parameters[name].read(texts[name]) is not None


def _longest(chosen: tuple[Choice, Mapping[str, str]]) -> int:
    """Return how many steps the schedule that is written for an optimizer needs, 0 if none is written."""
    one, texts = chosen
    return max((int(one.values[name]) if _is_given(one, name, texts) else 0 for name in _paces(one)), default=0)


def _schedule(reader: Reader, one: Choice, texts: Mapping[str, str], steps: int, given: bool) -> Choice:
    """Shorten a schedule that is longer than the run. Only numbers that ``texts`` write are reported as problems.

    given: whether the query writes the number of steps.
    """
    shorter: dict[str, Value] = {}
    allowed = f"at most {steps}, the " + ("steps of the run" if given else "largest number of steps for this run")
    for name in _paces(one):
        value = float(one.values[name])
        if value > steps:
            shorter[name] = float(steps)
            if _is_given(one, name, texts):
                reader.reject(f"optimizer {one.name}: {name}", format_number(value), allowed)
    return replace(one, values={**one.values, **shorter}) if shorter else one


def entry_of(reader: Reader, item: Item) -> Rule | Surface | None:
    """Return the optimizer or the surface that an item names, None if there is none of the name.

    ``reader`` collects what is wrong with it and with its values.
    """
    if item.key == "surface":
        found = _named_surface(reader, item)
        return found and _bound(reader, *found).definition
    known = _known(reader, [item])
    return _chosen(reader, *known[0])[0].rule if known else None


def _surface(reader: Reader, item: Item | None) -> BoundSurface:
    named = None if item is None else _named_surface(reader, item)
    entry, rest = named or (next(iter(SURFACES.values())), "")
    return once(_bound, entry, rest) or _bound(reader, entry, rest)


def _named_surface(reader: Reader, item: Item) -> tuple[Surface, str] | None:
    """Return the surface that is named, with what is written after its name; None if there is none."""
    head, rest = item.head_and_rest
    if head in SURFACE_FAMILIES:
        return member_of(reader, SURFACE_FAMILIES[head], item)
    if head in SURFACES:
        return SURFACES[head], rest
    reader.reject("surface", head, "one of " + ", ".join(SURFACE_NAMES), kind="entry")
    return None


def _bound(reader: Reader, entry: Surface, rest: str) -> BoundSurface:
    """Return a surface with the values that are written after its name."""
    owner = f"surface {entry.name}"
    values = _values(reader, owner, parameter_set(entry), reader.pairs(owner, rest))
    for name, value, allowed in entry.corrections(values):
        reader.reject(f"{owner}: {name}", parameter_set(entry).parameters[name].write(values[name]), allowed)
        values[name] = value
    return BoundSurface(entry, values)


def _known(reader: Reader, items: Sequence[Item]) -> list[tuple[Rule, str]]:
    """Return the known optimizers among those named, each with what is written after its name."""
    known = []
    for item in items:
        head, rest = item.head_and_rest
        if head in RULE_FAMILIES:
            known.append(member_of(reader, RULE_FAMILIES[head], item))
        elif head in OPTIMIZERS:
            known.append((OPTIMIZERS[head], rest))
        else:
            reader.reject("optimizer", head, "one of " + ", ".join(OPTIMIZER_NAMES), kind="entry")
    return known


def _optimizer(reader: Reader, rule: Rule, rest: str, surface: BoundSurface) -> tuple[Choice, Mapping[str, str]]:
    """Return an optimizer, and the texts of the values that are written after its name."""
    one, texts = once(_chosen, rule, rest) or _chosen(reader, rule, rest)
    missing = [rate for rate in parameter_set(rule).rates if one.values[rate.name] is None]
    if not missing:
        return one, texts
    suggested = {rate.name: rate.suggested(surface.suggestion.rates) for rate in missing}
    return replace(one, values={**one.values, **suggested}), texts


def _chosen(reader: Reader, rule: Rule, rest: str) -> tuple[Choice, Mapping[str, str]]:
    """Return an optimizer, with None for a learning rate that is not written, and the texts of its values."""
    owner = f"optimizer {rule.name}"
    texts = reader.pairs(owner, rest)
    length = "" if rule.solver else texts.pop("length", "")
    return Choice(rule.name, _values(reader, owner, parameter_set(rule), texts), length), texts


def _values(reader: Reader, owner: str, known: ParameterSet, texts: Mapping[str, str]) -> dict[str, Any]:
    """Return the values that ``texts`` write, and every other parameter's default, None for a learning rate."""
    values: dict[str, Any] = dict(known.usual)
    for name, text in texts.items():
        parameter = known.parameters.get(name)
        value = None if parameter is None else parameter.read(text)
        if value is None:
            return _corrected(reader, owner, known, texts)
        values[name] = value
    return values


def _corrected(reader: Reader, owner: str, known: ParameterSet, texts: Mapping[str, str]) -> dict[str, Any]:
    """Return the legal values nearest to ``texts``, in which a name or a value is wrong."""
    for name in [name for name in texts if name not in known.parameters]:
        allowed = "one of " + (", ".join(known.parameters) or "no parameters")
        reader.reject(f"{owner}: {name}", texts[name], allowed, kind="parameter")
    values: dict[str, Any] = dict(known.usual)
    for name, parameter in known.parameters.items():
        text = texts.get(name)
        if text is not None:
            values[name] = reader.value(f"{owner}: {name}", parameter, text, values[name])
    return values


def _starts(reader: Reader, items: Sequence[Item], limits: Limits, optimizers: int) -> list[Start]:
    """Return the starts that are written, which may be none.

    optimizers: how many optimizers are written; with more starts not even one step of all runs would be legal.
    """
    starts: list[Start] = []
    for item in reader.at_most("start", items, min(limits.starts, limits.points // max(1, optimizers))):
        labels = [start.label for start in starts]
        start = once(_start, limits.label, item.text)
        if start is None or start.label in labels:
            start = _start(reader, limits.label, item.text, labels)
        if start is not None:
            starts.append(start)
    return starts


def _start(reader: Reader, longest: int, text: str, taken: Sequence[str] = ()) -> Start | None:
    """Return the start that ``text`` writes, None if it does not have two numbers."""
    found = reader.start(text, REACH, longest, taken)
    return None if found is None else Start(*found)


def _suggested_starts(surface: BoundSurface, most: int) -> list[Start]:
    pairs = zip("AB", surface.suggestion.starts, strict=True)
    return [Start(label, x, y) for label, (x, y) in pairs][:most]


def _steps(reader: Reader, item: Item | None, most: int) -> int | None:
    return None if item is None else reader.whole("steps", item.text, 1, most)

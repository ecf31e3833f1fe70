"""From a query to the parts of a scenario: what is wrong is collected, and beside it stands the nearest legal value."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..rules import FIRST_VIEW
from ..rules.rule import Rule
from ..surfaces.bound import BoundSurface
from ..terms.parameters import Parameter, Unit, Value
from ..terms.text import format_number
from .choices import Choice, Limits, Start, source_of_length
from .conditions import CONDITIONS, KEYS, OLD_SCHEDULES, OLD_TARGET, VERSION, VERSIONS
from .reader import Item, Reader, read_items
from .registry import OPTIMIZERS, SURFACES, parameters_of

REACH = 1e6  # how far from the origin a start may lie

Parts = tuple[BoundSurface, tuple[Choice, ...], tuple[Start, ...], int, dict[str, Value]]
"""Surface, optimizers, starts, steps and conditions of a scenario."""


def read(reader: Reader, text: str | Sequence[Item], limits: Limits) -> Parts:
    """Return the parts of the nearest legal scenario that ``text`` writes; ``reader`` keeps what is wrong with it."""
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
    suggestion = surface.suggestion

    known = reader.at_most("optimizer", _known(reader, given["optimizer"]), limits.optimizers)
    chosen = [_optimizer(reader, item, suggestion.rates) for item in known]
    if not chosen:
        first = FIRST_VIEW[: limits.optimizers]
        chosen = [(_choice(reader, rule, {}, suggestion.rates), frozenset()) for rule in first]
    optimizers = [one for one, _ in chosen]
    starts = _starts(reader, given["start"], suggestion.starts, limits)
    steps_item = reader.only(given["steps"])
    most = limits.points // (len(optimizers) * len(starts))
    suggested = min(suggestion.steps, limits.steps, max(1, most))
    steps = suggested if steps_item is None else _steps(reader, steps_item, limits.steps, suggested)
    if steps > most:
        runs = f"{len(optimizers)} optimizers from {len(starts)} starts"
        reader.reject("steps", str(steps), f"at most {most} with {runs}, {limits.points} points in all")
        steps = max(1, most)
    conditions = _conditions(reader, given, old)
    linked = _lengths(reader, optimizers)
    fitting = [
        _schedule(reader, _translated(one) if old else one, written, steps)
        for one, (_, written) in zip(linked, chosen, strict=True)
    ]
    return surface, tuple(fitting), tuple(starts), steps, conditions


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


def _schedule(reader: Reader, one: Choice, written: frozenset[str], steps: int) -> Choice:
    """Shorten a schedule that is longer than the run. Of its numbers only those ``written`` are a mistake."""
    values = dict(one.values)
    for name in ("warmup", "every"):
        used = name == "warmup" or values["schedule"] == "step"
        if used and float(values[name]) > steps:
            if name in written:
                text = format_number(float(values[name]))
                reader.reject(f"optimizer {one.name}: {name}", text, f"at most {steps}, the steps of the run")
            values[name] = float(steps)
    return one if values == one.values else replace(one, values=values)


def _surface(reader: Reader, item: Item | None) -> BoundSurface:
    if item is not None and item.head not in SURFACES:
        reader.reject("surface", item.head, "one of " + ", ".join(SURFACES))
        item = None
    entry = next(iter(SURFACES.values())) if item is None else SURFACES[item.head]
    texts = reader.pairs(item) if item else {}
    return BoundSurface(entry, _values(reader, "surface", entry.name, entry.parameters, texts, {}))


def _known(reader: Reader, items: Sequence[Item]) -> list[Item]:
    """Return the items that name an optimizer there is."""
    allowed = "one of " + ", ".join(OPTIMIZERS)
    for item in items:
        if item.head not in OPTIMIZERS:
            reader.reject("optimizer", item.head, allowed)
    return [item for item in items if item.head in OPTIMIZERS]


def _optimizer(reader: Reader, item: Item, rates: Mapping[Unit, float]) -> tuple[Choice, frozenset[str]]:
    """Return an optimizer, and the names of the values that the item itself writes, legally."""
    texts, rule = reader.pairs(item), OPTIMIZERS[item.head]
    length = texts.pop("length", "")
    one = _choice(reader, rule, texts, rates, length)
    legal = (p.name for p in parameters_of(rule) if p.name in texts and p.read(texts[p.name]) is not None)
    return one, frozenset(legal)


def _choice(
    reader: Reader, rule: Rule, texts: Mapping[str, str], rates: Mapping[Unit, float], length: str = ""
) -> Choice:
    return Choice(rule.name, _values(reader, "optimizer", rule.name, parameters_of(rule), texts, rates), length)


def _values(
    reader: Reader,
    key: str,
    owner: str,
    parameters: Sequence[Parameter],
    texts: Mapping[str, str],
    rates: Mapping[Unit, float],
) -> dict[str, Value]:
    known = {parameter.name: parameter for parameter in parameters}
    for name in [name for name in texts if name not in known]:
        reader.reject(f"{key} {owner}: {name}", texts[name], "one of " + (", ".join(known) or "no parameters"))
    values: dict[str, Value] = {}
    for name, parameter in known.items():
        default = rates[parameter.unit] if parameter.unit else parameter.initial
        assert default is not None, "only a learning rate has no default of its own"
        text = texts.get(name)
        values[name] = default if text is None else reader.value(f"{key} {owner}: {name}", parameter, text, default)
    return values


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

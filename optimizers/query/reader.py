"""Reads a query string, collects all problems, and replaces each illegal value by the nearest legal one."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import chain, count
from typing import Any, NamedTuple, TypeVar
from urllib.parse import unquote_to_bytes

from ..terms.errors import MOST_PROBLEMS, Kind, Problem, ScenarioError
from ..terms.parameters import Parameter, Value
from ..terms.text import LONGEST, format_number, parse_number
from .conditions import KNOWN
from .trackers import is_tracker

T = TypeVar("T")
K = TypeVar("K")
SHORT, REMEMBERED = 200, 1000  # characters of a text that is remembered, and how many texts are: twice 2 MB at the most
FEW = 100  # items: those of a longer query are not remembered
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NO_TEXT = re.compile(r"[\ud800-\udfff]")  # bytes that are not UTF-8, as surrogates
FORM_SPACE = re.compile(r"\+(?![0-9.])")  # a plus before a digit belongs to a number: lr=+0.1, 1e+100
PLUS = re.compile(r"\+(?!=)")  # in what is typed, but not that of x += 1
BRACKETS = {"(": 1, ")": -1}


class Item(NamedTuple):
    """``key=head,part,part`` of a query string, decoded. ``raw``: before decoding; ``sound``: whether it was UTF-8."""

    key: str
    text: str
    raw: str
    sound: bool = True

    @property
    def head_and_rest(self) -> tuple[str, str]:
        """The part before the first comma, and the rest from that comma on."""
        head = self.text.partition(",")[0]
        return head.rstrip(), self.text[len(head) :]

    @property
    def readings(self) -> tuple[str, ...]:
        """The value as text parameters may read it: each plus a space, as HTML forms write it, or each plus a plus.

        The plus of ``+=`` is always one. In what is typed, such as x+y, a space where a sign is required is an error,
        and where none need stand a plus changes nothing; so the first reading that is legal is what was meant.
        """
        spaced = PLUS.sub(" ", self.raw)
        texts = tuple(NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", _decode(one)) for one in (spaced, self.raw))
        return tuple(text.partition("=")[2].strip() for text in texts)

    @property
    def prose(self) -> str:
        """The value read as prose, such as a title, in which every plus is a space."""
        spaced = self.raw.replace("+", " ")
        return NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", _decode(spaced)).partition("=")[2].strip()


class Reader:
    """Turns texts into legal values and remembers the first problems, and how many more there were."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.more = 0

    def reject(self, parameter: str, value: str, allowed: str, column: int | None = None, kind: Kind = "value") -> None:
        """Remember that ``value`` is not legal for ``parameter``; column: where in a text, from 1."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(parameter, value, allowed, column, kind))
        else:
            self.more += 1

    @property
    def error(self) -> ScenarioError | None:
        """The problems as an error, None if there were none."""
        return ScenarioError(self.problems, self.more) if self.problems else None

    def only(self, items: Sequence[Item]) -> Item | None:
        """Return the first item of a key that may be given only once."""
        for item in items[1:]:
            self.reject(item.key, item.text, "given once", kind="repeated")
        return items[0] if items else None

    def at_most(self, parameter: str, values: Sequence[T], most: int) -> list[T]:
        """Return the first ``most`` of ``values``."""
        if len(values) > most:
            self.reject(parameter, f"{len(values)} times", f"at most {most}", kind="count")
        return list(values[:most])

    def pairs(self, owner: str, rest: str) -> dict[str, str]:
        """Return what ``rest`` writes as ``,name=value,name=value``. owner: its key and head, for errors."""
        pairs: dict[str, str] = {}
        for part in map(str.strip, parts_of(rest)[1:]):
            name, equals, text = part.partition("=")
            name = name.rstrip()
            if not equals or not name:
                self.reject(owner, part, "name=value after each comma, and a point in decimal numbers", kind="item")
            elif name in pairs:
                self.reject(f"{owner}: {name}", text.lstrip(), "given once", kind="repeated")
            else:
                pairs[name] = text.lstrip()
        return pairs

    def reject_number(self, name: str, text: str, allowed: str) -> None:
        """Remember that ``text`` is not a legal number, and whether it is too long to be one."""
        longest = f", of at most {LONGEST} characters" if len(text) > LONGEST else ""
        self.reject(name, text, allowed + longest)

    def value(self, name: str, parameter: Parameter, text: str, default: Value) -> Value:
        """Return the value of ``parameter`` that ``text`` writes, otherwise the nearest legal one or the default."""
        value = parameter.read(text)
        if value is not None:
            return value
        if parameter.scale in ("choice", "text"):
            self.reject(name, text, parameter.reason(text), kind="text" if parameter.canonical else "value")
        else:
            self.reject_number(name, text, parameter.allowed)
        nearest = parameter.nearest(text)
        return default if nearest is None else nearest

    def whole(self, name: str, text: str, low: int, high: int) -> int | None:
        """Return the whole number that ``text`` writes, moved into the range; None if it writes no number."""
        number = parse_number(text)
        if number is not None and low <= number <= high and number == int(number):
            return int(number)
        self.reject_number(name, text, f"a whole number from {low} to {high}")
        return None if number is None else int(min(max(number, low), high))

    def start(self, text: str, reach: float, longest: int, taken: Sequence[str]) -> tuple[str, float, float] | None:
        """Return label, x and y of a start; None if it does not have two numbers."""
        head, *texts = map(str.strip, text.split(","))
        if len(texts) != 2:
            self.reject("start", text, "label,x,y")
            return None
        label = self._label(head, longest, taken)
        x, y = self._coordinate(label, "x", texts[0], reach), self._coordinate(label, "y", texts[1], reach)
        return None if x is None or y is None else (label, x, y)

    def _coordinate(self, label: str, axis: str, text: str, reach: float) -> float | None:
        number = parse_number(text)
        if number is not None and -reach <= number <= reach:
            return number
        span = f"a number from {format_number(-reach)} to {format_number(reach)}"
        self.reject_number(f"start {label}: {axis}", text, span)
        return None if number is None else min(max(number, -reach), reach)

    def _label(self, label: str, longest: int, taken: Sequence[str]) -> str:
        if not (label.isalnum() and len(label) <= longest):
            self.reject("start", label, f"a label of 1 to {longest} letters and digits")
        elif label in taken:
            self.reject("start", label, "a label that no other start has")
        else:
            return label
        return next(free for free in chain(LETTERS, map(str, count(1))) if free not in taken)


def once(read: Callable[[Reader, K, str], T], what: K, text: str) -> T | None:
    """Return what ``read`` makes of a legal text, None if there is a problem in it.

    The results of the last short texts are remembered, because most items of a query were in the query before.
    """
    return _once(read, what, text) if len(text) <= SHORT else None


@lru_cache(maxsize=REMEMBERED)
def _once(read: Callable[[Reader, Any, str], Any], what: Any, text: str) -> Any:
    reader = Reader()
    found = read(reader, what, text)
    return None if reader.problems else found


def parts_of(text: str) -> list[str]:
    """Return the parts of ``text`` between commas; a comma within round brackets is part of what they hold.

    >>> parts_of("custom,f=min(x,y)+1,xmin=-3")
    ['custom', 'f=min(x,y)+1', 'xmin=-3']
    """
    if "(" not in text:
        return text.split(",")
    parts, begin, depth = [], 0, 0
    for position, character in enumerate(text):
        if character == "," and depth == 0:
            parts.append(text[begin:position])
            begin = position + 1
        else:
            depth = max(0, depth + BRACKETS.get(character, 0))
    return [*parts, text[begin:]]


def split_query(text: str) -> Iterator[Item]:
    """Yield the items of a query string, without those that trackers append.

    Percent-encoding is undone, a plus that stands for a space, as HTML forms write it, becomes one, and spaces around
    items do not count. In what is not UTF-8, replacement characters stand for the bytes that are not.
    """
    every = text.strip().removeprefix("?").split("&")
    # A flood mostly repeats one item, and is not to push out what is remembered.
    known = _remembered_item if len(every) <= FEW else cache(_item)
    for raw in every:
        if item := known(raw):
            yield item


def _item(raw: str) -> Item | None:
    """Return an item decoded, None if it is empty or appended by a tracker."""
    item, sound = raw, True
    if "%" in raw or "+" in raw or not raw.isascii():
        spaced = FORM_SPACE.sub(" ", raw) if "+" in raw else raw
        decoded = _decode(spaced) if "%" in spaced or not spaced.isascii() else spaced
        item = NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", decoded)
        sound = item == decoded
    key, equals, value = item.partition("=")
    key = key.strip()
    return Item(key, value.strip(), raw, sound) if (key or equals) and (key in KNOWN or not is_tracker(key)) else None


_short_item = lru_cache(maxsize=REMEMBERED)(_item)


def _remembered_item(raw: str) -> Item | None:
    """Return what ``_item`` returns; most short items were in the query before."""
    return _short_item(raw) if len(raw) <= SHORT else _item(raw)


def _decode(text: str) -> str:
    """Return ``text`` without percent-encoding; bytes that are not UTF-8 become lone surrogates."""
    try:
        raw = text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a lone surrogate that does not stand for a byte
        raw = text.encode("utf-8", "surrogatepass")
    return unquote_to_bytes(raw).decode("utf-8", "surrogateescape")


def read_items(reader: Reader, text: str | Sequence[Item], longest: int) -> list[Item]:
    """Return the items of a query string of at most ``longest`` characters that are UTF-8, or those of given items."""
    if isinstance(text, str) and len(text) > longest:
        reader.reject("query", text.encode("utf-8", "replace").decode(), f"at most {longest} characters")
        return []
    items = list(split_query(text) if isinstance(text, str) else text)
    if all(item.sound for item in items):
        return items
    wrong = [item.raw for item in items if not item.sound]
    for raw in wrong[:MOST_PROBLEMS]:
        reader.reject("query", ascii(raw)[1:-1], "UTF-8 text")
    reader.more += len(wrong[MOST_PROBLEMS:])
    return [item for item in items if item.sound]

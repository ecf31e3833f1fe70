"""Reading a query string: every problem is collected, and beside each stands the nearest legal value."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import unquote_to_bytes

from .errors import Problem
from .parameters import Parameter, Value
from .text import format_number, parse_number

T = TypeVar("T")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Item:
    """``key=head,part,part`` of a query string."""

    key: str
    text: str

    @property
    def head(self) -> str:
        return self.text.split(",")[0].strip()

    @property
    def parts(self) -> list[str]:
        return [part.strip() for part in self.text.split(",")[1:]]


class Reader:
    """Turns texts into legal values and remembers what was wrong."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def reject(self, parameter: str, value: str, allowed: str) -> None:
        """Remember that ``value`` is not legal for ``parameter``."""
        self.problems.append(Problem(parameter, value, allowed))

    def only(self, items: Sequence[Item]) -> Item | None:
        """Return the first item of a key that may stand once."""
        for item in items[1:]:
            self.reject(item.key, item.text, "given once")
        return items[0] if items else None

    def at_most(self, parameter: str, values: Sequence[T], most: int) -> list[T]:
        """Return the first ``most`` of ``values``."""
        if len(values) > most:
            self.reject(parameter, f"{len(values)} of them", f"at most {most}")
        return list(values[:most])

    def pairs(self, item: Item) -> dict[str, str]:
        """Return the ``name=value`` parts of an item."""
        pairs: dict[str, str] = {}
        for part in item.parts:
            name, equals, text = (piece.strip() for piece in part.partition("="))
            if not equals or not name:
                self.reject(f"{item.key} {item.head}", part, "name=value after each comma")
            elif name in pairs:
                self.reject(f"{item.key} {item.head}: {name}", text, "given once")
            else:
                pairs[name] = text
        return pairs

    def value(self, name: str, parameter: Parameter, text: str | None, default: Value) -> Value:
        """Return the value of ``parameter`` that ``text`` writes, the default for None."""
        if text is None:
            return default
        value = parameter.read(text)
        if value is not None:
            return value
        self.reject(name, text, parameter.allowed)
        nearest = parameter.nearest(text)
        return default if nearest is None else nearest

    def whole(self, name: str, text: str, low: int, high: int) -> int | None:
        """Return the whole number that ``text`` writes, moved into range; None where it writes none."""
        number = parse_number(text)
        if number is not None and low <= number <= high and number == int(number):
            return int(number)
        self.reject(name, text, f"a whole number from {low} to {high}")
        return None if number is None else int(min(max(number, low), high))

    def start(self, item: Item, reach: float, longest: int, taken: Sequence[str]) -> tuple[str, float, float] | None:
        """Return label, x and y of a start item; None where it has no two numbers."""
        if len(item.parts) != 2:
            self.reject("start", item.text, "label,x,y")
            return None
        label = self._label(item.head, longest, taken)
        numbers = []
        for axis, text in zip("xy", item.parts, strict=True):
            number = parse_number(text)
            if number is None or abs(number) > reach:
                span = f"a number from {format_number(-reach)} to {format_number(reach)}"
                self.reject(f"start {label}: {axis}", text, span)
            numbers.append(math.nan if number is None else min(max(number, -reach), reach))
        return None if math.isnan(sum(numbers)) else (label, numbers[0], numbers[1])

    def _label(self, label: str, longest: int, taken: Sequence[str]) -> str:
        if not (label.isalnum() and len(label) <= longest):
            self.reject("start", label, f"a label of 1 to {longest} letters and digits")
        elif label in taken:
            self.reject("start", label, "a label that no other start has")
        else:
            return label
        return next(letter for letter in LETTERS if letter not in taken)


def read_items(reader: Reader, text: str, longest: int) -> list[Item]:
    """Return the items of a query string. Percent-encoding is undone; spaces around items do not count."""
    if len(text) > longest:
        reader.reject("query", text.encode("utf-8", "replace").decode(), f"at most {longest} characters")
        return []
    items = []
    for piece in text.strip().removeprefix("?").split("&"):
        if not piece.strip():
            continue
        try:
            decoded = unquote_to_bytes(piece.encode("utf-8", "surrogateescape")).decode("utf-8")
        except UnicodeError:  # bytes that are no UTF-8, or a lone surrogate
            reader.reject("query", ascii(piece)[1:-1], "UTF-8 text")
            continue
        key, _, value = decoded.partition("=")
        items.append(Item(key.strip(), value.strip()))
    return items

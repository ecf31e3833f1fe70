"""Text with marks: which of its words are the label of a start, the name of an optimizer, or a number.

Rules write sentences as text; the marks are control characters, which no label and no name can hold. ``parts`` reads
them, and ``plain`` leaves them out.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal["text", "start", "optimizer", "number"]
KINDS: tuple[Kind, ...] = ("text", "start", "optimizer", "number")
BEGIN, MIDDLE, END = "\x02", "\x1f", "\x03"
MARKED = re.compile(f"{BEGIN}([^{MIDDLE}]*){MIDDLE}([a-z]+)([0-9]*){END}")
"""The words come first, so that marked names have the order of their words."""


class Part(NamedTuple):
    """A piece of a text. optimizer: its index in the scenario, None if the piece is not the name of one."""

    text: str
    kind: Kind = "text"
    optimizer: int | None = None


def start(label: str) -> str:
    """Return the label of a start, marked."""
    return f"{BEGIN}{label}{MIDDLE}start{END}"


def optimizer(index: int, title: str) -> str:
    """Return the name of an optimizer, marked."""
    return f"{BEGIN}{title}{MIDDLE}optimizer{index}{END}"


def number(text: object) -> str:
    """Return a number, marked."""
    return f"{BEGIN}{text}{MIDDLE}number{END}"


def plain(text: str) -> str:
    """Return ``text`` without marks.

    >>> plain(f"From {start('A')}, {optimizer(0, 'SGD')} diverges.")
    'From A, SGD diverges.'
    """
    return MARKED.sub(lambda found: found[1], text)


def parts(text: str) -> list[Part]:
    """Return the pieces of ``text`` in their order.

    >>> parts(f"From {start('A')}, {optimizer(0, 'SGD')} stays.")[1:3]
    [Part(text='A', kind='start', optimizer=None), Part(text=', ', kind='text', optimizer=None)]
    """
    return list(_parts(text))


def _parts(text: str) -> Iterator[Part]:
    end = 0
    for found in MARKED.finditer(text):
        if found.start() > end:
            yield Part(text[end : found.start()])
        kind = next(kind for kind in KINDS if kind == found[2])
        yield Part(found[1], kind, int(found[3]) if found[3] else None)
        end = found.end()
    if end < len(text):
        yield Part(text[end:])

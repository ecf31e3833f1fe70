"""Reads the item of a family: first the text that makes the member, whose parameters then read the rest."""

from typing import TypeVar

from ..terms.family import Family
from .reader import Item, Reader, parts_of

T = TypeVar("T")


def member_of(reader: Reader, family: Family[T], item: Item) -> tuple[T, str]:
    """Return the member that ``item`` names, by default the usual one, and the item without its text.

    The text may hold commas within round brackets, and "=" after the first one. ``reader`` collects what is wrong.
    """
    owner, name = f"{item.key} {family.name}: {family.text.name}", family.text.name
    written = [_texts(reading, name)[0] for reading in item.readings]
    _, rest = _texts(item.text, name)
    if len(written[0]) > 1:
        reader.reject(owner, written[0][1], "given once", kind="repeated")
    if not written[0]:
        return family.usual, rest
    refused = []
    for text in dict.fromkeys(texts[0] for texts in written if texts):
        try:
            return family.read(text), rest
        except ValueError as error:
            refused.append((text, str(error), getattr(error, "column", None)))
    reader.reject(owner, *refused[0 if "%" in item.raw else -1])  # percent signs: a form or a program wrote the spaces
    return family.usual, rest


def _texts(value: str, name: str) -> tuple[list[str], str]:
    """Return the texts that ``value`` writes for ``name``, and what it writes besides, from the first comma on.

    What follows a comma in the text and is no name=value belongs to it, such as the 5 of f=0,5*x, so that the error is
    the comma's.
    """
    texts, others = [], [""]
    inside = False
    for part in parts_of(value)[1:]:
        found, equals, text = part.partition("=")
        if equals and found.strip() == name:
            texts.append(text.strip())
            inside = True
        elif inside and not equals:
            texts[-1] += f",{part}"
        else:
            others.append(part)
            inside = False
    return texts, ",".join(others)

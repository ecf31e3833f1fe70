"""One optimizer or surface by its item in a query, for those who want to know its parameters before it runs."""

from collections.abc import Sequence

from ..rules.rule import Rule
from ..surfaces.surface import Surface
from .choices import Limits
from .reader import Item, Reader, read_items
from .reading import entry_of

KEYS = ("surface", "optimizer")


def read_entry(text: str | Sequence[Item], limits: Limits | None = None) -> Rule | Surface:
    """Return the entry that ``surface=…`` or ``optimizer=…`` names, of a family the member that its text makes.

    Raises ScenarioError for any other query, and for a text or a value that is not legal.

    >>> read_entry("optimizer=momentum").title
    'Momentum'
    """
    reader = Reader()
    items = read_items(reader, text, (limits or Limits()).query)
    named = [item for item in items if item.key in KEYS]
    for item in items:
        if item.key not in KEYS:
            reader.reject(item.key, item.text, "one of " + ", ".join(KEYS), kind="parameter")
    if len(named) != 1 and not reader.problems:
        reader.reject("surface or optimizer", f"{len(named)} times", "once", kind="count")
    found = entry_of(reader, named[0]) if named else None
    if reader.error:
        raise reader.error
    assert found is not None, "it was rejected"
    return found

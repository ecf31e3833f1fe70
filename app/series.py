"""Which colour, dash and marker a run is drawn with, and its name. ``static/js/series.js`` is its twin."""

from collections.abc import Sequence

from optimizers import OPTIMIZERS

SLOTS = 16


def slots(names: Sequence[str]) -> list[int]:
    """Return a slot of the palette for each optimizer: its place in the catalog, or the next free one.

    So an optimizer keeps its colour when others come and go, and two of one kind differ.
    """
    order = list(OPTIMIZERS)
    taken: list[int] = []
    for name in names:
        wished = order.index(name)
        free = [(wished + k) % SLOTS for k in range(SLOTS) if (wished + k) % SLOTS not in taken]
        taken.append(free[0] if free else wished % SLOTS)
    return taken


def titles(names: Sequence[str]) -> list[str]:
    """Return a title for each optimizer; a second RMSprop is "RMSprop 2"."""
    counts = [list(names[:i]).count(name) + 1 for i, name in enumerate(names)]
    return [
        OPTIMIZERS[name].title + (f" {count}" if count > 1 else "") for name, count in zip(names, counts, strict=True)
    ]

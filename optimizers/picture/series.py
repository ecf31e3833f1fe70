"""Which colour, dash and marker a run is drawn with. ``static/js/plot/series.js`` is its twin."""

from collections.abc import Sequence

from ..query.registry import OPTIMIZERS

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

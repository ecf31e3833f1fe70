"""Which color, dash and marker a run is drawn with. ``static/js/plot/series.js`` is its twin."""

from collections.abc import Sequence

from ..query.registry import OPTIMIZER_NAMES
from ..rules import FIRST_VIEW
from .palette import HUES, SLOTS


def slots(names: Sequence[str]) -> list[int]:
    """Return a slot of the palette for each optimizer of a scenario, with a color that no other has if there is one.

    Each optimizer of the first view has one of the first colors, and the others share the rest: each prefers its own
    color among them, so that it mostly keeps it when others are added or removed. Optimizers later in the scenario
    change nothing.
    """
    first = [rule.name for rule in FIRST_VIEW]
    others = [name for name in OPTIMIZER_NAMES if name not in first]
    rest = list(range(len(first), len(HUES)))
    times = [0] * len(HUES)  # that each color is taken
    taken = []
    for name in names:
        if name in first:
            index = first.index(name)
            order = [index, *rest, *range(index + 1, len(first)), *range(index)]
        else:
            turn = others.index(name) % len(rest)
            order = [*rest[turn:], *rest[:turn], *range(len(first))]
        hue = min(order, key=times.__getitem__)  # of those that are taken least, the first
        taken.append((hue + times[hue] * len(HUES)) % SLOTS)
        times[hue] += 1
    return taken

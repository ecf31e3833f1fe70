"""Whether an optimizer that a person has typed takes the path of one of the catalog, and where their paths part."""

from typing import NamedTuple

import numpy as np

from ..query.choices import Choice
from ..query.registry import RULE_FAMILIES
from ..run.runs import Run
from ..terms.text import short_number
from ..terms.types import Vector
from .case import Case
from .words import NUMBERS, say

ROUNDING, APART, ROUNDED = NUMBERS["rounding"], NUMBERS["apart"], NUMBERS["rounded"]


class Parting(NamedTuple):
    """How two paths part. step: from which on they have parted, None for never; rounded: whether rounding does it;
    largest: the largest difference, 0 where all bits are equal.
    """

    step: int | None
    rounded: bool
    largest: float


def parted(case: Case) -> str:
    """Return how the typed optimizers compare with the catalog's optimizers that have equal hyper-parameters."""
    sentences = []
    for index, one in enumerate(case.scenario.optimizers):
        if one.name not in RULE_FAMILIES:
            continue
        found = [
            (_together(case, index, other), other)
            for other, reference in enumerate(case.scenario.optimizers)
            if reference.name not in RULE_FAMILIES and comparable(one, reference)
        ]
        if found:
            parting, other = max(found, key=lambda pair: (pair[0].step is None, pair[0].step or 0, -pair[0].largest))
            sentences.append(_sentence(case.titles[index], case.titles[other], parting, case.scenario.steps))
    return " ".join(sentences[:1])


def comparable(own: Choice, reference: Choice) -> bool:
    """Return whether two optimizers have the same hyper-parameters with the same values, and equal step lengths."""
    theirs = {one.name for one in reference.rule.numbers}
    main = {one.name for one in reference.rule.numbers if not one.advanced}
    names = {one.name for one in own.rule.numbers}
    shared = own.values.keys() & reference.values.keys()
    same = all(own.values[name] == reference.values[name] for name in shared)
    return main <= names <= theirs and same and own.length == reference.length


def _together(case: Case, index: int, other: int) -> Parting:
    """Return the earliest parting of two optimizers from any start."""
    runs = {(run.optimizer, run.start): run for run in case.runs}
    found = [parting(runs[index, start], runs[other, start]) for start in case.starts]
    apart = [one for one in found if one.step is not None]
    if apart:
        return min(apart, key=lambda one: (one.rounded, one.step or 0))
    return max(found, key=lambda one: one.largest)


def parting(own: Run, reference: Run) -> Parting:
    """Return how two runs from one start part."""
    rows = min(len(own.x), len(reference.x))
    x, y = own.x[:rows], reference.x[:rows]
    ends = rows if len(own.x) != len(reference.x) else None  # one of them has diverged
    apart = np.abs(x - y).max(axis=1)
    if not apart.any():
        return Parting(ends, False, 0.0)
    size = np.maximum(np.abs(x), np.abs(y)).max(axis=1)
    larger = np.maximum(size, np.concatenate([size[:1], size[:-1]]))
    relative: Vector = np.divide(apart, larger, out=np.zeros(rows), where=larger > 0)  # a run may begin at (0, 0)
    first = int(np.flatnonzero(relative)[0])
    if relative[first] > ROUNDING:
        return Parting(first, False, float(relative.max()))
    beyond = np.flatnonzero(relative > APART)
    if not len(beyond):
        return Parting(ends, ends is not None, float(relative.max()))
    step = int(beyond[0])
    return Parting(step, bool(relative[step - 1] > ROUNDED), float(relative.max()))


def _sentence(own: str, reference: str, found: Parting, steps: int) -> str:
    if found.step is None and not found.largest:
        return say("equal bits", steps, own=own, other=reference, count=steps)
    if found.step is None:
        return say("equal but rounding", own=own, other=reference, largest=short_number(found.largest, 1))
    if found.rounded:
        return say("rounding parts", own=own, other=reference)
    return say("differs", own=own, other=reference, step=found.step)

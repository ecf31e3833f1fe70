"""Recognizes two typical mistakes that an update has at once.

An update with each pair of mistakes is written, and its first steps are computed when a task is first checked. What
takes the same first steps is then compared over all of them.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from ..form.statements import read_statements
from ..terms.types import Matrix
from .drafts import together
from .exercises import Exercise
from .repair import CLOSE, Wanted, steps_of

LATER = 3  # the first step of a second comparison, for mistakes that give no number in the first step
BEGINNINGS = ((1, 0.0), (LATER, 0.0), (LATER, 0.37 + 0j))
"""The first step, and where state begins. The complex state tells apart mistakes that divide 0 by 0 or take the root of
a negative number in every step."""


class Pairs(NamedTuple):
    """All pairs of typical mistakes of a task: their updates, the first steps of each, (pairs, steps, k, 2), and both
    hints."""

    steps: tuple[str, ...]
    positions: Matrix
    said: tuple[str, ...]


def pairs_of(exercise: Exercise, wanted: Wanted) -> Pairs:
    """Return the pairs of typical mistakes of an exercise; wanted: the first steps of its rule."""
    pairs = list(together(exercise.typical))
    steps = tuple(exercise.written(*pair) for pair in pairs)
    positions = np.array([_positions(step, wanted) for step in steps])
    return Pairs(steps, positions, tuple(f"{first.hint} {second.hint}" for first, second in pairs))


def pair_in(step: str, pairs: Pairs, wanted: Wanted, behaves_as: Callable[[str], bool]) -> str:
    """Return both hints of the first of ``pairs`` that the update ``step`` has; an empty text where it has none.

    behaves_as: whether ``step`` moves as the text of another update in all steps; asked where the first steps are.
    """
    own = _positions(step, wanted)
    if np.isnan(own).all():
        return ""
    near = np.isclose(pairs.positions, own, rtol=CLOSE, atol=CLOSE, equal_nan=True).all(axis=(1, 2, 3))
    return next((pairs.said[k] for k in np.flatnonzero(near) if behaves_as(pairs.steps[k])), "")


def _positions(step: str, wanted: Wanted) -> Matrix:
    """Return the first steps of an update from each of the beginnings; NaN for all that are not finite."""
    update = read_statements(step).all
    rows: list[Any] = []
    with np.errstate(all="ignore"):
        for first, state in BEGINNINGS:
            try:
                rows += [x + np.zeros_like(wanted.begin) for x in steps_of(update, wanted, first, state)]
            except TypeError:  # complex numbers have no floor
                rows += [np.full_like(wanted.begin, np.nan)] * len(wanted.gradients)
        found: Matrix = np.array(rows)
    return np.where(np.isfinite(found), found, np.nan)

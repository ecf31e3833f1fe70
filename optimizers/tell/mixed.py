"""Recognizes a typical mistake in an update that one more change is needed for, whatever that is.

Every change that ``repair`` tries is tried again: one after which the update moves as an update with a typical mistake
leaves only that mistake, so both can be named.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from ..form.nodes import walk
from ..form.statements import read_statements
from ..terms.types import Matrix
from .repair import CLOSE, MOST, Update, Wanted, changes, steps_of, text_of


class Typical(NamedTuple):
    """The typical mistakes of a task, without those that never move or give no number at all.

    positions: the first steps of each, (steps, mistakes, k, 2). indices: of each in the task. hints: for each.
    """

    positions: Matrix
    indices: Sequence[int]
    hints: Sequence[str]


def typical_of(updates: Sequence[str], hints: Sequence[str], wanted: Wanted) -> Typical:
    """Return what ``updates``, each with one mistake, do in the first steps."""
    with np.errstate(all="ignore"):
        found = [
            [x + np.zeros_like(wanted.begin) for x in steps_of(read_statements(one).all, wanted)] for one in updates
        ]
    moving = [
        index for index, steps in enumerate(found) if any((np.isfinite(x) & (x != wanted.begin)).any() for x in steps)
    ]
    positions = np.array([found[index] for index in moving]).swapaxes(0, 1)
    return Typical(positions, moving, [hints[index] for index in moving])


def mixed_in(step: str, typical: Typical, wanted: Wanted, moves_as: Callable[[str, int], bool]) -> str:
    """Return the change of the update ``step`` that leaves one typical mistake, in words, and the hint for that one; an
    empty text if there is none.

    moves_as: whether the text of an update moves in all steps as one with the mistake of that index; asked where the
    first steps are.
    """
    update = read_statements(step).all
    if sum(len(walk(one.value)) for one in update) > MOST:
        return ""
    with np.errstate(all="ignore"):
        for changed, said in changes(update, tuple(wanted.values)):
            for k in _alike(changed, typical, wanted):
                if moves_as(text_of(changed), typical.indices[k]):
                    return f"{said} {typical.hints[k]}"
    return ""


def _alike(update: Update, typical: Typical, wanted: Wanted) -> Sequence[int]:
    """Return which mistakes have the same first steps as an update."""
    alike = np.ones(len(typical.indices), dtype=np.bool_)
    try:
        for x, positions in zip(steps_of(update, wanted), typical.positions, strict=True):
            far = np.abs(x - positions)
            same = far <= CLOSE * np.maximum(1.0, np.abs(positions))
            alike &= (same | ~(np.isfinite(positions) | np.isfinite(x))).all(axis=(1, 2))
            if not alike.any():
                return ()
    except KeyError:  # a name that the task does not have
        return ()
    found: list[int] = np.flatnonzero(alike).tolist()
    return found

"""All compiled code that answers need, for runs and for pictures."""

from collections.abc import Iterator

import numpy as np

from optimizers.form.kernel_cache import MissingError, only_loading
from optimizers.picture.path_data import simplified
from optimizers.run.simulation import prepare as prepare_runs
from optimizers.run.simulation import prepare_longest

__all__ = ["load", "prepare", "prepare_longest"]


def prepare(*, without_longest: bool = False) -> Iterator[tuple[int, int]]:
    """Compile all kernels, or load them; yields (how many are ready, of how many).

    without_longest: leave out what ``prepare_longest`` compiles.
    """
    total = 0
    for done, count in prepare_runs(without_longest=without_longest):
        total = count + 1
        yield done, total
    simplified(np.zeros((3, 2)), 0.1)
    yield total, total


def load() -> bool:
    """Load all kernels; return False if some have to be compiled first and there is a folder that keeps them."""
    try:
        with only_loading():
            for _ in prepare():
                pass
    except MissingError:
        return False
    return True

"""All compiled code that answers need, for runs and for pictures."""

from collections.abc import Iterator

import numpy as np

from optimizers.form.kernel_cache import MissingError, only_loading
from optimizers.picture.dots import dotted
from optimizers.picture.geometry import PlotArea
from optimizers.picture.outlines import surrounds
from optimizers.picture.path_data import simplified
from optimizers.run.preparing import Task, done, long_tasks
from optimizers.run.preparing import first_tasks as first_of_runs
from optimizers.run.preparing import prepare as prepare_runs

__all__ = ["first_tasks", "load", "long_tasks", "prepare", "prepare_first"]


def prepare() -> Iterator[tuple[int, int]]:
    """Compile all kernels, or load them; yields (how many are ready, of how many)."""
    total = 0
    for count, most in prepare_runs():
        total = most + 1
        yield count, total
    _draw()
    yield total, total


def first_tasks() -> list[Task]:
    """Return what compiles, or loads, all that the first answers need, but for ``long_tasks``."""
    return [*first_of_runs(), _draw]


def prepare_first() -> Iterator[tuple[int, int]]:
    """Compile what the first answers need, or load it; yields (how many are ready, of how many)."""
    return done([*long_tasks(), *first_tasks()])


def load() -> bool:
    """Load what the first answers need; return False if some has to be compiled first."""
    try:
        with only_loading():
            for _ in prepare_first():
                pass
    except MissingError:
        return False
    return True


def _draw() -> None:
    """Compile what pictures need for paths and contours."""
    simplified(np.zeros((3, 2)), 0.1)
    dotted(np.zeros((3, 2)), PlotArea(((0.0, 1.0), (0.0, 1.0)), 100.0))
    surrounds(np.zeros((3, 2)), np.zeros((1, 2)))

"""Runs by columns, in the precision in which they are sent."""

from typing import Any

import numpy as np

from ..form.compiler import register_jitable
from ..form.compiling import OPTIONS, kernel
from ..terms.types import Matrix

COLUMNS = ("x", "y", "loss", "gx", "gy")
LARGEST = float(np.finfo(np.float32).max)


def by_columns(x: Any, loss: Matrix, gradient: Any, ends: Any, precision: str, more: int = 0) -> Any:
    """Return ``COLUMNS`` of all runs, (runs, 5, rows + more), as "f8", or "f4", which saturates at its largest number.

    x, gradient: (runs, rows, 2). loss: (runs, rows). ends: (runs,), the last row of each; the rows after it are zero.
    """
    runs, rows = loss.shape
    columns = np.empty((runs, len(COLUMNS), rows + more), precision)
    _fill(x, loss, gradient, ends, LARGEST if precision == "f4" else np.inf, columns)
    return columns


def prepare() -> None:
    """Compile it for both precisions, or load it."""
    for precision in ("f8", "f4"):
        by_columns(np.zeros((1, 1, 2)), np.zeros((1, 1)), np.zeros((1, 1, 2)), np.zeros(1, np.int64), precision)


@kernel
def _fill(x: Any, loss: Matrix, gradient: Any, ends: Any, largest: float, columns: Any) -> None:
    for run in range(columns.shape[0]):
        for k in range(ends[run] + 1):
            columns[run, 0, k] = _within(x[run, k, 0], largest)
            columns[run, 1, k] = _within(x[run, k, 1], largest)
            columns[run, 2, k] = _within(loss[run, k], largest)
            columns[run, 3, k] = _within(gradient[run, k, 0], largest)
            columns[run, 4, k] = _within(gradient[run, k, 1], largest)
        columns[run, :, ends[run] + 1 :] = 0.0


@register_jitable(**OPTIONS)
def _within(number: float, largest: float) -> float:
    return largest if number > largest else -largest if number < -largest else number

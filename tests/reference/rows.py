"""The rows of surfaces with data, as their references read them: drawn, rounded, then standardized in long double."""

import base64
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np

from tests.reference.number import Array, real


def rows(p: Any, low: float, high: float, targets: Callable[[Any, Any, float], Any]) -> Any:
    """Return the seeded rows, (n, 2): an input in each of n equal parts of [low, high], and its target.

    targets: makes them of a generator, the inputs and the spread.
    """
    if getattr(p, "data", ""):
        return _pasted(p.data)
    generator = np.random.Generator(np.random.PCG64(int(p.sample)))
    n = int(p.rows)
    inputs = low + (high - low) * (np.arange(n) + generator.random(n)) / n
    return np.round(np.column_stack([inputs, targets(generator, inputs, float(p.spread))]), 3)


def _pasted(text: str) -> Any:
    """Return the rows of a packed table: base64url of a raw deflate stream of lines, the first with the names."""
    written = zlib.decompress(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), -15).decode()
    return np.array([[float(cell) for cell in line.split(",")] for line in written.split("\n")[1:]])


def standardized(column: Any) -> Array:
    """Return a column less its mean, over its standard deviation."""
    exact = real(column)
    aside = exact - exact.mean()
    return real(aside / np.sqrt((aside**2).mean()))


def chosen(p: Any, *columns: Any) -> Any:
    """Return the columns of the rows that a minibatch has, of all where there is none."""
    return [column[p.seen] if hasattr(p, "seen") else column for column in columns]


def inputs(p: Any, column: Any) -> Array:
    """Return the inputs as the model takes them."""
    return real(p.scale * (standardized(column) + p.shift))

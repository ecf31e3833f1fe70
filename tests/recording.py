"""What the recorders of other libraries share: the gradients that they feed, and the file that they write.

It needs numpy alone, so that a recorder runs in an environment that has its library and nothing of this repository.
An optimizer is written as in a query string; each recorder translates it to its library's own names.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

REFERENCE = Path(__file__).parent / "reference"
SEED = 7
STRIDE = 10  # of recorded positions: an error stays in a position, so every tenth is enough
Array = NDArray[np.float64]
Feed = Callable[[Array, bool], Array]
"""Takes the gradients (n, 2), and whether to put the position back to 0 before each step; returns positions (n, 2)."""


def read(item: str) -> tuple[str, dict[str, Any]]:
    """Return the name and the values that an item like ``sgd,lr=0.1`` writes; a named form stays text."""
    name, *pairs = item.split(",")
    values: dict[str, Any] = {}
    for pair in pairs:
        key, text = pair.split("=")
        values[key] = text if key == "form" else float(text)
    return name, values


def gradients(count: int = 1000) -> Array:
    """Return a sequence whose signs and scales change.

    The first coordinate swells and shrinks over 16 orders of magnitude, the second jumps between scales every 50 steps;
    one value in twenty is exactly 0.
    """
    random = np.random.default_rng(SEED)
    swell = -4.0 - 8.0 * np.cos(2 * np.pi * np.arange(count) / 250)
    jumps = np.repeat(random.uniform(-9.0, 6.0, -(-count // 50)), 50)[:count]
    sequence = random.standard_normal((count, 2)) * 10.0 ** np.stack([swell, jumps], axis=1)
    sequence[random.random((count, 2)) < 0.05] = 0.0
    return sequence


def beside(sequence: Array) -> Array:
    """Return what a step may need besides the gradient, (n, 8), a row a step, as ``run.needs`` lays it out.

    The loss is up to 30 ‖g‖² above f* = 0, and it is f* where optax's Polyak step sees no gradient. The gradient at
    another point is the gradient given, as on a plane. The Hessian is diagonal, of both signs and many sizes. No such
    function exists, but each step sees one like it.
    """
    random = np.random.default_rng(SEED + 1)
    count = len(sequence)
    rows = np.zeros((count, 8))
    square = (sequence**2).sum(axis=1)
    rows[:, 0] = np.where(square > 1e-15, square, 0.0) * 10.0 ** random.uniform(-2.0, 1.5, count)
    rows[:, 2:4] = sequence
    rows[:, [4, 7]] = random.standard_normal((count, 2)) * 10.0 ** random.uniform(-9.0, 3.0, (count, 2))
    return rows


def fed(feeds: Mapping[str, Feed]) -> dict[str, Array]:
    """Return what a library does with the gradients, by item, and the gradients.

    gradients   (1000, 2)
    x <item>    (100, 2), the position after every tenth step
    dx <item>   (1000, 2), the step itself: the position is put back to 0 before each step, so that small steps are
                recorded to their own last digits and not to those of a far larger position
    """
    sequence = gradients()
    arrays = {"gradients": sequence}
    for item, feed in feeds.items():
        arrays[f"x {item}"] = feed(sequence, False)[STRIDE - 1 :: STRIDE]
        arrays[f"dx {item}"] = feed(sequence, True)
    return arrays


def save(name: str, about: Mapping[str, Any], arrays: Mapping[str, Array]) -> None:
    """Write arrays to a file of tests/reference, with ``about`` as a JSON text."""
    REFERENCE.mkdir(exist_ok=True)
    text = json.dumps({**about, "numpy": np.__version__})
    kept: dict[str, Any] = {"about": np.array(text), **arrays}
    np.savez_compressed(REFERENCE / name, allow_pickle=False, **kept)

"""What other libraries did with given gradients, as ``tests.recording`` has written it, and how near a rule comes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from optimizers import Rule
from optimizers.terms.parameters import Value
from optimizers.terms.types import Matrix
from tests.feeding import REFERENCE, feed, path_error, read, step_error
from tests.recording import STRIDE, beside

NAMES = {"torch": "PyTorch", "optax": "optax", "keras": "Keras"}


@dataclass(frozen=True)
class Recording:
    """What a library did: an optimizer as in a query, and its positions (100, 2) and steps (1000, 2)."""

    library: str
    version: str
    item: str
    gradients: Matrix = field(repr=False)
    positions: Matrix = field(repr=False)
    steps: Matrix = field(repr=False)

    @property
    def title(self) -> str:
        """The library as its users write it."""
        return NAMES[self.library]

    def read(self) -> tuple[Rule, dict[str, Value]]:
        """Return the rule and its values."""
        return read(self.item)

    def step_error(self, found: Matrix) -> float:
        """Return the largest relative error of steps (1000, 2)."""
        return step_error(found, self.steps)

    def path_error(self, found: Matrix) -> float:
        """Return the largest relative error of positions (1000, 2), at every tenth."""
        return path_error(found[STRIDE - 1 :: STRIDE], self.positions)

    def error(self, changed: Mapping[str, Value] | None = None) -> float:
        """Return the largest relative error of the rule's steps and positions. changed: values in place of its own."""
        rule, values = self.read()
        values |= changed or {}
        more = beside(self.gradients)
        taken = feed(rule, values, self.gradients, put_back=True, more=more)[0]
        return max(self.step_error(taken), self.path_error(feed(rule, values, self.gradients, more=more)[0]))


@cache
def recordings() -> dict[str, Recording]:
    """Return all recordings by library and item."""
    found = {}
    for library in NAMES:
        with np.load(REFERENCE / f"{library}.npz") as file:
            arrays = {key: file[key] for key in file.files}
        version = json.loads(str(arrays["about"]))[library].split("+")[0]
        for item in (key.removeprefix("dx ") for key in arrays if key.startswith("dx ")):
            data = arrays["gradients"], arrays[f"x {item}"], arrays[f"dx {item}"]
            found[f"{library} {item}"] = Recording(library, version, item, *data)
    return found


def of_rule(name: str) -> list[Recording]:
    """Return the recordings of one rule."""
    return [one for one in recordings().values() if one.item.split(",")[0] == name]

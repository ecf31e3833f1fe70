"""The rows of a data set, and how a model takes them: standardized, then scaled and shifted."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Scaling:
    """z = (value − mean) / deviation, then scale · (z + shift)."""

    mean: float = 0.0
    deviation: float = 1.0
    scale: float = 1.0
    shift: float = 0.0

    def __call__(self, value: float) -> float:
        return self.scale * ((value - self.mean) / self.deviation + self.shift)


@dataclass(frozen=True, slots=True)
class Rows:
    """Pairs of an input and a target, as they were given.

    names: of the two columns. input, target: how the model takes them.

    >>> rows = Rows(((1.0, 2.0), (3.0, 4.0)), ("x", "y"), standard([1.0, 3.0]), standard([2.0, 4.0]))
    >>> rows.size, rows.constants()
    (2, (5.0, -1.0, -1.0, 1.0, 1.0))
    """

    pairs: tuple[Pair, ...]
    names: tuple[str, str]
    input: Scaling
    target: Scaling

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.pairs)

    def constants(self) -> tuple[float, ...]:
        """Return the constants of a surface with these data (see ``surface.Data``)."""
        taken = [number for x, y in self.pairs for number in (self.input(x), self.target(y))]
        return (float(len(taken) + 1), *taken)


def standard(values: Sequence[float], scale: float = 1.0, shift: float = 0.0) -> Scaling:
    """Return the scaling after which ``values`` have the mean scale · shift and the standard deviation ``scale``.

    Values that are all the same have no deviation; they are only moved to the mean 0.
    """
    mean = math.fsum(values) / len(values)
    deviation = math.sqrt(math.fsum((value - mean) ** 2 for value in values) / len(values))
    return Scaling(mean, deviation or 1.0, scale, shift)

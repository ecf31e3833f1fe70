"""What a reference may ask besides the gradient where it is: the function that a rule sees, at any point."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from . import finding
from .number import Array, Real, real

NEAR = Real(2) ** -13


@dataclass(frozen=True)
class Seen:
    """A surface by its reference, with coupled weight decay ½ λ ‖x‖² in it, and the noise of one step in its gradients.

    parameters: what ``numbers`` makes of them. Points are (2,) in long double.
    """

    surface: str
    parameters: Any
    decay: Any
    noise: Array

    def value(self, x: Array) -> Any:
        """Return f, without noise."""
        return finding.value(self.surface, x[0], x[1], self.parameters) + self.decay * (x @ x) / 2

    def gradient(self, x: Array) -> Array:
        """Return the gradient, (2,)."""
        return real(self._slope(x) + self.noise)

    def hessian(self, x: Array) -> Array:
        """Return the Hessian, (2, 2), by differences of the fourth order, which leave an error of about 1e-15."""
        rows = []
        for h in NEAR * real(np.eye(2)):
            near, far = (self._slope(x + k * h) - self._slope(x - k * h) for k in (1, 2))
            rows.append((8 * near - far) / (12 * NEAR))
        return real(rows)

    def floor(self) -> Any:
        """Return the lowest value of the surface itself, NaN where it has none."""
        found = [
            finding.value(self.surface, *at, self.parameters) for at in finding.minima(self.surface, self.parameters)
        ]
        return min(found, default=Real("nan"))

    def _slope(self, x: Array) -> Array:
        return real(real(finding.gradient(self.surface, x[0], x[1], self.parameters)) + self.decay * x)

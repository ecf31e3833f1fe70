"""Rastrigin 1974, with squares of sines: 1 − cos 2πz = 2 sin² πz. The minima are beside the whole numbers."""

from typing import Any

import numpy as np

from tests.reference.minima import found
from tests.reference.number import PI, Real


def value(x: Any, y: Any, p: Any) -> Any:
    return x**2 + y**2 + 2 * p.a * (np.sin(PI * x) ** 2 + np.sin(PI * y) ** 2)


def minima(p: Any) -> list[tuple[Any, Any]]:
    whole = np.arange(-5, 6) * Real("0.995")
    return found(value, p, whole, whole, (Real("-5.12"), Real("5.12")))

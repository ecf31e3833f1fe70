"""The tilted double well, by its slope (x + t)(x² − 1), integrated."""

from typing import Any


def value(x: Any, y: Any, p: Any) -> Any:
    return (3 * x**4 + 4 * p.tilt * x**3 - 6 * x**2 - 12 * p.tilt * x) / 12 + y**2


def minima(p: Any) -> list[tuple[Any, Any]]:
    return [(-1, 0), (1, 0)]

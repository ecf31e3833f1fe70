"""Whether gradient and Hessian of a surface are those of its value: asked before any test runs."""

import math
from collections.abc import Callable

import numpy as np

from optimizers import Surface
from optimizers.form.errors import FormError
from optimizers.form.nodes import Function
from optimizers.surfaces.surface import Values

POINTS = 30
SMALL = 1e-5  # of the domain's size: a step of a central difference
NEAR = 1e-4  # of the largest found in the domain


def check_derivatives(surface: Surface, values: Values | None = None) -> None:
    """Raise FormError, which names file and line, where gradient or Hessian disagrees with differences of the value.

    values: of the surface's parameters, by default their defaults.
    """
    q = surface.pack(surface.defaults() if values is None else values)
    form = surface.form

    def value(x: float, y: float) -> list[float]:
        return [float(surface.value(x, y, q))]

    def gradient(x: float, y: float) -> list[float]:
        return [float(one) for one in surface.gradient(x, y, q)]

    def hessian(x: float, y: float) -> list[float]:
        xx, xy, yy = (float(one) for one in surface.hessian(x, y, q))
        return [xx, xy, xy, yy]

    _compare(surface, form.gradient, "the value", value, gradient)
    _compare(surface, form.hessian, "the gradient", gradient, hessian)


def _compare(
    surface: Surface,
    stated_by: Function,
    of: str,
    function: Callable[[float, float], list[float]],
    stated: Callable[[float, float], list[float]],
) -> None:
    (west, east), (south, north) = surface.domain
    points = np.random.default_rng(0).uniform((west, south), (east, north), (POINTS, 2))
    steps = SMALL * (east - west), SMALL * (north - south)
    every = [(point, stated(*point), _differences(function, point, steps)) for point in points.tolist()]
    size = max(abs(one) for _, found, _ in every for one in found)
    for (x, y), found, expected in every:
        far = max(abs(one - other) for one, other in zip(found, expected, strict=True))
        if not far <= NEAR * size or math.isinf(size):
            said = f"{stated_by.name} at ({x:.4g}, {y:.4g}) is {_shown(found)}"
            raise FormError(stated_by.file, stated_by.line, said, f"differences of {of} give {_shown(expected)}")


def _differences(
    function: Callable[[float, float], list[float]], point: list[float], steps: tuple[float, float]
) -> list[float]:
    """Return the derivatives of ``function`` by x, then by y."""
    (x, y), (dx, dy) = point, steps
    sides = ((function(x + dx, y), function(x - dx, y), dx), (function(x, y + dy), function(x, y - dy), dy))
    return [
        (one - other) / (2 * step) for ahead, behind, step in sides for one, other in zip(ahead, behind, strict=True)
    ]


def _shown(numbers: list[float]) -> str:
    return f"({', '.join(f'{one:.6g}' for one in numbers)})"

"""What a step needs besides the gradient, for one step outside of the kernel, with the kernel's bits."""

import math
from collections.abc import Callable

import numpy as np

from ..surfaces.bound import BoundSurface
from ..terms.types import Matrix, Vector
from .fairness import PlannedOptimizer

Supply = dict[str, float | Vector | Matrix]
"""By name, in the order of the step's arguments."""


def supply(
    one: PlannedOptimizer,
    surface: BoundSurface,
    x: Vector,
    seen: Vector,
    noise: Vector,
    state: Matrix,
    t: int,
    p: Vector,
) -> Supply:
    """Return what the rule of ``one`` needs for its step ``t`` from ``x`` (2,).

    seen: (2,), the gradient that it sees; noise: (2,), the noise in that; state: (k, 2), before the step; p: its
    hyper-parameters and constants, with the rate of the step.
    """
    decay = 0.0 if one.decoupled else one.decay  # coupled, it is part of the function that the rule sees

    def loss() -> float:
        value = float(surface.value(*x))
        return value + 0.5 * decay * float(x[0] * x[0] + x[1] * x[1]) if decay else value

    def gradient_at() -> Vector:
        there = x.copy()
        if one.rule.point is not None:
            one.rule.point(there, seen.copy(), state.copy(), t, p)
        slope: Vector = np.array(surface.gradient(*there)) + noise
        return slope + decay * there if decay else slope

    def hessian() -> Matrix:
        xx, xy, yy = surface.hessian(*x)
        bend: Matrix = np.array([[xx, xy], [xy, yy]], dtype=np.float64)
        if decay:
            bend[[0, 1], [0, 1]] += decay
        return bend

    ways: dict[str, Callable[[], float | Vector | Matrix]] = {
        "loss": loss,
        "floor": lambda: math.nan if surface.floor is None else surface.floor,
        "hessian": hessian,
        "gradient_at": gradient_at,
    }
    return {need: ways[need]() for need in one.rule.needs}

"""The elementary functions: how far from the truth, their special cases, and one result from every engine."""

import math
import sys
from typing import Any

import mpmath
import numpy as np
import pytest

from optimizers.form import elementary
from optimizers.form.elementary import power
from optimizers.terms.types import Vector

COUNT = 4000  # of points in each spread
mpmath.mp.prec = 160  # enough: mpmath reduces a large angle with as many digits as that takes
random = np.random.default_rng(0)


def spread(low: int, high: int, count: int = COUNT) -> Vector:
    """Return positive numbers with every exponent from ``low`` to ``high`` alike."""
    return np.ldexp(random.uniform(1, 2, count), random.integers(low, high, count))


def either(x: Vector) -> Vector:
    """Return the same numbers with signs by chance."""
    return x * random.choice([-1.0, 1.0], x.shape)


def near(x: Vector) -> Vector:
    """Return numbers beside these, from one unit in the last place to a twentieth away, and these themselves."""
    return np.concatenate([x, np.nextafter(x, 0), np.nextafter(x, 1e308), x * (1 + either(spread(-52, -5, x.size)))])


def ones(factor: float) -> Vector:
    return np.full(COUNT, factor)


def quarter_turns() -> Vector:
    """Return the floats nearest to multiples of π/2, and the hardest of all: closest to one, for their size."""
    whole = np.floor(spread(0, 60, COUNT))
    hardest = [math.ldexp(6381956970095103, 797), math.ldexp(5319372648326541, 255), 1e22]
    return np.array([float(int(k) * mpmath.pi / 2) for k in whole] + hardest)


ANGLES = np.concatenate(
    [either(spread(-1074, 1024)), random.uniform(-30, 30, COUNT), either(near(quarter_turns())), [sys.float_info.max]]
)
POINTS: dict[str, Vector] = {
    "exp": np.concatenate(
        [
            random.uniform(-745.2, 709.8, COUNT),
            random.uniform(-20, 20, 2 * COUNT),
            random.uniform(-745.2, -708, COUNT),
            either(spread(-1074, 9)),
        ]
    ),
    "log": np.concatenate([spread(-1074, 1024), near(ones(1.0)), near(ones(2**0.5)), random.uniform(0, 20, COUNT)]),
    "sin": ANGLES,
    "cos": ANGLES,
    "tanh": np.concatenate(
        [either(spread(-1074, 6)), random.uniform(-20, 20, COUNT), random.uniform(-2, 2, 3 * COUNT)]
    ),
}
LIMITS = {"exp": 0.8, "log": 0.51, "sin": 0.8, "cos": 0.8, "tanh": 1.5, "power": 0.75}
"""Errors that the docstring of ``elementary`` states, in units in the last place."""


def units(found: float, exact: Any) -> float:
    """Return the error of ``found`` in units in the last place of the exact result."""
    if math.isinf(found):  # as it is rounded from half a unit above the largest number on
        return 0.0 if abs(exact) >= mpmath.ldexp(2**54 - 1, 970) else math.inf
    _, exponent = mpmath.frexp(exact)
    return float(mpmath.ldexp(abs(mpmath.mpf(found) - exact), min(53 - int(exponent), 1074)))


@pytest.mark.parametrize("name", POINTS)
def test_a_function_is_close_to_the_truth_at_every_point(name: str) -> None:
    points = POINTS[name]
    assert points.size >= 20_000
    found = getattr(elementary, name)(points).tolist()
    truth = getattr(mpmath, name)
    worst = max((units(y, truth(x)), x) for x, y in zip(points.tolist(), found, strict=True))
    assert worst[0] <= LIMITS[name], f"{name}({worst[1]!r})"


def test_a_power_is_close_to_the_truth_at_every_pair() -> None:
    base = np.concatenate([spread(-1074, 1024), near(ones(1.0)), random.uniform(0, 20, COUNT), spread(-1074, 1024)])
    reach = np.concatenate([random.uniform(709, 709.9, COUNT // 2), random.uniform(-745.2, -708, COUNT // 2)])
    exponent = np.concatenate(
        [either(spread(-20, 10)), either(spread(0, 53, 4 * COUNT)), random.uniform(-99, 99, COUNT)]
    )
    exponent = np.concatenate([exponent, reach / np.log(base[-COUNT:])])  # results at the ends of the range
    found = power(base, exponent)
    worst, compared = (0.0, 0.0, 0.0), 0
    for x, y, result in zip(base.tolist(), exponent.tolist(), found.tolist(), strict=True):
        logarithm = y * mpmath.log(x)
        if abs(logarithm) > 800:
            assert result == (math.inf if logarithm > 0 else 0.0)
            continue
        compared += 1
        worst = max(worst, (units(result, mpmath.exp(logarithm)), x, y))
    assert compared >= 20_000
    assert worst[0] <= LIMITS["power"], worst

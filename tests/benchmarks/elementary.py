"""How exact and how fast the elementary functions are: ``python -m tests.benchmarks.elementary``.

The error is the worst at the points of the tests, against mpmath, in units in the last place. Times are nanoseconds a
call, in a compiled loop beside the C library's function, and in plain Python; the shortest of some turns counts.
"""
# ruff: noqa: T201  # it prints

import math
from collections.abc import Callable
from time import perf_counter
from typing import Any

import mpmath
import numba
import numpy as np

from optimizers.form import elementary
from optimizers.form.compiling import OPTIONS, compilable
from optimizers.terms.types import Vector
from tests.optimizers.form.test_elementary import POINTS, pairs, units

TURNS, CALLS, PLAIN_CALLS = 20, 100_000, 2_000
RANGES = {"exp": (-10, 10), "log": (0.01, 10), "sin": (-30, 30), "cos": (-30, 30), "tanh": (-3, 3), "power": (0.01, 10)}
LIBRARY: dict[str, Callable[..., float]] = {name: getattr(math, name) for name in POINTS} | {"power": math.pow}


def worst(name: str) -> float:
    """Return the largest error at the points of the tests."""
    if name == "power":
        base, exponent = pairs()
        found = zip(base.tolist(), exponent.tolist(), elementary.power(base, exponent).tolist(), strict=True)
        compared = [(y * mpmath.log(x), result) for x, y, result in found]
        return max(units(result, mpmath.exp(power)) for power, result in compared if abs(power) < 800)
    results = zip(POINTS[name].tolist(), getattr(elementary, name)(POINTS[name]).tolist(), strict=True)
    return max(units(result, getattr(mpmath, name)(x)) for x, result in results)


def compiled(function: Callable[..., float], arguments: list[Vector]) -> float:
    """Return the nanoseconds of a call in a compiled loop."""

    def one(x: Any, total: float) -> float:
        for i in range(x.size):
            total += function(x[i])
        return total

    def two(x: Any, y: Any, total: float) -> float:
        for i in range(x.size):
            total += function(x[i], y[i])
        return total

    loop = numba.njit(**OPTIONS)(one if len(arguments) == 1 else two)
    return shortest(lambda: loop(*arguments, 0.0)) / CALLS


def plain(function: Callable[..., float], arguments: list[Vector]) -> float:
    """Return the nanoseconds of a call in plain Python."""
    calls = list(zip(*(array[:PLAIN_CALLS].tolist() for array in arguments), strict=True))
    return shortest(lambda: [function(*call) for call in calls]) / PLAIN_CALLS


def shortest(work: Callable[[], Any]) -> float:
    """Return the nanoseconds of the shortest of some turns; the first, which may compile, is left out."""
    work()
    times = []
    for _ in range(TURNS):
        begin = perf_counter()
        work()
        times.append(perf_counter() - begin)
    return 1e9 * min(times)


def main() -> None:
    random = np.random.default_rng(0)
    print("function    error   compiled   C library   plain Python")
    for name, (low, high) in RANGES.items():
        function = getattr(elementary, name)
        compilable(function)
        arguments = [random.uniform(low, high, CALLS)]
        arguments += [random.uniform(-3, 3, CALLS)] if name == "power" else []
        times = compiled(function, arguments), compiled(LIBRARY[name], arguments), plain(function, arguments)
        print(f"{name:8} {worst(name):8.3f} {times[0]:7.1f} ns {times[1]:8.1f} ns {times[2]:11.0f} ns", flush=True)


if __name__ == "__main__":
    main()

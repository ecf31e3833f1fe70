"""The kinds of numbers that an elementary function takes where it is called from Python.

A float is given to the algorithm itself. An array is given to the same algorithm, compiled by numba, so its bits are
those of its elements. Complex numbers, with which the tests differentiate, go to NumPy: its functions keep an
imaginary part as small as 1e-300, and no run depends on them.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np

from .compiling import over_arrays

NUMBERS = {float, np.float64, int}


def everywhere(algorithm: Callable[..., float]) -> Callable[..., Any]:
    """Return a function that gives floats, arrays and complex numbers to ``algorithm``, a function of floats.

    It has the name of NumPy's function. numba and the form's reader take the algorithm, as ``inspect.unwrap`` does.
    """

    @wraps(algorithm)
    def function(*values: Any) -> Any:
        for value in values:
            if type(value) is not float:
                return _of_other_kinds(function, algorithm, values)
        return _of_floats(algorithm, values)

    return function


def _of_other_kinds(function: Callable[..., Any], algorithm: Callable[..., float], values: tuple[Any, ...]) -> Any:
    kinds = set(map(type, values))
    if kinds <= NUMBERS:  # the most frequent, and looked at with the least work
        number = _of_floats(algorithm, tuple(map(float, values)))
        return np.float64(number) if np.float64 in kinds else number
    if any(map(np.iscomplexobj, values)):
        of_complex = _complex_power if algorithm.__name__ == "power" else getattr(np, algorithm.__name__)
        return of_complex(*values)
    if any(isinstance(value, np.ndarray) for value in values):
        with np.errstate(all="ignore"):
            return over_arrays(function)(*values)
    result = _of_floats(algorithm, tuple(map(float, values)))
    return np.float64(result) if any(isinstance(value, np.floating) for value in values) else result


def _complex_power(x: Any, y: Any) -> Any:
    """Return x to the power of y: NumPy's, of −x where y is an integer, as the sine of a half turn is not quite 0."""
    exponent = np.real(y)
    turned = (np.real(x) < 0) & (np.imag(y) == 0) & (np.floor(exponent) == exponent)
    sign = np.where(turned & (exponent % 2 == 1), -1.0, 1.0)
    return sign * np.power(np.where(turned, -x, x), y)


def _of_floats(algorithm: Callable[..., float], values: tuple[float, ...]) -> float:
    """Return the result of ``algorithm``; a division by zero gives ∞, as in IEEE 754, not an error as in Python."""
    try:
        return algorithm(*values)
    except ZeroDivisionError:
        with np.errstate(all="ignore"):
            return float(algorithm(*map(np.float64, values)))

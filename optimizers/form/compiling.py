"""How numba compiles functions of the form: without changing them or the order of their operations."""

from collections.abc import Callable
from functools import cache
from inspect import signature, unwrap
from types import FunctionType
from typing import Any, cast

import numpy as np

from .compiler import CFunc, config, normalize_signature, numba, overload
from .kernel_cache import cache_of

COMPILED = not config.DISABLE_JIT
OPTIONS = {"error_model": "numpy", "no_cfunc_wrapper": True}
"""1/0 is inf, as in IEEE; and never fastmath, which reorders. Only a ``callback`` is called from C, and compiling the
wrapper for that takes a twelfth of the time."""


@cache
def compilable(function: Callable[..., Any]) -> Any:
    """Register ``function`` so that compiled code can call it, like the library's own functions; return it.

    A function that takes other kinds of numbers too is compiled as the algorithm for floats that it wraps.
    """
    algorithm = unwrap(function)
    assert isinstance(algorithm, FunctionType)
    library = __name__.split(".")[0]
    for name in algorithm.__code__.co_names:
        called = algorithm.__globals__.get(name)
        if isinstance(called, FunctionType) and called.__module__.split(".")[0] == library:
            compilable(called)
    overload(function, jit_options=OPTIONS, strict=False)(lambda *arguments: algorithm)
    return function


def kernel(function: Callable[..., Any]) -> Any:
    """Return ``function`` as one that is compiled when it is called, or loaded; itself where nothing is compiled."""
    if not COMPILED:
        return function
    found = numba.njit(nogil=True, **OPTIONS)(function)
    if kept := cache_of(function):
        found._cache = kept
    return found


def callback(signature: Any, function: Callable[..., Any]) -> Any:
    """Return ``function`` compiled, or loaded, with an ``address`` at which compiled code can call it."""
    found: Any = CFunc(function, normalize_signature(signature), locals={}, options=OPTIONS)
    if kept := cache_of(function):
        found._cache = kept
    found.compile()
    return found


@cache
def compiled(function: Callable[..., Any], types: Any) -> Callable[..., Any]:
    """Return ``function`` compiled for arguments of these types, or itself if nothing is compiled."""
    if not COMPILED:
        return function
    found = kernel(compilable(function))
    found.compile(types)
    found.disable_compile()
    return cast("Callable[..., Any]", found)


@cache
def over_arrays(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function of arrays from one of one or two floats; it broadcasts like NumPy's functions."""
    if not COMPILED:
        return np.vectorize(function, otypes=[np.float64])
    compilable(function)

    def of_one(x: float) -> Any:  # vectorize knows no error model; what it calls has its own
        return function(x)

    def of_two(x: float, y: float) -> Any:
        return function(x, y)

    double, count = numba.float64, len(signature(function).parameters)
    of_numbers = of_one if count == 1 else of_two
    found = numba.vectorize(of_numbers)
    if kept := cache_of(of_numbers):
        found._dispatcher.cache = kept
    found.add(double(*[double] * count))
    found.disable_compile()
    return cast("Callable[..., Any]", found)

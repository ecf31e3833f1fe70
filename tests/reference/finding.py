"""Finds the reference of a rule or a surface by its name, and calls it with numbers of the right kind."""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from .number import EXTENDED, Array, Complex, Real, real

FOLDER = Path(__file__).parent
TINY = Real("1e-1000" if EXTENDED else "1e-100")
"""The complex step. Nothing is subtracted, so it may be as small as its square allows."""

Step = Callable[..., Any]
"""``step(x, g, kept, t, p)`` or ``step(x, g, kept, t, p, f)``, see ``tests.reference.rules``."""


def file_of(kind: str, name: str) -> Path:
    """Return where the reference of a name is to be found; kind: "rules" or "surfaces"."""
    return FOLDER / kind / f"{name.replace('-', '_')}.py"


@cache  # a run asks at every step
def _module(kind: str, name: str) -> ModuleType:
    file = file_of(kind, name)
    assert file.is_file(), f"{name} has no reference: tests/reference/{kind}/{file.name} is missing"
    return import_module(f"tests.reference.{kind}.{file.stem}")


def step_of(name: str) -> Step:
    """Return the step of a rule. Raises AssertionError where it has no reference."""
    step: Step = _module("rules", name).step
    return step


def path_of(name: str) -> Callable[..., Any]:
    """Return the whole path of a solver, see ``tests.reference.rules``. Raises AssertionError without a reference."""
    path: Callable[..., Any] = _module("rules", name).path
    return path


def numbers(values: Mapping[str, Any]) -> Any:
    """Return the values as attributes: numbers in long double, names as they are."""
    return SimpleNamespace(**{name: v if isinstance(v, str) else Real(v) for name, v in values.items()})


def value(name: str, x: Any, y: Any, p: Any) -> Any:
    """Return f(x, y) of a surface; p: what ``numbers`` makes of its parameters."""
    return _module("surfaces", name).value(x, y, p)


def gradient(name: str, x: Any, y: Any, p: Any) -> tuple[Any, Any]:
    """Return (∂f/∂x, ∂f/∂y) of a surface, by complex steps if its reference does not write them out."""
    module = _module("surfaces", name)
    if hasattr(module, "gradient"):
        written: tuple[Any, Any] = module.gradient(x, y, p)
        return written
    aside = Complex(1j) * TINY
    return module.value(x + aside, y + 0 * aside, p).imag / TINY, module.value(x + 0 * aside, y + aside, p).imag / TINY


def minima(name: str, p: Any) -> list[tuple[Any, Any]]:
    """Return every minimum of a surface."""
    found: list[tuple[Any, Any]] = _module("surfaces", name).minima(p)
    return [(Real(x), Real(y)) for x, y in found]


def circles(name: str, p: Any) -> list[tuple[str, Any]]:
    """Return every circle of minima or maxima of a surface around the origin: its kind and its radius."""
    module = _module("surfaces", name)
    return [(kind, Real(radius)) for kind, radius in module.circles(p)] if hasattr(module, "circles") else []


def fed_twice(step: Step, values: Mapping[str, Any], gradients: Any) -> tuple[Array, Array]:
    """Return the steps and the path that ``fed`` returns, (n, 2) each, with and without ``put_back``.

    Of a step that never looks at the position the path is the sum of the steps, with the same bits: one pass makes
    both. Whether it looks is seen by giving it none, with which nothing can be computed.
    """
    kept: dict[str, Any] = {}
    p = numbers(values)
    try:
        steps = real([step(None, g, kept, t, p) for t, g in enumerate(real(gradients), start=1)])
    except (TypeError, AttributeError):
        return fed(step, values, gradients, put_back=True), fed(step, values, gradients)
    return steps, np.cumsum(steps, axis=0)


def fed(step: Step, values: Mapping[str, Any], gradients: Any, *, put_back: bool = False) -> Array:
    """Return the position after each of the gradients (n, 2), starting from 0, in long double.

    put_back: put the position back to 0 before each step, so that each row is the step itself.
    """
    kept: dict[str, Any] = {}
    p, x, rows = numbers(values), real([0, 0]), []
    for t, g in enumerate(real(gradients), start=1):
        x = (0 * x if put_back else x) + step(0 * x if put_back else x, g, kept, t, p)
        rows.append(x)
    return real(rows)

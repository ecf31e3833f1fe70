"""A surface that a person typed: its form, and the tapes that are played for it, without anything being compiled.

The constants q of such a surface are its tapes: where the second one begins, then the tape of value and gradient, then
the tape of the Hessian.
"""

from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from ..form.differentiate import Derived, derived
from ..form.nodes import Function
from ..form.play import play_rows
from ..form.tape import Tape
from ..form.write_tape import tape_of
from ..terms.types import Matrix, Vector
from .surface import SurfaceForm

NAMES = ("x", "y")


class Typed:
    """What is made of a function of x and y when it is first needed: its form and its tapes.

    That takes milliseconds, and to read a scenario neither is needed.
    """

    def __init__(self, height: Function) -> None:
        self.height = height

    @cached_property
    def derivatives(self) -> Derived:
        return derived(self.height, NAMES)

    @cached_property
    def form(self) -> SurfaceForm:
        """Value, gradient and Hessian. The functions of a form take the constants too, which these ignore."""
        functions = self.height, self.derivatives.gradient, self.derivatives.hessian
        return SurfaceForm(*map(_with_constants, functions))

    @cached_property
    def tapes(self) -> tuple[Tape, Tape]:
        """The tape of value and gradient, and the tape of the Hessian."""
        return tape_of(self.derivatives.value_and_gradient), tape_of(self.derivatives.hessian)

    @cached_property
    def q(self) -> tuple[float, ...]:
        """The constants: where the second tape begins, and both tapes."""
        first, second = (one.encoded().tolist() for one in self.tapes)
        return (1.0 + len(first), *first, *second)


def first(points: Matrix, q: Vector) -> Matrix:
    """Return f, ∂f/∂x and ∂f/∂y at each of ``points`` (n, 2), (n, 3)."""
    return play_rows(q[1 : int(q[0])], points)


def values_at(points: Matrix, q: Vector) -> Matrix:
    """Return f at each of ``points`` (…, 2), (…)."""
    found: Matrix = first(points.reshape(-1, 2), q)[:, 0]
    return found.reshape(points.shape[:-1])


def second(points: Matrix, q: Vector) -> Matrix:
    """Return ∂²f/∂x², ∂²f/∂x∂y and ∂²f/∂y² at each of ``points`` (n, 2), (n, 3)."""
    return play_rows(q[int(q[0]) :], points)


def value(x: Any, y: Any, q: Vector) -> Any:
    return _over(first, x, y, q)[0]


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    _, along_x, along_y = _over(first, x, y, q)
    return along_x, along_y


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    xx, xy, yy = _over(second, x, y, q)
    return xx, xy, yy


def _over(played: Any, x: Any, y: Any, q: Vector) -> list[Any]:
    """Return what is played at numbers, or at each element of arrays."""
    across, up = np.broadcast_arrays(np.asarray(x, np.float64), np.asarray(y, np.float64))
    found = played(np.column_stack([across.ravel(), up.ravel()]), q)
    return [column.reshape(across.shape)[()] for column in found.T]


def _with_constants(function: Function) -> Function:
    return replace(function, arguments=(*function.arguments, "q"), kinds={**function.kinds, "q": "number"})

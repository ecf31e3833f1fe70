"""A surface that a person typed: its form, and the tapes that are played for it, without anything being compiled.

The constants q of such a surface are its tapes: where the second one begins, then the tape of value and gradient, then
that of the Hessian.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from ..form.differentiate import derived
from ..form.nodes import Function
from ..form.play import play_rows
from ..form.tape import Tape
from ..form.write_tape import tape_of
from ..terms.types import Matrix, Vector
from .surface import SurfaceForm

NAMES = ("x", "y")


def derived_of(value: Function) -> tuple[SurfaceForm, tuple[Tape, Tape]]:
    """Return the form of a function of x and y, and the tapes of value and gradient and of the Hessian.

    The functions of a form take the constants too, which these ignore.
    """
    gradient, both, hessian = derived(value, NAMES)
    return SurfaceForm(*map(_with_constants, (value, gradient, hessian))), (tape_of(both), tape_of(hessian))


def packed(tapes: tuple[Tape, Tape]) -> tuple[float, ...]:
    """Return the constants."""
    first, second = (one.encoded().tolist() for one in tapes)
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

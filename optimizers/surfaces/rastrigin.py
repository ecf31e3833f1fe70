"""Rastrigin's function: a bowl under waves, with a local minimum in every trough.

    f(x, y) = 2A + x² + y² − A (cos 2πx + cos 2πy)

Minimum (0, 0), value 0. With A = 10 the domain has 121 minima, 100 maxima and 220 saddle points; with A = 0 only the
bowl is left. f is the sum of a function of x and a function of y, so the stationary points are the pairs of zeros
of z + πA sin 2πz.
"""

from functools import lru_cache
from typing import Any

from numpy import floor

from ..form.elementary import cos, sin
from ..terms.parameters import Parameter
from ..terms.types import Matrix, Vector
from .stationary import landmarks_at
from .surface import Landmarks, Suggestion, Surface, Values

A = 0
TURN = 6.283185307179586
END = 5.12

PARAMETERS = (
    Parameter("a", "A", "height of the waves; 0 removes them", 10.0, 0.0, 100.0, (0.0, 20.0), "linear", label="waves"),
)


def constants(values: Values) -> tuple[float, ...]:
    return (float(values["a"]),)


def value(x: Any, y: Any, q: Vector) -> Any:
    return x * x + y * y + q[A] * (2.0 - cos(TURN * x) - cos(TURN * y))


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    return 2.0 * x + TURN * q[A] * sin(TURN * x), 2.0 * y + TURN * q[A] * sin(TURN * y)


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    waves = TURN * TURN * q[A]
    return 2.0 + waves * cos(TURN * x), 0.0 * x, 2.0 + waves * cos(TURN * y)


def slope(z: float, q: Vector) -> Any:
    """Return the derivative by one coordinate, which depends on no other."""
    return 2.0 * z + TURN * q[A] * sin(TURN * z)


def turning(q: Vector) -> float:
    """Return where the slope, which rises at first, begins to fall, by bisection; END if the waves are too low."""
    waves = TURN * TURN * q[A]
    if waves <= 2.0:
        return END
    low, high = 0.0, 0.5
    middle = 0.25
    while low < middle and middle < high:
        if 2.0 + waves * cos(TURN * middle) > 0.0:
            low = middle
        else:
            high = middle
        middle = 0.5 * (low + high)
    return low


def level(low: float, high: float, q: Vector) -> float:
    """Return where the slope is zero between two points at which its sign differs, by bisection.

    Another surface has the same function, because in the form no function is an argument.
    """
    side = 1.0 if slope(low, q) < 0.0 else -1.0
    middle = 0.5 * (low + high)
    while low < middle and middle < high:
        if side * slope(middle, q) < 0.0:
            low = middle
        else:
            high = middle
        middle = 0.5 * (low + high)
    return high if abs(slope(high, q)) < abs(slope(low, q)) else low


def stationary_points(q: Vector, points: Matrix) -> float:
    """Write all pairs of zeros of the slope, which has at most one between two points where its own slope changes."""
    turn = turning(q)
    count = 0
    low = turn
    for k in range(1, 12):  # to 1 − turn, 1 + turn, 2 − turn, …
        if low < END:
            whole = floor(0.5 * (k + 1))
            high = min(whole - turn if 2.0 * whole > k else whole + turn, END)
            if slope(low, q) * slope(high, q) < 0.0:
                points[count, 0] = level(low, high, q)
                count = count + 1
            low = high
    for k in range(count - 1, -1, -1):
        points[count + 1 + k, 0] = points[k, 0]
    points[count, 0] = 0.0
    for k in range(count):
        points[count - 1 - k, 0] = -points[count + 1 + k, 0]
    side = 2 * count + 1
    for i in range(side - 1, -1, -1):  # in place: a row is written when no later pair needs the zero in it
        for j in range(side - 1, -1, -1):
            across = points[j, 0]
            points[side * i + j, 0] = points[i, 0]
            points[side * i + j, 1] = across
    return side * side


def landmarks(values: Values) -> Landmarks:
    return _landmarks(float(values["a"]))


@lru_cache(64)
def _landmarks(a: float) -> Landmarks:
    return landmarks_at(stationary_points, value, hessian, (a,))


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((-3.2, 2.3), (0.7, -1.6)), rates={"gradient": 0.002, "length": 0.05}, steps=120)


RASTRIGIN = Surface(
    name="rastrigin",
    title="Rastrigin",
    formula=r"f(x, y) = 2A + x^2 + y^2 - A\,(\cos 2\pi x + \cos 2\pi y)",
    source="Rastrigin, Systems of extremal control, 1974, in two variables; Hoffmeister and Bäck, 1991",
    caution="The gradient leads into the nearest of many local minima: the start decides which one, not the update "
    "rule.",
    parameters=PARAMETERS,
    domain=((-END, END), (-END, END)),
    contour_power=1.0,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
    stationary_points=stationary_points,
    preparation=6.0,
)

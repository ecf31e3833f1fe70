"""Ackley's function: waves around a cone, whose tip is the minimum.

    f(x, y) = a − a exp(−b r) + e − exp(½ (cos cx + cos cy)),    r = √(½ (x² + y²))

Minimum (0, 0), value 0. At a = 20, b = 0.2 and c = 2π, the usual values, there are 120 local minima around it. At the
minimum f has no gradient: it rises with the slope ab/√2 in every direction, so no run with a constant rate comes to
rest there. The gradient at the tip itself counts as zero, the subgradient with the smallest norm.

Elsewhere f is stationary where sin(cx)/x = sin(cy)/y = −ab exp(−br)/(c r W), with W = exp(½ (cos cx + cos cy)), and on
the axes, where one of the equations is 0 = 0. sin(z)/z falls and rises once between two of its zeros, so on each such
part x and y follow from the common value, and one equation of one unknown is left.
"""

from functools import lru_cache
from math import pi
from typing import Any

import numpy as np
from numpy import sqrt

from ..form.elementary import cos, exp, sin
from ..terms.parameters import Parameter
from ..terms.types import Vector
from .stationary import by_kind, mirrored, stationary
from .surface import Landmarks, Point, Suggestion, Surface, Values

A, B, C = range(3)
TURN = 6.283185307179586
E = 2.718281828459045
END = 5.0
ASIDE = 1e-200  # added to r², because r divides: the gradient at the tip is zero, autograd's too
SAMPLES = 80  # of the common value of sin(cx)/(cx) and sin(cy)/(cy), between which a sign of the equation can change
HALVINGS = 40
CLOSE = 10  # halvings, after which Newton's method is faster

PARAMETERS = (
    Parameter("a", "a", "depth of the cone", 20.0, 1.0, 100.0, (1.0, 40.0), "linear", advanced=True, label="depth a"),
    Parameter(
        "b",
        "b",
        "how soon the cone becomes flat",
        0.2,
        0.01,
        2.0,
        (0.02, 1.0),
        "log",
        advanced=True,
        label="slope b",
    ),
    Parameter(
        "c",
        "c",
        "how close the waves are, 2π over their length; 0 removes them",
        TURN,
        0.0,
        TURN,
        (0.0, TURN),
        "linear",
        advanced=True,
        label="waves c",
    ),
)


def constants(values: Values) -> tuple[float, ...]:
    return float(values["a"]), float(values["b"]), float(values["c"])


def value(x: Any, y: Any, q: Vector) -> Any:
    r = sqrt(0.5 * (x * x + y * y) + ASIDE)
    return q[A] - q[A] * exp(-q[B] * r) + (E - exp(0.5 * (cos(q[C] * x) + cos(q[C] * y))))


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    r = sqrt(0.5 * (x * x + y * y) + ASIDE)
    cone = 0.5 * q[A] * q[B] * exp(-q[B] * r)
    waves = 0.5 * q[C] * exp(0.5 * (cos(q[C] * x) + cos(q[C] * y)))
    return cone * (x / r) + waves * sin(q[C] * x), cone * (y / r) + waves * sin(q[C] * y)


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    r = sqrt(0.5 * (x * x + y * y) + ASIDE)
    u, v = x / r, y / r
    cone = 0.5 * q[A] * q[B] * exp(-q[B] * r)
    bend = -0.5 * cone * (q[B] + 1.0 / r)
    waves = 0.5 * q[C] * exp(0.5 * (cos(q[C] * x) + cos(q[C] * y)))
    a, b = sin(q[C] * x), sin(q[C] * y)
    along = cone / r + bend * (u * u) + q[C] * waves * (cos(q[C] * x) - 0.5 * (a * a))
    across = cone / r + bend * (v * v) + q[C] * waves * (cos(q[C] * y) - 0.5 * (b * b))
    return along, bend * (u * v) - 0.5 * q[C] * waves * (a * b), across


def landmarks(values: Values) -> Landmarks:
    return _landmarks(*constants(values))


@lru_cache(64)
def _landmarks(a: float, b: float, c: float) -> Landmarks:
    q = np.array([a, b, c])
    points = stationary(gradient, hessian, q, _near(a, b, c))
    inside = [(x, y) for x, y in mirrored(points, swapped=True) if max(abs(x), abs(y)) <= END]
    return by_kind(inside, value, hessian, q, kinks=((0.0, 0.0),))


def _near(a: float, b: float, c: float) -> list[Point]:
    """Return points from which Newton's method finds the stationary points of one eighth of the plane, but the tip."""
    lobes = np.arange(1, int(END * c / TURN + 0.5) + 1)  # sin(z)/z is negative from (2k − 1)π to 2kπ
    if not lobes.size:
        return []
    deepest = _deepest(lobes)
    first = np.repeat(np.stack([(2 * lobes - 1) * pi, deepest]), 2, axis=1)  # of each part: from zero to the lowest
    first[0, 1::2] = 2 * lobes * pi
    i, j = np.tril_indices(2 * lobes.size)
    shallow, deep = first[0][np.stack([i, j])], first[1][np.stack([i, j])]  # (x or y, pairs)
    most = (-np.sin(deep) / deep).min(axis=0)

    def points_of(depth: Any, pairs: Any) -> Any:
        """Return x and y, (2, n), at a common value −depth of sin(z)/z on these pairs of parts."""
        return _where(depth, shallow[:, pairs], deep[:, pairs]) / c

    def equation(depth: Any, pairs: Any) -> Any:
        x, y = points_of(depth, pairs)
        r = np.sqrt(0.5 * (x * x + y * y))
        return a * b * np.exp(-b * r) - depth * c * c * r * np.exp(0.5 * (np.cos(c * x) + np.cos(c * y)))

    def axis(x: Any, part: Any) -> Any:
        """Return √2 ∂f/∂x on the line y = 0, right of the tip."""
        waves = c * np.exp(0.5 * (np.cos(c * x) + 1.0)) * np.sin(c * x)
        return a * b * np.exp(-b * x / np.sqrt(2.0)) + waves / np.sqrt(2.0)

    on_axis, _ = _zeros(axis, (2 * lobes - 1) * pi / c, 2 * lobes * pi / c)
    depth, pairs = _zeros(equation, np.zeros(most.size), most)
    return [*((x, 0.0) for x in on_axis.tolist()), *zip(*points_of(depth, pairs).tolist(), strict=True)]


def _deepest(k: Any) -> Any:
    """Return where sin(z)/z is lowest between (2k − 1)π and 2kπ: where z cos z = sin z."""
    low, high = (2 * k - 1) * pi, (2 * k - 0.5) * pi
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        before = middle * np.cos(middle) < np.sin(middle)
        low, high = np.where(before, middle, low), np.where(before, high, middle)
    return high


def _where(depth: Any, shallow: Any, deep: Any) -> Any:
    """Return where sin(z)/z is −depth between its zero ``shallow`` and where it is lowest, ``deep``."""
    for _ in range(HALVINGS):
        middle = 0.5 * (shallow + deep)
        above = np.sin(middle) > -depth * middle
        shallow, deep = np.where(above, middle, shallow), np.where(above, deep, middle)
    return 0.5 * (shallow + deep)


def _zeros(function: Any, low: Any, high: Any) -> tuple[Any, Any]:
    """Return where functions change their sign between ``low`` and ``high``, and the index of the function of each.

    The samples are close together at both ends, where two zeros of different parts meet.
    """
    parts = 0.5 * (1.0 - np.cos(np.linspace(0.0, pi, SAMPLES)))
    ends = low[:, np.newaxis] + (high - low)[:, np.newaxis] * parts
    index = np.repeat(np.arange(low.size), SAMPLES)
    positive = (function(ends.ravel(), index) > 0.0).reshape(ends.shape)
    which, at = np.nonzero(positive[:, 1:] != positive[:, :-1])
    left, right, side = ends[which, at], ends[which, at + 1], positive[which, at]
    for _ in range(CLOSE):
        middle = 0.5 * (left + right)
        same = (function(middle, which) > 0.0) == side
        left, right = np.where(same, middle, left), np.where(same, right, middle)
    return 0.5 * (left + right), which


def suggestion(values: Values) -> Suggestion:
    a, b, c = constants(values)
    rate = min(0.01 * (TURN / max(c, 2.0)) ** 2, 0.5 / (a * b))
    return Suggestion(
        starts=((-3.4, 2.4), (0.8, -1.3)), rates={"gradient": float(f"{rate:.2g}"), "length": 0.05}, steps=150
    )


ACKLEY = Surface(
    name="ackley",
    title="Ackley",
    formula=r"f(x, y) = -a\,e^{-b\sqrt{(x^2 + y^2)/2}} - e^{(\cos cx + \cos cy)/2} + e + a",
    source="Ackley, A connectionist machine for genetic hillclimbing, 1987",
    caution="The gradient leads into the nearest local minimum. The lowest minimum is the tip of a cone and has no "
    "gradient.",
    parameters=PARAMETERS,
    domain=((-END, END), (-END, END)),
    contour_power=1.0,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
    preparation=40.0,
)

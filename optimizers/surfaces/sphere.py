"""The sphere: a round bowl, the same in every direction.

    f(x, y) = x² + y²

Minimum (0, 0), value 0. The curvature is 2 everywhere and in every direction, so the gradient always points straight
away from the minimum, and gradient descent converges if and only if η < 1: at η = ½ in a single step. Any change an
optimizer makes to the direction can only make it worse here.
"""

from typing import Any

from ..terms.types import Vector
from .surface import Landmarks, Suggestion, Surface, Values


def constants(values: Values) -> tuple[float, ...]:
    return ()


def value(x: Any, y: Any, q: Vector) -> Any:
    return x * x + y * y


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    return 2.0 * x, 2.0 * y


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    return 2.0 + 0.0 * x, 0.0 * x, 2.0 + 0.0 * y


def landmarks(values: Values) -> Landmarks:
    return Landmarks(minima=((0.0, 0.0),))


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((-4.0, 1.0), (2.5, 3.5)), rates={"gradient": 0.1, "length": 0.2}, steps=60)


SPHERE = Surface(
    name="sphere",
    title="Sphere",
    also=("bowl", "quadratic"),
    formula=r"f(x, y) = x^2 + y^2",
    source="De Jong, An analysis of the behavior of a class of genetic adaptive systems, 1975, F1",
    parameters=(),
    domain=((-5.0, 5.0), (-5.0, 5.0)),
    contour_power=2.0,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
)

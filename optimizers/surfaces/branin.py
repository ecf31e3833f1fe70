"""Branin's function: three equally deep minima in a curved trough.

    f(x, y) = (y − b x² + c x − 6)² + 10 (1 − 1/(8π)) cos x + 10,   b = 5.1/(4π²),  c = 5/π

All three minima, (−π, 12.275), (π, 2.275) and (3π, 2.475), have the value 0.397887.
"""

from typing import Any

from ..form.elementary import cos, sin
from ..terms.types import Vector
from .surface import Landmarks, Suggestion, Surface, Values

B = 0.12918450914398066  # 5.1 / (4π²)
C = 1.5915494309189535  # 5 / π
H = 9.602112642270262  # 10 (1 − 1/(8π))


def constants(values: Values) -> tuple[float, ...]:
    return ()


def value(x: Any, y: Any, q: Vector) -> Any:
    across = y - B * (x * x) + C * x - 6.0
    return across * across + H * cos(x) + 10.0


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    across = 2.0 * (y - B * (x * x) + C * x - 6.0)
    return across * (C - 2.0 * B * x) - H * sin(x), across


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    across = y - B * (x * x) + C * x - 6.0
    slope = C - 2.0 * B * x
    return 2.0 * (slope * slope) - 4.0 * B * across - H * cos(x), 2.0 * slope, 2.0 + 0.0 * y


def landmarks(values: Values) -> Landmarks:
    return Landmarks(
        minima=(
            (-3.141592653589793, 12.275),
            (3.141592653589793, 2.2749999999999995),
            (9.42477796076938, 2.474999999999999),
        ),
        saddles=((0.0, 6.0), (6.283185307179586, 1.0999999999999992)),
    )


def suggestion(values: Values) -> Suggestion:
    return Suggestion(starts=((-4.0, 2.0), (5.5, 12.0)), rates={"gradient": 0.05, "length": 0.2}, steps=120)


BRANIN = Surface(
    name="branin",
    title="Branin",
    formula=(
        r"f(x, y) = \left(y - \tfrac{5.1}{4\pi^2} x^2 + \tfrac{5}{\pi} x - 6\right)^2"
        r" + 10 \left(1 - \tfrac{1}{8\pi}\right) \cos x + 10"
    ),
    source="Branin, Widely convergent method for finding multiple solutions of simultaneous nonlinear equations, 1972",
    parameters=(),
    domain=((-5.0, 10.0), (0.0, 15.0)),
    contour_power=2.0,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
)

"""The elongated ellipse: the ravine that courses teach with.

    f(x, y) = ½ (u² + κ v²),   (u, v) = (x, y) turned by −θ

Minimum (0, 0), value 0. Curvature 1 along the flat axis, which lies at θ degrees, and κ along the steep one,
everywhere; so gradient descent converges if and only if η < 2/κ. A circle, κ = 1, is the same at every θ.
"""

from typing import Any

from ..form.elementary import cos, sin
from ..terms.parameters import Needs, Parameter
from ..terms.types import Matrix, Vector
from .stationary import landmarks_at
from .surface import Landmarks, Point, Suggestion, Surface, Values

KAPPA, COS, SIN = range(3)
DEGREE = 0.017453292519943295  # π / 180

PARAMETERS = (
    Parameter("kappa", r"\kappa", "condition number", 25.0, 1.0, 1000.0, (1.0, 1000.0), "log", label="condition"),
    Parameter(
        "theta",
        r"\theta",
        "angle of the flat axis, in degrees",
        0.0,
        -90.0,
        90.0,
        (-90.0, 90.0),
        "linear",
        label="rotation",
        needs=(Needs(("kappa",), 1.0, equal=False),),
    ),
)


def constants(values: Values) -> tuple[float, ...]:
    kappa = float(values["kappa"])
    if kappa == 1:  # not turned, so that a coordinate that is zero has a slope of exactly zero
        return kappa, 1.0, 0.0
    c, s = direction(float(values["theta"]))
    return kappa, c, s


def direction(theta: float) -> Point:
    """Return cosine and sine of ``theta`` degrees, exact on the axes."""
    if abs(theta) == 90:
        return 0.0, theta / 90
    return cos(theta * DEGREE), sin(theta * DEGREE)


def value(x: Any, y: Any, q: Vector) -> Any:
    u = q[COS] * x + q[SIN] * y
    v = q[COS] * y - q[SIN] * x
    return 0.5 * (u * u + q[KAPPA] * (v * v))


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    u = q[COS] * x + q[SIN] * y
    v = q[COS] * y - q[SIN] * x
    return q[COS] * u - q[SIN] * (q[KAPPA] * v), q[SIN] * u + q[COS] * (q[KAPPA] * v)


def hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    c, s, kappa = q[COS], q[SIN], q[KAPPA]
    return c * c + kappa * (s * s), (1.0 - kappa) * (c * s), s * s + kappa * (c * c)


def stationary_points(q: Vector, points: Matrix) -> float:
    points[0, 0] = 0.0
    points[0, 1] = 0.0
    return 1


def landmarks(values: Values) -> Landmarks:
    return landmarks_at(stationary_points, value, hessian, constants(values))


def suggestion(values: Values) -> Suggestion:
    c, s = direction(float(values["theta"]))
    along, across = (-8.0, 1.2), (-0.6, 4.0)  # A far along the flat axis, B high on the steep one, as (u, v)
    turned = [_framed(c * u - s * v, s * u + c * v) for u, v in (along, across)]
    rate = float(f"{1.75 / float(values['kappa']):.2g}")  # just below the limit 2/κ, where the zigzag is visible
    return Suggestion(starts=(turned[0], turned[1]), rates={"gradient": rate, "length": 0.3}, steps=120)


def _framed(x: float, y: float) -> Point:
    """Return a point on the same ray that lies in the domain, which is less high than wide."""
    shrink = 4.5 / max(4.5, abs(y))
    return round(shrink * x, 6), round(shrink * y, 6)


ELLIPSE = Surface(
    name="ellipse",
    title="Elongated ellipse",
    also=("quadratic", "ravine"),
    formula=r"f(x, y) = \tfrac{1}{2}\left(u^2 + \kappa v^2\right)",
    source="Quadratic with condition number κ, the ravine that courses teach with",
    legend="u and v are x and y in axes turned by θ.",
    parameters=PARAMETERS,
    domain=((-10.0, 10.0), (-5.0, 5.0)),
    contour_power=2.0,
    value=value,
    gradient=gradient,
    hessian=hessian,
    constants=constants,
    landmarks=landmarks,
    suggestion=suggestion,
    stationary_points=stationary_points,
)

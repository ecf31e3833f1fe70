"""Surfaces that nobody has registered, with all that a surface may have: local minima, maxima, saddles, a kink."""

from dataclasses import replace
from typing import Any

from optimizers import SURFACES, Surface
from optimizers.surfaces import ackley
from optimizers.surfaces.surface import Landmarks, Point, Suggestion, Values
from optimizers.terms.parameters import Parameter
from optimizers.terms.types import Vector


def none(values: Values) -> tuple[float, ...]:
    return ()


def himmelblau_value(x: Any, y: Any, q: Vector) -> Any:
    a = x * x + y - 11.0
    b = x + y * y - 7.0
    return a * a + b * b


def himmelblau_gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    a = x * x + y - 11.0
    b = x + y * y - 7.0
    return 4.0 * x * a + 2.0 * b, 2.0 * a + 4.0 * y * b


def himmelblau_hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    return 12.0 * (x * x) + 4.0 * y - 42.0, 4.0 * (x + y), 4.0 * x + 12.0 * (y * y) - 26.0


def himmelblau_landmarks(values: Values) -> Landmarks:
    return Landmarks(
        minima=(
            (3.0, 2.0),
            (-2.805118086952745, 3.131312518250573),
            (-3.779310253377747, -3.2831859912861696),
            (3.5844283403304917, -1.8481265269644034),
        ),
        saddles=(
            (0.08667750455539634, 2.884254701174776),
            (-3.0730257507643897, -0.08135304428796751),
            (3.385154183607021, 0.07385187983774928),
            (-0.12796134673068005, -1.9537149802445766),
        ),
        maxima=((-0.2708445906673476, -0.9230385564799815),),
    )


def well_value(x: Any, y: Any, q: Vector) -> Any:
    return 0.25 * (x * x * x * x) - 0.5 * (x * x) + q[0] * (x * x * x / 3.0 - x) + y * y


def well_gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    return (x + q[0]) * (x * x - 1.0), 2.0 * y


def well_hessian(x: Any, y: Any, q: Vector) -> tuple[Any, Any, Any]:
    return 3.0 * (x * x) + 2.0 * q[0] * x - 1.0, 0.0 * x, 2.0 + 0.0 * x


def well_constants(values: Values) -> tuple[float, ...]:
    return (float(values["tilt"]),)


def well_landmarks(values: Values) -> Landmarks:
    """f(±1) = −¼ ∓ ⅔ tilt, so that the well on the right is the lower one unless the tilt is 0."""
    return Landmarks(minima=((-1.0, 0.0), (1.0, 0.0)), saddles=((-float(values["tilt"]), 0.0),))


def turned(x: float, y: float) -> tuple[Point, ...]:
    """Return all points that the symmetries of a square make of one, each once."""
    corners = {(sx * a, sy * b) for sx in (-1, 1) for sy in (-1, 1) for a, b in ((x, y), (y, x))}
    return tuple(sorted((a + 0.0, b + 0.0) for a, b in corners))


def ackley_landmarks(values: Values) -> Landmarks:
    return Landmarks(
        minima=((0.0, 0.0), *turned(0.9521665459501717, 0.0), *turned(0.9684776587077244, 0.9684776587077244)),
        saddles=(*turned(0.6257806168564638, 0.0), *turned(0.8747620388753442, 0.5774125352782147)),
        maxima=turned(0.6730965201107377, 0.6730965201107377),
        kinks=((0.0, 0.0),),
    )


HIMMELBLAU: Surface = replace(
    SURFACES["saddle"],
    name="example-himmelblau",
    title="Himmelblau",
    parameters=(),
    domain=((-5.0, 5.0), (-5.0, 5.0)),
    value=himmelblau_value,
    gradient=himmelblau_gradient,
    hessian=himmelblau_hessian,
    constants=none,
    landmarks=himmelblau_landmarks,
    suggestion=lambda values: Suggestion(((-0.3, -0.9), (4.0, 4.0)), {"gradient": 0.01, "length": 0.1}, 100),
)
DOUBLE_WELL: Surface = replace(
    HIMMELBLAU,
    name="example-double-well",
    title="Double well",
    parameters=(Parameter("tilt", "t", "how much lower the right well is", 0.2, 0.0, 0.5, (0.0, 0.5), "linear"),),
    domain=((-2.0, 2.0), (-1.0, 1.0)),
    value=well_value,
    gradient=well_gradient,
    hessian=well_hessian,
    constants=well_constants,
    landmarks=well_landmarks,
    suggestion=lambda values: Suggestion(((-1.5, 0.5), (1.5, -0.5)), {"gradient": 0.2, "length": 0.1}, 60),
)
ACKLEY: Surface = replace(
    HIMMELBLAU,
    name="example-ackley",
    title="Ackley",
    domain=((-1.2, 1.2), (-1.2, 1.2)),
    value=ackley.value,
    gradient=ackley.gradient,
    hessian=ackley.hessian,
    landmarks=ackley_landmarks,
    suggestion=lambda values: Suggestion(((0.4, 0.1), (-0.9, 0.7)), {"gradient": 0.01, "length": 0.05}, 200),
)
EXAMPLES = (HIMMELBLAU, DOUBLE_WELL, ACKLEY)

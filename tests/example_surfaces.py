"""A surface that is not registered, with all that a surface may have: local minima, maxima, saddles, a kink."""

from dataclasses import replace

from optimizers import SURFACES, Surface
from optimizers.surfaces.surface import Landmarks, Point, Suggestion, Values


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


def suggestion(values: Values) -> Suggestion:
    return Suggestion(((0.4, 0.1), (-0.9, 0.7)), {"gradient": 0.01, "length": 0.05}, 200)


def constants(values: Values) -> tuple[float, ...]:
    """Return the usual a, b and c, for which the landmarks hold."""
    return 20.0, 0.2, 6.283185307179586


SMALL_ACKLEY: Surface = replace(
    SURFACES["ackley"],
    name="example-ackley",
    parameters=(),
    constants=constants,
    domain=((-1.2, 1.2), (-1.2, 1.2)),
    landmarks=ackley_landmarks,
    suggestion=suggestion,  # no lambda, which a process that computes contours could not get
)

"""Ackley's surface, written as a contributor would, for the tests of the elementary functions; it is not registered."""

from dataclasses import replace
from typing import Any

from numpy import sqrt

from optimizers import SURFACES, Surface
from optimizers.form.elementary import cos, exp, sin
from optimizers.terms.types import Vector

TURN = 6.283185307179586
E = 2.718281828459045


def value(x: Any, y: Any, q: Vector) -> Any:
    bowl = exp(-0.2 * sqrt(0.5 * (x * x + y * y)))
    waves = exp(0.5 * (cos(TURN * x) + cos(TURN * y)))
    return 20.0 + E - 20.0 * bowl - waves


def gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    r = sqrt(0.5 * (x * x + y * y))
    bowl = 2.0 * exp(-0.2 * r) / r
    waves = 0.5 * TURN * exp(0.5 * (cos(TURN * x) + cos(TURN * y)))
    return bowl * x + waves * sin(TURN * x), bowl * y + waves * sin(TURN * y)


ACKLEY: Surface = replace(
    SURFACES["saddle"], name="test-ackley", title="Ackley", value=value, gradient=gradient, source="Ackley 1987"
)

"""Polyak step: gradient descent whose rate follows from how far f is above its lowest value.

    x ← x − η min((f − f*) / ‖g‖², η_max) g

f* is the lowest value of f, which is known for test functions and hardly ever otherwise. On a convex function the step
with η = 1 never leads away from a minimum. On a surface without a lowest value the rule does not move.
"""

from collections.abc import Mapping

from ..terms.parameters import Parameter, Value, learning_rate
from ..terms.types import Matrix, Vector
from .roots import joined
from .rule import Rule, Source

PARAMETERS = (
    learning_rate("factor"),
    Parameter(
        "max_lr",
        r"\eta_{\max}",
        "largest rate",
        1.0,
        1e-9,
        1e100,
        (1e-3, 1e3),
        "log",
        advanced=True,
        label="largest rate",
    ),
)
LR, MAX_LR = range(2)


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector, loss: float, floor: float) -> None:
    norm = joined(abs(g[0]), abs(g[1]))
    gap = loss - floor
    if gap > 0.0 and norm > 0.0:  # without a lowest value the gap is NaN, and no comparison with it holds
        rate = min(gap / norm / norm, p[MAX_LR])  # divided twice, so that no square overflows
        for i in range(x.size):
            x[i] -= p[LR] * (rate * g[i])


def notes(values: Mapping[str, Value]) -> tuple[str, ...]:
    if values["lr"] != 1.0:
        return ()
    return ("Unless the rate is limited, a step ends where the tangent plane of f at the position has the value f*.",)


POLYAK = Rule(
    name="polyak",
    title="Polyak step",
    also=("Polyak SGD", "SPS"),
    formula=r"x \leftarrow x - \eta \min\left(\frac{f - f^*}{\lVert g \rVert^2}, \eta_{\max}\right) g",
    source=Source(
        "Polyak",
        "Minimization of unsmooth functionals",
        1969,
        "https://doi.org/10.1016/0041-5553(69)90061-5",
    ),
    variant="The rate has an upper limit, as in the formula of optax.polyak_sgd, whose scaling is lr here and whose "
    "max_learning_rate is max_lr; the paper has no limit. The program of optax 0.2.8 takes the norm of the scaled "
    "gradient, so the two agree only at lr = 1. f* is the lowest value of the surface, without weight decay and "
    "noise.",
    parameters=PARAMETERS,
    state=(),
    step=step,
    notes=notes,
)

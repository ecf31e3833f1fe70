"""Clipped gradient descent: a gradient longer than a limit is shortened to it, so that no step is too long.

    x ← x − η g min(1, c / ‖g‖)          form=norm
    x ← x − η min(max(g, −c), c)         form=value, each coordinate separately

Where ‖g‖ > c it is normalized gradient descent with steps of length η c, elsewhere it is gradient descent. Clipping by
value turns the direction.
"""

from collections.abc import Mapping

from ..terms.parameters import Parameter, Value, choice, learning_rate
from ..terms.types import Matrix, Vector
from .roots import joined
from .rule import Rule, Singled, Source

FORMS = (
    r"x \leftarrow x - \eta\, g \min(1, c / \lVert g \rVert)",
    r"x \leftarrow x - \eta \min(\max(g, -c), c)",
)
PARAMETERS = (
    learning_rate("gradient"),
    Parameter(
        "clip",
        "c",
        "maximum length of the gradient, or of each coordinate of it",
        10.0,
        1e-9,
        1e9,
        (0.01, 1000.0),
        "log",
    ),
    choice(
        "form",
        "limit the length of the gradient, or each coordinate",
        ("norm", "value"),
        FORMS,
        label="limits",
        words=("the length", "each coordinate"),
        named=("clipped by length", "clipped by coordinate"),
    ),
)
LR, CLIP, FORM = range(3)
VALUE = 1


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    norm = joined(abs(g[0]), abs(g[1]))
    for i in range(x.size):
        if p[FORM] == VALUE:
            x[i] -= p[LR] * min(max(g[i], -p[CLIP]), p[CLIP])
        elif norm > p[CLIP]:
            x[i] -= p[LR] * p[CLIP] * (g[i] / norm)
        else:
            x[i] -= p[LR] * g[i]


MARKS = (Singled("lr", "the limit 2/λmax, above which it never comes to rest", "2/λmax"),)


def theory(p: Vector, low: float, high: float) -> tuple[float]:
    return (2.0 / high,)


def notes(values: Mapping[str, Value]) -> tuple[str, ...]:
    most, what = float(values["lr"]) * float(values["clip"]), "coordinate" if values["form"] == "value" else "step"
    return (f"No {what} moves by more than lr·c = {most:.4g}.",)


CLIPPED_GD = Rule(
    name="clipped-gd",
    title="Clipped GD",
    also=("gradient clipping", "clip_grad_norm"),
    formula=r"x \leftarrow x - \eta\, g \min\left(1, \frac{c}{\lVert g \rVert}\right)",
    source=Source(
        "Pascanu, Mikolov and Bengio",
        "On the difficulty of training recurrent neural networks",
        2013,
        "https://arxiv.org/abs/1211.5063",
        where="Algorithm 1",
    ),
    variant="Algorithm 1. torch's clip_grad_norm_ before SGD does the same but adds 1e-6 to the norm. form=value is "
    "torch's clip_grad_value_. The default c = 10 suits these surfaces; for networks 1 is common.",
    parameters=PARAMETERS,
    state=(),
    step=step,
    theory=theory,
    marks=MARKS,
    notes=notes,
)

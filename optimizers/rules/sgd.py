"""SGD: a step against the gradient.

    x ← x − η g

On a quadratic it converges if and only if η < 2/λmax, fastest at η = 2/(λmin + λmax).
"""

from collections.abc import Mapping

from ..terms.parameters import Value, learning_rate
from ..terms.types import Matrix, Vector
from .rule import Rule, Singled, Source, Torch

PARAMETERS = (learning_rate("gradient"),)
LR = 0


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        x[i] -= p[LR] * g[i]


MARKS = (
    Singled("lr", "2/(λmin + λmax), the fastest rate", "fastest"),
    Singled("lr", "the limit 2/λmax, above which it diverges", "2/λmax"),
)


def theory(p: Vector, low: float, high: float) -> tuple[float, float]:
    return 2.0 / (low + high), 2.0 / high


def limit(p: Vector, high: float) -> tuple[float, int]:
    return 2.0 / high, 0


def torch(values: Mapping[str, Value]) -> Torch:
    return Torch("SGD", {})


SGD = Rule(
    name="sgd",
    title="SGD",
    also=("gradient descent", "GD", "steepest descent"),
    formula=r"x \leftarrow x - \eta g",
    source=Source(
        "Robbins and Monro",
        "A stochastic approximation method",
        1951,
        "https://doi.org/10.1214/aoms/1177729586",
    ),
    variant="Constant learning rate and full gradient, as torch.optim.SGD without momentum.",
    parameters=PARAMETERS,
    state=(),
    step=step,
    theory=theory,
    marks=MARKS,
    limit=limit,
    limits=("2/λmax",),
    torch=torch,
)

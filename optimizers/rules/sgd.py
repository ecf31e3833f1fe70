"""SGD: a step against the gradient.

    x ← x − η g

On a quadratic it converges if and only if η < 2/λmax, fastest at η = 2/(λmin + λmax).
"""

from ..parameters import learning_rate
from ..types import Matrix, Vector
from .rule import Rule, Source

PARAMETERS = (learning_rate("gradient"),)
LR = 0


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        x[i] -= p[LR] * g[i]


SGD = Rule(
    name="sgd",
    title="SGD",
    formula=r"x \leftarrow x - \eta g",
    source=Source(
        "Robbins and Monro",
        "A stochastic approximation method",
        1951,
        "https://doi.org/10.1214/aoms/1177729586",
    ),
    variant="Constant learning rate, full gradient: what torch.optim.SGD does without momentum.",
    parameters=PARAMETERS,
    state=(),
    step=step,
)

"""AdaGrad: divide each coordinate of the gradient by the root of the sum of all its squares so far.

    S ← S + g²
    x ← x − η g / (√S + ε)

The sum never shrinks, so steps become shorter, like 1/√t where the gradient stays as large.

s0: S before the first step. R is √S, which is kept where g² would underflow or overflow.
"""

from collections.abc import Mapping

from numpy import sqrt

from ..terms.parameters import Parameter, Value, epsilon, learning_rate
from ..terms.types import Matrix, Vector
from .notes import BESIDE, first_step_is_plain
from .roots import mean_square
from .rule import Rule, Source, StateVariable, Torch

PARAMETERS = (
    learning_rate("length", factor=5.0),
    epsilon(1e-10),
    Parameter(
        "s0",
        "S_0",
        "S before the first step",
        0.0,
        0.0,
        1e6,
        (0.0, 1.0),
        "linear",
        advanced=True,
        label="S before step 1",
    ),
)
LR, EPS, S0 = range(3)
S, R = range(2)


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        if t == 1:
            state[R, i] = sqrt(state[S, i])
        state[S, i], state[R, i] = mean_square(state[S, i], state[R, i], 1.0, 1.0, g[i])
        sqrt_S = state[R, i]
        if g[i] == 0.0:
            continue  # if the gradient has always been zero, 0/0 means no step
        x[i] -= p[LR] * (g[i] / (sqrt_S + p[EPS]))


def notes(values: Mapping[str, Value]) -> tuple[str, ...]:
    if values["s0"] or not first_step_is_plain(values):
        return ()
    length = f"lr = {float(values['lr']):.4g}"
    return (f"The first step moves each coordinate by {length}, whatever its gradient, {BESIDE}.",)


def torch(values: Mapping[str, Value]) -> Torch | None:
    if not values["eps"]:
        return None
    return Torch("Adagrad", {"initial_accumulator_value": float(values["s0"]), "eps": float(values["eps"])})


ADAGRAD = Rule(
    name="adagrad",
    title="AdaGrad",
    formula=r"S \leftarrow S + g^2, \quad x \leftarrow x - \frac{\eta\, g}{\sqrt{S} + \epsilon}",
    source=Source(
        "Duchi, Hazan and Singer",
        "Adaptive subgradient methods for online learning and stochastic optimization",
        2011,
        "https://jmlr.org/papers/v12/duchi11a.html",
        where="Figure 1, the diagonal form",
    ),
    variant="By default ε is outside the root and S starts from 0, as in torch.optim.Adagrad, but without torch's "
    "decay of the rate. TensorFlow, Keras and optax start from s0=0.1.",
    parameters=PARAMETERS,
    state=(
        StateVariable("S", "sum of squared gradients", initial="s0", role="scale"),
        StateVariable(r"\sqrt{S}", "root of S, kept where a square would underflow or overflow"),
    ),
    step=step,
    notes=notes,
    torch=torch,
)

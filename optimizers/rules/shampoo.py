"""Shampoo: multiply the gradient by the inverse root of the matrix of all gradients so far, not only of its diagonal.

    L ← L + g gᵀ        L begins at ε I
    x ← x − η L^(−1/2) g

For a vector, Shampoo has only this one matrix, so it is AdaGrad with the full matrix. Turning the axes makes no
difference to it, as it does to AdaGrad.

L itself would lose the smaller of two very different sizes. So the rule keeps R = (a b; 0 c) with L = Rᵀ R, and a
rotation adds the gradient to it:

    a ← √(a₀² + g₁²)    cos = a₀/a, sin = g₁/a     where a₀, b₀, c₀ are a, b, c before
    b ← b₀ cos + g₂ sin
    w = g₂ cos − b₀ sin
    c ← √(c₀² + w²)

The root of L is R turned by the angle whose cosine and sine are in the ratio of a + c to b. It follows that

    L^(−1/2) g = (g₁ + (c₀² sin)/c − b₀ w/c,  g₂ + a₀ w/c) / √((a + c)² + b²)
"""

from numpy import sqrt

from ..terms.parameters import Parameter, learning_rate
from ..terms.types import Matrix, Vector
from .roots import joined
from .rule import Rule, Source, StateVariable

PARAMETERS = (
    learning_rate("length", factor=5.0),
    Parameter(
        "eps",
        r"\epsilon",
        "initial value on the diagonal of L",
        1e-4,
        0.0,
        1.0,
        (1e-12, 1.0),
        "log",
        advanced=True,
        label="ε",
    ),
)
LR, EPS = range(2)
FIRST, SECOND = range(2)


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    if t == 1:
        state[FIRST, 0] = sqrt(p[EPS])
        state[SECOND, 1] = sqrt(p[EPS])
    a_0, b_0, c_0 = state[FIRST, 0], state[FIRST, 1], state[SECOND, 1]
    a = joined(a_0, abs(g[0]))
    cosine = a_0 / a if a > 0.0 else 1.0
    sine = g[0] / a if a > 0.0 else 0.0
    b = b_0 * cosine + g[1] * sine
    w = g[1] * cosine - b_0 * sine
    c = joined(c_0, abs(w))
    state[FIRST, 0], state[FIRST, 1], state[SECOND, 1] = a, b, c

    n = joined(a + c, abs(b))
    part = w / c if c > 0.0 else 0.0
    if n > 0.0:  # if all gradients have been zero, 0/0 means no step
        rest = c_0 * (c_0 / c) * sine if c > 0.0 else 0.0
        x[0] -= p[LR] * ((g[0] + rest - b_0 * part) / n)
        x[1] -= p[LR] * ((g[1] + a_0 * part) / n)


SHAMPOO = Rule(
    name="shampoo",
    title="Shampoo",
    also=("full-matrix AdaGrad", "preconditioning"),
    formula=r"L \leftarrow L + g g^T, \quad x \leftarrow x - \eta\, L^{-1/2} g",
    source=Source(
        "Gupta, Koren and Singer",
        "Shampoo: preconditioned stochastic tensor optimization",
        2018,
        "https://arxiv.org/abs/1802.09568",
        where="Algorithm 2, with order k = 1",
    ),
    variant="Algorithm 2 for a tensor of order 1, that is, a vector: the exponent −1/(2k) is −1/2. The momentum and "
    "the grafting of later programs are left out.",
    parameters=PARAMETERS,
    state=(
        StateVariable(r"R_1", "first row of R, with L = Rᵀ R"),
        StateVariable(r"R_2", "second row of R"),
    ),
    step=step,
    degenerate="A vector has no rows and columns to treat separately, so Shampoo is AdaGrad with the full matrix and "
    "exponent −1/2. It takes the same path however the axes are turned.",
)

"""Newton's method: the gradient, divided by the curvature along each axis of the Hessian.

    x ← x − η (H + μ I)⁻¹ g
    x ← x − η (|H| + μ I)⁻¹ g     with saddle_free, |H| being H with the absolute values of its eigenvalues

On a quadratic one step with η = 1 leads to the minimum, or to the saddle point or the maximum, if that is what the
quadratic has: Newton's method goes to where the gradient is zero. With saddle_free it leaves saddle points.

The eigenvalues of a 2 × 2 matrix are a ± r, with a = (H₁₁ + H₂₂)/2, d = (H₁₁ − H₂₂)/2 and r = √(d² + H₁₂²). The one
closer to zero is computed as the determinant divided by the other, which avoids cancellation. (d g₁ + H₁₂ g₂, H₁₂ g₁ −
d g₂) / r is g mirrored in the first axis, so half the sum and half the difference with g are its components along the
two axes. Along an axis without curvature the step is 0.
"""

from ..terms.parameters import Parameter, learning_rate, switch
from ..terms.types import Matrix, Vector
from .roots import joined
from .rule import Rule, Source

PARAMETERS = (
    learning_rate("factor"),
    Parameter("damping", r"\mu", "added to every curvature", 0.0, 0.0, 1e9, (0.0, 10.0), "linear"),
    switch(
        "saddle_free",
        "use the absolute values of the curvatures",
        label="saddle-free: absolute curvatures",
        named=("with signed curvatures", "saddle-free"),
    ),
)
LR, DAMPING, SADDLE_FREE = range(3)


def step(x: Vector, g: Vector, state: Matrix, t: int, p: Vector, hessian: Matrix) -> None:
    a = 0.5 * hessian[0, 0] + 0.5 * hessian[1, 1]
    d = 0.5 * hessian[0, 0] - 0.5 * hessian[1, 1]
    r = joined(abs(d), abs(hessian[0, 1]))
    larger = a + r if a >= 0.0 else a - r
    other = 0.0
    if larger != 0.0:  # divided first, so that no product overflows
        other = hessian[0, 0] / larger * hessian[1, 1] - hessian[0, 1] / larger * hessian[0, 1]
    lambda_1 = larger if a >= 0.0 else other
    lambda_2 = other if a >= 0.0 else larger
    if p[SADDLE_FREE]:
        lambda_1 = abs(lambda_1)
        lambda_2 = abs(lambda_2)
    cosine = d / r if r > 0.0 else 0.0
    sine = hessian[0, 1] / r if r > 0.0 else 0.0
    for i in range(x.size):
        mirrored = cosine * g[0] + sine * g[1] if i == 0 else sine * g[0] - cosine * g[1]
        first = 0.5 * (g[i] + mirrored)
        second = 0.5 * (g[i] - mirrored)
        along_1 = first / (lambda_1 + p[DAMPING]) if lambda_1 + p[DAMPING] != 0.0 else 0.0
        along_2 = second / (lambda_2 + p[DAMPING]) if lambda_2 + p[DAMPING] != 0.0 else 0.0
        x[i] -= p[LR] * (along_1 + along_2)


NEWTON = Rule(
    name="newton",
    title="Newton",
    also=("Newton-Raphson", "saddle-free Newton", "Levenberg", "second order"),
    formula=r"x \leftarrow x - \eta\, (H + \mu I)^{-1} g",
    source=Source(
        "Dauphin et al.",
        "Identifying and attacking the saddle point problem in high-dimensional non-convex optimization",
        2014,
        "https://arxiv.org/abs/1406.2572",
        where="Section 5, for |H|",
    ),
    variant="Newton's method with the exact Hessian and no line search. damping is Levenberg's. saddle_free uses |H|, "
    "as Dauphin et al. do. Nothing moves along a direction whose curvature is exactly 0.",
    parameters=PARAMETERS,
    state=(),
    step=step,
    degenerate="The Hessian of two variables is cheap; the Hessian of n variables has n² entries. On a quadratic a "
    "single step with η = 1 and no damping reaches the point where the gradient is zero.",
)

"""CG: nonlinear conjugate gradients, whose directions do not undo what earlier line searches gained.

    d ← −g + β d                   β = max(0, g·(g − g₋) / g₋·g₋), after Polak and Ribière; first d = −g
    x ← x + α d                    α: found by a line search for the strong Wolfe conditions

With exact line searches it reaches the minimum of a two-dimensional quadratic in two steps.
"""

from ..terms.types import Matrix, Vector
from .rule import Rule, Source
from .solver import Problem, Record, Solver, Terms, tolerance, wait


def solve(f: Problem, x: Vector, steps: int, record: Record, gtol: float) -> None:
    from scipy.optimize import minimize

    options = {"gtol": gtol, "maxiter": steps}
    minimize(f.value, x, method="CG", jac=f.gradient, callback=record, options=options)


def direction(x: Matrix, g: Matrix) -> tuple[Terms, Terms]:
    d, last, beta = -g[0], -g[0], 0.0
    for k in range(1, len(g)):
        beta = max(0.0, float((g[k] - g[k - 1]) @ g[k] / (g[k - 1] @ g[k - 1])))
        d, last = -g[k] + beta * d, d
    kept = [[(beta, float(last[i]))] if beta else [] for i in range(2)]
    return [(-1.0, float(g[-1, 0])), *kept[0]], [(-1.0, float(g[-1, 1])), *kept[1]]


CG = Rule(
    name="cg",
    title="CG",
    also=("conjugate gradients", "scipy", "Polak", "Ribière"),
    formula=r"\beta = \max\left(0, \frac{g \cdot (g - g_-)}{g_- \cdot g_-}\right), \quad d \leftarrow -g + \beta d, "
    r"\quad x \leftarrow x + \alpha d, \quad \text{until } \max(|g_x|, |g_y|) \le \mathrm{gtol}",
    source=Source(
        "Nocedal and Wright",
        "Numerical optimization, second edition",
        2006,
        "https://doi.org/10.1007/978-0-387-40065-5",
        "Algorithm 5.4 with equation 5.45",
    ),
    variant="This is scipy.optimize.minimize with method=CG. It uses Polak and Ribière's β, but not below 0, and the "
    "line search looks for a point that satisfies the strong Wolfe conditions with c₁ = 1e-4 and c₂ = 0.4. The run "
    "stops when neither component of the gradient is larger than gtol.",
    parameters=(tolerance("gtol", "the run stops when neither component of the gradient is larger", 1e-5),),
    state=(),
    step=wait,
    solver=Solver(solve, direction),
)

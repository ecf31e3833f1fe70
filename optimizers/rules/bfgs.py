r"""BFGS: a quasi-Newton method that learns the inverse Hessian from the gradients it meets, with a line search.

    d ← −H g
    x ← x + α d                               α: found by a line search for the strong Wolfe conditions
    H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ  s: the step, y: the change of g, ρ = 1 / y·s; H starts as I

With exact line searches it reaches the minimum of a two-dimensional quadratic in two steps.
"""

import numpy as np

from ..terms.types import Matrix, Vector
from .rule import Rule, Source
from .solver import Problem, Record, Solver, Terms, tolerance, wait


def solve(f: Problem, x: Vector, steps: int, record: Record, gtol: float) -> None:
    from scipy.optimize import minimize

    options = {"gtol": gtol, "maxiter": steps}
    minimize(f.value, x, method="BFGS", jac=f.gradient, callback=record, options=options)


def direction(x: Matrix, g: Matrix) -> tuple[Terms, Terms]:
    H = np.eye(2)
    for s, y in zip(np.diff(x, axis=0), np.diff(g, axis=0), strict=True):
        rho = 1 / (y @ s) if y @ s else 1000.0  # as scipy has it
        left = np.eye(2) - rho * np.outer(s, y)
        H = left @ H @ left.T + rho * np.outer(s, s)
    first, second = ([(-float(H[i, k]), float(g[-1, k])) for k in range(2)] for i in range(2))
    return first, second


BFGS = Rule(
    name="bfgs",
    title="BFGS",
    also=("quasi-Newton", "scipy", "Broyden", "Fletcher", "Goldfarb", "Shanno"),
    formula=r"d \leftarrow -H g, \quad x \leftarrow x + \alpha d, \quad "
    r"H \leftarrow (I - \rho s y^\top) H (I - \rho y s^\top) + \rho s s^\top, \quad "
    r"\text{until } \max(|g_x|, |g_y|) \le \mathrm{gtol}",
    source=Source(
        "Nocedal and Wright",
        "Numerical optimization, second edition",
        2006,
        "https://doi.org/10.1007/978-0-387-40065-5",
        "Algorithm 6.1",
    ),
    variant="This is scipy.optimize.minimize with method=BFGS. H starts as the identity, and the line search looks "
    "for a point that satisfies the strong Wolfe conditions with c₁ = 1e-4 and c₂ = 0.9. The run stops when neither "
    "component of the gradient is larger than gtol.",
    parameters=(tolerance("gtol", "the run stops when neither component of the gradient is larger", 1e-5),),
    state=(),
    step=wait,
    solver=Solver(solve, direction),
)

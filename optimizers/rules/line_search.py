"""Line search: gradient descent that tries a step and halves it until f falls enough.

    x ← x − η g    η: the first of η₀, ρ η₀, ρ² η₀, … with f(x − η g) ≤ f(x) − c η g·g, Armijo's condition

With ``exact`` it first tries η = g·g / g·Hg, the lowest point along the line of the parabola that has the slope and
the curvature of f there: on a quadratic this is the lowest point of f itself. Then each step is at a right angle to the
one
before: the zigzag of steepest descent.
"""

from ..terms.parameters import Parameter, switch
from ..terms.types import Matrix, Vector
from .rule import Rule, Source
from .solver import Problem, Record, Solver, Terms, wait


def solve(f: Problem, x: Vector, steps: int, record: Record, lr: float, c: float, rho: float, exact: float) -> None:
    value = f.value(x)
    for _ in range(steps):
        g = f.gradient(x)
        square = g[0] * g[0] + g[1] * g[1]
        if not square > 0.0:
            return
        eta = lr
        if exact:
            (xx, xy), (_, yy) = f.hessian(x)
            curvature = xx * g[0] * g[0] + 2.0 * xy * g[0] * g[1] + yy * g[1] * g[1]
            if curvature > 0.0:
                eta = square / curvature
        for _ in range(50):
            trial = x - eta * g
            trial_value = f.value(trial)
            if trial_value <= value - c * eta * square:
                break
            eta *= rho
        else:
            return  # no step lowers f enough
        if (trial == x).all():
            return
        x, value = trial, trial_value
        record(x)


def direction(x: Matrix, g: Matrix) -> tuple[Terms, Terms]:
    return [(-1.0, float(g[-1, 0]))], [(-1.0, float(g[-1, 1]))]


LINE_SEARCH = Rule(
    name="line-search",
    title="Line search",
    also=("backtracking", "Armijo", "exact line search", "steepest descent"),
    formula=r"x \leftarrow x - \eta g, \quad "
    r"\eta = \max \{\eta_0 \rho^k : f(x - \eta g) \le f(x) - c\, \eta\, g \cdot g\}",
    source=Source(
        "Armijo",
        "Minimization of functions having Lipschitz continuous first partial derivatives",
        1966,
        "https://doi.org/10.2140/pjm.1966.16.1",
    ),
    variant="Backtracking as in Nocedal and Wright, Algorithm 3.1: every step starts again from η₀. The run stops "
    "when the gradient is zero, when none of 50 step lengths lowers f enough, or when the accepted step is too short "
    "to move anything.",
    parameters=(
        Parameter("lr", r"\eta_0", "step length that is tried first", 1.0, 1e-12, 1e6, (1e-3, 10.0), "log"),
        Parameter(
            "c",
            "c",
            "fraction of the decrease predicted by the slope that a step must achieve",
            1e-4,
            0.0,
            0.9,
            (1e-6, 0.9),
            "log",
            advanced=True,
            label="required decrease c",
        ),
        Parameter(
            "rho",
            r"\rho",
            "factor that shortens a step that is too long",
            0.5,
            0.1,
            0.9,
            (0.1, 0.9),
            "linear",
            advanced=True,
            label="shortening factor ρ",
        ),
        switch(
            "exact",
            "first try the step that would be exact on a quadratic",
            label="exact on quadratics",
            named=("with backtracking only", "with exact steps"),
        ),
    ),
    state=(),
    step=wait,
    solver=Solver(solve, direction),
)

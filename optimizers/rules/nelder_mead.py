"""Nelder–Mead: a triangle that reflects, stretches and shrinks its way downhill without using the gradient.

Each step moves the worst of the three corners through the middle of the other two: a reflection, which is doubled where
it gives a new best corner and halved where it does not help; where nothing helps, the triangle shrinks to half its size
around its best corner. The run shows the best corner.
"""

from ..terms.types import Vector
from .rule import Rule, Source
from .solver import Problem, Record, Solver, tolerance, wait


def solve(f: Problem, x: Vector, steps: int, record: Record, xatol: float, fatol: float) -> None:
    from scipy.optimize import minimize

    options = {"xatol": xatol, "fatol": fatol, "maxiter": steps + 1}  # it counts from 1
    minimize(f.value, x, method="Nelder-Mead", callback=record, options=options)


NELDER_MEAD = Rule(
    name="nelder-mead",
    title="Nelder–Mead",
    also=("simplex", "scipy", "derivative-free", "amoeba"),
    formula=r"\bar{x} = \frac{1}{2} (x_1 + x_2), \quad x_3 \leftarrow \bar{x} + t\, (x_3 - \bar{x}), \quad "
    r"t \in \{-1, -2, -\frac{1}{2}, \frac{1}{2}\}, \quad "
    r"\text{until } \max |x_i - x_1| \le \mathrm{xatol}, \quad \max |f_i - f_1| \le \mathrm{fatol}",
    source=Source(
        "Nelder and Mead",
        "A simplex method for function minimization",
        1965,
        "https://doi.org/10.1093/comjnl/7.4.308",
    ),
    variant="This is scipy.optimize.minimize with method=Nelder-Mead. The start is one corner of the first triangle. "
    "Each other corner has one coordinate that is 5 % larger, or 0.00025 where the start's is 0. The run stops when "
    "the other corners are within xatol of the best one and their values within fatol of its value.",
    parameters=(
        tolerance("xatol", "the run stops when the other corners are this close to the best one", 1e-4),
        tolerance("fatol", "the run stops when the other values are this close to the best one", 1e-4),
    ),
    state=(),
    step=wait,
    solver=Solver(solve),
)

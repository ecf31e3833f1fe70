"""What a solver is: a method that chooses the length of its steps itself, by evaluating f as often as it needs to.

Such methods are here for reference. They have no learning rate, so no schedule, no weight decay, no tuned rate and no
``length``, and they see f and its gradient without noise. Their cost is counted in evaluations, because one step may
take many.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ..terms.parameters import Parameter
from ..terms.types import Matrix, Vector


class Problem(Protocol):
    """What a solver minimizes, at points x (2,). Each call is one evaluation."""

    def value(self, x: Vector) -> float:
        """Return f."""

    def gradient(self, x: Vector) -> Vector:
        """Return the gradient, (2,)."""

    def hessian(self, x: Vector) -> Matrix:
        """Return the Hessian, (2, 2)."""


Record = Callable[[Vector], object]
"""Takes the position after a step."""

Solve = Callable[..., None]
"""``solve(f, x, steps, record, **values)``: minimizes the problem f from x (2,), calls ``record`` with the position
after each step, and returns after so many steps, or where it stops before. values: its hyper-parameters, by name.

A longer run begins with the steps of a shorter one. Exported programs contain the function as it is written, so it uses
nothing else of its file and imports what it needs itself.
"""

Terms = Sequence[tuple[float, float]]
"""A number as a sum of products, each of two factors."""

Direction = Callable[[Matrix, Matrix], tuple[Terms, Terms]]
"""``direction(x, g)``: both coordinates of the direction of the next step, given the positions up to now and the
gradients there, (rows, 2) each."""


@dataclass(frozen=True, slots=True)
class Solver:
    """How a method takes all its steps.

    direction: along which the next step searches, for the explanation of a step; None where there is no such direction.
    """

    solve: Solve
    direction: Direction | None = None


def tolerance(name: str, meaning: str, default: float) -> Parameter:
    """Return the parameter that says when a solver is near enough to stop; at 0 it goes on as long as it can."""
    return Parameter(name, rf"\mathrm{{{name}}}", meaning, default, 0.0, 1e6, (1e-12, 1.0), "log")


def wait(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    """Stay: the step of a solver, as the kernel takes it. What the solver finds replaces it."""
    for i in range(x.size):
        x[i] += 0.0

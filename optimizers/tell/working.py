"""A step with its numbers put in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..form.depends import rows_from
from ..form.derive import Derivation, derive
from ..rules.rule import Rule
from ..terms.types import Matrix, Vector
from .equations import STATE, Coordinate, Equation, G, P, X
from .printed import Numbers


@dataclass
class Working:
    """A step from the origin, and how each number of it came about.

    seen: the gradient that the rule sees, (n,); state: before the step, (k, n); p: what the step reads there, first the
    hyper-parameters, with the rate of this step; needed: what the step needs besides, in the order of its arguments.
    numbers: those in the equations.
    """

    rule: Rule
    seen: Vector
    state: Matrix
    step: int
    p: Vector
    needed: Sequence[Any] = ()
    numbers: Numbers = field(default_factory=Numbers)

    def __post_init__(self) -> None:
        arguments = [array.tolist() if hasattr(array, "tolist") else array for array in self.needed]
        self.derivation: Derivation = derive(
            self.rule.form_from_origin,
            [0.0] * len(self.seen),
            self.seen.tolist(),
            self.state.tolist(),
            self.step,
            self.p.tolist(),
            *arguments,
        )
        read = self.rule.form_from_origin.arguments
        sources = {read[G], *read[P + 1 :]}
        self.varying = rows_from(self.rule.form_from_origin, sources, read[STATE], len(self.rule.state))

    @property
    def change(self) -> list[float]:
        """By what the step moves, a number for each coordinate."""
        after = self.derivation.after[self.rule.form_from_origin.arguments[X]]
        return [self.derivation.cells[one].value for one in after]

    def equations(self, coordinate: int) -> list[Equation]:
        """Return the equations of one coordinate; the last gives Δ, whose expression is 0 if the coordinate stays."""
        return Coordinate(self.rule, self.derivation, self.varying, self.numbers, coordinate).equations()

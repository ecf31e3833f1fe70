"""What theory says of a hyper-parameter on a quadratic with these curvatures: the marks on its slider.

On other surfaces the curvatures are those at the minimum, and the marks hold near it.
"""

from dataclasses import dataclass

from .rules.rule import Mark
from .scenario import OPTIMIZERS, SURFACES, Scenario
from .tuning import resolve


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one optimizer of a scenario, by its place."""

    optimizer: int
    marks: tuple[Mark, ...]


def theory(scenario: Scenario) -> list[Marks]:
    """Return the marks of every optimizer that has some; none where there is no minimum, or no curvature at it."""
    curvature = SURFACES[scenario.surface.name].curvature(scenario.surface.values)
    if curvature is None or curvature[0] <= 0:
        return []
    found = [OPTIMIZERS[one.name].theory(one.values, *curvature) for one in scenario.optimizers]
    return [Marks(place, marks) for place, marks in enumerate(found) if marks]


def notes(scenario: Scenario) -> list[tuple[str, ...]]:
    """Return for each optimizer, as it runs, how other conventions write it; nothing where another lends its length."""
    return [() if one.length is not None else one.rule.notes(one.values) for one in resolve(scenario)]

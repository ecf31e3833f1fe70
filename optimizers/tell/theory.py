"""What theory knows about hyper-parameters on a quadratic: the marks on their sliders.

Marks hold for a rule at its own constant rate, with its own step length, without noise and without weight decay; under
other conditions there are none. On a surface that is not quadratic they hold near its minima, which must all have the
same curvatures.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..query.scenario import Scenario
from ..rules.rule import Mark
from ..run.fairness import PlannedOptimizer
from ..run.tuning import resolve
from ..surfaces.bound import BoundSurface
from ..surfaces.surface import Interval
from .limits import curvatures, quadratic, undisturbed

NEAR = " (near the minimum)"
SAME = 1e-9  # relative: curvatures that differ by less are equal, but for rounding


@dataclass(frozen=True, slots=True)
class OptimizerMarks:
    """The marks of one optimizer of a scenario. ``optimizer``: its index."""

    optimizer: int
    marks: tuple[Mark, ...]


def theory(scenario: Scenario, planned: Sequence[PlannedOptimizer] | None = None) -> list[OptimizerMarks]:
    """Return the marks of every optimizer that has some and meets the conditions of theory (see above).

    planned: the optimizers as they run, by default as ``resolve`` finds them.
    """
    surface = scenario.surface
    curvature = _curvature(surface)
    fair = scenario.conditions["fair"]
    if curvature is None or fair == "tuned":
        return []
    near = not quadratic(surface)
    found = []
    for index, one in enumerate(resolve(scenario) if planned is None else planned):
        if not undisturbed(scenario, one) or (fair == "rate" and index > 0):
            continue
        marks = tuple(_marks(one, curvature, NEAR if near else ""))
        if marks:
            found.append(OptimizerMarks(index, marks))
    return found


def _marks(one: PlannedOptimizer, curvature: Interval, where: str) -> Iterator[Mark]:
    """Yield the marks of an optimizer; where: what is added to their meaning."""
    if one.rule.theory is None:
        return
    for value, singled in zip(one.rule.theory(one.p[0], *curvature), one.rule.marks, strict=True):
        if value >= 0:
            yield Mark(singled.parameter, float(value), singled.meaning + where, singled.label)


def notes(scenario: Scenario, planned: Sequence[PlannedOptimizer] | None = None) -> list[tuple[str, ...]]:
    """Return how other conventions write each optimizer; nothing if it takes the step length of another.

    It is also said where a rule needs the lowest value of a surface that has none.

    planned: the optimizers as they run, by default as ``resolve`` finds them.
    """
    optimizers = resolve(scenario) if planned is None else planned
    return [() if one.length_from is not None else _notes(one, scenario.surface) for one in optimizers]


def _notes(one: PlannedOptimizer, surface: BoundSurface) -> tuple[str, ...]:
    if "floor" in one.rule.needs and surface.floor is None:
        return (
            f"{one.rule.title} needs the lowest value of f. This surface has none, so {one.rule.title} does not move.",
        )
    return one.rule.notes(one.values)


def _curvature(surface: BoundSurface) -> Interval | None:
    """Return the smallest and the largest curvature at the minima.

    None where they differ, one is not positive, as along a circle of minima, or there is none: at a kink.
    """
    minima = surface.minima
    if any(one.radius or not one.smooth for one in minima):
        return None
    found = [curvatures(*map(float, surface.hessian(one.x, one.y)))[:2] for one in minima]
    if not found:
        return None
    (low, high), *others = found
    if any(abs(a - b) > SAME * abs(b) for other in others for a, b in zip(other, (low, high), strict=True)):
        return None
    return (low, high) if low > 0 else None

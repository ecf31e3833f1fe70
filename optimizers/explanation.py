"""Why a step is what it is: the numbers it was made of, for one run and one step."""

import math
from dataclasses import dataclass

import numpy as np

from .descent import LR
from .errors import Problem, ScenarioError
from .fairness import Entrant, noise_of
from .rules.rule import StateVariable
from .rules.working import Coordinate, Line, factor, number
from .runs import Run
from .scenario import SURFACES, Scenario
from .simulation import simulate
from .tuning import resolve
from .types import Vector

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Arrow:
    """Something to draw at the point before the step: ``kind`` gradient, direction, scale or step."""

    kind: str
    symbol: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """One step, from ``position`` by ``change``.

    gradient: exact; seen: what the rule saw, with noise. lines: for x and for y, the formula with its numbers.
    grafted: the step has another optimizer's length; the last lines give it that.
    angles in degrees, None where a step or a direction has no length; minimum: the nearest.
    """

    position: Point
    change: Point
    length: float
    gradient: Point
    seen: Point
    lines: tuple[list[Line], list[Line]]
    arrows: tuple[Arrow, ...]
    grafted: bool
    angle_to_gradient: float | None
    angle_to_minimum: float | None


def explain(scenario: Scenario, optimizer: int, start: int, step: int) -> Explanation:
    """Return why step number ``step`` (from 1) of a run is what it is.

    Raises ScenarioError where there is no such run, or it took fewer steps.
    """
    run = _find(scenario, optimizer, start)
    if not 1 <= step <= run.steps:
        raise ScenarioError(
            [Problem("step", str(step), f"a whole number from 1 to {run.steps}, the steps this run took")]
        )
    one = resolve(scenario)[optimizer]
    before, after = run.x[step - 1], run.x[step]
    seen = run.gradient[step - 1] + noise_of(scenario)[step - 1]
    own = after - before if one.length is None else _own(one, run, step, seen) - before
    lines = []
    for i in range(2):
        numbers = Coordinate(
            g=float(seen[i]),
            gradient=_point(seen),
            before=tuple(map(float, run.state[step - 1, :, i])),
            after=tuple(map(float, run.state[step, :, i])),
            change=float(own[i]),
            lr=float(one.rates[step - 1]),
            values=one.values,
            step=step,
        )
        lines.append(one.rule.explain(numbers))
        if one.length is not None and own.any():
            lengths = rf"\frac{{{number(np.hypot(*(after - before)))}}}{{{number(np.hypot(*own))}}}"
            grafted = Line(r"\Delta'", rf"{lengths} \cdot {factor(float(own[i]))}", float(after[i] - before[i]))
            lines[i].append(grafted)
    minima = SURFACES[scenario.surface.name].landmarks(scenario.surface.values).minima
    nearest = min(minima, key=lambda m: math.dist(m, before)) if minima else None
    return Explanation(
        position=_point(before),
        change=_point(after - before),
        length=float(np.hypot(*(after - before))),
        gradient=_point(run.gradient[step - 1]),
        seen=_point(seen),
        lines=(lines[0], lines[1]),
        arrows=_arrows(run, step, one.rule.state),
        grafted=one.length is not None,
        angle_to_gradient=angle(after - before, -run.gradient[step - 1]),
        angle_to_minimum=None if nearest is None else angle(after - before, np.array(nearest) - before),
    )


def angle(a: Vector, b: Vector) -> float | None:
    """Return the angle between two vectors in degrees, None where one has no length."""
    if not (a.any() and b.any()):
        return None
    return math.degrees(abs(math.atan2(a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1])))


def _own(one: Entrant, run: Run, step: int, seen: Vector) -> Vector:
    """Return where the rule itself would have gone, (2,), before the step took another's length."""
    x: Vector = run.x[step - 1].copy()
    state, p = run.state[step - 1].copy(), one.p[0].copy()
    p[LR] = one.rates[step - 1]
    one.rule.step(x, seen.copy(), state, step, p)
    return x


def _find(scenario: Scenario, optimizer: int, start: int) -> Run:
    for name, place, count in (
        ("optimizer", optimizer, len(scenario.optimizers)),
        ("start", start, len(scenario.starts)),
    ):
        if not 0 <= place < count:
            raise ScenarioError([Problem(name, str(place), f"a whole number from 0 to {count - 1}")])
    return next(run for run in simulate(scenario) if (run.optimizer, run.start) == (optimizer, start))


def _arrows(run: Run, step: int, state: tuple[StateVariable, ...]) -> tuple[Arrow, ...]:
    arrows = [Arrow("gradient", "-g", *_point(-run.gradient[step - 1]))]
    for slot, variable in enumerate(state):
        values = run.state[step, slot]
        if variable.role == "direction":
            arrows.append(Arrow("direction", f"-{variable.symbol}", *_point(-values)))
        elif variable.role == "scale":
            arrows.append(Arrow("scale", rf"\sqrt{{{variable.symbol}}}", *_point(np.sqrt(values))))
    return (*arrows, Arrow("step", r"\Delta", *_point(run.x[step] - run.x[step - 1])))


def _point(vector: Vector) -> Point:
    return float(vector[0]), float(vector[1])

"""Why a step is what it is: the numbers it was made of, for one run and one step.

Everything is taken from the exact step, the rule applied at the origin, and not from positions, which are rounded. Each
line has as many digits as a reader needs who works it out from what is printed.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..query.scenario import Scenario
from ..rules.rule import Rule, StateVariable
from ..rules.working import DIGITS, MOST_DIGITS, Coordinate, Line, digits, factor, number
from ..run.descent import LR
from ..run.fairness import Entrant, noise_of
from ..run.runs import Run
from ..run.simulation import simulate_one
from ..run.stepping import taker
from ..run.tuning import resolve
from ..terms.errors import Problem, ScenarioError
from ..terms.types import Matrix, Vector
from .printed import work_out

Point = tuple[float, float]
ENOUGH = 1e-3  # relative: how far what is printed may lead from the value, which has four digits itself
ALWAYS = "stays, for its gradient has always been zero"
NOW = "stays, for its gradient is zero"


@dataclass(frozen=True, slots=True)
class Arrow:
    """Something to draw at the point before the step: ``kind`` gradient, direction, scale or step."""

    kind: str
    symbol: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """One step, from ``position`` by ``change``, which is not yet rounded to what a position can hold.

    gradient: exact; seen: what the rule saw, with noise and coupled weight decay. lines: for x and for y, the formula
    with its numbers. grafted: the step has another optimizer's length, which a line gives it.
    angles in degrees, None where a step or a direction has no length; minimum: the nearest.

    >>> from optimizers import Scenario, explain
    >>> explanation = explain(Scenario.from_query("optimizer=sgd,lr=0.07&start=A,-8,1.2&steps=120"), 0, 0, 1)
    >>> explanation.gradient, explanation.grafted
    ((-8.0, 30.0), False)
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


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a step is made of, (2,) each: gradient with noise, what coupled weight decay adds, what the rule saw, the
    rule's own step, the same with the length it borrows, what decoupled weight decay adds. lent: that length.
    """

    noisy: Vector
    pull: Vector
    seen: Vector
    own: Vector
    step: Vector
    shrink: Vector
    lent: float | None


def explain(scenario: Scenario, optimizer: int, start: int, step: int) -> Explanation:
    """Return why step number ``step`` (from 1) of a run is what it is.

    Raises ScenarioError where there is no such run, or it took fewer steps.

    >>> from optimizers import Scenario
    >>> scenario = Scenario.from_query("optimizer=sgd,lr=0.07&start=A,-8,1.2&steps=120")
    >>> explanation = explain(scenario, optimizer=0, start=0, step=1)
    >>> explanation.change
    (0.56, -2.1)
    >>> print(explanation.lines[1][0].latex)
    \\Delta = -0.07 \\cdot 30 = -2.1
    """
    run = _find(scenario, optimizer, start)
    if not 1 <= step <= run.steps:
        raise ScenarioError(
            [Problem("step", str(step), f"a whole number from 1 to {run.steps}, the steps this run took")]
        )
    field = resolve(scenario)
    one, before = field[optimizer], run.x[step - 1]
    with np.errstate(all="ignore"):  # as in the kernel
        parts = _parts(scenario, field, run, step)
        change = parts.step + parts.shrink
    slopes = run.gradient[:step] + noise_of(scenario)[:step]
    minima = scenario.surface.landmarks.minima
    nearest = min(minima, key=lambda m: math.dist(m, before)) if minima else None
    x_lines, y_lines = (_lines(one, run, step, parts, i, NOW if slopes[:, i].any() else ALWAYS) for i in range(2))
    return Explanation(
        position=_point(before),
        change=_point(change),
        length=float(np.hypot(*change)),
        gradient=_point(run.gradient[step - 1]),
        seen=_point(parts.seen),
        lines=(x_lines, y_lines),
        arrows=_arrows(run, step, one.rule.state, change),
        grafted=one.length is not None,
        angle_to_gradient=angle(change, -run.gradient[step - 1]),
        angle_to_minimum=None if nearest is None else angle(change, np.array(nearest) - before),
    )


def angle(a: Vector, b: Vector) -> float | None:
    """Return the angle between two vectors in degrees, None where one has no length."""
    if not (a.any() and b.any()):
        return None
    return math.degrees(abs(math.atan2(a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1])))


def _parts(scenario: Scenario, field: Sequence[Entrant], run: Run, step: int) -> _Parts:
    one, x = field[run.optimizer], run.x[step - 1]
    noisy: Vector = run.gradient[step - 1] + noise_of(scenario)[step - 1]
    rate = float(one.rates[step - 1])
    pull = np.zeros(2) if one.decoupled else one.decay * x
    shrink = -rate * one.decay * x if one.decoupled else np.zeros(2)
    seen = noisy + pull
    own = _step(one.rule, one.p, rate, run.state[step - 1], seen, step)
    if one.length is None:
        return _Parts(noisy, pull, seen, own, own, shrink, None)
    lender = field[one.length]
    state = _lent_state(scenario, one, lender, run, step - 1)
    measured = noisy + (0.0 if lender.decoupled else lender.decay) * x
    lent = math.hypot(*_step(lender.rule, lender.p, float(one.lengths[step - 1]), state, measured, step))
    size = math.hypot(*own)
    return _Parts(noisy, pull, seen, own, lent * (own / size) if size else own, shrink, lent)


def _step(rule: Rule, p: Matrix, rate: float, state: Matrix, seen: Vector, step: int) -> Vector:
    """Return by what ``rule`` moves, (2,): from the origin, where nothing is lost to rounding."""
    moved, remembered, values = np.zeros(2), state.copy(), p[0].copy()
    values[LR] = rate
    rule.step(moved, seen.copy(), remembered, step, values)
    return moved


def _lent_state(scenario: Scenario, one: Entrant, lender: Entrant, run: Run, steps: int) -> Matrix:
    """Return what the rule that lends its step length remembers after so many steps, (k, 2)."""
    x, loss, gradient, state = (np.empty_like(rows[: steps + 1]) for rows in (run.x, run.loss, run.gradient, run.state))
    x[0], state[0], spare = run.x[0], one.state(), lender.state()[np.newaxis]
    if steps:
        taker(scenario, one, lender, noise_of(scenario))(x, loss, gradient, state, spare, 0, steps)
    return np.asarray(spare[0])


def _lines(one: Entrant, run: Run, step: int, parts: _Parts, i: int, note: str) -> list[Line]:
    """Return the lines of coordinate ``i``, each with the fewest digits that lead to its value."""
    chosen: list[Line] = []
    for least in range(DIGITS, MOST_DIGITS + 1):
        with digits(least):
            written = _write(one, run, step, parts, i)
        chosen = [old if _leads(old) else new for old, new in zip(chosen or written, written, strict=True)]
        if all(map(_leads, chosen)):
            break
    return [Line(line.symbol, "", line.value, note) if _is_nothing(line) else line for line in chosen]


def _leads(line: Line) -> bool:
    """Return whether a reader who works out ``line`` comes to its value."""
    return _is_nothing(line) or abs(work_out(line.expression) - line.value) <= ENOUGH * abs(line.value)


def _is_nothing(line: Line) -> bool:
    """Return whether ``line`` divides zero by zero, which means: stay."""
    return line.value == 0 and math.isnan(work_out(line.expression))


def _write(one: Entrant, run: Run, step: int, parts: _Parts, i: int) -> list[Line]:
    rate, decay, x = float(one.rates[step - 1]), number(one.decay), float(run.x[step - 1, i])
    own, taken, shrink = float(parts.own[i]), float(parts.step[i]), float(parts.shrink[i])
    lines = []
    if one.decay and not one.decoupled:
        lines.append(Line("g", rf"{number(float(parts.noisy[i]))} + {decay} \cdot {factor(x)}", float(parts.seen[i])))
    numbers = Coordinate(
        g=float(parts.seen[i]),
        gradient=_point(parts.seen),
        before=tuple(map(float, run.state[step - 1, :, i])),
        after=tuple(map(float, run.state[step, :, i])),
        change=own,
        lr=rate,
        values=one.values,
        step=step,
    )
    lines += one.rule.explain(numbers)
    last = r"\Delta"
    if parts.lent is not None and parts.own.any():
        last = r"\Delta'"
        lengths = rf"\frac{{{number(parts.lent)}}}{{{number(math.hypot(*parts.own))}}}"
        lines.append(Line(last, rf"{lengths} \cdot {factor(own)}", taken))
    if one.decay and one.decoupled:
        lines.append(Line(r"\Delta_\lambda", rf"-{number(rate)} \cdot {decay} \cdot {factor(x)}", shrink))
        total = rf"{last} + \Delta_\lambda"
        lines.append(Line(total, f"{number(taken)} + {factor(shrink)}", taken + shrink))
    return lines


def _find(scenario: Scenario, optimizer: int, start: int) -> Run:
    for name, place, count in (
        ("optimizer", optimizer, len(scenario.optimizers)),
        ("start", start, len(scenario.starts)),
    ):
        if not 0 <= place < count:
            raise ScenarioError([Problem(name, str(place), f"a whole number from 0 to {count - 1}")])
    return simulate_one(scenario, optimizer, start)


def _arrows(run: Run, step: int, state: tuple[StateVariable, ...], change: Vector) -> tuple[Arrow, ...]:
    arrows = [Arrow("gradient", "-g", *_point(-run.gradient[step - 1]))]
    for slot, variable in enumerate(state):
        values = run.state[step, slot]
        if variable.role == "direction":
            arrows.append(Arrow("direction", f"-{variable.symbol}", *_point(-values)))
        elif variable.role == "scale":
            arrows.append(Arrow("scale", rf"\sqrt{{{variable.symbol}}}", *_point(np.sqrt(values))))
    return (*arrows, Arrow("step", r"\Delta", *_point(change)))


def _point(vector: Vector) -> Point:
    return float(vector[0]), float(vector[1])

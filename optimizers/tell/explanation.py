"""The explanation of one step of one run: the numbers from which it was computed.

The numbers come from the exact step, the rule applied at the origin, and not from positions, which are rounded.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..form.decimals import decimal
from ..form.nodes import Binary, Expression, Unary
from ..query.naming import listed
from ..query.scenario import Scenario
from ..rules.rule import StateVariable
from ..run.arrival import target_of
from ..run.descent import LR
from ..run.draws import Draws, draws_of, rows_seen, seen_by
from ..run.fairness import PlannedOptimizer
from ..run.nearest import nearest, norm, toward
from ..run.runs import Run
from ..run.simulation import simulate_one
from ..run.stepping import kernel_for
from ..run.supply import supply
from ..run.tuning import resolve
from ..terms.errors import Problem, ScenarioError
from ..terms.types import Matrix, Vector
from .equations import Equation
from .line_slice import LineSlice, line_slice
from .printed import Line
from .solver_step import solver_step
from .working import Working

Point = tuple[float, float]
ALWAYS = "stays, because its gradient has always been zero"
NOW = "stays, because its gradient is zero"
STAYS = "stays in this step"
ROWS = 20  # of a minibatch; of a larger one the rest is counted


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
    with its numbers. grafted: whether the step has another optimizer's length, with a line for it. remark: what a
    solver evaluated for the step, or which rows of the data the rule saw. along: the loss along the line of the step.
    Angles are in degrees, None if the step or the direction is zero, and refer to the nearest minimum.

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
    along: LineSlice
    remark: str = ""


@dataclass(frozen=True, slots=True)
class _Parts:
    """The parts of a step, (2,) each: gradient with noise, the gradient that the rule saw, the rule's own step, that
    step with the length of another optimizer, what decoupled weight decay adds. new_length: that length; working: of
    the rule's own step.
    """

    noisy: Vector
    seen: Vector
    own: Vector
    step: Vector
    shrink: Vector
    new_length: float | None
    working: Working


def explain(scenario: Scenario, optimizer: int, start: int, step: int) -> Explanation:
    """Return the explanation of step number ``step`` (from 1) of a run.

    Raises ScenarioError if there is no such run, or if it took fewer steps.

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
        taken = f"a whole number from 1 to {run.steps}, the steps this run took"
        raise ScenarioError([Problem("step", str(step), taken if run.steps else "none, as this run took no step")])
    optimizers, draws = resolve(scenario), draws_of(scenario)
    one = optimizers[optimizer]
    if one.rule.solver:
        done = solver_step(scenario, one, run, step)
        return _explanation(
            scenario, run, step, done.change, run.gradient[step - 1], done.lines, (), remark=done.remark
        )
    with np.errstate(all="ignore"):  # as in the kernel
        parts = _parts(scenario, optimizers, run, step, draws)
        change = parts.step + parts.shrink
    notes = [_note(scenario, run, step, draws, parts.seen, i) for i in range(2)]
    x_lines, y_lines = (_lines(one, run, step, parts, i, notes[i]) for i in range(2))
    grafted, remark = one.length_from is not None, minibatch(scenario, draws, step)
    lines = x_lines, y_lines
    return _explanation(scenario, run, step, change, parts.seen, lines, one.rule.state, grafted=grafted, remark=remark)


def _explanation(
    scenario: Scenario,
    run: Run,
    step: int,
    change: Vector,
    seen: Vector,
    lines: tuple[list[Line], list[Line]],
    state: tuple[StateVariable, ...],
    grafted: bool = False,
    remark: str = "",
) -> Explanation:
    """Return the explanation of a step by ``change``, (2,), with what follows from that."""
    before, gradient = run.x[step - 1], run.gradient[step - 1]
    minima = target_of(scenario).minima
    way = toward(minima, nearest(minima, *before)[0], *before) if len(minima) else None
    return Explanation(
        position=_point(before),
        change=_point(change),
        length=float(norm(*change)),
        gradient=_point(gradient),
        seen=_point(seen),
        lines=lines,
        arrows=_arrows(run, step, state, change),
        grafted=grafted,
        angle_to_gradient=angle(change, -gradient),
        angle_to_minimum=None if way is None else angle(change, np.array(way)),
        along=line_slice(scenario.surface, before, change, run.loss[step - 1], run.loss[step]),
        remark=remark,
    )


def minibatch(scenario: Scenario, draws: Draws, step: int) -> str:
    """Return which rows of the data the rules see in ``step``, counted from 1; an empty text where they see all.

    >>> scenario = Scenario.from_query("surface=linear-regression,batch=3&steps=20&seed=7")
    >>> minibatch(scenario, draws_of(scenario), 16)
    'This step uses minibatch 2 of 14 in epoch 2: rows 1, 9 and 17 of 40.'
    """
    surface = scenario.surface
    if not surface.batch:
        return ""
    epoch, index = divmod(step - 1, surface.epoch)
    seen = sorted(row + 1 for row in rows_seen(draws.batches[step - 1]))
    numbers = [str(row) for row in seen[:ROWS]] + ([f"{len(seen) - ROWS} more"] if len(seen) > ROWS else [])
    rows = f"{'row' if len(seen) == 1 else 'rows'} {listed(numbers, len(numbers))}"
    where = f"minibatch {index + 1} of {surface.epoch} in epoch {epoch + 1}"
    return f"This step uses {where}: {rows} of {surface.rows}."


def angle(a: Vector, b: Vector) -> float | None:
    """Return the angle between two vectors in degrees, None if one of them is zero."""
    if not (a.any() and b.any()):
        return None
    return math.degrees(abs(math.atan2(a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1])))


def _parts(scenario: Scenario, optimizers: Sequence[PlannedOptimizer], run: Run, step: int, draws: Draws) -> _Parts:
    one, x = optimizers[run.optimizer], run.x[step - 1]
    surface, noise = seen_by(scenario.surface, draws.batches, step - 1), draws.noise[step - 1]
    noisy: Vector = np.array(surface.gradient(*x)) + noise
    rate = float(one.rates[step - 1])
    pull = np.zeros(2) if one.decoupled else one.decay * x
    shrink = -rate * one.decay * x if one.decoupled else np.zeros(2)
    seen = noisy + pull

    def working_of(by: PlannedOptimizer, rate: float, begin: Vector, state: Matrix, seen: Vector) -> Working:
        """Return the step of a rule, from the origin, where nothing is lost to rounding."""
        p = by.p[0].copy()
        p[LR] = rate
        needed = [*supply(by, surface, x, seen, noise, state, step, p).values()]
        return Working(by.rule, seen, state, step, p, [*needed, begin] if by.rule.reads_position else needed)

    working = working_of(one, rate, x + shrink, run.state[step - 1], seen)
    own = np.array(working.change)
    if one.length_from is None:
        return _Parts(noisy, seen, own, own, shrink, None, working)
    length_optimizer = optimizers[one.length_from]
    state = _length_state(scenario, one, length_optimizer, run, step - 1)
    length_seen = noisy + (0.0 if length_optimizer.decoupled else length_optimizer.decay) * x
    length_rate = float(one.length_rates[step - 1])
    new_length = float(norm(*working_of(length_optimizer, length_rate, x, state, length_seen).change))
    size = float(norm(*own))
    return _Parts(noisy, seen, own, new_length * (own / size) if size else own, shrink, new_length, working)


def _length_state(
    scenario: Scenario, one: PlannedOptimizer, length_optimizer: PlannedOptimizer, run: Run, steps: int
) -> Matrix:
    """Return the state of the rule that gives the step length after ``steps`` steps, (k, 2)."""
    x, loss, gradient, state = (np.empty_like(rows[: steps + 1]) for rows in (run.x, run.loss, run.gradient, run.state))
    x[0], state[0], length_state = run.x[0], one.state(), length_optimizer.state()[np.newaxis]
    if steps:
        kernel_for(scenario, one, length_optimizer, draws_of(scenario))(
            x, loss, gradient, state, length_state, 0, steps
        )
    return np.asarray(length_state[0])


def _note(scenario: Scenario, run: Run, step: int, draws: Draws, seen: Vector, i: int) -> str:
    """Return the note on coordinate ``i`` if it does not move in step ``step``, in which the rule sees ``seen``."""
    if seen[i]:
        return STAYS

    def slope(t: int) -> float:
        """Return the gradient that the rule saw in step t + 1, without weight decay."""
        of_step = seen_by(scenario.surface, draws.batches, t)
        known = run.gradient[t] if of_step is scenario.surface else of_step.gradient(*run.x[t])
        return float(known[i] + draws.noise[t, i])

    return NOW if any(slope(t) for t in range(step)) else ALWAYS


def _lines(one: PlannedOptimizer, run: Run, step: int, parts: _Parts, i: int, note: str) -> list[Line]:
    """Return the lines of coordinate ``i``: weight decay, the rule's, another optimizer's length, decoupled decay."""
    number = parts.working.numbers
    x, rate, decay = number(float(run.x[step - 1, i])), number(float(one.rates[step - 1])), number(one.decay)
    own, taken, shrink = float(parts.own[i]), float(parts.step[i]), float(parts.shrink[i])
    found = [*_elsewhere(run.x[step - 1], parts.working, i), *parts.working.equations(i)]
    if one.decay and not one.decoupled:
        noisy: Expression = number(float(parts.noisy[i]))
        found.insert(0, Equation("g", Binary("+", noisy, Binary("*", decay, x)), float(parts.seen[i])))
    last = r"\Delta"
    if parts.new_length is not None and parts.own.any():
        last = r"\Delta'"
        lengths = Binary("/", number(parts.new_length), number(float(norm(*parts.own))))
        found.append(Equation(last, Binary("*", lengths, number(own)), taken))
    if one.decay and one.decoupled:
        found.append(Equation(r"\Delta_\lambda", Unary("-", Binary("*", Binary("*", rate, decay), x)), shrink))
        total = Binary("+", number(taken), number(shrink))
        found.append(Equation(rf"{last} + \Delta_\lambda", total, taken + shrink))
    return [number.line(equation.symbol, equation.expression, equation.value, note) for equation in found]


def _elsewhere(x: Vector, working: Working, i: int) -> list[Equation]:
    """Return the gradient that a rule has taken at another point than ``x``, and at which, if it does so."""
    rule = working.rule
    if rule.point is None:
        return []
    there, slope = x.copy(), float(working.needed[rule.needs.index("gradient_at")][i])
    rule.point(there, working.seen.copy(), working.state.copy(), working.step, working.p)
    return [Equation(f"g({', '.join(map(decimal, there.tolist()))})", working.numbers(slope), slope)]


def _find(scenario: Scenario, optimizer: int, start: int) -> Run:
    for name, index, count in (
        ("optimizer", optimizer, len(scenario.optimizers)),
        ("start", start, len(scenario.starts)),
    ):
        if not 0 <= index < count:
            raise ScenarioError([Problem(name, str(index), f"a whole number from 0 to {count - 1}")])
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

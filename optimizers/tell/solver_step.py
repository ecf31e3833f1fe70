"""What a solver did in one step: its direction, the length along it that it chose, and what it evaluated on the way."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ..form.decimals import DIGITS
from ..form.nodes import Binary, Expression
from ..query.naming import counted, listed
from ..query.scenario import Scenario
from ..query.titles import titles
from ..rules.solver import Terms
from ..run.fairness import PlannedOptimizer
from ..run.metrics import Effort
from ..run.runs import Run
from ..run.solving import Trial, solve
from ..terms.text import short_number
from ..terms.types import Vector
from .printed import Line, Numbers

SHOWN = 4  # evaluations with their numbers; of more, these are the last ones
STOPPED = "no change: the solver has stopped"
ALONG = 1e-6  # relative: how far a step may be from its direction, whose recurrence rounds


class SolverStep(NamedTuple):
    """A step by ``change``, (2,), its lines for x and y, and a sentence on its evaluations."""

    change: Vector
    lines: tuple[list[Line], list[Line]]
    remark: str


def solver_step(scenario: Scenario, one: PlannedOptimizer, run: Run, step: int) -> SolverStep:
    """Return what the solver ``one`` did in a step (from 1) of its run."""
    trials: list[list[Trial]] = [[]]
    efforts = [Effort(0, 0, 0)]

    def each(effort: Effort) -> None:
        efforts.append(effort)
        trials.append([])

    start = scenario.starts[run.start]
    solved = solve(scenario.surface, one, start, step, watch=lambda trial: trials[-1].append(trial), each=each)
    change = run.x[step] - run.x[step - 1]
    name = titles(scenario)[run.optimizer]
    if solved.taken < step:
        lines = [Line(r"\Delta", "", 0.0, STOPPED)], [Line(r"\Delta", "", 0.0, STOPPED)]
        return SolverStep(change, lines, _stopped(name, solved.taken, solved.effort))
    effort = Effort(*(after - before for before, after in zip(efforts[step - 1], efforts[step], strict=True)))
    return SolverStep(change, _lines(one, run, step, change), _evaluated(name, effort, trials[step - 1]))


def _lines(one: PlannedOptimizer, run: Run, step: int, change: Vector) -> tuple[list[Line], list[Line]]:
    """Return the direction and the step along it; where there is no direction, the difference of the positions."""
    assert one.rule.solver is not None
    numbers = Numbers()
    direction = one.rule.solver.direction
    terms = direction(run.x[:step], run.gradient[:step]) if direction else ([], [])
    d = np.array([sum(a * b for a, b in one) for one in terms], dtype=np.float64)
    square = float(d @ d)
    length = float(change @ d) / square if square else 0.0
    if not square or np.hypot(*(change - length * d)) > ALONG * np.hypot(*change):
        before, after = run.x[step - 1].tolist(), run.x[step].tolist()
        parts = [[_line(numbers, r"\Delta", _minus(numbers, b, a), b - a)] for a, b in zip(before, after, strict=True)]
        return parts[0], parts[1]
    found = [
        [
            _line(numbers, "d", _sum(numbers, terms[i]), float(d[i])),
            _line(numbers, r"\Delta", Binary("*", numbers(length), numbers(float(d[i]))), float(change[i])),
        ]
        for i in range(2)
    ]
    return found[0], found[1]


def _line(numbers: Numbers, symbol: str, expression: Expression, value: float) -> Line:
    return numbers.line(symbol, expression, value, "")


def _minus(numbers: Numbers, after: float, before: float) -> Expression:
    return Binary("-", numbers(after), numbers(before))


def _sum(numbers: Numbers, terms: Terms) -> Expression:
    """Return a sum of products; one by ±1 is a number alone, one by 0 is left out."""
    expression: Expression | None = None
    for a, b in terms:
        if abs(a) == 1.0:
            term: Expression = numbers(a * b)
        elif expression is not None:
            term = Binary("*", numbers(abs(a)), numbers(b))
        else:
            term = Binary("*", numbers(a), numbers(b))
        if expression is None:
            expression = term if a else None
        elif a:
            expression = Binary("-" if a < 0 and abs(a) != 1.0 else "+", expression, term)
    return expression or numbers(0.0)


def _evaluated(name: str, effort: Effort, trials: Sequence[Trial]) -> str:
    shown = "; ".join(f"f({_short(x)}, {_short(y)}) = {_short(value)}" for (x, y), value in trials[-SHOWN:])
    which = "the last ones: " if len(trials) > SHOWN else ""
    return f"For this step {name} took {_counts(effort)}" + (f" ({which}{shown})." if shown else ".")


def _short(value: float) -> str:
    return short_number(value, DIGITS)


def _stopped(name: str, taken: int, effort: Effort) -> str:
    when = f"after {counted(taken, 'step')}" if taken else "at the start"
    return f"{name} stopped {when}, having taken {_counts(effort)}, and stays there."


def _counts(effort: Effort) -> str:
    kinds = zip(effort, ("evaluation of the gradient", "evaluation of f", "evaluation of the Hessian"), strict=True)
    words = [
        counted(count, kind) if count == 1 else f"{count} {kind.replace('evaluation', 'evaluations')}"
        for count, kind in kinds
        if count
    ]
    return listed(words) if words else "no evaluation"

"""The kernel: takes steps, and records position, loss, gradient and state. It knows no rule and no surface by name."""

from typing import Any

import numpy as np

from ..form.compiling import COMPILED, kernel
from ..terms.types import Matrix, Vector
from .engine import call_evaluate, call_step, row
from .judge import FLOOR as LEAST
from .judge import OPTIMIZER, START, judge
from .look import EVALUATE, NEEDS, POINT, STEP, draw, look
from .needs import ANY, FLOOR, PLACED, ROOM

ZERO = np.int64(0) if COMPILED else 0  # a literal has a type of its own, for which descend would be compiled again
LR = 0  # the first hyper-parameter of every rule is its learning rate, which a test checks


@kernel
def descend(
    rule: Any,
    length_step: Any,
    grafted: bool,
    surface: Any,
    floor: float,
    x: Matrix,
    loss: Vector,
    gradient: Matrix,
    state: Matrix,
    length_state: Matrix,
    p: Matrix,
    rates: Vector,
    length_p: Matrix,
    length_rates: Vector,
    q: Matrix,
    noise: Matrix,
    batches: Any,
    decay: float,
    decoupled: bool,
    length_decay: float,
    nudges: Matrix,
    first: int,
    last: int,
    before: int,
) -> int:
    """Take steps ``first + 1`` to ``last`` and record each in its own row; row 0 is the start.

    A rule moves its row in place, so what is recorded is what was computed, without a copy. With ``grafted`` the step
    keeps its direction and takes the length of the step that the rule ``length_step`` would take, which sees the same
    gradients and has a state of its own (AdaGraft, arXiv 2002.11803). Both steps are then taken from the origin, where
    nothing is lost to rounding. A rule that reads its position takes its step from the position of the run instead.
    What else a rule needs, such as the loss, is computed from the position of the run.

    Args:
        rule, length_step: what ``compile_rule`` returns; if not grafted, ``length_step`` may be any rule.
        surface: what ``compile_surface`` and ``compile_hessian`` return, 0 for a Hessian that no rule needs.
        floor: the lowest value of f, NaN where it has none.
        x: (last + 1, 2) positions; loss: (last + 1,); gradient: (last + 1, 2), exact; state: (last + 1, k, 2).
            Rows up to ``first`` are filled; in row 0 only position and state need be.
        length_state: (1, k', 2), the state of ``length_step`` after step ``first``. p, q: (1, n) hyper-parameters and
        constants of the rule, (1, m) constants of the surface; length_p: (1, n') those of
            ``length_step``.
        rates, length_rates: (last,), the learning rates of the rule and of ``length_step`` at each step.
        noise: (last, 2), added to the gradient that the rules see.
        batches: (last, size), the rows of the data in q (see ``surfaces.data``) of which the rules see the function at
            each step; (0, 0) where they see that of all. What is recorded is always that of all.
        decay, decoupled: weight decay: decay · x is added to the gradient that the rule sees, or, decoupled, x is first
            multiplied by 1 − rate · decay, in addition to the step. length_decay: the same for what ``length_step``
            sees.
        nudges: (last + 1, 2), factors of each position after its step; (0, 2) for none.
        before: how many steps were taken before row 0, for rules that count them.

    Returns:
        The last row in which all numbers are finite: ``last``, or an earlier one if the run overflows.
    """
    seen = np.empty((1, 2))
    length_seen = np.empty((1, 2))
    own = np.empty((1, 2))
    other = np.empty((1, 2))
    e = np.empty((1, ROOM))
    e[0, FLOOR] = floor
    slope = np.empty((1, 2))
    drawn = np.empty((1, 1 + 2 * batches.shape[1]))
    batched = batches.shape[0] > 0
    given = drawn if batched else q  # the constants of the function that the rules see
    value = 0.0
    if first == 0:
        loss[0] = call_evaluate(surface[EVALUATE], row(x, 0), row(gradient, 0), row(q, 0))
    for t in range(first, last):
        x[t + 1, 0] = x[t, 0]
        x[t + 1, 1] = x[t, 1]
        for k in range(state.shape[1]):  # number by number, because numba checks first whether whole rows overlap
            state[t + 1, k, 0] = state[t, k, 0]
            state[t + 1, k, 1] = state[t, k, 1]
        if batched:
            draw(q, batches, t, drawn)
            value = call_evaluate(surface[EVALUATE], row(x, t), row(slope, 0), row(drawn, 0))
            seen[0, 0] = slope[0, 0] + noise[t, 0]
            seen[0, 1] = slope[0, 1] + noise[t, 1]
        else:
            seen[0, 0] = gradient[t, 0] + noise[t, 0]
            seen[0, 1] = gradient[t, 1] + noise[t, 1]
        # A direction does not depend on the rate, which may be tiny; what a rule needs may depend on it.
        p[0, LR] = 1.0 if grafted and rule[NEEDS] == 0 else rates[t]
        if grafted:
            length_seen[0, 0] = seen[0, 0] + length_decay * x[t, 0]
            length_seen[0, 1] = seen[0, 1] + length_decay * x[t, 1]
        if decay != 0.0:
            if decoupled:
                x[t + 1, 0] *= 1.0 - rates[t] * decay
                x[t + 1, 1] *= 1.0 - rates[t] * decay
            else:
                seen[0, 0] += decay * x[t, 0]
                seen[0, 1] += decay * x[t, 1]
        if rule[NEEDS] & ANY:
            coupled = 0.0 if decoupled else decay
            if not batched:
                value = loss[t]
            look(rule, surface, x, value, seen, state, t + 1, p, given, noise, coupled, t, before, e)
        if grafted:
            for i in range(2):
                own[0, i] = x[t + 1, i] if rule[NEEDS] & PLACED else 0.0
                other[0, i] = x[t, i] if length_step[NEEDS] & PLACED else 0.0
            length_p[0, LR] = length_rates[t]
            call_step(rule[STEP], row(own, 0), row(seen, 0), row(state, t + 1), before + t + 1, row(p, 0), row(e, 0))
            if length_step[NEEDS] & ANY:
                if not batched:
                    value = loss[t]
                look(
                    length_step,
                    surface,
                    x,
                    value,
                    length_seen,
                    length_state,
                    0,
                    length_p,
                    given,
                    noise,
                    length_decay,
                    t,
                    before,
                    e,
                )
            call_step(
                length_step[STEP],
                row(other, 0),
                row(length_seen, 0),
                row(length_state, 0),
                before + t + 1,
                row(length_p, 0),
                row(e, 0),
            )
            for i in range(2):
                own[0, i] -= x[t + 1, i] if rule[NEEDS] & PLACED else 0.0
                other[0, i] -= x[t, i] if length_step[NEEDS] & PLACED else 0.0
            largest = max(abs(own[0, 0]), abs(own[0, 1]))
            if largest > 0.0:  # without a direction, do not move
                a = own[0, 0] / largest  # divided first, so that no square underflows or overflows
                b = own[0, 1] / largest
                norm = np.sqrt(a * a + b * b)
                length = _length(other[0])
                x[t + 1, 0] += length * (a / norm)
                x[t + 1, 1] += length * (b / norm)
        else:
            call_step(rule[STEP], row(x, t + 1), row(seen, 0), row(state, t + 1), before + t + 1, row(p, 0), row(e, 0))
        if nudges.shape[0] > 0:
            x[t + 1, 0] *= nudges[t + 1, 0]
            x[t + 1, 1] *= nudges[t + 1, 1]
        loss[t + 1] = call_evaluate(surface[EVALUATE], row(x, t + 1), row(gradient, t + 1), row(q, 0))
        # A number minus itself is 0 if it is finite, otherwise NaN: one comparison for all five, without overflow.
        zero = loss[t + 1] - loss[t + 1]
        for i in range(2):
            zero += (x[t + 1, i] - x[t + 1, i]) + (gradient[t + 1, i] - gradient[t + 1, i])
        if zero != 0.0:
            return t
    return last


@kernel
def descend_all(
    rules: Any,
    length_steps: Any,
    grafted: Any,
    surface: Any,
    start_points: Matrix,
    initial_states: Matrix,
    initial_length_states: Matrix,
    variables: Any,
    p: Matrix,
    rates: Matrix,
    length_p: Matrix,
    length_rates: Matrix,
    decays: Matrix,
    q: Matrix,
    noise: Matrix,
    batches: Any,
    minima: Matrix,
    criteria: Vector,
    efforts: Matrix,
    nudges: Matrix,
    x: Any,
    loss: Matrix,
    gradient: Any,
    state: Vector,
    length_state: Any,
    ends: Any,
    found: Matrix,
) -> None:
    """Take all steps of all runs, optimizer by optimizer, start by start, and judge each.

    The arrays are those of ``descend`` and ``judge``, with a row for each optimizer if they are read, and a row for
    each run if they are written: x, loss, gradient, length_state, ends, found. None of their rows need be filled.

    Args:
        rules, length_steps: (optimizers, 3), what ``compile_rule`` returns.
        start_points: (starts, 2). initial_states, initial_length_states: (optimizers, k), the state of each coordinate
            before the first step, for the rules and for those that give the length; k: the most variables of a rule.
        variables: (optimizers,), how many variables each rule has. state: the states of all runs, one after the other,
            each with as many variables as its rule.
        decays: (optimizers, 3): decay, decoupled and length_decay.
        efforts: (optimizers, 3), what a step of each evaluates (see ``judge``).
        ends: (runs,), the last finite row of each. found: (runs, ``judge.COLUMNS``), or (0, …) to measure nothing.
    """
    starts, last, at = start_points.shape[0], x.shape[1] - 1, 0
    for run in range(x.shape[0]):
        i, j = run // starts, run % starts
        size = (last + 1) * variables[i] * 2
        own = state[at : at + size].reshape(last + 1, variables[i], 2)
        at += size
        for k in range(2):
            x[run, 0, k] = start_points[j, k] * nudges[0, k] if nudges.shape[0] > 0 else start_points[j, k]
            for variable in range(variables[i]):
                own[0, variable, k] = initial_states[i, variable]
            for variable in range(initial_length_states.shape[1]):
                length_state[run, variable, k] = initial_length_states[i, variable]
        ends[run] = descend(
            (rules[i, STEP], rules[i, POINT], rules[i, NEEDS]),
            (length_steps[i, STEP], length_steps[i, POINT], length_steps[i, NEEDS]),
            grafted[i],
            surface,
            criteria[LEAST],
            x[run],
            loss[run],
            gradient[run],
            own,
            length_state[run : run + 1],
            p[i : i + 1],
            rates[i],
            length_p[i : i + 1],
            length_rates[i],
            q,
            noise,
            batches,
            decays[i, 0],
            decays[i, 1] != 0.0,
            decays[i, 2],
            nudges,
            ZERO,
            last,
            ZERO,
        )
        if found.shape[0] > 0:
            judge(x[run], loss[run], gradient[run], ends[run], last, minima, criteria, efforts[i], found[run])
            found[run, OPTIMIZER] = i
            found[run, START] = j


@kernel
def _length(d: Vector) -> float:
    largest = max(abs(d[0]), abs(d[1]))
    if largest == 0.0:
        return 0.0
    a = d[0] / largest
    b = d[1] / largest
    return float(largest * np.sqrt(a * a + b * b))

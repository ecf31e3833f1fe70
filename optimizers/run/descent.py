"""The kernel: takes steps, and records position, loss, gradient and state. It knows no rule and no surface by name."""

from typing import Any

import numpy as np
from numba import njit
from numba.extending import register_jitable

from ..form.compiling import OPTIONS
from ..terms.types import Matrix, Vector
from .engine import call_evaluate, call_hessian, call_step, row
from .judge import FLOOR as LEAST
from .judge import judge
from .needs import ANY, BEND, CURVED, ELSEWHERE, FLOOR, GRADIENT_AT, LOSS, PLACED, ROOM

LR = 0  # every rule's first hyper-parameter is its learning rate; a test holds it
STEP, POINT, NEEDS = range(3)  # of a rule
EVALUATE, HESSIAN = range(2)  # of a surface


@njit(cache=True, nogil=True, **OPTIONS)
def descend(
    rule: Any,
    measure: Any,
    grafted: bool,
    surface: Any,
    floor: float,
    x: Matrix,
    loss: Vector,
    gradient: Matrix,
    state: Matrix,
    spare: Matrix,
    p: Matrix,
    rates: Vector,
    r: Matrix,
    lengths: Vector,
    q: Matrix,
    noise: Matrix,
    decay: float,
    decoupled: bool,
    lent: float,
    nudges: Matrix,
    first: int,
    last: int,
    before: int,
) -> int:
    """Take steps ``first + 1`` to ``last`` and record each in its own row; row 0 is the start.

    A rule moves its row in place, so what is recorded is what was computed, without a copy. With ``grafted`` the step
    keeps its direction and takes the length of the step that the rule ``measure`` would take, which sees the same
    gradients and has a state of its own (AdaGraft, arXiv 2002.11803). Both steps are then taken from the origin, where
    nothing is lost to rounding; but by a rule that reads its position, from there. What it needs besides is that of the
    run.

    Args:
        rule, measure: what ``compile_rule`` returns; if not grafted, ``measure`` is any rule.
        surface: what ``compile_surface`` and ``compile_hessian`` return, 0 for a Hessian that no rule needs.
        floor: the least value of f, NaN where it has none.
        x: (last + 1, 2) positions; loss: (last + 1,); gradient: (last + 1, 2), exact; state: (last + 1, k, 2).
            Rows up to ``first`` are filled; of row 0 position and state suffice.
        spare: (1, k', 2), the state of ``measure`` after step ``first``.
        p, q: (1, n) hyper-parameters and constants of the rule, (1, m) constants of the surface; r: (1, n') those of
            ``measure``.
        rates, lengths: (last,), the learning rates of the rule and of ``measure`` at each step.
        noise: (last, 2), added to the gradient that the rules see.
        decay, decoupled: weight decay: decay · x is added to the gradient that the rule sees, or, decoupled, x is first
            multiplied by 1 − rate · decay, beside the step. lent: the same for what ``measure`` sees.
        nudges: (last + 1, 2), what each position is multiplied by after its step; (0, 2) leaves them as they are.
        before: how many steps were taken before row 0, for rules that count them.

    Returns:
        The last row that is finite: ``last``, or less where the run left the finite world.
    """
    seen = np.empty((1, 2))
    measured = np.empty((1, 2))
    own = np.empty((1, 2))
    other = np.empty((1, 2))
    e = np.empty((1, ROOM))
    e[0, FLOOR] = floor
    if first == 0:
        loss[0] = call_evaluate(surface[EVALUATE], row(x, 0), row(gradient, 0), row(q, 0))
    for t in range(first, last):
        x[t + 1, 0] = x[t, 0]
        x[t + 1, 1] = x[t, 1]
        for k in range(state.shape[1]):  # number by number: numba asks of whole rows first whether they overlap
            state[t + 1, k, 0] = state[t, k, 0]
            state[t + 1, k, 1] = state[t, k, 1]
        seen[0, 0] = gradient[t, 0] + noise[t, 0]
        seen[0, 1] = gradient[t, 1] + noise[t, 1]
        # A direction does not depend on the rate, which may be next to nothing; what a rule needs may depend on it.
        p[0, LR] = 1.0 if grafted and rule[NEEDS] == 0 else rates[t]
        if grafted:
            measured[0, 0] = seen[0, 0] + lent * x[t, 0]
            measured[0, 1] = seen[0, 1] + lent * x[t, 1]
        if decay != 0.0:
            if decoupled:
                x[t + 1, 0] *= 1.0 - rates[t] * decay
                x[t + 1, 1] *= 1.0 - rates[t] * decay
            else:
                seen[0, 0] += decay * x[t, 0]
                seen[0, 1] += decay * x[t, 1]
        if rule[NEEDS] & ANY:
            coupled = 0.0 if decoupled else decay
            _look(rule, surface, x, loss, seen, state, t + 1, p, q, noise, coupled, t, before, e)
        if grafted:
            for i in range(2):
                own[0, i] = x[t + 1, i] if rule[NEEDS] & PLACED else 0.0
                other[0, i] = x[t, i] if measure[NEEDS] & PLACED else 0.0
            r[0, LR] = lengths[t]
            call_step(rule[STEP], row(own, 0), row(seen, 0), row(state, t + 1), before + t + 1, row(p, 0), row(e, 0))
            if measure[NEEDS] & ANY:
                _look(measure, surface, x, loss, measured, spare, 0, r, q, noise, lent, t, before, e)
            call_step(
                measure[STEP], row(other, 0), row(measured, 0), row(spare, 0), before + t + 1, row(r, 0), row(e, 0)
            )
            for i in range(2):
                own[0, i] -= x[t + 1, i] if rule[NEEDS] & PLACED else 0.0
                other[0, i] -= x[t, i] if measure[NEEDS] & PLACED else 0.0
            largest = max(abs(own[0, 0]), abs(own[0, 1]))
            if largest > 0.0:  # without a direction, stay
                a = own[0, 0] / largest  # first divided, so that no square is lost to underflow or overflow
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
        # A number minus itself is 0 if it is finite, else NaN: one comparison for all five, and no overflow.
        zero = loss[t + 1] - loss[t + 1]
        for i in range(2):
            zero += (x[t + 1, i] - x[t + 1, i]) + (gradient[t + 1, i] - gradient[t + 1, i])
        if zero != 0.0:
            return t
    return last


@register_jitable(**OPTIONS)
def _look(
    rule: Any,
    surface: Any,
    x: Matrix,
    loss: Vector,
    seen: Matrix,
    state: Matrix,
    remembered: int,
    p: Matrix,
    q: Matrix,
    noise: Matrix,
    decay: float,
    t: int,
    before: int,
    e: Matrix,
) -> None:
    """Write into ``e`` what ``rule`` needs besides the gradient for its step from row ``t``.

    remembered: the row of its state. decay: coupled weight decay, part of the function that the rule sees.
    """
    e[0, LOSS] = loss[t]
    if decay != 0.0:
        e[0, LOSS] += 0.5 * decay * (x[t, 0] * x[t, 0] + x[t, 1] * x[t, 1])
    if rule[NEEDS] & ELSEWHERE:
        there = np.empty((1, 2))
        slope = np.empty((1, 2))
        for i in range(2):
            there[0, i] = x[t, i]
        call_step(
            rule[POINT], row(there, 0), row(seen, 0), row(state, remembered), before + t + 1, row(p, 0), row(e, 0)
        )
        call_evaluate(surface[EVALUATE], row(there, 0), row(slope, 0), row(q, 0))
        for i in range(2):
            e[0, GRADIENT_AT + i] = slope[0, i] + noise[t, i]
            if decay != 0.0:
                e[0, GRADIENT_AT + i] += decay * there[0, i]
    if rule[NEEDS] & CURVED:
        bend = np.empty((1, 4))
        call_hessian(surface[HESSIAN], row(x, t), row(bend, 0), row(q, 0))
        for i in range(4):
            e[0, BEND + i] = bend[0, i]
        if decay != 0.0:
            e[0, BEND] += decay
            e[0, BEND + 3] += decay


@njit(cache=True, nogil=True, **OPTIONS)
def descend_all(
    rules: Any,
    measures: Any,
    grafted: Any,
    surface: Any,
    begins: Matrix,
    memories: Matrix,
    lent: Matrix,
    variables: Any,
    p: Matrix,
    rates: Matrix,
    r: Matrix,
    lengths: Matrix,
    decays: Matrix,
    q: Matrix,
    noise: Matrix,
    minima: Matrix,
    aim: Vector,
    nudges: Matrix,
    x: Any,
    loss: Matrix,
    gradient: Any,
    state: Vector,
    spare: Any,
    ends: Any,
    found: Matrix,
) -> None:
    """Take all steps of all runs, optimizer by optimizer, start by start, and judge each.

    The arrays are those of ``descend`` and ``judge``, with a row an optimizer where they are read, and a row a run
    where they are written: x, loss, gradient, spare, ends, found; none of their rows need be filled.

    Args:
        rules, measures: (optimizers, 3), what ``compile_rule`` returns.
        begins: (starts, 2), where the runs begin. memories, lent: (optimizers, k), what the rules and those that
            measure remember of each coordinate before the first step, with k the most variables that a rule has.
        variables: (optimizers,), how many variables each rule has. state: the states of all runs, one after the other,
            each with as many variables as its rule.
        decays: (optimizers, 3): decay, decoupled and lent.
        ends: (runs,), the last finite row of each. found: (runs, ``judge.COLUMNS``), or (0, …) to measure nothing.
    """
    starts, last, at = begins.shape[0], x.shape[1] - 1, 0
    for run in range(x.shape[0]):
        i, j = run // starts, run % starts
        size = (last + 1) * variables[i] * 2
        own = state[at : at + size].reshape(last + 1, variables[i], 2)
        at += size
        for k in range(2):
            x[run, 0, k] = begins[j, k] * nudges[0, k] if nudges.shape[0] > 0 else begins[j, k]
            for variable in range(variables[i]):
                own[0, variable, k] = memories[i, variable]
            for variable in range(lent.shape[1]):
                spare[run, variable, k] = lent[i, variable]
        ends[run] = descend(
            (rules[i, STEP], rules[i, POINT], rules[i, NEEDS]),
            (measures[i, STEP], measures[i, POINT], measures[i, NEEDS]),
            grafted[i],
            surface,
            aim[LEAST],
            x[run],
            loss[run],
            gradient[run],
            own,
            spare[run : run + 1],
            p[i : i + 1],
            rates[i],
            r[i : i + 1],
            lengths[i],
            q,
            noise,
            decays[i, 0],
            decays[i, 1] != 0.0,
            decays[i, 2],
            nudges,
            0,
            last,
            0,
        )
        if found.shape[0] > 0:
            judge(x[run], loss[run], gradient[run], ends[run], minima, aim, found[run])


@njit(cache=True, nogil=True, **OPTIONS)
def _length(d: Vector) -> float:
    largest = max(abs(d[0]), abs(d[1]))
    if largest == 0.0:
        return 0.0
    a = d[0] / largest
    b = d[1] / largest
    return float(largest * np.sqrt(a * a + b * b))

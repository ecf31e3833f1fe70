"""The kernel: takes steps, and records position, loss, gradient and state. It knows no rule and no surface by name."""

from typing import Any

import numpy as np
from numba import njit

from .engine import OPTIONS, call_evaluate, call_step, row
from .types import Matrix, Vector

LR = 0  # every rule's first hyper-parameter is its learning rate; a test holds it


@njit(cache=True, nogil=True, **OPTIONS)
def descend(
    step: Any,
    measure: Any,
    grafted: bool,
    surface: Any,
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
    first: int,
    last: int,
) -> int:
    """Take steps ``first + 1`` to ``last`` and record each in its own row; row 0 is the start.

    A rule moves its row in place, so what is recorded is what was computed, without a copy. With ``grafted`` the step
    keeps its direction and takes the length of the step that the rule ``measure`` would take, which sees the same
    gradients and has a state of its own (AdaGraft, arXiv 2002.11803).

    Args:
        step, measure, surface: what ``compile_rule`` and ``compile_surface`` return; if not grafted,
            ``measure`` is any rule.
        x: (last + 1, 2) positions; loss: (last + 1,); gradient: (last + 1, 2), exact; state: (last + 1, k, 2).
            Rows up to ``first`` are filled; of row 0 position and state suffice.
        spare: (1, k', 2), the state of ``measure`` after step ``first``.
        p, q: (1, n) hyper-parameters of the rule, (1, m) constants of the surface; r: (1, n') those of ``measure``.
        rates, lengths: (last,), the learning rates of the rule and of ``measure`` at each step.
        noise: (last, 2), added to the gradient that the rules see.

    Returns:
        The last row that is finite: ``last``, or less where the run left the finite world.
    """
    seen = np.empty((1, 2))
    other = np.empty((1, 2))
    if first == 0:
        loss[0] = call_evaluate(surface, row(x, 0), row(gradient, 0), row(q, 0))
    for t in range(first, last):
        x[t + 1] = x[t]
        state[t + 1] = state[t]
        seen[0, 0] = gradient[t, 0] + noise[t, 0]
        seen[0, 1] = gradient[t, 1] + noise[t, 1]
        p[0, LR] = rates[t]
        call_step(step, row(x, t + 1), row(seen, 0), row(state, t + 1), t + 1, row(p, 0))
        if grafted:
            other[0] = x[t]
            r[0, LR] = lengths[t]
            call_step(measure, row(other, 0), row(seen, 0), row(spare, 0), t + 1, row(r, 0))
            own = _distance(x[t + 1], x[t])
            if own > 0.0:
                factor = _distance(other[0], x[t]) / own
                x[t + 1, 0] = x[t, 0] + factor * (x[t + 1, 0] - x[t, 0])
                x[t + 1, 1] = x[t, 1] + factor * (x[t + 1, 1] - x[t, 1])
        loss[t + 1] = call_evaluate(surface, row(x, t + 1), row(gradient, t + 1), row(q, 0))
        # A number minus itself is 0 if it is finite, else NaN: one comparison for all five, and no overflow.
        zero = loss[t + 1] - loss[t + 1]
        for i in range(2):
            zero += (x[t + 1, i] - x[t + 1, i]) + (gradient[t + 1, i] - gradient[t + 1, i])
        if zero != 0.0:
            return t
    return last


@njit(cache=True, nogil=True, **OPTIONS)
def _distance(a: Vector, b: Vector) -> float:
    dx = a[0] - b[0]
    dy = a[1] - b[1]
    return float(np.sqrt(dx * dx + dy * dy))

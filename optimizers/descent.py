"""The kernel: takes steps, and records position, loss, gradient and state. It knows no rule and no surface by name."""

from typing import Any

from numba import njit

from .engine import OPTIONS, call_evaluate, call_step, row
from .types import Matrix, Vector


@njit(cache=True, nogil=True, **OPTIONS)
def descend(
    step: Any,
    surface: Any,
    x: Matrix,
    loss: Vector,
    gradient: Matrix,
    state: Matrix,
    p: Matrix,
    q: Matrix,
    first: int,
    last: int,
) -> int:
    """Take steps ``first + 1`` to ``last`` and record each in its own row; row 0 is the start.

    A rule moves its row in place, so what is recorded is what was computed, without a copy.

    Args:
        step, surface: what ``compile_rule`` and ``compile_surface`` return.
        x: (last + 1, 2) positions; loss: (last + 1,); gradient: (last + 1, 2); state: (last + 1, k, 2).
            Rows up to ``first`` are filled; of row 0 position and state suffice.
        p, q: (1, n) hyper-parameters of the rule, (1, m) constants of the surface.

    Returns:
        The last row that is finite: ``last``, or less where the run left the finite world.
    """
    if first == 0:
        loss[0] = call_evaluate(surface, row(x, 0), row(gradient, 0), row(q, 0))
    for t in range(first, last):
        x[t + 1] = x[t]
        state[t + 1] = state[t]
        call_step(step, row(x, t + 1), row(gradient, t), row(state, t + 1), t + 1, row(p, 0))
        loss[t + 1] = call_evaluate(surface, row(x, t + 1), row(gradient, t + 1), row(q, 0))
        # A number minus itself is 0 if it is finite, else NaN: one comparison for all five, and no overflow.
        zero = loss[t + 1] - loss[t + 1]
        for i in range(2):
            zero += (x[t + 1, i] - x[t + 1, i]) + (gradient[t + 1, i] - gradient[t + 1, i])
        if zero != 0.0:
            return t
    return last

"""What a rule needs besides the gradient, as the kernel finds it before a step."""

from typing import Any

import numpy as np

from ..form.compiler import register_jitable
from ..form.compiling import OPTIONS
from ..terms.types import Matrix
from .engine import call_evaluate, call_hessian, call_step, row
from .needs import BEND, CURVED, ELSEWHERE, GRADIENT_AT, LOSS

STEP, POINT, NEEDS = range(3)  # of a rule
EVALUATE, HESSIAN = range(2)  # of a surface


@register_jitable(**OPTIONS)
def look(
    rule: Any,
    surface: Any,
    x: Matrix,
    value: float,
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

    value: of the surface that the rule sees, there; q: the constants of that. remembered: the row of its state. decay:
    coupled weight decay, part of the function that the rule sees.
    """
    e[0, LOSS] = value
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


@register_jitable(**OPTIONS)
def draw(q: Matrix, batches: Any, t: int, drawn: Matrix) -> None:
    """Write into ``drawn`` the constants of the surface of the rows that step ``t`` sees, packed as those of ``q``."""
    at = 1
    for k in range(batches.shape[1]):
        chosen = 1 + 2 * int(batches[t, k])
        if chosen < q.shape[1]:
            drawn[0, at] = q[0, chosen]
            drawn[0, at + 1] = q[0, chosen + 1]
            at += 2
    drawn[0, 0] = at

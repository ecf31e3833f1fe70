"""Compiled functions: how runs continue after their last step, and when nudged copies of them are too far away."""

from typing import Any

import numpy as np

from ..form.compiler import register_jitable
from ..form.compiling import OPTIONS, kernel
from ..terms.types import Matrix, Vector
from .descent import ZERO, descend, descend_all
from .target import in_ring


@kernel
def leaves(
    fixed: Any,
    grafted: bool,
    end: Matrix,
    end_state: Matrix,
    end_length_state: Matrix,
    p: Matrix,
    rates: Vector,
    length_p: Matrix,
    length_rates: Vector,
    q: Matrix,
    noise: Matrix,
    batches: Any,
    decays: Vector,
    nudges: Matrix,
    target: Any,
    begun: float,
    done: int,
    chunk: int,
) -> int:
    """Return after how many steps a run is outside, −1 if it never is.

    It is computed in pieces of ``chunk`` steps, and no further than it has to be.

    Args:
        fixed: (rule, length_step, surface, floor) as ``descend`` takes them.
        end, end_state, end_length_state: (1, 2), (1, k, 2) and (1, k', 2), the run after its last step.
        rates, length_rates: (more,); noise: (more, 2); batches: (more, size) or (0, 0); nudges: (more + 1, 2)
            or (0, 2), of the steps that follow.
        decays: (3,): decay, decoupled and length_decay.
        target: (minima, radius, floor, tolerance); radius: negative where the loss decides. begun: the loss at the
            start of the run. done: how many steps it has taken.
    """
    rule, length_step, surface, floor = fixed
    minima, radius, least, tolerance = target
    more = rates.shape[0]
    rows = min(chunk, more) + 1
    x, loss, gradient = np.empty((rows, 2)), np.empty(rows), np.empty((rows, 2))
    state, length_state = np.empty((rows, end_state.shape[1], 2)), end_length_state.copy()
    _copy_row(end, end_state, 0, x, state)
    first = 0
    while first < more:
        count = min(chunk, more - first)
        last = descend(
            rule,
            length_step,
            grafted,
            surface,
            floor,
            x,
            loss,
            gradient,
            state,
            length_state,
            p,
            rates[first:],
            length_p,
            length_rates[first:],
            q,
            noise[first:],
            batches[first:],
            decays[0],
            decays[1] != 0.0,
            decays[2],
            nudges[first:],
            ZERO,
            count,
            done + first,
        )
        if radius >= 0.0:
            inside = in_ring(x[: last + 1], minima, radius)
            for k in range(last + 1):
                if not inside[k]:
                    return int(first + k)
        else:
            for k in range(last + 1):
                if not loss[k] - least <= tolerance * (begun - least):
                    return int(first + k)
        if last < count:  # its numbers are no longer finite
            return int(first + last + 1)
        _copy_row(x, state, count, x, state)
        first += count
    return -1


@register_jitable(**OPTIONS)
def _copy_row(x: Matrix, state: Matrix, row: int, into_x: Matrix, into_state: Matrix) -> None:
    """Copy positions and state in ``row`` to row 0 of other arrays, or the same ones.

    Number by number: to assign rows, numba compiles a comparison of their shapes and the text of an error.
    """
    for i in range(2):
        into_x[0, i] = x[row, i]
        for k in range(state.shape[1]):
            into_state[0, k, i] = state[row, k, i]


@kernel
def leaves_otherwise(leaving: int, copies: Matrix, run: Any, after: Any) -> bool:
    """Return whether one of the nudged copies of a run is outside after another number of steps than ``leaving``.

    copies: (copies, more + 1, 2), their nudges. run, after: the arguments of ``leaves`` before and after the nudges.
    """
    other = False
    for copy in range(copies.shape[0]):
        if leaves(*run, copies[copy], *after) != leaving:
            other = True
            break
    return other


@kernel
def mark_separation(
    kernel: Any,
    copies: Matrix,
    still: Any,
    x: Matrix,
    ends: Any,
    allowed: float,
    domain: Any,
    filled: Any,
    steps: Any,
) -> None:
    """Write into ``steps`` (runs,) the first step at which a copy of each run is too far from it, −1 for never.

    Args:
        kernel: the arguments of ``descend_all`` before the nudges. copies: (copies, rows, 2), the nudges of each.
        still: (runs,), which runs no rounding moves. x: (runs, rows, 2) and ends: (runs,), the runs themselves.
        allowed: the distance that is too far, inside the domain; it grows with the distance from its center.
        filled: the arrays that ``descend_all`` fills.
    """
    left, right, bottom, top = domain
    near = 0.99 * allowed * allowed
    for copy in range(copies.shape[0]):
        descend_all(*kernel, copies[copy], *filled)
        nudged, nudged_ends = filled[0], filled[5]
        for run in range(x.shape[0]):
            if still[run]:
                continue
            rows = min(ends[run], nudged_ends[run]) + 1
            if 0 <= steps[run] < rows:
                rows = steps[run]
            for k in range(rows):
                dx = x[run, k, 0] - nudged[run, k, 0]
                dy = x[run, k, 1] - nudged[run, k, 1]
                if dx * dx + dy * dy < near:  # near enough, wherever it is
                    continue
                away = np.hypot(x[run, k, 0] - 0.5 * (left + right), x[run, k, 1] - 0.5 * (bottom + top))
                if np.hypot(dx, dy) > allowed * max(1.0, away / (right - left)):
                    steps[run] = k
                    break

"""Plays tapes: one interpreter, compiled once for all of them."""

from typing import Any

import numpy as np
from numpy import floor, sqrt

from ..terms.types import Matrix, Vector
from .compiler import cgutils, intrinsic, ir, types
from .compiling import COMPILED, compilable, compiled
from .elementary import cos, exp, log, power, sin, tanh
from .tape import FIELD, HEAD, OPERATIONS, Tape

PROGRAM = types.Array(types.float64, 1, "C", readonly=True)
ROWS = types.void(PROGRAM, types.float64[:, ::1], types.float64[:, ::1])
BITS = FIELD.bit_length() - 1
LAST = FIELD - 1

ADD, SUBTRACT, MULTIPLY, DIVIDE, NEGATIVE, ABS, SQRT, FLOOR, MIN, MAX = range(10)
EXP, LOG, SIN, COS, TANH, POWER, LESS, AT_MOST, EQUAL, SELECT = range(10, len(OPERATIONS))


def play_on(program: Any, at: int, r: Any) -> int:
    """Play the tape that begins at ``program[at]`` on the registers ``r``, of which the inputs are set.

    Returns where the registers of its results are listed: the first result is ``r[int(program[returned])]``.
    """
    register = int(program[at])
    first = at + HEAD
    begin = first + int(program[at + 1])
    end = begin + int(program[at + 2])
    for index in range(first, begin):
        r[register] = program[index]
        register += 1
    for index in range(begin, end):
        word = int(program[index])
        operation = word >> (3 * BITS)
        a = r[(word >> (2 * BITS)) & LAST]
        b = r[(word >> BITS) & LAST]
        result = 0.0
        if operation == ADD:
            result = a + b
        elif operation == SUBTRACT:
            result = a - b
        elif operation == MULTIPLY:
            result = a * b
        elif operation == DIVIDE:
            result = a / b
        elif operation == NEGATIVE:
            result = -a
        elif operation == ABS:
            result = abs(a)
        elif operation == SQRT:
            result = sqrt(a)
        elif operation == FLOOR:
            result = floor(a)
        elif operation == MIN:
            result = b if b < a else a
        elif operation == MAX:
            result = b if b > a else a
        elif operation == EXP:
            result = exp(a)
        elif operation == LOG:
            result = log(a)
        elif operation == SIN:
            result = sin(a)
        elif operation == COS:
            result = cos(a)
        elif operation == TANH:
            result = tanh(a)
        elif operation == POWER:
            result = power(a, b)
        elif operation == LESS:
            result = 1.0 if a < b else 0.0
        elif operation == AT_MOST:
            result = 1.0 if a <= b else 0.0
        elif operation == EQUAL:
            result = 1.0 if a == b else 0.0
        elif operation == SELECT:
            result = b if a != 0.0 else r[word & LAST]
        r[register] = result
        register += 1
    return end


def _play_rows(program: Vector, inputs: Matrix, results: Matrix) -> None:
    """Play a tape for each row of ``inputs`` (n, inputs); write its results to the row of ``results`` (n, outputs)."""
    r = np.empty(int(program[0]) + int(program[1]) + int(program[2]))
    for row in range(inputs.shape[0]):
        for i in range(inputs.shape[1]):
            r[i] = inputs[row, i]
        end = play_on(program, 0, r)
        for i in range(results.shape[1]):
            results[row, i] = r[int(program[end + i])]


def prepare() -> None:
    """Compile what plays tapes row by row, or load it."""
    compiled(_play_rows, ROWS)


def play_rows(program: Vector, inputs: Matrix) -> Matrix:
    """Return the results of an encoded tape for each row of ``inputs`` (n, inputs), (n, outputs)."""
    results = np.empty((len(inputs), int(program[3])))
    play = compiled(_play_rows, ROWS)
    with np.errstate(all="ignore"):  # as plain Python, infinities warn
        play(program, np.ascontiguousarray(inputs, dtype=np.float64), results)
    return results


def play(tape: Tape, *inputs: float) -> tuple[float, ...]:
    """Return the results of a tape for its inputs. Nothing is compiled for one row: it is played as plain Python."""
    program = tape.encoded()
    results = np.empty((1, int(program[3])))
    with np.errstate(all="ignore"):
        _play_rows(program, np.array([inputs], dtype=np.float64), results)
    return tuple(results[0].tolist())


if COMPILED:
    compilable(play_on)

    @intrinsic
    def registers(typingctx: Any) -> Any:
        """Return a pointer to ``FIELD`` numbers on the stack, which are not set: enough for every tape."""

        def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            with builder.goto_entry_block():
                return builder.alloca(ir.DoubleType(), size=ir.Constant(cgutils.intp_t, FIELD))

        return types.CPointer(types.float64)(), codegen

else:

    def registers() -> Any:
        return np.empty(FIELD)

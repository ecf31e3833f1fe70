"""A tape: a function as operations on single numbers, one after the other, in a vector that one interpreter plays.

What a person types is turned into a tape and never into code, so nothing has to be compiled for it. ``write_tape``
makes tapes of functions in the form and ``play`` plays them, with the bits of the evaluator.
"""

import struct
from dataclasses import dataclass

import numpy as np

from ..terms.types import Vector

OPERATIONS = (
    *("add", "subtract", "multiply", "divide", "negative", "abs", "sqrt", "floor", "min", "max"),
    *("exp", "log", "sin", "cos", "tanh", "power", "less", "at_most", "equal", "select"),
)
"""less, at_most and equal give 1 or 0; select gives its second operand where the first is not 0, else the third."""

COSTS = {"sqrt": 6, "exp": 20, "log": 40, "sin": 25, "cos": 25, "tanh": 35, "power": 90}
"""How long an operation takes, in ns, measured; those that are not listed take 3."""
FIELD = 8192  # 2¹³: how many registers an instruction can name
HEAD = 4

Instruction = tuple[int, int, int, int]
"""The index of the operation in ``OPERATIONS``, and the registers of three operands, 0 for those that it has not."""


@dataclass(frozen=True, slots=True)
class Tape:
    """A program without branches or loops.

    Registers are numbered from 0: first the ``inputs``, then the constants, then the result of each instruction, each
    set once. outputs: the registers of the results.

    Example:
        >>> from optimizers.form.expression import read_expression
        >>> from optimizers.form.play import play
        >>> from optimizers.form.write_tape import tape_of
        >>> tape = tape_of(read_expression("x*y + 1", ("x", "y")))
        >>> tape.registers, play(tape, 2.0, 3.0)
        (5, (7.0,))
    """

    inputs: int
    constants: tuple[float, ...]
    code: tuple[Instruction, ...]
    outputs: tuple[int, ...]

    @property
    def registers(self) -> int:
        """How many registers it takes."""
        return self.inputs + len(self.constants) + len(self.code)

    @property
    def cost(self) -> float:
        """About how long it takes to play it once, in ns."""
        return 10.0 + sum(COSTS.get(OPERATIONS[operation], 3) for operation, *_ in self.code)

    def encoded(self) -> Vector:
        """Return it as the interpreter reads it, (4 + constants + instructions + outputs,).

        The numbers of inputs, constants, instructions and outputs, then the constants, then the instructions, each
        packed into one whole number below 2⁵³, then the outputs.
        """
        head = self.inputs, len(self.constants), len(self.code), len(self.outputs)
        code = [((operation * FIELD + a) * FIELD + b) * FIELD + c for operation, a, b, c in self.code]
        return np.array([*head, *self.constants, *code, *self.outputs], dtype=np.float64)


def bits(value: float) -> bytes:
    """Return the bits of a number, which tell −0 from 0."""
    return struct.pack("<d", value)


def number(bits: bytes) -> float:
    """Return the number that has these bits."""
    (value,) = struct.unpack("<d", bits)
    return float(value)

"""The intermediate form: what the reader makes of a function or of a typed expression, and all writers read.

Expressions are numbers or conditions; a condition can be tested and combined, and nothing else. Numbers are float64, or
whole numbers where Python has an ``int``. Statements keep the line of the file that they come from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Table = tuple[float, ...]
Sign = Literal["+", "-", "*", "/"]
Kind = Literal["whole", "number", "condition", "vector", "matrix", "table"]

INTRINSICS: Mapping[str, tuple[int, int]] = {
    "sqrt": (1, 1),
    "floor": (1, 1),
    "abs": (1, 1),
    "min": (2, 2),
    "max": (2, 2),
    "int": (1, 1),
    "float": (1, 1),
    "len": (1, 1),
}
"""The functions that every engine has with the same bits, and how many arguments they take, at the least and the most.

min and max are Python's: ``max(a, b)`` is b where b > a, else a, also if one is NaN. ``int`` cuts the fraction off.
``len`` is the length of a vector or a table, written ``x.size`` of a vector.
"""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written; an ``int`` is a whole number."""

    value: float


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, an argument or a constant of the file."""

    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """An element of a vector (one index), of a matrix (two) or of a table of constants (one)."""

    name: str
    indices: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Unary:
    """``-a`` or ``+a``."""

    operator: Literal["-", "+"]
    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Binary:
    """``a + b`` and the like."""

    operator: Sign
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Compare:
    """A chain of comparisons: ``operands[0] operators[0] operands[1] operators[1] …``; all must hold."""

    operands: tuple["Expression", ...]
    operators: tuple[Literal["<", "<=", ">", ">=", "==", "!="], ...]


@dataclass(frozen=True, slots=True)
class And:
    """Whether all parts hold; a number holds where it is not 0."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Whether one of the parts holds."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Whether the operand does not hold."""

    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Conditional:
    """``then if test else otherwise``."""

    test: "Expression"
    then: "Expression"
    otherwise: "Expression"


@dataclass(frozen=True, slots=True)
class Call:
    """A call of one of ``INTRINSICS`` or of a helper function; vectors and matrices are arguments by their names."""

    function: str
    arguments: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Tuple:
    """Several values: on the right of an assignment or after ``return``."""

    parts: tuple["Expression", ...]


Expression = Number | Name | Item | Unary | Binary | Compare | And | Or | Not | Conditional | Call | Tuple
Target = Name | Item


@dataclass(frozen=True, slots=True)
class Assign:
    """``targets = value``. With several targets the value is a ``Tuple`` or a ``Call``, computed before any is set.

    ``x[i] -= d`` is read as ``x[i] = x[i] - d``.
    """

    targets: tuple[Target, ...]
    value: Expression
    line: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class If:
    test: Expression
    then: tuple["Statement", ...]
    otherwise: tuple["Statement", ...]
    line: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class For:
    """``for name in range(start, stop, step)``; ``step`` is a whole number other than 0."""

    name: str
    start: Expression
    stop: Expression
    step: int
    body: tuple["Statement", ...]
    line: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class While:
    test: Expression
    body: tuple["Statement", ...]
    line: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Continue:
    line: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Break:
    line: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Return:
    value: Expression | None
    line: int = field(compare=False)


@dataclass(frozen=True, slots=True)
class Do:
    """A call that changes its arguments and whose value is not used."""

    call: Call
    line: int = field(compare=False)


Statement = Assign | If | For | While | Continue | Break | Return | Do


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function in the form, with everything that it needs.

    constants: the numbers and tables of its file that it reads, by name.
    helpers: the functions that it calls, by the name that it calls them.
    kinds: what each argument, variable and constant holds (see ``kinds``).
    file: where it is, as a person names it; line: of its ``def`` there; path: the file, "" if it was not read
    from one.
    doc: its docstring, "" without one. text: its source as in its file, "" without one.
    """

    name: str
    arguments: tuple[str, ...]
    body: tuple[Statement, ...]
    constants: Mapping[str, float | Table]
    helpers: Mapping[str, "Function"]
    kinds: Mapping[str, Kind]
    file: str
    line: int
    path: str = ""
    doc: str = ""
    text: str = ""


Node = Expression | Statement


PARTS: Mapping[type[Node], tuple[str, ...]] = {
    **dict.fromkeys((Number, Name, Continue, Break), ()),
    Item: ("indices",),
    Unary: ("operand",),
    Binary: ("right", "left"),
    Compare: ("operands",),
    **dict.fromkeys((And, Or, Tuple), ("parts",)),
    Not: ("operand",),
    Conditional: ("otherwise", "then", "test"),
    Call: ("arguments",),
    Assign: ("value", "targets"),
    If: ("otherwise", "then", "test"),
    For: ("body", "stop", "start"),
    While: ("body", "test"),
    Return: ("value",),
    Do: ("call",),
}
"""The attributes of each kind of node that are nodes or tuples of them, the last one that is written first."""


def walk(*nodes: Node) -> list[Node]:
    """Return ``nodes`` and all that is within them, in the order in which they are written."""
    found, ahead = [], [*reversed(nodes)]
    while ahead:
        node = ahead.pop()
        found.append(node)
        for name in PARTS[type(node)]:
            value = getattr(node, name)
            if isinstance(value, tuple):
                ahead += value[::-1]
            elif value is not None:
                ahead.append(value)
    return found

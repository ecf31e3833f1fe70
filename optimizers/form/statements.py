"""Reads statements that a person types, such as ``s = beta*s + g**2; x -= lr*g``, into assignments of the form.

The expressions are read as ``expression`` reads them. A statement ends with ``;`` or with its line.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from keyword import iskeyword

from .errors import ExpressionError
from .expression import CONSTANTS, COUNTS, MOST_CHARACTERS, ExpressionReader
from .nodes import Binary, Expression, Name

MOST = 1000  # characters of all statements
MOST_STATEMENTS = 30
LONGEST_NAME = 24

TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<equals>[-+*/]=|=(?!=))|(?P<end>[;\n])|(?P<sign>\*\*|[-+*/^(),])"
)
OVER_ALL: Mapping[str, int] = {"norm": 1, "dot": 2}
"""The functions of whole vectors, and how many arguments they take."""
FUNCTIONS: Mapping[str, int] = {**COUNTS, **OVER_ALL}
NOT_FINITE = ("nan", "inf", "infinity")  # nobody means these as hyper-parameters
HOW = "a statement is name = expression, and statements are separated by ; or by new lines"


@dataclass(frozen=True, slots=True)
class Typed:
    """``name = value``; column: of the name; names: the first column of each name in the value."""

    name: str
    value: Expression
    column: int
    names: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Statements:
    """Statements in order, their canonical text, the functions and constants in use, and the column after them."""

    all: tuple[Typed, ...]
    text: str
    used: tuple[str, ...]
    end: int


def read_statements(text: str) -> Statements:
    """Return the statements that ``text`` says. ``s += d`` is read as ``s = s + d``.

    Every name that is not a function is allowed everywhere. Raises ExpressionError, which names the column.

    Example:
        >>> read_statements("s = 0.9 * s + g^2\\nx -= lr * s").text
        's=0.9*s+g**2;x-=lr*s'
        >>> read_statements("x = x - 2g")
        Traceback (most recent call last):
        ...
        optimizers.form.errors.ExpressionError: column 10: an operator is missing between 2 and g; write 2 * g
    """
    if len(text) > MOST:
        raise ExpressionError(MOST + 1, f"{len(text)} characters are too many", f"a step has at most {MOST}")
    reader = ExpressionReader(text.replace("\r", "\n"), (), FUNCTIONS, in_step=True)
    tokens = reader.tokens(TOKEN)
    reader.names = {token[0] for token in tokens if token["name"]} - {*FUNCTIONS}
    found: list[Typed] = []
    texts, begin = [], 0
    for at in [*(index for index, token in enumerate(tokens) if token["end"]), len(tokens)]:
        statement = tokens[begin:at]
        begin = at + 1
        if not statement:
            continue
        if len(found) == MOST_STATEMENTS:
            column = statement[0].start() + 1
            raise ExpressionError(column, "there are too many statements", f"at most {MOST_STATEMENTS}")
        found.append(_statement(reader, statement))
        texts.append("".join("**" if token[0] == "^" else token[0] for token in statement))
    if not found:
        raise ExpressionError(1, "there is nothing here", HOW)
    return Statements(tuple(found), ";".join(texts), tuple(reader.used), len(text.rstrip()) + 1)


def _statement(reader: ExpressionReader, tokens: list[re.Match[str]]) -> Typed:
    """Return the statement that ``tokens`` make."""
    for token in tokens:
        if token["name"]:
            _check_name(token[0], token.start() + 1)
    first, end = tokens[0], tokens[-1].end()
    column = first.start() + 1
    if not first["name"]:
        raise ExpressionError(column, f"a statement begins with a name, not with {first[0]}", HOW)
    if len(tokens) < 2 or not tokens[1]["equals"]:
        where = tokens[1].start() + 1 if len(tokens) > 1 else end + 1
        raise ExpressionError(where, f"= is missing after {first[0]}", HOW)
    if first[0] in FUNCTIONS or first[0] in CONSTANTS:
        raise ExpressionError(column, f"{first[0]!r} already has a meaning", "assign to another name")
    value = tokens[2:]
    for token in value:
        if token["equals"]:
            raise ExpressionError(token.start() + 1, f"a second {token[0]} in one statement", HOW)
    if value and end - value[0].start() > MOST_CHARACTERS:
        raise ExpressionError(
            value[0].start() + 1, "this expression is too long", f"an expression has at most {MOST_CHARACTERS}"
        )
    names: dict[str, int] = {}
    augmented = tokens[1][0] != "="
    for token in (first, *value) if augmented else value:
        if token["name"] and token[0] in reader.names:
            names.setdefault(token[0], token.start() + 1)
    expression = reader.of(value, end)
    if augmented:
        expression = Binary(tokens[1][0][0], Name(first[0]), expression)  # type: ignore[arg-type]  # one of + - * /
    return Typed(first[0], expression, column, names)


def _check_name(name: str, column: int) -> None:
    if iskeyword(name):
        raise ExpressionError(column, f"{name!r} is a Python keyword", "choose another name")
    if name.lower() in NOT_FINITE:
        raise ExpressionError(column, f"{name!r} has no meaning here", "all numbers are finite; choose another name")
    if name.startswith("_") or len(name) > LONGEST_NAME:
        allowed = f"a name begins with a letter and has at most {LONGEST_NAME} characters"
        raise ExpressionError(column, f"{name!r} is not a name here", allowed)

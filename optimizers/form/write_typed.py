"""Writes an expression as a person types it, with no more parentheses than are needed."""

from ..terms.text import format_number
from .nodes import Binary, Call, Expression, Name, Number, Unary


def written(node: Expression, level: int = 0) -> str:
    """Return an expression as a person types it. level: how tightly the operator around it binds.

    >>> written(Binary("*", Name("lr"), Binary("-", Number(1.0), Name("beta"))))
    'lr*(1 - beta)'
    """
    match node:
        case Number(value):
            return format_number(value)
        case Name(name):
            return name
        case Unary(operator, operand):
            return _within(f"{operator}{written(operand, 3)}", level > 1)
        case Binary(operator, left, right):
            own = 1 if operator in "+-" else 2
            space = " " if own == 1 else ""
            text = f"{written(left, own)}{space}{operator}{space}{written(right, own + 1)}"
            return _within(text, level > own)
        case Call("power", (base, exponent)):
            return _within(f"{written(base, 5)}**{written(exponent, 4)}", level > 4)
        case Call(function, arguments):
            return f"{function}({', '.join(map(written, arguments))})"
    raise TypeError(node)


def _within(text: str, parentheses: bool) -> str:
    return f"({text})" if parentheses else text

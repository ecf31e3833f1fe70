"""Writes an expression more simply: what is the same in mathematics, with less to read.

It does only what a reader would do at a glance: 1 · a is a, 0 + a is a, √a · √a is a, √a / √b is √(a/b), (a/c) / (b/c)
is a/b, a − a is 0, a (1 − c) − a is −c a, and a common divisor of all terms of a sum is taken out.
"""

from collections.abc import Callable

from . import nodes
from .nodes import Binary, Call, Expression, Number, Unary

Positive = Callable[[Expression], bool]
ZERO, ONE = Number(0.0), Number(1.0)


def simplified(node: Expression, positive: Positive) -> Expression:
    """Return ``node`` written more simply; ``positive`` says of a part whether it is above zero."""
    match node:
        case Unary(operator=sign, operand=operand):
            return _signed(sign, simplified(operand, positive))
        case Binary(operator=operator, left=left, right=right):
            first, second = simplified(left, positive), simplified(right, positive)
            if operator == "*":
                return _product(first, second)
            if operator == "/":
                return _quotient(first, second)
            return _sum(operator, first, second)
        case Call(function=name, arguments=arguments):
            given = tuple(simplified(one, positive) for one in arguments)
            if name == "float":
                return given[0]
            if name in ("pow", "power") and given[1] == Number(2.0):
                return _product(given[0], given[0])
            return _root(given[0], positive) if name == "sqrt" else Call(name, given)
    return node


def _signed(sign: str, operand: Expression) -> Expression:
    if sign == "+" or operand == ZERO:
        return operand
    if isinstance(operand, Unary):
        return operand.operand
    return Unary("-", operand)


def _sum(operator: str, a: Expression, b: Expression) -> Expression:
    if b == ZERO:
        return a
    if a == ZERO:
        return b if operator == "+" else _signed("-", b)
    if operator == "-" and a == b:
        return ZERO
    if _divisor(a) is not None and _divisor(a) == _divisor(b):
        assert isinstance(a, Binary)
        assert isinstance(b, Binary)
        return _quotient(_sum(operator, a.left, b.left), a.right)
    if operator == "-" and isinstance(a, Binary) and (a.operator, a.left) == ("*", b) and _is_shortened_one(a.right):
        assert isinstance(a.right, Binary)
        return _signed("-", _product(a.right.right, b))
    if isinstance(b, Unary):
        return Binary("-" if operator == "+" else "+", a, b.operand)
    return Binary("+" if operator == "+" else "-", a, b)


def _product(a: Expression, b: Expression) -> Expression:
    if ZERO in (a, b):
        return ZERO
    if a == ONE:
        return b
    if b == ONE:
        return a
    if a == b:
        if isinstance(a, Call) and a.function == "sqrt":
            return a.arguments[0]
        if isinstance(a, Call) and a.function == "abs":
            return _product(a.arguments[0], a.arguments[0])
        if isinstance(a, Binary) and a.operator == "/":
            return _quotient(_product(a.left, a.left), _product(a.right, a.right))
    return Binary("*", a, b)


def _quotient(a: Expression, b: Expression) -> Expression:
    if b == ONE or a == ZERO:
        return a
    if _is_root(a) and _is_root(b):
        assert isinstance(a, Call)
        assert isinstance(b, Call)
        return Call("sqrt", (_quotient(a.arguments[0], b.arguments[0]),))
    shared = _divisor(b)
    if shared is not None:
        assert isinstance(b, Binary)
        if _divisor(a) == shared:
            assert isinstance(a, Binary)
            return _quotient(a.left, b.left)
        if isinstance(a, Binary) and a.operator == "*" and _divisor(a.right) == shared:
            return Binary("*", a.left, _quotient(a.right, b))
    return Binary("/", a, b)


def _root(inner: Expression, positive: Positive) -> Expression:
    """√(a / c²) is √a / c where c is above zero."""
    if isinstance(inner, Binary) and inner.operator == "/":
        under = inner.right
        is_square = isinstance(under, Binary) and under.operator == "*" and under.left == under.right
        if isinstance(under, Binary) and is_square and positive(under.left):
            return _quotient(_root(inner.left, positive), under.left)
    return Call("sqrt", (inner,))


def _divisor(node: Expression) -> Expression | None:
    return node.right if isinstance(node, nodes.Binary) and node.operator == "/" else None


def _is_shortened_one(node: Expression) -> bool:
    """Whether ``node`` is 1 − c."""
    return isinstance(node, Binary) and (node.operator, node.left) == ("-", ONE)


def _is_root(node: Expression) -> bool:
    return isinstance(node, Call) and node.function == "sqrt"

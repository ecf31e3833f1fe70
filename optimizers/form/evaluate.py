"""Runs a function in the form, number by number, with the arithmetic of IEEE 754: 1/0 is inf, 0/0 and √−1 are NaN.

Nothing is turned into code, and the result has the same bits as the compiled function.
"""

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from . import nodes
from .nodes import Expression, Function, Statement

Result = float | tuple[float, ...] | None
Scope = dict[str, Any]
"""The values of names: numbers, conditions, and arrays, which take an index (vectors) or two, one after the other."""


def evaluate(function: Function, *arguments: Any) -> Result:
    """Return what ``function`` returns, given numbers, vectors (n,) and matrices (k, n); it changes arrays in place.

    Example:
        >>> from optimizers.form.reader import read
        >>> from optimizers.rules.roots import joined
        >>> evaluate(read(joined), 3e-200, 4e-200)
        5e-200
    """
    return Interpreter(function).result(arguments)


def divided(a: float, b: float) -> float:
    """Return a / b; a number divided by zero is infinite, zero by zero NaN."""
    if b != 0:
        return a / b
    if a != a or a == 0:
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1.0, b)


def root(a: float) -> float:
    """Return √a, NaN of a negative number."""
    return math.sqrt(a) if a >= 0 else math.nan if a < 0 else float(a)


def floor(a: float) -> float:
    """Return the largest whole number that is not above ``a``, as a float."""
    return float(math.floor(a)) if math.isfinite(a) and a else float(a)


def larger(a: float, b: float) -> float:
    """Return b if it is above ``a``, otherwise ``a``."""
    return b if b > a else a


def smaller(a: float, b: float) -> float:
    """Return b if it is below ``a``, otherwise ``a``."""
    return b if b < a else a


BINARY: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": divided,
}
COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
CALLED: Mapping[str, Callable[..., Any]] = {
    "sqrt": root,
    "floor": floor,
    "abs": abs,
    "min": smaller,
    "max": larger,
    "int": int,
    "float": float,
}


class Interpreter:
    """One call of a function. bind, assign, value and called decide what a number is."""

    def __init__(self, function: Function) -> None:
        self.function = function
        self.scope: Scope = dict(function.constants)

    def result(self, arguments: tuple[Any, ...]) -> Result:
        for name, argument in zip(self.function.arguments, arguments, strict=True):
            self.scope[name] = self.bind(argument)
        end = self.block(self.function.body)
        return end.value if isinstance(end, _End) else None

    def bind(self, argument: Any) -> Any:
        return argument if hasattr(argument, "__len__") or isinstance(argument, int) else float(argument)

    # Statements: each returns None if the next one follows, otherwise the reason why not

    def block(self, body: tuple[Statement, ...]) -> Any:
        for statement in body:
            end = self.statement(statement)
            if end is not None:
                return end
        return None

    def statement(self, node: Statement) -> Any:
        match node:
            case nodes.Assign():
                self.assign(node)
            case nodes.If(test=test, then=then, otherwise=otherwise):
                return self.block(then if self.value(test) else otherwise)
            case nodes.For(name=name, start=start, stop=stop, step=step, body=body):
                for count in range(self.value(start), self.value(stop), step):
                    self.scope[name] = count
                    end = self.block(body)
                    if end is nodes.Break:
                        break
                    if isinstance(end, _End):
                        return end
            case nodes.While(test=test, body=body):
                while self.value(test):
                    end = self.block(body)
                    if end is nodes.Break:
                        break
                    if isinstance(end, _End):
                        return end
            case nodes.Continue() | nodes.Break():
                return type(node)
            case nodes.Return(value=value):
                return _End(None if value is None else self.value(value))
            case nodes.Do(call=call):
                self.value(call)
        return None

    def assign(self, node: nodes.Assign) -> None:
        given = self.value(node.value)
        values = given if len(node.targets) > 1 else (given,)
        for target, value in zip(node.targets, values, strict=True):
            if isinstance(target, nodes.Name):
                self.scope[target.name] = value
            else:
                array, last = self.element(target)
                array[last] = value

    # Expressions

    def value(self, node: Expression) -> Any:
        match node:  # the most frequent kinds come first
            case nodes.Name(name=name):
                return self.scope[name]
            case nodes.Binary(operator=sign, left=left, right=right):
                return BINARY[sign](self.value(left), self.value(right))
            case nodes.Number(value=value):
                return value
            case nodes.Item():
                array, last = self.element(node)
                value = array[last]
                return value if isinstance(value, int) else float(value)
            case nodes.Unary(operator=sign, operand=operand):
                return -self.value(operand) if sign == "-" else self.value(operand)
            case nodes.Call(function=function, arguments=arguments):
                return self.called(function, arguments)
            case nodes.Conditional(test=test, then=then, otherwise=otherwise):
                return self.value(then if self.value(test) else otherwise)
            case nodes.Compare(operands=operands, operators=operators):
                values = [self.value(one) for one in operands]
                return all(COMPARE[each](*pair) for each, *pair in zip(operators, values[:-1], values[1:], strict=True))
            case nodes.And(parts=parts):
                return all(self.value(part) for part in parts)
            case nodes.Or(parts=parts):
                return any(self.value(part) for part in parts)
            case nodes.Not(operand=operand):
                return not self.value(operand)
            case nodes.Tuple(parts=parts):
                return tuple([self.value(part) for part in parts])
        raise TypeError(f"{node!r} is no expression")

    def element(self, node: nodes.Item) -> tuple[Any, int]:
        """Return the array that holds an element, and its last index."""
        array = self.scope[node.name]
        *first, last = [int(self.value(index)) for index in node.indices]
        for index in first:
            array = array[index]
        return array, last

    def called(self, name: str, arguments: tuple[Expression, ...]) -> Any:
        if name == "len" and isinstance(arguments[0], nodes.Name):
            return len(self.scope[arguments[0].name])
        values = tuple([self.value(one) for one in arguments])
        if name in self.function.helpers:
            return Interpreter(self.function.helpers[name]).result(values)
        return CALLED[name](*values)


@dataclass(frozen=True, slots=True)
class _End:
    """A return was reached."""

    value: Result

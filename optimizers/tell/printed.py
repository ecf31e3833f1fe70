"""Lines of numbers, each with as many digits as a reader needs to compute its result from what is printed."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, DecimalException, localcontext
from typing import Any

from ..form import nodes
from ..form.decimals import DIGITS, MOST_DIGITS, decimal
from ..form.nodes import Expression, Name
from ..form.write_latex import latex

PARAMETER_DIGITS = 6  # because four digits would print a decay such as 0.99995 as 1
ENOUGH = 1e-3  # relative: the allowed difference between a result computed from what is printed, and the value
PRECISION = 40  # digits of the working out, which knows no smallest and no largest number


@dataclass(frozen=True, slots=True)
class Line:
    """``symbol = expression = value``, in LaTeX; the expression holds numbers, empty where it is the value itself.

    note: what is said instead of an expression, which is then empty too.
    """

    symbol: str
    expression: str
    value: float
    note: str = ""

    @property
    def latex(self) -> str:
        """The whole line."""
        return " = ".join(part for part in (self.symbol, self.expression, decimal(self.value)) if part)


class Numbers:
    """The numbers in expressions, by names, each with as many digits as it needs."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, int]] = {}

    def __call__(self, value: float, least: int = DIGITS, key: str = "") -> Name:
        """Return a name for a number; the same key gives the same name."""
        name = f"#{key or f'{len(self._known)}+'}"
        self._known[name] = (value, least)
        return Name(name)

    def value(self, name: Name) -> float:
        """Return the number that has a name."""
        return self._known[name.name][0]

    def line(self, symbol: str, expression: Expression, value: float, note: str) -> Line:
        """Return the line of an expression, with the fewest digits that lead to its value.

        note: a remark if there is nothing to compute: the expression is 0, or 0/0, which means 0 here.
        """
        if expression == nodes.Number(0.0) or (value == 0 and math.isnan(self._worked_out(expression, MOST_DIGITS))):
            return Line(symbol, "", value, note)
        digits = DIGITS
        while digits < MOST_DIGITS and not self._leads(expression, digits, value):
            digits += 1
        text = latex(expression, lambda one: self._known[one.name], digits=digits)
        return Line(symbol, "" if text == decimal(value) else text, value)

    def _leads(self, expression: Expression, digits: int, value: float) -> bool:
        """Return whether a reader who works out what is printed comes to ``value``."""
        apart = abs(self._worked_out(expression, digits) - value)
        return apart <= ENOUGH * abs(value) or not math.isfinite(value)

    def _worked_out(self, expression: Expression, digits: int) -> float:
        """Return what a reader gets from ``expression`` where it is printed with so many digits."""

        def printed(name: Name) -> Decimal:
            value, least = self._known[name.name]
            return Decimal(_rounded(value, max(digits, least)))

        return float(worked_out(expression, printed, digits))


def worked_out(expression: Expression, number: Callable[[Name], Any], digits: int = MOST_DIGITS) -> Decimal:
    """Return the value of an expression, given its numbers; NaN where it divides zero by zero, or has none."""
    with localcontext(prec=PRECISION):
        try:
            return _value(expression, lambda name: Decimal(number(name)), digits)
        except (DecimalException, ValueError, OverflowError):
            return Decimal("nan")


def _value(node: Expression, number: Callable[[Name], Decimal], digits: int) -> Decimal:
    match node:
        case nodes.Number(value=value):
            return Decimal(_rounded(value, digits))
        case Name():
            return number(node)
        case nodes.Unary(operator=sign, operand=operand):
            inner = _value(operand, number, digits)
            return -inner if sign == "-" else inner
        case nodes.Binary(operator=operator, left=left, right=right):
            a, b = _value(left, number, digits), _value(right, number, digits)
            if operator == "+":
                return a + b
            if operator == "-":
                return a - b
            return a * b if operator == "*" else a / b
        case nodes.Call(function=name, arguments=arguments):
            return FUNCTIONS[name](*[_value(one, number, digits) for one in arguments])
    raise TypeError(f"{node!r} is no expression of numbers")


def _rounded(value: float, digits: int) -> str:
    return repr(float(value)) if digits >= MOST_DIGITS else f"{value:.{digits}g}"


def _by_float(function: Callable[[float], float]) -> Callable[[Decimal], Decimal]:
    return lambda value: Decimal(function(float(value)))


FUNCTIONS: Mapping[str, Callable[..., Decimal]] = {
    "sqrt": Decimal.sqrt,
    "abs": abs,
    "min": min,
    "max": max,
    "floor": _by_float(math.floor),
    "int": _by_float(math.trunc),
    "float": lambda value: value,
    "exp": Decimal.exp,
    "log": Decimal.ln,
    "pow": lambda base, exponent: base**exponent,
    "power": lambda base, exponent: base**exponent,
    "sign": lambda value: Decimal((value > 0) - (value < 0)),
    **{name: _by_float(getattr(math, name)) for name in ("sin", "cos", "tan", "tanh")},
}

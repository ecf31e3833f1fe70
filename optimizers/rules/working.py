"""A step with its numbers put in, as a student would write it: what the why-panel shows."""

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from ..terms.parameters import Value

BESIDE = "where that is large beside eps"
DIGITS = 4  # of a printed number, at the least
MOST_DIGITS = 17  # which tell every float64 from every other

_least: ContextVar[int] = ContextVar("digits", default=DIGITS)


@dataclass(frozen=True, slots=True)
class Line:
    """``symbol = expression = value``, in LaTeX; the expression holds numbers.

    note: what is said in place of an expression, which is then empty.
    """

    symbol: str
    expression: str
    value: float
    note: str = ""

    @property
    def latex(self) -> str:
        """The whole line."""
        return " = ".join(part for part in (self.symbol, self.expression, number(self.value, DIGITS)) if part)


@dataclass(frozen=True, slots=True)
class Coordinate:
    """What one coordinate of a step was made of.

    g: the gradient that the rule saw; gradient: the same in both coordinates; before, after: the state variables around
    the step, in the rule's order; change: by how much the rule moved the coordinate; lr: the rate of this step; values:
    the hyper-parameters; step: its number, from 1.
    """

    g: float
    gradient: tuple[float, float]
    before: tuple[float, ...]
    after: tuple[float, ...]
    change: float
    lr: float
    values: Mapping[str, Value]
    step: int

    def __getitem__(self, name: str) -> str:
        """Return a hyper-parameter as it stands in a formula."""
        return number(float(self.values[name]), 6)  # of a decay such as 0.99995 four digits would make 1

    def on(self, name: str) -> bool:
        """Whether a switch is on."""
        return self.values[name] == 1


@contextmanager
def digits(least: int) -> Iterator[None]:
    """Print numbers with at least so many significant digits."""
    token = _least.set(least)
    try:
        yield
    finally:
        _least.reset(token)


def number(value: float, least: int = DIGITS) -> str:
    """Return ``value`` in LaTeX with ``least`` significant digits, or as many as ``digits`` asks for."""
    count = max(least, _least.get())
    shown = value + 0.0  # no −0
    text = repr(shown) if count >= MOST_DIGITS else f"{shown:.{count}g}"
    mantissa, _, exponent = text.removesuffix(".0").partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa


def factor(value: float) -> str:
    """Return ``value`` as a factor: a negative one in brackets."""
    return f"({number(value)})" if value < 0 else number(value)


def square(value: float) -> str:
    """Return the square of ``value``: of a negative number or one with a power of ten, in brackets."""
    text = number(value)
    return f"({text})^2" if value < 0 or "^" in text else f"{text}^2"


def average(symbol: str, decay: str, before: float, term: str, after: float) -> Line:
    """Return an exponentially weighted average's line; ``term`` is what is averaged, with its numbers."""
    return Line(symbol, rf"{decay} \cdot {factor(before)} + (1 - {decay}) \cdot {term}", after)


def difference(a: float, b: float) -> str:
    """Return ``a − b`` with as many digits as leave four to the difference."""
    larger, apart = max(abs(a), abs(b)), abs(a - b)
    lost = math.ceil(math.log10(larger / apart)) if apart else 0
    least = min(DIGITS + max(lost, 0), MOST_DIGITS)
    subtracted = number(b, least)
    return f"{number(a, least)} - {f'({subtracted})' if b < 0 else subtracted}"


def root_of(symbol: str, before: float, beta: float, weight: float, d: float, after: float) -> Line:
    """Return the line of a root that is carried because the squares under it are no numbers (see ``roots``)."""
    unit = abs(d) or before
    squares = rf"{number(beta, 6)} \cdot {square(before / unit)} + {number(weight)} \cdot {square(d / unit)}"
    return Line(rf"\sqrt{{{symbol}}}", rf"{number(unit)} \cdot \sqrt{{{squares}}}", after)


def first_step_is_plain(values: Mapping[str, Value]) -> bool:
    """Whether the first step has the whole learning rate and nothing but the rule moves the position."""
    decays = values.get("weight_decay") and values.get("decoupled_weight_decay")
    return not values.get("warmup") and not decays

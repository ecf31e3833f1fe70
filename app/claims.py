"""What lessons say of runs: numbers measured in them, sentences with these numbers, and what makes a sentence true."""

from collections.abc import Mapping
from math import inf, isclose
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from .measures import Value

Operand = float | str
Operator = Literal["<", ">", "is", "near"]
NEAR = 1e-3  # relative
TIMES = {0: "not once", 1: "once", 2: "twice"}


class Data(BaseModel):
    """A part of a lesson's file, in which no other keys are allowed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Number(Data):
    """A metric of a run. ``query``: the name of another scenario among ``queries``, empty for the lesson's own."""

    run: str
    metric: str
    query: str = ""
    at: float | None = None


class Claim(Data):
    """A sentence, and the comparisons that make it true, each [name, operator, name or value]."""

    says: str
    that: Annotated[list[tuple[str, Operator, Operand]], Field(min_length=1)]


class Shown:
    """A measured value that formats itself for a sentence.

    {name} writes three digits, {name:.1f} as many as the format asks for, and {name:times} "not once", "twice" or
    "13 times".
    """

    def __init__(self, value: Value) -> None:
        self.value = value

    def __format__(self, form: str) -> str:
        if self.value is None:
            return "never"
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, int) and form == "times":
            return TIMES.get(self.value, f"{self.value} times")
        if isinstance(self.value, int):
            return f"{self.value:,}" if abs(self.value) >= 10_000 else str(self.value)
        return _written(format(self.value, form or ".3g"))


def _written(text: str) -> str:
    """Return a number as it is printed: 1.2e-28 as 1.2·10⁻²⁸, with a true minus sign."""
    digits, _, exponent = text.partition("e")
    if exponent:
        digits += "·10" + str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return digits.replace("-", "−")


def written(text: str, values: Mapping[str, Value]) -> str:
    """Return ``text`` with its {names} replaced by ``values``."""
    return text.format_map({name: Shown(value) for name, value in values.items()})


def holds(claim: Claim, values: Mapping[str, Value]) -> bool:
    """Return whether a claim holds for its numbers. A step that never comes is later than every other."""
    return all(_compare(values[left], operator, _value(right, values)) for left, operator, right in claim.that)


def _value(operand: Operand, values: Mapping[str, Value]) -> Value:
    if operand == "never":
        return None
    return values.get(operand, operand) if isinstance(operand, str) else operand


def _compare(left: Value, operator: Operator, right: Value) -> bool:
    if operator == "is":
        return left == right
    if isinstance(left, str) or isinstance(right, str):
        raise TypeError(f"{left!r} and {right!r} have no order")
    a, b = (inf if side is None else side for side in (left, right))
    if operator == "near":
        return isclose(a, b, rel_tol=NEAR)
    return a < b if operator == "<" else a > b

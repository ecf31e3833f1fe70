"""What a reader with a calculator gets from a printed formula: LaTeX of numbers, as ``rules.working`` writes it."""

import math
import re

TOKEN = re.compile(r"\s*(\d+(?:\.\d+)?|\\[a-zA-Z]+(?:\{sign\})?|.)")


def work_out(text: str) -> float:
    """Return the value of ``text``; NaN where it divides by zero or leaves the range of numbers.

    Raises ValueError where it is no formula of numbers.
    """
    reader = _Reader(TOKEN.findall(text))
    try:
        found = reader.sum()
    except (ZeroDivisionError, OverflowError):
        return math.nan
    if reader.tokens:
        raise ValueError(f"{reader.tokens[0]!r} is left over in {text}")
    return found


class _Reader:
    """Reads sums of products of powers, from the left."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens

    def _next(self, wanted: str = "") -> str:
        if not self.tokens or (wanted and self.tokens[0] != wanted):
            raise ValueError(f"expected {wanted or 'a number'}, found {self.tokens[:1]}")
        return self.tokens.pop(0)

    def _at(self, token: str) -> bool:
        found = self.tokens[:1] == [token]
        if found:
            self.tokens.pop(0)
        return found

    def sum(self) -> float:
        total = self._product()
        while self.tokens and self.tokens[0] in "+-":
            minus = self._next() == "-"
            part = self._product()
            total = total - part if minus else total + part
        return total

    def _product(self) -> float:
        if self._at("-"):
            return -self._product()
        found = self._power()
        while self._at(r"\cdot"):
            found *= self._power()
        return found

    def _power(self) -> float:
        base = self._atom()
        return base * base if self._at("^") and self._next("2") else base

    def _atom(self) -> float:
        token = self._next()
        if token == r"\frac":
            above = self._group()
            return above / self._group()
        if token == r"\sqrt":
            return math.sqrt(self._group())
        if token == r"\mathrm{sign}":
            return float((inner := self._bracket(self._next("("))) > 0) - (inner < 0)
        if token in ("(", r"\left"):
            return self._bracket(token)
        if not re.fullmatch(r"\d+(\.\d+)?", token):
            raise ValueError(f"{token} is not a number")
        if self.tokens[:4] == [r"\cdot", "10", "^", "{"]:  # one number, which a product would round again
            del self.tokens[:4]
            return float(f"{token}e{''.join(iter(self._next, '}'))}")
        return float(token)

    def _bracket(self, opened: str) -> float:
        if opened == r"\left":
            self._next("(")
        inner = self.sum()
        if opened == r"\left":
            self._next(r"\right")
        self._next(")")
        return inner

    def _group(self) -> float:
        self._next("{")
        inner = self.sum()
        self._next("}")
        return inner

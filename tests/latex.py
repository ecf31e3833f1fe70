"""What a printed formula can mean: each number in it stands for all that round to it, so a formula is an interval."""

import math
import re
from collections.abc import Collection
from decimal import Decimal, localcontext
from typing import Any

Interval = tuple[float, float]
SLACK = 1e-12  # relative: the rounding of this arithmetic itself
TOKEN = re.compile(r"\s*(\d+(?:\.\d+)?|\\[a-zA-Z]+(?:\{sign\})?|.)")
EXACT = re.compile(r"-?\d+")


def evaluate(text: str, typed: Collection[str] = ()) -> Interval:
    """Return the interval of what ``text`` can be. Raises ValueError where it is not a formula of numbers.

    typed: numbers that stand for themselves, as hyper-parameters do.
    """
    reader = _Reader(TOKEN.findall(text), typed)
    found = reader.sum()
    if reader.tokens:
        raise ValueError(f"{reader.tokens[0]!r} is left over in {text}")
    return found


def calculated(text: str) -> Decimal:
    """Return what a calculator with fifty digits gets from ``text``, its numbers taken as they are printed."""
    for pattern, written in (
        (r"\\left\| (.*?) \\right\|", r"abs(\1)"),
        (r"\\(min|max)\b", r"\1"),
        (r"\\left\(|\(", "("),
        (r"\\right\)|\)", ")"),
        (r"\\cdot", "*"),
        (r"\^\{([^{}]*)\}", r"**(\1)"),
        (r"\^2", "**2"),
        (r"\\mathrm\{sign\}", "sign"),
    ):
        text = re.sub(pattern, written, text)
    inner = r"\{([^{}]*)\}"
    while "\\" in text:
        simpler = re.sub(rf"\\frac{inner}{inner}", r"((\1)/(\2))", re.sub(rf"\\sqrt{inner}", r"root(\1)", text))
        assert simpler != text, text
        text = simpler
    text = re.sub(r"(?<![\w.'])(\d+(?:\.\d+)?)", r"number('\1')", text)
    names: dict[str, Any] = {
        "number": Decimal,
        "root": lambda value: value.sqrt(),
        **{"abs": abs, "min": min, "max": max},
        "sign": lambda value: Decimal((value > 0) - (value < 0)),
    }
    with localcontext(prec=50):
        return Decimal(eval(text, {"__builtins__": {}}, names))


class _Reader:
    """Reads sums of products of powers, from the left."""

    def __init__(self, tokens: list[str], typed: Collection[str]) -> None:
        self.tokens, self.typed = tokens, typed

    def next(self, wanted: str = "") -> str:
        if not self.tokens or (wanted and self.tokens[0] != wanted):
            raise ValueError(f"expected {wanted or 'a number'}, found {self.tokens[:1]}")
        return self.tokens.pop(0)

    def at(self, token: str) -> bool:
        found = self.tokens[:1] == [token]
        if found:
            self.tokens.pop(0)
        return found

    def sum(self) -> Interval:
        total = self.product()
        while self.tokens and self.tokens[0] in "+-":
            minus = self.next() == "-"
            low, high = self.product()
            total = _wide(total[0] - high, total[1] - low) if minus else _wide(total[0] + low, total[1] + high)
        return total

    def product(self) -> Interval:
        if self.at("-"):
            low, high = self.product()
            return -high, -low
        found = self.power()
        while self.at(r"\cdot"):
            found = _times(found, self.power())
        return found

    def power(self) -> Interval:
        base = self.atom()
        if not self.at("^"):
            return base
        text = "".join(iter(self.next, "}")) if self.at("{") else self.next()
        if not EXACT.fullmatch(text):
            powers = [end**exponent for end in base for exponent in evaluate(text, self.typed)]
            return _wide(min(powers), max(powers))
        if base == TEN:
            return (10.0 ** int(text),) * 2
        if text != "2":
            raise ValueError(f"an exponent {text}")
        ends = sorted(abs(end) for end in base)
        return _wide(0.0 if base[0] < 0 < base[1] else ends[0] ** 2, ends[1] ** 2)

    def atom(self) -> Interval:
        token = self.next()
        if token == r"\frac":
            above, below = self.group(), self.group()
            return _times(above, _reciprocal(below))
        if token == r"\sqrt":
            low, high = self.group()
            return _wide(math.sqrt(max(low, 0.0)), math.sqrt(max(high, 0.0)))  # a variance is never negative
        if token == r"\mathrm{sign}":
            ((low, high),) = self.list()
            return float(low > 0) - (low < 0), float(high > 0) - (high < 0)
        if token in (r"\max", r"\min"):
            ends = zip(*self.list(), strict=True)
            low, high = (max(each) if token == r"\max" else min(each) for each in ends)
            return low, high
        if token == r"\left" and self.at("|"):
            low, high = self.sum()
            self.next(r"\right")
            self.next("|")
            return 0.0 if low < 0 < high else min(abs(low), abs(high)), max(abs(low), abs(high))
        if token in ("(", r"\left"):
            self.tokens.insert(0, token)
            (inner,) = self.list()
            return inner
        return (float(token),) * 2 if token in self.typed else _printed(token)

    def list(self) -> list[Interval]:
        """Read what stands in brackets, between commas."""
        tall = self.at(r"\left")
        self.next("(")
        found = [self.sum()]
        while self.at(","):
            found.append(self.sum())
        if tall:
            self.next(r"\right")
        self.next(")")
        return found

    def group(self) -> Interval:
        self.next("{")
        inner = self.sum()
        self.next("}")
        return inner


def _printed(token: str) -> Interval:
    """Return what rounds to ``token``; short numbers may have lost zeros, so all have four digits."""
    if not re.fullmatch(r"\d+(\.\d+)?", token):
        raise ValueError(f"{token} is not a number")
    if token in ("0", "1", "10"):
        return (float(token),) * 2  # zero, the 1 of 1 − β, and the 10 of a power
    number = Decimal(token)
    digits = max(4, len(number.as_tuple().digits))
    half = float(Decimal(1).scaleb(number.adjusted() - digits + 1)) / 2
    return _wide(float(number) - half, float(number) + half)


def _times(a: Interval, b: Interval) -> Interval:
    products = [x * y for x in a for y in b]
    return _wide(min(products), max(products))


def _reciprocal(a: Interval) -> Interval:
    if a[0] <= 0 <= a[1]:
        raise ValueError(f"division by what may be zero, {a}")
    return _wide(1 / a[1], 1 / a[0])


def _wide(low: float, high: float) -> Interval:
    return low - SLACK * abs(low), high + SLACK * abs(high)


TEN = (10.0, 10.0)

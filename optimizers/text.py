"""Numbers as text, the same text that JavaScript writes, so that one scenario has one query string."""

import re
from decimal import Decimal

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


def parse_number(text: str) -> float | None:
    """Return the number that ``text`` writes in plain or scientific notation, None where it writes none.

    Stricter than ``float``: no ``nan``, ``inf``, underscores, blanks or non-ASCII digits. A number too large for a
    float64 comes back as infinity, for the caller to refuse.
    """
    return float(text) + 0.0 if NUMBER.fullmatch(text) else None  # −0 + 0 is 0, which is also how it is written


def format_number(value: float) -> str:
    """Return the shortest text that reads back as ``value``, laid out as ECMAScript's Number::toString does.

    Python and JavaScript find the same digits; they differ in where scientific notation begins (``1e-08``, ``1e-8``).
    """
    if value == 0:
        return "0"
    sign, digits, exponent = Decimal(repr(float(value))).normalize().as_tuple()
    assert isinstance(exponent, int), "scenarios hold finite numbers only"
    figures = "".join(map(str, digits))
    point = len(figures) + exponent  # how many figures stand before the decimal point
    if len(figures) <= point <= 21:
        text = figures + "0" * (point - len(figures))
    elif 0 < point <= 21:
        text = f"{figures[:point]}.{figures[point:]}"
    elif -6 < point <= 0:
        text = "0." + "0" * -point + figures
    else:
        mantissa = figures[0] + ("." + figures[1:] if len(figures) > 1 else "")
        text = f"{mantissa}e{point - 1:+d}"
    return "-" + text if sign else text

"""Numbers as text, as JavaScript writes them, so that one scenario has one query string."""

import math
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import quote

LONGEST = 100  # characters of a number; the shortest text of a float64 has at most 25
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", re.ASCII)
"""No digit can be matched in two ways, so a text of any length is refused in one pass."""
AS_IT_IS = "!*()/:@,="
"""What a text in a query keeps besides letters, digits and ``-._~``; ``static/js/state/address.js`` has the same."""


def parse_number(text: str) -> float | None:
    """Return the number that ``text`` writes in plain or scientific notation, None if it writes none.

    Stricter than ``float``: no ``nan``, ``inf``, underscores, blanks or non-ASCII digits, and no more than ``LONGEST``
    characters. A number too large for a float64 becomes infinity, which the caller has to refuse.
    """
    return (
        float(text) + 0.0 if len(text) <= LONGEST and NUMBER.fullmatch(text) else None
    )  # −0 + 0 is 0, which is also how it is written


def format_number(value: float) -> str:
    """Return the shortest text that reads back as ``value``, laid out as ECMAScript's Number::toString does.

    Python and JavaScript find the same digits, but begin scientific notation at different sizes (``1e-08``, ``1e-8``).
    """
    if value == 0:
        return "0"
    shortest = repr(float(value))
    if "e" not in shortest:  # from 1e-4 to 1e16 both use the same layout
        return shortest.removesuffix(".0")
    sign, digits, exponent = Decimal(shortest).normalize().as_tuple()
    assert isinstance(exponent, int), "scenarios hold finite numbers only"
    figures = "".join(map(str, digits))
    point = len(figures) + exponent  # how many digits come before the decimal point
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


def encoded(text: str) -> str:
    """Return ``text`` as a value in a query string: everything that an address, a form or a list may read otherwise is
    percent-encoded, so it reads back as the same text wherever it has been.

    >>> encoded("x = x - lr*g; s = a + b")
    'x%20=%20x%20-%20lr*g%3B%20s%20=%20a%20%2B%20b'
    """
    return quote(text, safe=AS_IT_IS)


def short_number(value: float, digits: int = 2) -> str:
    """Return ``value`` with ``digits`` significant digits, for readers: "1234", "0.25", "1.2e−7", with a true minus
    sign.

    Whole numbers of up to four digits keep all of them; a number that is not finite becomes "–".
    ``static/js/base/numbers.js`` is its twin.
    """
    if not math.isfinite(value):
        return "–"
    if value == 0:
        return "0"
    exact = Decimal(abs(value))
    whole = min(4, exact.adjusted() + (exact != Decimal(1).scaleb(exact.adjusted())))  # digits before the point
    rounded = _rounded(exact, max(digits, whole))
    if Decimal("1e-3") <= rounded < Decimal(10**4):
        text = format_number(float(rounded))
    else:
        rounded = _rounded(exact, digits)
        figures = "".join(map(str, rounded.as_tuple().digits))[:digits]
        text = figures[0] + ("." + figures[1:] if digits > 1 else "") + f"e{rounded.adjusted()}"
    return ("−" if value < 0 else "") + text.replace("-", "−")


def _rounded(exact: Decimal, digits: int) -> Decimal:
    """Return ``exact`` with ``digits`` significant digits; ties are rounded away from zero, as in ECMAScript."""
    return exact.quantize(Decimal(1).scaleb(exact.adjusted() - digits + 1), ROUND_HALF_UP)


def finite(value: Any) -> Any:
    """Return what JSON can hold of ``value``: None replaces a number that is not finite."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [finite(item) for item in value]
    return value

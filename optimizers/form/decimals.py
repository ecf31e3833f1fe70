"""Numbers as a person reads them, in LaTeX."""

import math

DIGITS = 4  # of a printed number, at the least
MOST_DIGITS = 17  # enough to distinguish all float64


def decimal(value: float, digits: int = DIGITS) -> str:
    r"""Return ``value`` in LaTeX with so many significant digits, exactly if they are ``MOST_DIGITS``.

    >>> decimal(0.0123456), decimal(-2.0), decimal(1.5e-8), decimal(0.1, MOST_DIGITS)
    ('0.01235', '-2', '1.5 \\cdot 10^{-8}', '0.1')
    """
    if not math.isfinite(value):
        return r"\text{NaN}" if math.isnan(value) else r"\infty" if value > 0 else r"-\infty"
    shown = float(value) + 0.0  # no −0
    text = repr(shown) if digits >= MOST_DIGITS else f"{shown:.{digits}g}"
    mantissa, _, exponent = text.removesuffix(".0").partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa

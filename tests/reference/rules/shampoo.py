"""Gupta, Koren and Singer 2018, Algorithm 2 of order 1: L itself, and its root by Cayley and Hamilton.

In decimal numbers of so many digits that the determinant does not cancel, not even of gradients of 1e290 beside an ε.
"""

from decimal import Decimal, localcontext
from typing import Any

from tests.reference.number import Array, Real, real

LARGE = 1e20
DIGITS, MORE = 120, 700


def step(x: Array, g: Array, kept: dict[str, Any], t: int, p: Any) -> Any:
    with localcontext(prec=MORE if max(abs(g)) > LARGE else DIGITS, Emax=99999, Emin=-99999):
        u, v = map(exactly, g)
        if t == 1:
            kept["xx"] = kept["yy"] = exactly(p.eps)
            kept["xy"] = Decimal(0)
        xx, xy, yy = kept["xx"], kept["xy"], kept["yy"] = kept["xx"] + u * u, kept["xy"] + u * v, kept["yy"] + v * v
        root = (xx * yy - xy * xy).sqrt()
        n = (xx + yy + 2 * root).sqrt()
        # The root of L is (L + root)/n, and its determinant is root.
        moved = ((yy + root) * u - xy * v) / (n * root), ((xx + root) * v - xy * u) / (n * root)
        return -p.lr * real([Real(f"{one:.40e}") for one in moved])


def exactly(number: Any) -> Decimal:
    """Return a long double as it is."""
    near = float(number)
    return Decimal(near) + Decimal(float(number - Real(near)))

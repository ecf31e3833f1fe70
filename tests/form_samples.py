"""Numbers that tell one arithmetic from another, and a comparison of results bit for bit."""

import math
import struct
from typing import Any

EDGES = (
    0.0,
    5e-324,
    2.2250738585072014e-308,
    1e-300,
    1e-8,
    0.1,
    1.0,
    1.5,
    2.5,
    3.0,
    1e16,
    1e300,
    1.7976931348623157e308,
)


def samples() -> list[float]:
    """Return zeros, subnormal, ordinary and large numbers of both signs, infinities and NaN."""
    return [*EDGES, *(-one for one in EDGES), math.inf, -math.inf, math.nan]


def bits(value: Any) -> bytes:
    """Return the bits of a number; every NaN has the same."""
    number = float(value)
    return struct.pack("<d", math.nan if number != number else number)


def same(one: Any, other: Any) -> bool:
    """Whether two results, numbers or tuples of numbers, have the same bits."""
    if isinstance(one, tuple) or isinstance(other, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return bits(one) == bits(other)

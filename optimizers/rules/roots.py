"""The root of an average of squares, even where the squares themselves overflow or underflow.

    S ← β S + w d²

The square of a gradient of 1e-200 underflows. If S is not between SMALLEST and LARGEST, a rule keeps the root of S
from step to step instead of S and computes no squares.
"""

from numpy import sqrt

SMALLEST = 1e-280  # below it, S may have lost digits: the smallest normal number is 2e-308
LARGEST = 1e300  # room for a division by 1 − βᵗ
LEAST = 5e-324  # the smallest positive number


def mean_square(s: float, root: float, beta: float, weight: float, d: float) -> tuple[float, float]:
    """Return β·s + weight·d² and its root, given s and its root before."""
    s = beta * s + weight * (d * d)
    if SMALLEST <= s <= LARGEST or root == d == 0.0:
        return s, sqrt(s)
    root = carried_root(root, beta, weight, d)
    return root * root, root


def carried_root(root: float, beta: float, weight: float, d: float) -> float:
    """Return √(β·root² + weight·d²), without computing the squares; 0 only if both parts are.

    Formula: sqrt(beta * root^2 + weight * d^2)
    """
    a = sqrt(beta) * root
    b = sqrt(weight) * abs(d)
    if b == 0.0 and weight > 0.0 and d != 0.0:
        b = LEAST
    larger = max(a, b)
    if larger == 0.0:
        return 0.0
    ratio = min(a, b) / larger
    return float(larger * sqrt(1.0 + ratio * ratio))


def joined(a: float, b: float) -> float:
    """Return √(a² + b²) of two numbers that are not negative, without computing their squares."""
    return carried_root(a, 1.0, 1.0, b)

"""The logarithm that NumPy's normal draws need in the tails, where the page draws them too.

NumPy takes it from the C library. ``log1p`` computes it as glibc does, which has two versions: with fused products, if
the processor has them, and without. They differ only in the rounding of a polynomial, so the page draws with both
limits of that rounding; if the two draws differ, it leaves them to the server. Where the C library is another one (see
``alike``), it does the same with both neighbors of the logarithm.

Source: the shape and the coefficients of log1p in the fdlibm of Sun Microsystems, 1993, its polynomial summed in the
order that glibc has.
"""

import math
from functools import cache

TAIL = 3.6541528853610088
"""Where the tails of NumPy's normal distribution begin."""

LN2_HIGH = 0.6931471803691238
LN2_LOW = 1.9082149292705877e-10
ROOT = 1.4142131805419922  # the first 21 bits of √2: larger numbers are halved
NEAR = 0.2928934097290039  # up to here log(1 + x) is computed from x itself: about 1 − √½
SMALL = 1.862645149230957e-09  # 2⁻²⁹: below it two terms of the series are enough
CLOSE = 9.5367431640625e-07  # 2⁻²⁰: so close to 1 a polynomial of the third degree is enough,
ABOVE = 1.430511474609375e-06  # and so close below it
TWO_THIRDS = 0.66666666666666666
L1, L2, L3 = 6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01
L4, L5 = 2.222219843214978396e-01, 1.818357216161805012e-01
L6, L7 = 1.531383769920937332e-01, 1.479819860511658591e-01

COMPARED, OTHERWISE = 4096, 20
"""So many arguments in (−1, 0) tell whether the C library is alike, and so many of them it may round otherwise: with
fused products it does so for 2, and a library that always rounds to the nearest number for 265."""


def log1p(x: float, off: float) -> float:
    """Return log(1 + x) for −1 < x ≤ 0, a multiple of 2⁻⁵³, so that 1 + x is exact.

    off: the relative error that the polynomial has, besides its rounding.

    >>> log1p(-0.5, 0.0)
    -0.6931471805599453
    """
    if x > -SMALL:
        return x - x * x * 0.5
    k, m, f = 0.0, 1.0 + x, x
    if x <= -NEAR:
        while m < 1.0:
            m *= 2.0
            k -= 1.0
        if m >= ROOT:
            m *= 0.5
            k += 1.0
        f = m - 1.0
    half = 0.5 * f * f
    if k != 0.0 and -ABOVE <= f < CLOSE:
        if f == 0.0:
            return k * LN2_HIGH + k * LN2_LOW
        rest = half * (1.0 - TWO_THIRDS * f)
        return k * LN2_HIGH - ((rest - k * LN2_LOW) - f)
    s = f / (2.0 + f)
    z = s * s
    z2 = z * z
    z4 = z2 * z2
    z6 = z4 * z2
    series = (z * L1 + z2 * (L2 + z * L3) + z4 * (L4 + z * L5) + z6 * (L6 + z * L7)) * (1.0 + off)
    if k == 0.0:
        return f - (half - s * (half + series))
    return k * LN2_HIGH - ((half - (s * (half + series) + k * LN2_LOW)) - f)


@cache
def alike() -> bool:
    """Return whether the C library of this machine computes the logarithm as ``log1p`` does."""
    arguments = [-round((i + 0.5) / COMPARED * 2.0**53) * 2.0**-53 for i in range(COMPARED)]
    return sum(log1p(x, 0.0) != math.log1p(x) for x in arguments) <= OTHERWISE

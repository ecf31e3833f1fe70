"""Elementary functions with the same bits in every engine: exp, log, sin, cos, tanh and power.

The C library, NumPy's vector units and JavaScript's Math each round these functions in their own way, so two engines
that call them disagree. These are made of + − × ÷, comparisons and loops alone, which IEEE 754 defines to the last bit,
so numba, plain Python, NumPy and JavaScript agree wherever they keep the order of operations. Nothing here may be
rewritten by the rules of algebra: ``(a + b) - a`` is the rounding error of a sum, not b. All are in one file, because
each is built from the others and a program exports them together.

A surface or a rule imports and calls them: ``from ..form.elementary import cos, exp``. They take floats, NumPy arrays
and complex numbers (see ``dispatch``); compiled and translated code has the algorithms below, which take one float.

Errors, in units in the last place, over all of float64: exp 0.8, log 0.51, sin and cos 0.9, tanh 1.8, power 0.8. A
power that is itself a float64, as 10³ or 0.25^0.5, is exact. Special cases (±0, ±∞, nan) are those of annex F of C99.

Sources: W. J. Cody and W. Waite, Software manual for the elementary functions, 1980 (reduction by a constant in parts);
M. Payne and R. Hanek, Radian reduction for trigonometric functions, 1983; T. J. Dekker, A floating-point technique for
extending the available precision, 1971 (exact sums and products); J.-M. Muller, Elementary functions, 3rd edition,
2016; and for the shape of exp, log, sin and cos the fdlibm of Sun Microsystems, 1993. All polynomials are plain Taylor
series, one or two terms longer than fitted ones, so that a reader can check every coefficient.

This file is longer than others because the functions share their reductions and tables.
"""

from .dispatch import everywhere

INFINITY = float("inf")
NAN = float("nan")

ROUND = 6755399441055744.0  # 1.5 · 2⁵²: there the spacing of floats is 1, so adding and subtracting it rounds
WHOLE = 4503599627370496.0  # 2⁵²: from here on every float is an integer
SPLIT = 134217729.0  # 2²⁷ + 1 parts 53 bits into two halves of 26, whose products are exact

ROOT_2 = 1.4142135623730951
ROOT_HALF = 0.7071067811865476
PER_LN2 = 1.4426950408889634  # 1 / ln 2
LN2_HIGH = 0.6931471803691238  # the first 32 bits of ln 2: its product with an exponent is exact
LN2_LOW = 1.9082149292705877e-10  # ln 2 − LN2_HIGH

TWO_PER_PI = 0.6366197723675814  # 2 / π
HALF_PI = 1.5707963267948966  # π / 2
QUARTER_PI = 0.7853981633974483
HALF_PI_LOW = 6.123233995736766e-17  # π / 2 − HALF_PI
HALF_PI_1 = 1.5707963267341256  # π / 2 in parts of 33 bits, whose products with an integer below 2²⁰ are exact
HALF_PI_2 = 6.077100506303966e-11
HALF_PI_3 = 2.0222662487111665e-21
HALF_PI_4 = 8.4784276603689e-32  # the rest
MODERATE = 1000000.0  # up to here the parts above suffice: 10⁶ · 2/π < 2²⁰

DIGIT = 16777216.0  # 2²⁴
PER_DIGIT = 5.960464477539063e-08  # 2⁻²⁴
DIGITS = (  # of 2 / π in base 2²⁴: four zeros, then those after the point
    0.0, 0.0, 0.0, 0.0,
    10680707.0, 7228996.0, 1387004.0, 2578385.0, 16069853.0, 12639074.0, 9804092.0, 4427841.0, 16666979.0, 11263675.0,
    12935607.0, 2387514.0, 4345298.0, 14681673.0, 3074569.0, 13734428.0, 16653803.0, 1880361.0, 10960616.0, 8533493.0,
    3062596.0, 8710556.0, 7349940.0, 6258241.0, 3772886.0, 3769171.0, 3798172.0, 8675211.0, 12450088.0, 3874808.0,
    9961438.0, 366607.0, 15675153.0, 9132554.0, 7151469.0, 3571407.0, 2607881.0, 12013382.0, 4155038.0, 6285869.0,
    7677882.0, 13102053.0, 15825725.0, 473591.0, 9065106.0, 15363067.0, 6271263.0, 9264392.0, 5636912.0, 4652155.0,
)  # fmt: skip

NEAR = tuple(2.0**k for k in range(-64, 65))
FAR = tuple(2.0**k for k in range(-1024, 961, 64))

E_LARGEST = 710.0  # e to more is ∞
E_SMALLEST = -746.0  # e to less is 0
TANH_SMALL = 0.625
TANH_LARGE = 20.0  # from here on 1 − tanh x is below half a unit in the last place of 1


@everywhere
def exp(x: float) -> float:
    """Return e to the power of x.

    >>> exp(1.0)
    2.718281828459045
    """
    return exponential(x, 0.0)


@everywhere
def log(x: float) -> float:
    """Return the natural logarithm of x: −∞ of ±0, nan of a negative number.

    >>> log(10.0)
    2.302585092994046
    """
    if x != x or x < 0.0:
        return NAN
    if x == 0.0:
        return -INFINITY
    if x == INFINITY:
        return INFINITY
    high, _ = logarithm(x)
    return high


@everywhere
def sin(x: float) -> float:
    """Return the sine of x radians, nan of ±∞.

    >>> sin(1e22)
    -0.8522008497671888
    """
    if x == 0.0:
        return x
    if x - x != 0.0:
        return NAN
    quarter, high, low = reduced(x)
    if quarter == 0.0:
        return sine(high, low)
    if quarter == 1.0:
        return cosine(high, low)
    if quarter == -1.0:
        return -cosine(high, low)
    return -sine(high, low)


@everywhere
def cos(x: float) -> float:
    """Return the cosine of x radians, nan of ±∞.

    >>> cos(3.141592653589793)
    -1.0
    """
    if x - x != 0.0:
        return NAN
    quarter, high, low = reduced(x)
    if quarter == 0.0:
        return cosine(high, low)
    if quarter == 1.0:
        return -sine(high, low)
    if quarter == -1.0:
        return sine(high, low)
    return -cosine(high, low)


@everywhere
def tanh(x: float) -> float:
    """Return the hyperbolic tangent of x.

    >>> tanh(0.5)
    0.46211715726000974
    """
    size = abs(x)
    if size < TANH_SMALL:
        doubled = 2.0 * x
        z = doubled * doubled
        return doubled / (2.0 + half_cotangent(z, half_cotangent_far(z)))
    if x != x:
        return x
    result = 1.0
    if size < TANH_LARGE:
        result = 1.0 - 2.0 / (exponential(2.0 * size, 0.0) + 1.0)
    if x < 0.0:
        return -result
    return result


@everywhere
def power(x: float, y: float) -> float:
    """Return x to the power of y, a real exponent: nan where x is negative and y is no integer.

    >>> power(2.0, 0.5)
    1.4142135623730951
    >>> power(-10.0, 3.0)
    -1000.0
    """
    if y == 2.0:
        return x * x
    if 3.0 <= y <= 8.0 and (y + ROUND) - ROUND == y and 1e-30 < abs(x) < 1e30:
        result, lost, left = x, 0.0, y  # the power so far is result + lost
        while left > 1.0:
            result, rest = exact_product(result, x)
            lost = rest + lost * x
            left -= 1.0
        return result + lost
    if y == 0.0 or x == 1.0:
        return 1.0
    if x != x or y != y:
        return NAN
    size, large, half = abs(x), abs(y), abs(y) * 0.5
    whole = large >= WHOLE or (large + WHOLE) - WHOLE == large
    odd = whole and half < WHOLE and (half + WHOLE) - WHOLE != half
    if size == 0.0:
        if y > 0.0:
            return x if odd else 0.0
        return 1.0 / x if odd else INFINITY
    if x < 0.0 and not whole and size != INFINITY:
        return NAN
    result = 1.0
    if size == INFINITY or large > 1e20:  # a logarithm other than 0 is at least 1e-16
        if size > 1.0:
            result = INFINITY if y > 0.0 else 0.0
        elif size < 1.0:
            result = 0.0 if y > 0.0 else INFINITY
    else:
        high, low = logarithm(size)
        product, rest = exact_product(y, high)
        result = exponential(product, rest + y * low)
    if x < 0.0 and odd:
        return -result
    return result


def exact_product(a: float, b: float) -> tuple[float, float]:
    """Return a·b and what rounding took from it: Dekker's product. Neither may exceed 2⁹⁹⁵."""
    product = a * b
    scaled = SPLIT * a
    a_high = scaled - (scaled - a)
    a_low = a - a_high
    scaled = SPLIT * b
    b_high = scaled - (scaled - b)
    b_low = b - b_high
    return product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low


def exact_sum(a: float, b: float) -> tuple[float, float]:
    """Return a + b and what rounding took from it, whichever is larger: Knuth's sum."""
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)


def half_cotangent(z: float, far: float) -> float:
    """Return r coth(r/2) − 2, given z = r², by its series Σ 2 B₂ₙ zⁿ / (2n)!, with Bernoulli's numbers B.

    far: the sum of all that comes after the seventh term, divided by z⁷; 0 where z is small.

    Both exp and tanh come of it: eʳ = 1 + 2r / (r coth(r/2) − r), and tanh(r/2) = r / (r coth(r/2)).
    """
    square = z * z
    near = 0.16666666666666666 + z * -0.002777777777777778
    middle = 6.613756613756614e-05 + z * -1.6534391534391535e-06
    far = 2.6765073061369358e-11 + z * far
    far = (4.17535139757362e-08 + z * -1.0568380277374986e-09) + square * far
    return z * (near + square * (middle + square * far))


def half_cotangent_far(z: float) -> float:
    """Return what comes after the seventh term of ``half_cotangent`` for z ≤ 1.6, divided by z⁷."""
    far = 7.069414079258935e-21 + z * -1.7907034854075093e-22
    far = 1.1018005656720459e-17 + z * (-2.7908929371625045e-19 + z * far)
    far = 1.717212411255569e-14 + z * (-4.349737397116124e-16 + z * far)
    return -6.779360592645165e-13 + z * far


def exponential(x: float, rest: float) -> float:
    """Return e to the power of x + rest, where ``rest`` is small beside x, as x's rounding error is.

    With k the integer nearest to x / ln 2 and r = x + rest − k ln 2, |r| ≤ ½ ln 2: the result is eʳ · 2ᵏ.
    """
    if x != x:
        return x
    if x > E_LARGEST:
        return INFINITY
    if x < E_SMALLEST:
        return 0.0
    k = (x * PER_LN2 + ROUND) - ROUND
    high = x - k * LN2_HIGH
    low = rest - k * LN2_LOW
    r = high + low
    z = r * r
    c = r - half_cotangent(z, 0.0)
    near = 1.0 + high
    lost = high - (near - 1.0)
    return scaled(near + (lost + (low + r * c / (2.0 - c))), k)


def scaled(y: float, k: float) -> float:
    """Return y · 2ᵏ for an integer k of −1076 to 1024 and y near 1, rounded once.

    The first product is exact, and so is 2⁻¹⁰²⁴, the smallest of FAR, though it is subnormal.
    """
    far = min(max((k * 0.015625 + ROUND) - ROUND, -16.0), 15.0)
    return y * NEAR[int(k - 64.0 * far) + 64] * FAR[int(far) + 16]


def logarithm(x: float) -> tuple[float, float]:
    """Return log x of a positive number as high + low, which has an error of 2⁻⁶⁴ of it.

    With x = 2ᵏ m, m between √½ and √2, and s = (m − 1) / (m + 1), z = s²:
    log x = k ln 2 + 2s (1 + z/3 + z²/5 + …), where s, z and z/3 have a low part too.
    """
    m, k = x, 0.0
    while m >= 18446744073709551616.0:
        m *= 5.421010862427522e-20
        k += 64.0
    while m < 5.421010862427522e-20:
        m *= 18446744073709551616.0
        k -= 64.0
    while m >= 256.0:
        m *= 0.00390625
        k += 8.0
    while m < 0.00390625:
        m *= 256.0
        k -= 8.0
    while m > ROOT_2:
        m *= 0.5
        k += 1.0
    while m < ROOT_HALF:
        m *= 2.0
        k -= 1.0

    f = m - 1.0
    d = m + 1.0
    s = f / d
    product, lost = exact_product(s, d)
    s_low = (((f - product) - lost) - s * (m - (d - 1.0))) / d
    z, z_low = exact_product(s, s)
    z_low += 2.0 * s * s_low

    third, third_low = exact_product(z, 0.3333333333333333)
    third_low += z * 1.850371707708594e-17 + z_low * 0.3333333333333333
    square = z * z
    far = (0.043478260869565216 + z * 0.04) + square * 0.037037037037037035
    far = (0.05263157894736842 + z * 0.047619047619047616) + square * far
    far = (0.06666666666666667 + z * 0.058823529411764705) + square * far
    far = (0.09090909090909091 + z * 0.07692307692307693) + square * far
    far = (0.14285714285714285 + z * 0.1111111111111111) + square * far
    third_low += square * (0.2 + z * far)
    part, part_low = exact_product(s, third)
    part_low += s_low * third + s * third_low

    near, near_low = exact_sum(s, part)
    near_low += s_low + part_low
    total, lost = exact_sum(k * LN2_HIGH, 2.0 * near)
    low = lost + (2.0 * near_low + k * LN2_LOW)
    high = total + low
    return high, low - (high - total)


def reduced(x: float) -> tuple[float, float, float]:
    """Return a quarter q of −2 to 2 and high + low with |high| ≤ π/4, so that x = q π/2 + high + low, up to full turns.

    The pair has an error below 2⁻⁷⁰ of itself, also of the float64 that is nearest to a multiple of π/2.
    """
    size = abs(x)
    if size <= QUARTER_PI:
        return 0.0, x, 0.0
    if size > MODERATE:
        quarter, high, low = reduced_by_digits(x)
        return quarter, high, low
    n = (x * TWO_PER_PI + ROUND) - ROUND
    high, lost = exact_sum(x - n * HALF_PI_1, -(n * HALF_PI_2))
    high, more = exact_sum(high, -(n * HALF_PI_3))
    low = (lost + more) - n * HALF_PI_4
    total = high + low
    return n - 4.0 * ((n * 0.25 + ROUND) - ROUND), total, low - (total - high)


def reduced_by_digits(x: float) -> tuple[float, float, float]:
    """Return what ``reduced`` does, for |x| ≥ 1: Payne and Hanek's multiplication by 2/π, digit by digit.

    x is written as four digits and 2/π as fifty, in base 2²⁴. Products that are multiples of 4 are left out, as are
    those below 2⁻¹⁴², so that reducing the largest float64 costs no more than reducing 10⁶.
    """
    m, shift = x, 0
    while abs(m) >= DIGIT:
        m *= PER_DIGIT
        shift += 1
    first = (m + ROUND) - ROUND
    m = (m - first) * DIGIT
    second = (m + ROUND) - ROUND
    m = (m - second) * DIGIT
    third = (m + ROUND) - ROUND
    fourth = (m - third) * DIGIT

    carry, high, low = 0.0, 0.0, 0.0
    weight = 2.6727647100921956e-51  # 2⁻¹⁶⁸, of the seventh digit of the fraction
    a, b, c = DIGITS[shift + 10], DIGITS[shift + 9], DIGITS[shift + 8]  # those of 2/π that meet those of x
    for back in range(7):
        d = DIGITS[shift + 7 - back]
        found = carry + first * a + second * b + third * c + fourth * d
        a, b, c = b, c, d
        carry = (found * PER_DIGIT + ROUND) - ROUND
        digit = (found - carry * DIGIT) * weight
        total = digit + high
        low += high - (total - digit)
        high = total
        weight *= DIGIT
    carry += first * a + second * b + third * c + fourth * DIGITS[shift]
    quarter = carry - 4.0 * ((carry * 0.25 + ROUND) - ROUND)
    product, lost = exact_product(high, HALF_PI)
    low = lost + (high * HALF_PI_LOW + low * HALF_PI)
    total = product + low
    return quarter, total, low - (total - product)


def sine(x: float, rest: float) -> float:
    """Return sin(x + rest) for |x| ≤ π/4 and a small rest: the series Σ ±xⁿ / n! over odd n."""
    z = x * x
    far = -7.647163731819816e-13 + z * 2.8114572543455206e-15
    far = -2.505210838544172e-08 + z * (1.6059043836821613e-10 + z * far)
    far = -0.0001984126984126984 + z * (2.7557319223985893e-06 + z * far)
    return x + (x * z * (-0.16666666666666666 + z * (0.008333333333333333 + z * far)) + rest * (1.0 - 0.5 * z))


def cosine(x: float, rest: float) -> float:
    """Return cos(x + rest) for |x| ≤ π/4 and a small rest: the series Σ ±xⁿ / n! over even n."""
    z = x * x
    far = 4.779477332387385e-14 + z * -1.5619206968586225e-16
    far = 2.08767569878681e-09 + z * (-1.1470745597729725e-11 + z * far)
    far = 2.48015873015873e-05 + z * (-2.755731922398589e-07 + z * far)
    far = z * z * (0.041666666666666664 + z * (-0.001388888888888889 + z * far))
    near = 1.0 - 0.5 * z
    return near + (((1.0 - near) - 0.5 * z) + (far - x * rest))

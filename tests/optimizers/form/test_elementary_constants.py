"""Where the numbers in the elementary functions come from: each is computed here to 2000 bits and rounded."""

import math
from collections.abc import Callable, Iterable
from typing import Any

import mpmath
import pytest

from optimizers.form import elementary, nodes
from optimizers.form.reader import read

mp = mpmath.mp.clone()
mp.prec = 2000
LN2, HALF_PI = mp.ln2, mp.pi / 2


def leading(x: Any, bits: int) -> float:
    """Return the first so many bits of x."""
    mantissa, exponent = mp.frexp(x)
    return float(mp.ldexp(mp.floor(mp.ldexp(mantissa, bits)), int(exponent) - bits))


def parts(x: Any, count: int, bits: int) -> list[float]:
    """Return x as so many floats of so many bits, and a last one of all the bits it has room for."""
    found = []
    for _ in range(count):
        found.append(leading(x, bits))
        x -= mp.mpf(found[-1])
    return [*found, float(x)]


def numbers(function: Callable[..., Any]) -> set[float]:
    """Return the numbers that are written in a function, without their signs."""
    return {node.value for node in nodes.walk(*read(function).body) if isinstance(node, nodes.Number)}


def rounded(values: Iterable[Any]) -> set[float]:
    return {abs(float(value)) for value in values}


def power_of_two(value: float) -> bool:
    return math.frexp(value)[0] == 0.5


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ROUND", 3 * mp.mpf(2) ** 51),
        ("WHOLE", mp.mpf(2) ** 52),
        ("SPLIT", mp.mpf(2) ** 27 + 1),
        ("ROOT_2", mp.sqrt(2)),
        ("ROOT_HALF", mp.sqrt(0.5)),
        ("PER_LN2", 1 / LN2),
        ("TWO_PER_PI", 2 / mp.pi),
        ("QUARTER_PI", mp.pi / 4),
        ("DIGIT", mp.mpf(2) ** 24),
        ("PER_DIGIT", mp.mpf(2) ** -24),
    ],
)
def test_a_constant_is_what_its_name_says(name: str, value: Any) -> None:
    assert getattr(elementary, name) == float(value)


def test_constants_in_parts() -> None:
    assert parts(LN2, 1, 32) == [elementary.LN2_HIGH, elementary.LN2_LOW]
    assert [getattr(elementary, f"HALF_PI_{k}") for k in (1, 2, 3, 4)] == parts(HALF_PI, 3, 33)
    high = float(HALF_PI)
    assert [high, float(HALF_PI - mp.mpf(high))] == [elementary.HALF_PI, elementary.HALF_PI_LOW]
    third = float(mp.mpf(1) / 3)
    assert {third, float(mp.mpf(1) / 3 - mp.mpf(third))} <= numbers(elementary.logarithm)


def test_products_with_these_parts_are_exact() -> None:
    """An exponent has 11 bits, a number of quarter turns below MODERATE 20: with 32 or 33 more they fit into 53."""
    for k in (1075.0, 1023.0, 999.0):
        assert mp.mpf(k) * mp.mpf(elementary.LN2_HIGH) == mp.mpf(k * elementary.LN2_HIGH)
    n = math.ceil(elementary.MODERATE * elementary.TWO_PER_PI) + 1.0
    assert n < 2**20
    for part in (elementary.HALF_PI_1, elementary.HALF_PI_2, elementary.HALF_PI_3):
        assert mp.mpf(n) * mp.mpf(part) == mp.mpf(n * part)


def test_the_digits_of_two_over_pi() -> None:
    rest, digits = 2 / mp.pi, [0] * 4
    for _ in range(50):
        rest *= 2**24
        digits.append(int(mp.floor(rest)))
        rest -= digits[-1]
    assert list(elementary.DIGITS) == digits
    places = 1023 // 24  # of the largest float64, below which ``reduced_by_digits`` multiplies
    assert places + 7 + 3 < len(digits)


def test_coefficients_are_those_of_taylor_series() -> None:
    factorials = [1 / mp.factorial(n) for n in range(2, 19)]
    assert numbers(elementary.sine) == rounded(factorials[1::2]) | {1.0, 0.5}
    assert numbers(elementary.cosine) == rounded(factorials[0::2]) | {1.0}
    bernoulli = [2 * mp.bernoulli(2 * n) / mp.factorial(2 * n) for n in range(1, 15)]
    assert numbers(elementary.half_cotangent) == rounded(bernoulli[:7])
    assert numbers(elementary.half_cotangent_far) == rounded(bernoulli[7:])
    odd = rounded(1 / mp.mpf(n) for n in range(3, 29, 2))
    assert odd <= numbers(elementary.logarithm)
    others = numbers(elementary.logarithm) - odd - {8.0, 64.0, 1.850371707708594e-17}
    assert all(map(power_of_two, others - {0.0}))


def test_scaling_is_by_powers_of_two() -> None:
    assert tuple(math.ldexp(1.0, k) for k in range(-64, 65)) == elementary.NEAR
    assert tuple(math.ldexp(1.0, 64 * k) for k in range(-16, 16)) == elementary.FAR
    for k in range(-1074, 1024):
        assert elementary.scaled(1.0, float(k)) == math.ldexp(1.0, k)
    for y in (0.7071067811865476, 1.2345678901234567):
        assert elementary.scaled(y, -1060.0) == math.ldexp(y, -1060)  # rounded once
    assert elementary.scaled(0.7071067811865476, 1024.0) == math.ldexp(0.7071067811865476, 1024)


def test_ends_of_the_range() -> None:
    """Beyond them a result is ∞, 0 or 1, so that no more need be computed."""
    assert mp.log(2) * 1024 < elementary.E_LARGEST
    assert -mp.log(2) * 1075 > elementary.E_SMALLEST
    assert 1 - mp.tanh(elementary.TANH_LARGE) < mp.mpf(2) ** -54

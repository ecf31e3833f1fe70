"""The elementary functions: how far from the truth, their special cases, and one result from every engine."""

import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
import pytest

from optimizers.form import elementary
from optimizers.form.elementary import cos, exp, log, power
from optimizers.form.reader import read
from optimizers.terms.types import Vector
from tests.form_engines import running_javascript

COUNT = 4000  # of points in each spread
mpmath.mp.prec = 160  # enough: mpmath reduces a large angle with as many digits as that takes
random = np.random.default_rng(0)


def spread(low: int, high: int, count: int = COUNT) -> Vector:
    """Return positive numbers with every exponent from ``low`` to ``high`` alike."""
    return np.ldexp(random.uniform(1, 2, count), random.integers(low, high, count))


def either(x: Vector) -> Vector:
    """Return the same numbers with signs by chance."""
    signs: Vector = random.choice([-1.0, 1.0], x.shape)
    return x * signs


def near(x: Vector) -> Vector:
    """Return numbers beside these, from one unit in the last place to a twentieth away, and these themselves."""
    return np.concatenate([x, np.nextafter(x, 0), np.nextafter(x, 1e308), x * (1 + either(spread(-52, -5, x.size)))])


def ones(factor: float) -> Vector:
    return np.full(COUNT, factor)


def quarter_turns() -> Vector:
    """Return the floats nearest to multiples of π/2, and the hardest of all: closest to one, for their size."""
    whole = np.floor(spread(0, 60, COUNT))
    hardest = [math.ldexp(6381956970095103, 797), math.ldexp(5319372648326541, 255), 1e22]
    return np.array([float(int(k) * mpmath.pi / 2) for k in whole] + hardest)


ANGLES = np.concatenate(
    [either(spread(-1074, 1024)), random.uniform(-30, 30, COUNT), either(near(quarter_turns())), [sys.float_info.max]]
)
POINTS: dict[str, Vector] = {
    "exp": np.concatenate(
        [
            random.uniform(-745.2, 709.8, COUNT),
            random.uniform(-20, 20, 2 * COUNT),
            random.uniform(-745.2, -708, COUNT),
            either(spread(-1074, 9)),
            [709.782712893384, 709.7827128933841, -745.1332191019411, -745.1332191019412],
        ]
    ),
    "log": np.concatenate([spread(-1074, 1024), near(ones(1.0)), near(ones(2**0.5)), random.uniform(0, 20, COUNT)]),
    "sin": ANGLES,
    "cos": ANGLES,
    "tanh": np.concatenate(
        [either(spread(-1074, 6)), random.uniform(-20, 20, COUNT), random.uniform(-2, 2, 3 * COUNT)]
    ),
}
LIMITS = {"exp": 0.8, "log": 0.51, "sin": 0.9, "cos": 0.9, "tanh": 1.8, "power": 0.8}
"""Errors that the docstring of ``elementary`` states, in units in the last place."""


@pytest.fixture(autouse=True)
def _same_points() -> None:
    """A test draws the same points whichever tests have run before it."""
    random.bit_generator.state = np.random.default_rng(1).bit_generator.state


def units(found: float, exact: Any) -> float:
    """Return the error of ``found`` in units in the last place of the exact result."""
    if math.isinf(found):  # as it is rounded from half a unit above the largest number on
        return 0.0 if abs(exact) >= mpmath.ldexp(2**54 - 1, 970) else math.inf
    _, exponent = mpmath.frexp(exact)
    return float(mpmath.ldexp(abs(mpmath.mpf(found) - exact), min(53 - int(exponent), 1074)))


@pytest.mark.slow
@pytest.mark.parametrize("name", POINTS)
def test_a_function_is_close_to_the_truth_at_every_point(name: str) -> None:
    points = POINTS[name]
    assert points.size >= 20_000
    found = getattr(elementary, name)(points).tolist()
    truth = getattr(mpmath, name)
    worst = max((units(y, truth(x)), x) for x, y in zip(points.tolist(), found, strict=True))
    assert worst[0] <= LIMITS[name], f"{name}({worst[1]!r})"


def pairs() -> tuple[Vector, Vector]:
    """Return bases and exponents of every size, some with results at the ends of the range."""
    base = np.concatenate([spread(-1074, 1024), near(ones(1.0)), random.uniform(0, 20, COUNT), spread(-1074, 1024)])
    reach = np.concatenate([random.uniform(709, 709.9, COUNT // 2), random.uniform(-745.2, -708, COUNT // 2)])
    few, many = either(spread(-20, 10)), either(spread(0, 53, 4 * COUNT))
    return base, np.concatenate([few, many, random.uniform(-99, 99, COUNT), reach / np.log(base[-COUNT:])])


def test_a_power_is_close_to_the_truth_at_every_pair() -> None:
    base, exponent = pairs()
    found = power(base, exponent)
    worst, compared = (0.0, 0.0, 0.0), 0
    for x, y, result in zip(base.tolist(), exponent.tolist(), found.tolist(), strict=True):
        logarithm = y * mpmath.log(x)
        if abs(logarithm) > 800:
            assert result == (math.inf if logarithm > 0 else 0.0)
            continue
        compared += 1
        worst = max(worst, (units(result, mpmath.exp(logarithm)), x, y))
    assert compared >= 20_000
    assert worst[0] <= LIMITS["power"], worst


def bits(values: Any) -> list[str]:
    """Return numbers as texts that show every bit, the sign of zero included; all nan are one."""
    return [float(value).hex() for value in np.ravel(values)]


INF, NAN = math.inf, math.nan
SPECIAL: list[tuple[str, tuple[float, ...], float]] = [
    ("exp", (0.0,), 1.0),
    ("exp", (-0.0,), 1.0),
    ("exp", (INF,), INF),
    ("exp", (-INF,), 0.0),
    ("exp", (NAN,), NAN),
    ("exp", (709.7827128933841,), INF),
    ("exp", (-745.1332191019411,), 5e-324),
    ("exp", (-745.1332191019412,), 0.0),
    ("exp", (5e-324,), 1.0),
    ("log", (1.0,), 0.0),
    ("log", (0.0,), -INF),
    ("log", (-0.0,), -INF),
    ("log", (-1.0,), NAN),
    ("log", (-INF,), NAN),
    ("log", (INF,), INF),
    ("log", (NAN,), NAN),
    *[
        (name, (x,), y)
        for name in ("sin", "tanh")
        for x, y in ((0.0, 0.0), (-0.0, -0.0), (5e-324, 5e-324), (-5e-324, -5e-324), (NAN, NAN))
    ],
    *[(name, (x,), NAN) for name in ("sin", "cos") for x in (INF, -INF)],
    ("cos", (0.0,), 1.0),
    ("cos", (-0.0,), 1.0),
    ("cos", (NAN,), NAN),
    ("tanh", (INF,), 1.0),
    ("tanh", (-INF,), -1.0),
    ("tanh", (1e300,), 1.0),
    # Annex F.9.4.4 of C99
    *[
        ("power", (zero, y), math.copysign(INF, zero))
        for zero in (0.0, -0.0)
        for y in (-1.0, -3.0, -4503599627370497.0)
    ],
    *[("power", (zero, y), INF) for zero in (0.0, -0.0) for y in (-2.0, -0.5, -1e300, -9007199254740992.0, -INF)],
    *[("power", (zero, y), zero) for zero in (0.0, -0.0) for y in (1.0, 3.0, 9007199254740991.0)],
    *[("power", (zero, y), 0.0) for zero in (0.0, -0.0) for y in (2.0, 0.5, 1e300, INF)],
    *[("power", (-1.0, y), 1.0) for y in (INF, -INF, 2.0, 9007199254740992.0, 1e300)],
    *[("power", (-1.0, y), -1.0) for y in (1.0, -3.0, 4503599627370497.0, 9007199254740991.0)],
    *[("power", (1.0, y), 1.0) for y in (INF, -INF, NAN, 0.5, -0.0)],
    *[("power", (x, y), 1.0) for x in (NAN, 0.0, -0.0, INF, -INF, -2.5) for y in (0.0, -0.0)],
    *[("power", (x, y), NAN) for x in (-2.0, -0.5, -5e-324) for y in (0.5, -1.5, 2251799813685247.5)],
    *[("power", (x, -INF), INF) for x in (0.5, -0.5, 5e-324)],
    *[("power", (x, -INF), 0.0) for x in (1.5, -1.5, 1e300, INF, -INF)],
    *[("power", (x, INF), 0.0) for x in (0.5, -0.5, 5e-324)],
    *[("power", (x, INF), INF) for x in (1.5, -1.5, 1e300, INF, -INF)],
    *[("power", (-INF, y), result) for y, result in ((-3.0, -0.0), (-2.0, 0.0), (-0.5, 0.0), (3.0, -INF), (2.0, INF))],
    *[("power", (-INF, y), INF) for y in (0.5, 1e300)],
    *[("power", (INF, y), result) for y, result in ((-0.5, 0.0), (-3.0, 0.0), (0.5, INF), (3.0, INF))],
    *[("power", pair, NAN) for pair in ((NAN, 1.0), (2.0, NAN), (NAN, NAN), (NAN, INF), (INF, NAN))],
    ("power", (2.0, -1074.0), 5e-324),
    ("power", (2.0, -1075.0), 0.0),
    ("power", (2.0, 1024.0), INF),
    ("power", (-2.0, 1025.0), -INF),
    ("power", (-2.0, -1077.0), -0.0),
    ("power", (0.9999999999999999, 1e20), 0.0),
    ("power", (1.0000000000000002, 1e300), INF),
    ("power", (1.0000000000000002, -1e19), 0.0),
    ("power", (1e308, 5e-324), 1.0),
]


@pytest.mark.parametrize(("name", "arguments", "result"), SPECIAL)
def test_special_cases_are_those_of_c(name: str, arguments: tuple[float, ...], result: float) -> None:
    """The same for a float, for one of NumPy's, and in an array; and never a warning."""
    function = getattr(elementary, name)
    floats = tuple(map(float, arguments))
    for given in (floats, tuple(map(np.float64, floats)), tuple(np.array([x]) for x in floats)):
        assert bits(function(*given)) == bits(result)


def test_a_power_that_is_a_float_is_exact() -> None:
    for base in range(2, 20):
        exponent = 1
        while base**exponent < 2**53:
            assert power(float(base), float(exponent)) == base**exponent
            assert power(float(base**exponent), 1 / exponent) == base or exponent not in (1, 2, 4)
            exponent += 1
    assert [power(2.0, float(k)) for k in range(-1074, 1024)] == [math.ldexp(1.0, k) for k in range(-1074, 1024)]
    assert [power(10.0, float(k)) for k in range(23)] == [float(10**k) for k in range(23)]
    roots = random.integers(1, 2**26, 200).astype(np.float64)
    assert bits(power(roots * roots, 0.5)) == bits(roots)


@pytest.mark.parametrize("name", POINTS)
def test_symmetries_are_exact(name: str) -> None:
    points = np.abs(POINTS[name])
    function = getattr(elementary, name)
    if name in ("sin", "tanh"):
        assert bits(function(-points)) == bits(-function(points))
    elif name == "cos":
        assert bits(cos(-points)) == bits(cos(points))
    elif name == "log":
        halves = points[points < 1e100]
        assert np.all(np.diff(log(np.sort(halves))) >= 0)
    else:
        assert np.all(np.diff(exp(np.sort(random.uniform(-1, 1, COUNT)))) >= 0)


@pytest.mark.parametrize("name", [*POINTS, "power"])
def test_an_array_has_the_bits_of_its_elements(name: str) -> None:
    """Where numba is on this holds the compiled function to the plain one."""
    function = getattr(elementary, name)
    points = random.permutation(POINTS.get(name, POINTS["log"]))[:20_000]
    more = (either(spread(-8, 8, points.size)),) if name == "power" else ()
    assert bits(function(points, *more)) == [
        function(*pair).hex() for pair in zip(*(array.tolist() for array in (points, *more)), strict=True)
    ]


@pytest.mark.parametrize("name", [*POINTS, "power"])
def test_javascript_has_the_same_bits(name: str, tmp_path: Path) -> None:
    function = getattr(elementary, name)
    arguments = [random.permutation(POINTS.get(name, POINTS["log"]))]
    arguments += [either(spread(-8, 8, arguments[0].size))] if name == "power" else []
    rows = np.column_stack(arguments)
    with running_javascript(tmp_path) as script:
        found = script.values(script.module({name: read(function)}), name, rows)
    assert found.size >= 20_000
    assert bits(found) == bits(function(*arguments))


def test_kinds_of_numbers() -> None:
    """What comes out is as NumPy's functions have it, for NumPy's numbers and for Python's."""
    assert type(exp(1)) is type(exp(1.0)) is float
    assert type(exp(np.float64(1.0))) is type(power(2, np.float64(1.0))) is np.float64
    assert exp(np.array(1.0)).shape == ()
    assert exp(np.arange(6).reshape(2, 3)).shape == (2, 3)
    assert exp(np.array([])).shape == (0,)
    assert power(np.ones((2, 1)), np.ones(3)).shape == (2, 3)
    assert power(2.0, np.array([[3]])).tolist() == [[8.0]]
    assert exp(np.linspace(0, 1, 9)[::-2]).tolist() == [exp(x) for x in np.linspace(0, 1, 9)[::-2].tolist()]


@pytest.mark.parametrize("step", [1e-20, 1e-100, 1e-300])
@pytest.mark.parametrize("name", [*POINTS, "power"])
def test_a_complex_step_gives_the_derivative(name: str, step: float) -> None:
    """The imaginary part is the derivative times the step, to a few roundings."""
    function = getattr(elementary, name)
    derivatives: dict[str, Callable[[Any], Any]] = {
        "exp": mpmath.exp,
        "log": lambda x: 1 / x,
        "sin": mpmath.cos,
        "cos": lambda x: -mpmath.sin(x),
        "tanh": lambda x: mpmath.sech(x) ** 2,
    }
    points = np.concatenate([random.uniform(-5, 5, 50), [-300.0, 22.5, 300.0, 1.0]])
    if name == "power":
        for y in (-1.5, 0.5, 2.0, 3.0, 101.0, 150.0):
            for x in points[:50] if y == int(y) else np.abs(points[:50]):
                exact = float(y * mpmath.mpf(x) ** (y - 1))
                assert power(x + 1j * step, y).imag / step == pytest.approx(exact, rel=1e-13)
        return
    for x in np.abs(points) if name == "log" else points:
        exact = float(derivatives[name](mpmath.mpf(x)))
        if step * abs(exact) > 1e-305:
            assert function(x + 1j * step).imag / step == pytest.approx(exact, rel=1e-15)
    grid = points + 1j * step
    assert bits(function(grid).imag) == bits([function(z).imag for z in grid])

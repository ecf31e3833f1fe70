"""A typed surface: its derivatives, what is found on it, its runs, and what cannot be read."""

import math
import pickle
import tracemalloc
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optimizers import OPTIMIZERS, SURFACES, Scenario, ScenarioError, simulate
from optimizers.export.programs.numpy_program import numpy_program
from optimizers.form.errors import ExpressionError
from optimizers.picture import poster
from optimizers.run.contours import sample
from optimizers.surfaces.bound import BoundSurface
from optimizers.surfaces.custom import CUSTOM, canonical
from optimizers.surfaces.surface import Point
from optimizers.tell.verdict import verdict
from tests.form_engines import load, surveyed_by, surveyed_by_evaluator, surveyed_by_kernel
from tests.optimizers.form.test_form_bits import assert_same
from tests.optimizers.form.test_tape import EXPRESSIONS, PAIRS

from .typed_values import Reading

KNOWN = {
    "himmelblau": "(x^2+y-11)^2+(x+y^2-7)^2",
    "styblinski-tang": "0.5*(x^4-16*x^2+5*x+y^4-16*y^2+5*y)",
    "three-hump-camel": "2*x^2-1.05*x^4+x^6/6+x*y+y^2",
    "rosenbrock": "(1-x)^2+100*(y-x^2)^2",
    "beale": "(1.5-x+x*y)^2+(2.25-x+x*y^2)^2+(2.625-x+x*y^3)^2",
}


def surface(text: str, more: str = "") -> BoundSurface:
    return Scenario.from_query(f"surface=custom,f={text.replace('+', '%2B')}{more}&steps=3").surface


@settings(max_examples=80, deadline=None)  # the first call compiles
@given(EXPRESSIONS, st.floats(-3, 3), st.floats(-3, 3))
def test_gradient_and_hessian_are_those_of_complex_steps(text: str, x: float, y: float) -> None:
    reading = Reading(text)
    expected, largest, closest = reading.derivatives(x, y)
    assume(math.isfinite(reading.at(np.clongdouble(x), np.clongdouble(y)).real))
    assume(np.isfinite(expected).all() and largest < 1e5 and closest > 1e-3)
    own = surface(text)
    found = [*own.gradient(x, y), *own.hessian(x, y)]
    steep = (1 + largest) ** 2 / min(1.0, closest)
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-12 * steep / min(1.0, closest))


def test_the_kernel_plays_what_is_evaluated() -> None:
    own = surface("min(x,2*y)^3+exp(-x^2)*tanh(y)/(x-1)+floor(3*x)*abs(y)")
    points = PAIRS[::9]
    plain = surveyed_by_evaluator(own.definition, own.q.copy(), points)
    assert_same(surveyed_by(own.definition, own.q, points), plain)
    assert_same(surveyed_by_kernel(own.definition, own.q.copy(), points), plain[:, :3])


@pytest.mark.parametrize("name", KNOWN)
def test_the_search_finds_what_is_stated_of_a_known_surface(name: str) -> None:
    known = SURFACES[name]
    (left, right), (bottom, top) = known.domain
    own = surface(KNOWN[name], f",xmin={left},xmax={right},ymin={bottom},ymax={top}")
    assert own.domain == known.domain
    stated = known.landmarks(known.defaults())
    for kind in ("minima", "saddles", "maxima"):
        inside = [p for p in getattr(stated, kind) if left <= p[0] <= right and bottom <= p[1] <= top]
        same_points(getattr(own.landmarks, kind), inside)


def same_points(found: tuple[Point, ...], expected: list[Point]) -> None:
    assert len(found) == len(expected)
    if expected:
        np.testing.assert_allclose(sorted(found), sorted(expected), rtol=0, atol=1e-9)


@pytest.mark.parametrize(
    "text",
    ["x**1e308", "x**-1e308", "x*1e308+y*1e308", "5e-324*x", "abs(x)^abs(y)^abs(x)", "x*" * 99 + "x", "1e300*x^2+y"],
    ids=range(7),
)
def test_the_link_of_a_surface_that_is_too_steep_or_too_flat_is_read_again(text: str) -> None:
    """Its suggested learning rates are allowed for every optimizer, however they multiply them."""
    names = [name for name, rule in OPTIMIZERS.items() if not rule.solver]
    for some in (names[::2], names[1::2]):  # a scenario has at most 16
        optimizers = "".join(f"&optimizer={name}" for name in some)
        scenario = Scenario.from_query(f"surface=custom,f={text.replace('+', '%2B')}{optimizers}&start=A,1,1&steps=2")
        assert Scenario.from_query(scenario.query) == scenario


@pytest.mark.parametrize("name", ["himmelblau", "three-hump-camel"])
def test_runs_are_those_of_the_compiled_surface(name: str) -> None:
    rest = "&optimizer=sgd,lr=0.001&optimizer=adam,lr=0.05&start=A,-1.2,1&start=B,0.3,2.5&steps=200"
    own = simulate(Scenario.from_query(f"surface=custom,f={KNOWN[name]}{rest}"))
    for one, other in zip(own, simulate(Scenario.from_query(f"surface={name}{rest}")), strict=True):
        np.testing.assert_allclose(one.x, other.x, rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    ("text", "minima", "kinks"),
    [
        ("x^4+y^4", [(0, 0)], []),
        ("abs(x-0.3)+y^2", [(0.3, 0)], [(0.3, 0)]),
        ("sqrt(x^2+y^2)", [(0, 0)], [(0, 0)]),
        ("1e8*x^2+y^2", [(0, 0)], []),
        ("-exp(-(x-pi)^2-(y-pi)^2)", [(math.pi, math.pi)], []),
        ("x^3-3*x*y^2", [], []),
        ("log((x-0.03)^2+y^2)", [], []),
        ("x*y", [], []),
        ("7", [], []),
        ("0/0", [], []),
    ],
)
def test_minima_are_found_where_they_are(text: str, minima: list[Point], kinks: list[Point]) -> None:
    found = surface(text).landmarks
    same_points(found.minima, minima)
    same_points(found.kinks, kinks)
    assert ("No minimum" in found.remark) == (not minima and text != "0/0")
    assert "found by search" in found.remark or not minima


def test_minima_on_a_line_leave_no_gap_between_their_rings() -> None:
    own = surface("(x^2+y^2-4)^2")
    angles = sorted(math.atan2(y, x) for x, y in own.landmarks.minima)
    assert np.hypot(*np.array(own.landmarks.minima).T) == pytest.approx(2.0)
    ring = 0.005 * math.hypot(10, 10)
    assert max(2 * (b - a) for a, b in pairwise(angles)) < 4 * ring
    assert "on a line" in own.landmarks.remark


@pytest.mark.parametrize("text", [*KNOWN.values(), "x", "7", "0/0", "log(x)+y^2", "1/x", "exp(x^2+y^2)", "min(x,y)"])
def test_every_surface_has_a_first_view(text: str) -> None:
    own = surface(text)
    (left, right), (bottom, top) = own.domain
    a, b = own.suggestion.starts
    assert a != b
    assert all(left <= x <= right and bottom <= y <= top for x, y in (a, b))
    assert 60 <= own.suggestion.steps <= 400
    assert all(0 < rate < 1e6 for rate in own.suggestion.rates.values())
    grid = sample(own, 30)
    assert len(grid.levels) > 8
    assert (np.diff(grid.levels) > 0).all()
    if own.landmarks.minima:
        runs = simulate(Scenario.from_query(f"surface=custom,f={text.replace('+', '%2B')}&optimizer=sgd"))
        assert all(run.loss[-1] < run.loss[0] and run.status != "diverged" for run in runs)


def test_a_run_that_leaves_for_where_f_has_no_value_ends_there() -> None:
    query = "surface=custom,f=sqrt(x)-y&optimizer=sgd,lr=1&start=A,0.1,0&start=B,-1,0&steps=20"
    first, second = simulate(Scenario.from_query(query))
    assert (first.status, second.status) == ("diverged", "diverged")
    assert np.isfinite(first.x).all()
    assert len(second.x) == 1
    assert "hatched" in surface("sqrt(x)-y").landmarks.remark


@pytest.mark.parametrize(
    ("item", "said"),
    [
        ("f=x+z", "column 3: 'z' is not a name here"),
        ("f=x,xmin=5,xmax=-5", "The parameter xmax of surface custom cannot be -5. Allowed: more than xmin"),
        ("f=x,ymin=0,ymax=0.1", "ymax − ymin from 1/20 of xmax − xmin to 20 times as much"),
        ("f=x,xmin=1e6", "The parameter xmin of surface custom cannot be 1000000. Allowed: less than xmax"),
        ("f=x,f=y", "given more than once"),
    ],
)
def test_an_error_says_what_is_allowed(item: str, said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_query(f"surface=custom,{item}")
    assert said in str(caught.value)
    nearest, _ = Scenario.nearest(f"surface=custom,{item}")
    assert Scenario.from_query(nearest.query) == nearest


@pytest.mark.parametrize("text", ["x+y", "x**2+e+5", "1e+5*x", "min(x,y)+max(x,1)", "(x+y)*(x−y)·2", "x^-2"])
def test_a_text_reads_back_from_a_link(text: str) -> None:
    for written in (text, text.replace("+", "%2B"), text.replace("y", " y ")):
        scenario = Scenario.from_query(f"surface=custom,f={written},xmin=-3&steps=2")
        assert scenario.surface.values["f"] == canonical(text)
        assert scenario.surface.values["xmin"] == -3
        assert "+" not in scenario.query
        assert Scenario.from_query(scenario.query) == scenario
        assert pickle.loads(pickle.dumps(scenario)).surface.definition is scenario.surface.definition


HOSTILE = [
    "(" * 400 + "x" + ")" * 400,
    "(" * 100_000,
    "x" * 100_000,
    "-" * 499 + "x",
    "+".join(["x"] * 250),
    "x^" * 240 + "x",
    "10^" * 200 + "x",
    "9" * 499,
    "1e" + "9" * 400,
    "__import__('os').system('true')",
    "x.__class__.__mro__",
    "lambda: x",
    "[x for x in y]",
    "(x := 3)",
    "x if y else x",
    "𝑥+𝑦",
    "ｘ + ｙ",
    "х+у",  # Cyrillic
    "x\u202e+y",
    "x\u0000y",
    "f'{x}'",
    "max(*x)",
    "sin(x)(y)",
    "0x10",
    "1_000",
    "x\\\ny",
    "#",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_hostile_text_only_fails_and_takes_little_memory(text: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(ExpressionError, match=r"^column \d+: "):
            CUSTOM.read(text)
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_powers_of_powers_are_infinite_and_not_computed_as_whole_numbers() -> None:
    own = surface("10^10^10*x")
    assert own.value(1.0, 1.0) == math.inf


def test_where_f_has_no_value_every_picture_is_hatched_and_says_so() -> None:
    scenario = Scenario.from_query("surface=custom,f=log(x%2B1)-y&optimizer=sgd&steps=20")
    grid = sample(scenario.surface, 20)
    assert grid.undefined == ((-5.0, -5.0, -0.75, 5.0),)
    assert np.isnan(grid.z).sum() == 21 * 9
    assert scenario.surface.caption == ("no minimum found by search", "hatched: no finite value")
    drawn = poster(scenario, "overlay", "light", None)
    assert 'fill="url(#hatch)"' in drawn
    assert "no minimum found by search · hatched: no finite value" in drawn
    traces = scenario.figure().data
    assert any(trace.type == "scatter" and trace.fillpattern.shape == "/" for trace in traces)
    whole = Scenario.from_query("surface=custom,f=x*x&optimizer=sgd&steps=20")
    assert "hatch" not in poster(whole, "overlay", "light", None).partition("</style>")[2]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("log(x)-y&start=A,-1,2&start=B,1,1", "No run can begin at A: f has no finite value there."),
        ("log(x)&start=A,1,2", "From A, SGD falls until f has no finite value: no minimum was found."),
        ("x&start=A,1,2", "No minimum was found, so no run can reach one."),
    ],
)
def test_the_verdict_says_what_is_known(query: str, said: str) -> None:
    scenario = Scenario.from_query(f"surface=custom,f={query}&optimizer=sgd,lr=0.5&steps=20")
    assert said in verdict(scenario, simulate(scenario))


def test_two_custom_entries_of_one_name_stand_in_one_program(tmp_path: Path) -> None:
    items = "optimizer=custom,step=x=x-lr*g,lr=0.1&optimizer=custom,step=s=beta*s%2Bg;x=x-lr*s,lr=0.1"
    scenario = Scenario.from_query(f"surface=custom,f=min(x,y)^2%2B3*y^2%2Bexp(x)&{items}&start=A,1,2&steps=5")
    program = load(numpy_program(scenario), tmp_path / "program.py")
    for run, found in zip(simulate(scenario), program.runs.values(), strict=True):
        assert_same(found, run.x)

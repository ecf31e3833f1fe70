"""The kernel, plain Python, the evaluator, written Python and JavaScript have the same bits for every entry."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numba
import numpy as np
import pytest
from numpy import floor, sqrt

from optimizers import SURFACES, Rule, Surface
from optimizers.form import elementary, nodes
from optimizers.form.compiling import OPTIONS
from optimizers.form.evaluate import evaluate
from optimizers.form.nodes import Function
from optimizers.form.reader import read
from optimizers.form.scopes import with_helpers
from optimizers.terms.parameters import Value
from optimizers.terms.types import Matrix, Vector
from tests.everyone import STEPPED
from tests.example_rules import TEXTBOOKS
from tests.feeding import CHOOSING, recorded_gradients, variants
from tests.form_engines import (
    JavaScript,
    fed_to,
    fed_to_evaluator,
    fed_to_kernel,
    fed_to_python,
    load,
    parts,
    running_javascript,
    surveyed_by,
    surveyed_by_evaluator,
    surveyed_by_kernel,
    written,
)
from tests.form_samples import EDGES, samples
from tests.optimizers.run.test_engine import middle

ELEMENTARY = ("exp", "log", "sin", "cos", "tanh", "power")
ENTRIES: dict[str, Function] = {
    **{name: rule.form for name, rule in STEPPED.items()},
    **{f"{name}-{part}": form for name, surface in SURFACES.items() for part, form in parts(surface).items()},
    **{name: read(getattr(elementary, name)) for name in ELEMENTARY},
}


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JavaScript]:
    with running_javascript(tmp_path_factory.mktemp("modules")) as found:
        yield found


def bits(numbers: Matrix) -> Any:
    """Return the bits of numbers; every NaN has the same."""
    whole = np.where(np.isnan(numbers), np.nan, numbers)
    return np.ascontiguousarray(whole).view(np.uint64)


def assert_same(found: Matrix, expected: Matrix) -> None:
    assert found.shape == expected.shape
    different = np.argwhere(bits(found) != bits(expected))
    assert not different.size, (
        f"at {different[0]}: {found[tuple(different[0])]!r}, not {expected[tuple(different[0])]!r}"
    )


def gradients() -> Matrix:
    """Return ordinary gradients, then every pair of small, large and odd ones, one after the other."""
    random = np.random.default_rng(0)
    odd = [one for one in samples() if np.isfinite(one)]
    wild = random.choice(odd, (150, 2))
    last = np.array([(np.inf, 1.0), (1.0, -np.inf), (np.nan, 1.0), (1.0, np.nan), (1.0, 1.0)])
    return np.concatenate([recorded_gradients()[:150], np.zeros((2, 2)), wild, last])


def settings_of(rule: Rule) -> list[dict[str, Value]]:
    """Return all variants, and each with every number away from its default."""
    odd = {p.name: middle(p) for p in rule.parameters if p.scale not in CHOOSING and not p.unit}
    return [{**values, **changed} for values in variants(rule) for changed in ({}, odd)]


@pytest.mark.parametrize("rule", STEPPED.values(), ids=list(STEPPED))
def test_every_engine_takes_the_same_steps(rule: Rule, script: JavaScript, tmp_path: Path) -> None:
    module = script.module({"step": rule.form})
    python = load(written({"step": rule.form}), tmp_path / "page.py")
    fed, few = gradients(), np.concatenate([gradients()[:10], gradients()[-60:]])
    for values in settings_of(rule):
        kernel = fed_to_kernel(rule, values, fed)
        assert np.isfinite(kernel).any(axis=1).sum() > 100
        assert_same(script.fed(module, rule, values, fed), kernel)
        kernel = fed_to_kernel(rule, values, few)
        assert_same(fed_to_python(rule, values, few), kernel)
        assert_same(fed_to(python.step, rule, values, few), kernel)
        assert_same(fed_to_evaluator(rule, values, few), kernel)


@pytest.mark.parametrize("name", TEXTBOOKS)
def test_what_a_step_needs_besides_is_given_to_it_everywhere(name: str, script: JavaScript, tmp_path: Path) -> None:
    """Rules that nobody has registered, so not compiled here: they need loss, Hessian, gradient at another point."""
    rule, _ = TEXTBOOKS[name]
    python = load(written({"step": rule.form}), tmp_path / "page.py")
    fed = gradients()[:120]
    for values in settings_of(rule):
        plain = fed_to_python(rule, values, fed)
        assert np.isfinite(plain).any(axis=1).sum() > 100
        assert_same(script.fed(script.module({"step": rule.form}), rule, values, fed), plain)
        assert_same(fed_to(python.step, rule, values, fed), plain)
        assert_same(fed_to_evaluator(rule, values, fed), plain)


def points(surface: Surface) -> Matrix:
    """Return points of the domain, points far out, and every pair of some odd numbers."""
    random = np.random.default_rng(0)
    (left, right), (bottom, top) = surface.domain
    inside = random.uniform((left, bottom), (right, top), (100, 2))
    far = random.normal(size=(60, 2)) * 10.0 ** random.uniform(-160, 160, (60, 1))
    odd = [*EDGES[::3], -1.0, -1e300, np.inf, -np.inf, np.nan]
    return np.concatenate([inside, far, [(x, y) for x in odd for y in odd]])


def constants(surface: Surface) -> list[Vector]:
    """Return the constants of the surface by default, between, and at the end of each parameter's range.

    A table is read row by row, so it is a short one at the ends of what is not its length.
    """
    defaults = surface.defaults()
    short = defaults | {p.name: p.low for p in surface.parameters if p.name == "rows"}
    ends = [{**short, p.name: end} for p in surface.parameters for end in (p.low, p.high) if p.scale != "text"]
    return [surface.pack(values) for values in [defaults, {p.name: middle(p) for p in surface.parameters}, *ends]]


FEW = np.r_[:20, 100:110, -60:0]
"""Those that the slower engines see: of the domain, far out, and odd."""


@pytest.mark.slow
@pytest.mark.parametrize("surface", SURFACES.values(), ids=list(SURFACES))
def test_every_engine_sees_the_same_surface(surface: Surface, script: JavaScript, tmp_path: Path) -> None:
    module = script.module(parts(surface))
    python = load(written(parts(surface)), tmp_path / "page.py")
    every = points(surface)
    few = every[FEW]
    different = constants(surface)
    turns = max(1, len(different) // 2)
    for turn, q in enumerate(different):
        plain = surveyed_by(surface, q, every)
        assert np.isfinite(plain).all(axis=1).sum() > 100
        assert_same(surveyed_by_kernel(surface, q, every), plain[:, :3])
        assert_same(script.surveyed(module, q, every), plain)
        plain = plain[FEW]
        assert_same(surveyed_by(python, q, few), plain)
        own = slice(turn % turns, None, turns)  # the evaluator is slow: it sees each point with two of the constants
        assert_same(surveyed_by_evaluator(surface, q, few[own]), plain[own])


@pytest.mark.parametrize("name", ELEMENTARY)
def test_every_engine_has_the_same_elementary_functions(name: str, script: JavaScript, tmp_path: Path) -> None:
    form = ENTRIES[name]
    module, python = script.module({name: form}), load(written({name: form}), tmp_path / "page.py")
    random = np.random.default_rng(0)
    width = len(form.arguments)
    many = [random.uniform(-30, 30, (200, width)), random.choice(samples(), (200, width))]
    wide = np.concatenate(
        [*many, 10.0 ** random.uniform(-300, 300, (200, width)) * random.choice([-1, 1], (200, width))]
    )
    compiled = getattr(elementary, name)(*wide.T)[:, np.newaxis]
    assert_same(script.values(module, name, wide), compiled)
    with np.errstate(all="ignore"):
        few = slice(150, 300)
        assert_same(np.array([[float(getattr(python, name)(*row))] for row in wide[few]]), compiled[few])
        assert_same(np.array([[evaluate(form, *row)] for row in wide[few].tolist()], dtype=np.float64), compiled[few])


@pytest.mark.parametrize("name", ENTRIES)
def test_python_written_from_nodes_is_read_as_the_same_nodes(name: str, tmp_path: Path) -> None:
    form = ENTRIES[name]
    again = read(getattr(load(written({form.name: form}), tmp_path / "page.py"), form.name))
    for one, other in zip(with_helpers([again]), with_helpers([form]), strict=True):
        assert (one.name, one.arguments, one.body, one.kinds) == (other.name, other.arguments, other.body, other.kinds)


TABLE = (0.5, np.float64(0.1), 3.0)


def arithmetic(x: Any, y: Any) -> tuple[Any, ...]:
    return x + y, x - y, x * y, x / y, -x, abs(x), sqrt(x), floor(x), max(x, y), min(x, y)


def questions(x: Any, y: Any) -> tuple[Any, ...]:
    ordered = x < y <= 2.0 * y or not x
    either = 1.0 if ordered and x != y else 0.0
    both = 3.0 if x and not (x >= y or y == 0.0) else -0.0
    return either, both, 1.0 if x == x else 2.0, 1.0 if not ordered else 2.0, 5.0 if x else 6.0


def counted(x: Any, y: Any) -> tuple[Any, ...]:
    """Ends of loops that change within them, whole numbers that are zero, and a swap."""
    total, n, stop = 0.0, 0, 4
    for i in range(stop):
        stop = 2
        for k in range(i, -3, -2):
            if k == 1:
                continue
            if total > 1e6:
                break
            n -= k
            total += TABLE[i - 2 * int(i / 2)] * k
    zero = 0 * (n - n - 1)
    a, b = x, y
    a, b = b, a
    while n > 0:
        n -= 1
        if n == 3:
            total = total * a - b
        elif n == 2 and a == a:
            total -= b
    return total, x / (-zero * 1.0), x / (zero + 0.0), x / (int(-0.5) * 1.0), n


LANGUAGE = (arithmetic, questions, counted)


@pytest.mark.parametrize("function", LANGUAGE, ids=lambda one: one.__name__)
def test_every_construct_means_the_same_everywhere(
    function: Callable[..., Any], script: JavaScript, tmp_path: Path
) -> None:
    form = read(function)
    module, python = script.module({"run": form}), load(written({"run": form}), tmp_path / "page.py")
    compiled = numba.njit(**OPTIONS)(function)
    every = np.array([(x, y) for x in samples() for y in samples()])
    with np.errstate(all="ignore"):
        plain = np.array([[float(one) for one in function(*point)] for point in every])
        assert_same(np.array([[float(one) for one in compiled(*point)] for point in every]), plain)
        assert_same(np.array([[float(one) for one in python.run(*point)] for point in every]), plain)
    assert_same(np.array([evaluate(form, *point) for point in every.tolist()], dtype=np.float64), plain)
    assert_same(script.values(module, "run", every), plain)


def test_nodes_are_compared_without_their_lines() -> None:
    assert nodes.Break(1) == nodes.Break(2)

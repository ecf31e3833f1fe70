"""Gradient and Hessian of a typed expression: right, and with the same bits in every engine."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from optimizers import SURFACES
from optimizers.form.checks import check
from optimizers.form.differentiate import gradient_of, hessian_of
from optimizers.form.evaluate import evaluate
from optimizers.form.expression import read_expression
from optimizers.form.nodes import Function
from optimizers.form.write_python import from_nodes
from optimizers.terms.types import Matrix
from tests.form_engines import JavaScript, load, running_javascript, written
from tests.form_samples import samples
from tests.optimizers.form.test_form_bits import assert_same

NAMES = ("x", "y")
EXPRESSIONS = (
    "(1-x)^2 + 100*(y-x^2)^2",
    "x^2 - y^2 + 0.05*y^4",
    "-20*exp(-0.2*sqrt(0.5*(x^2+y^2))) - exp(0.5*(cos(2*pi*x)+cos(2*pi*y))) + e + 20",
    "sin(x*y)*tanh(x - y/3) - log(x^2 + y^2 + 1)",
    "max(x^2, y) + min(x, y^3) + abs(x - y)*floor(3*x)",
    "(x^2 + 1)^y / (2 + cos(y))^1.5",
    "-(-x) + +y*x/7 - 3",
    "(x*x + y*y)/(1 + x*x + y*y)",
    "((x^2 + y - 11)^2 + (x + y^2 - 7)^2) * 1e-3",
    "7",
    "x",
)


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JavaScript]:
    with running_javascript(tmp_path_factory.mktemp("modules")) as found:
        yield found


def parts(text: str) -> dict[str, Function]:
    value = read_expression(text, NAMES)
    return {"value": value, "gradient": gradient_of(value, NAMES), "hessian": hessian_of(value, NAMES)}


def numbers(function: Function, x: float, y: float) -> list[float]:
    found: Any = evaluate(function, x, y)
    return [*found] if isinstance(found, tuple) else [found]


@pytest.mark.slow
@pytest.mark.parametrize("text", EXPRESSIONS)
def test_derivatives_are_those_of_small_steps(text: str) -> None:
    functions = parts(text)
    random, small = np.random.default_rng(0), 1e-5
    for x, y in random.uniform(-2, 2, (30, 2)).tolist():
        gradient, (xx, xy, yy) = numbers(functions["gradient"], x, y), numbers(functions["hessian"], x, y)
        for index, (dx, dy) in enumerate([(small, 0.0), (0.0, small)]):
            for function, expected in (("value", [gradient[index]]), ("gradient", ([xx, xy], [xy, yy])[index])):
                ahead, behind = (numbers(functions[function], x + s * dx, y + s * dy) for s in (1, -1))
                found = [(one - other) / (2 * small) for one, other in zip(ahead, behind, strict=True)]
                assert found == pytest.approx(expected, rel=1e-5, abs=1e-4)


@pytest.mark.slow
@pytest.mark.parametrize("text", EXPRESSIONS)
def test_every_engine_has_the_same_bits(text: str, script: JavaScript, tmp_path: Path) -> None:
    functions = parts(text)
    module, python = script.module(functions), load(written(functions), tmp_path / "page.py")
    random = np.random.default_rng(0)
    points: Matrix = np.concatenate([random.uniform(-3, 3, (30, 2)), random.choice(samples(), (60, 2))])
    for name, function in functions.items():
        check(function)
        expected = np.array([numbers(function, x, y) for x, y in points.tolist()], dtype=np.float64)
        assert_same(script.values(module, name, points), expected)
        with np.errstate(all="ignore"):
            plain = [np.ravel(getattr(python, name)(*map(np.float64, point))) for point in points]
        assert_same(np.array(plain, dtype=np.float64), expected)


def test_a_typed_surface_is_the_surface() -> None:
    rosenbrock, q = SURFACES["rosenbrock"], np.array([1.0, 100.0])
    functions = parts("(1-x)^2 + 100*(y-x^2)^2")
    for x, y in np.random.default_rng(0).uniform(-2, 2, (20, 2)).tolist():
        assert numbers(functions["gradient"], x, y) == pytest.approx(list(rosenbrock.gradient(x, y, q)), rel=1e-12)
        assert numbers(functions["hessian"], x, y) == pytest.approx(list(rosenbrock.hessian(x, y, q)), rel=1e-12)


def test_powers_are_right_where_the_base_is_not_above_zero() -> None:
    functions = parts("x^3 + y^2 + x^1 + y^0")
    assert numbers(functions["gradient"], 0.0, -2.0) == [1.0, -4.0]
    assert numbers(functions["hessian"], -1.0, 0.0) == [-6.0, 0.0, 2.0]
    assert math.isnan(numbers(parts("x^y")["gradient"], -1.0, 2.0)[1])


def test_at_a_kink_a_derivative_is_that_of_one_side_or_zero() -> None:
    assert numbers(parts("abs(x)")["gradient"], 0.0, 0.0) == [0.0, 0.0]
    assert numbers(parts("max(x, 2*x)")["gradient"], 0.0, 0.0) == [1.0, 0.0]


def test_parameters_are_held_fixed_and_names_stay_apart() -> None:
    value = read_expression("t1*x^2 + t2", ("x", "t1", "t2"))
    gradient = gradient_of(value, ("x",))
    assert evaluate(gradient, 3.0, 5.0, 7.0) == (30.0,)
    assert from_nodes(gradient).startswith("def gradient(x, t1, t2):\n    ")


def test_what_is_the_same_is_computed_once() -> None:
    assert len(parts("exp(sin(x)*y) + exp(sin(x)*y)")["gradient"].body) <= 10


def test_a_long_expression_stays_small() -> None:
    """No blow-up: an operation has a few operations as its derivative, whatever it is nested in."""
    long = "+".join(f"sin({n}*x*y)*x" for n in range(1, 26))
    deep = "sin(" * 29 + "x*y" + ")" * 29
    for text in (long, deep):
        functions = parts(text)
        assert len(functions["gradient"].body) < 500
        assert len(functions["hessian"].body) < 4000
        assert all(map(math.isfinite, numbers(functions["hessian"], 0.3, 0.7)))

"""The reader takes what rules and surfaces are written in, and says where a file leaves it."""

import functools
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from optimizers import OPTIMIZERS, SURFACES, Rule, Surface
from optimizers.form import nodes
from optimizers.form.errors import FormError
from optimizers.form.nodes import Assign, Binary, Call, Compare, Conditional, For, If, Item, Name, Number, Return, Tuple
from optimizers.form.reader import read
from optimizers.terms.types import Vector
from tests.agreement import check_derivatives
from tests.bad_forms import BAD, HEAD
from tests.everyone import STEPPED
from tests.form_engines import load


@pytest.mark.parametrize("rule", STEPPED.values(), ids=list(STEPPED))
def test_every_rule_is_in_the_form(rule: Rule) -> None:
    step = read(rule.step)
    assert step.arguments == ("x", "g", "state", "t", "p", *rule.needs)
    slope = next((need for need in rule.needs if need == "gradient_at"), "g")  # one is used in place of the other
    assert {step.kinds[name] for name in ("x", slope, "p")} == {"vector"}
    assert step.file.startswith("optimizers/rules/")


@pytest.mark.parametrize("surface", SURFACES.values(), ids=list(SURFACES))
def test_every_surface_is_in_the_form(surface: Surface) -> None:
    for function, count in ((surface.value, 1), (surface.gradient, 2), (surface.hessian, 3)):
        read_one = read(function)
        (end,) = [node for node in nodes.walk(*read_one.body) if isinstance(node, Return)]
        assert (len(end.value.parts) if isinstance(end.value, Tuple) else 1) == count


PAGE = '''\
from numpy import floor, sqrt

LR, BETA = range(2)
TABLE = (0.5, 0.25, 1.0)


def halved(a, b):
    """Return both halves."""
    return 0.5 * a, b / 2


def step(x, g, state, t, p):
    best = -1
    for i in range(1, x.size):  # all but the first
        if t == 1 or not x[i] < 0.0 <= g[i]:
            state[LR, i], best = halved(x[i], TABLE[2])
            continue
        while best < 3:
            best += int(floor(g[i]))
        x[i] -= p[BETA] if p[LR] else sqrt(abs(g[i]))
'''


def test_a_function_becomes_nodes(tmp_path: Path) -> None:
    page = load(PAGE, tmp_path / "page.py")
    step = read(page.step)
    g, x = Item("g", (Name("i"),)), Item("x", (Name("i"),))
    loop = step.body[1]
    assert step.body[0] == Assign((Name("best"),), nodes.Unary("-", Number(1)), 0)
    assert isinstance(loop, For)
    assert (loop.name, loop.start, loop.stop, loop.step) == ("i", Number(1), Call("len", (Name("x"),)), 1)
    first = If(
        nodes.Or(
            (
                Compare((Name("t"), Number(1)), ("==",)),
                nodes.Not(Compare((x, Number(0.0), g), ("<", "<="))),
            )
        ),
        (
            Assign(
                (Item("state", (Name("LR"), Name("i"))), Name("best")),
                Call("halved", (x, Item("TABLE", (Number(2),)))),
                0,
            ),
            nodes.Continue(0),
        ),
        (),
        0,
    )
    floored = Call("int", (Call("floor", (g,)),))
    second = nodes.While(
        Compare((Name("best"), Number(3)), ("<",)),
        (Assign((Name("best"),), Binary("+", Name("best"), floored), 0),),
        0,
    )
    taken = Conditional(Item("p", (Name("LR"),)), Item("p", (Name("BETA"),)), Call("sqrt", (Call("abs", (g,)),)))
    third = Assign((x,), Binary("-", x, taken), 0)
    assert loop.body == (first, second, third)
    assert [statement.line for statement in loop.body] == [15, 18, 20]
    assert step.constants == {"LR": 0, "BETA": 1, "TABLE": (0.5, 0.25, 1.0)}
    assert step.helpers["halved"].doc == "Return both halves."
    assert step.helpers["halved"].line == 7
    assert step.text == PAGE[PAGE.index("def step") :].rstrip()
    assert step.kinds == {
        **{"x": "vector", "g": "vector", "p": "vector", "state": "matrix", "t": "number"},
        **{"LR": "whole", "BETA": "whole", "TABLE": "table", "i": "whole", "best": "number"},
    }


@pytest.mark.parametrize("body", BAD)
def test_what_is_not_in_the_form_is_an_error_that_says_where(body: str, tmp_path: Path) -> None:
    with pytest.raises(FormError, match=BAD[body]) as caught:
        read(load(HEAD + body + "\n", tmp_path / "page.py").step)
    first = HEAD.count("\n") + 1
    last = first + body.count("\n")
    said = caught.value
    assert said.file.endswith("page.py")
    assert str(said) == f"{said.file}, line {said.line}: {said.construct}; {said.allowed}"
    inside = first - 1 <= said.line <= last
    assert inside or "recursion" in said.construct


def test_the_line_is_that_of_the_construct(tmp_path: Path) -> None:
    page = "def value(x, y, q):\n    a = x\n    b = (\n        a\n        + [y][0]\n    )\n    return b\n"
    with pytest.raises(FormError) as caught:
        read(load(page, tmp_path / "page.py").value)
    assert caught.value.line == 5


def test_an_error_in_a_helper_names_the_helpers_line(tmp_path: Path) -> None:
    page = "def _quartic(t):\n    return t**4\n\n\ndef value(x, y, q):\n    return _quartic(x) + y\n"
    with pytest.raises(FormError, match=r"line 2: the operator \*\*"):
        read(load(page, tmp_path / "page.py").value)


@pytest.mark.parametrize(
    "head", ["def value(x, y=1.0):", "def value(*x):", "def value(x, *, y):", "def value(**x):", "def value(x, /):"]
)
def test_arguments_are_plain_names(head: str, tmp_path: Path) -> None:
    with pytest.raises(FormError, match="line 1: an argument with a default, with a star or for a keyword"):
        read(load(f"{head}\n    return 1.0\n", tmp_path / "page.py").value)


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (lambda x: x, "a lambda is not part of the form"),
        (math.sqrt, "built-in function sqrt> is not part of the form"),
        (functools.partial(max, 1), "is not part of the form"),
        (functools.cache(lambda x: x), "is not part of the form"),
        (Path, "is not part of the form"),
    ],
)
def test_what_is_no_plain_function_is_an_error(function: Callable[..., Any], reason: str) -> None:
    with pytest.raises(FormError, match=reason):
        read(function)


def test_a_decorated_function_is_an_error(tmp_path: Path) -> None:
    page = "def same(f):\n    return f\n\n\n@same\ndef value(x, y, q):\n    return x\n"
    with pytest.raises(FormError, match="line 5: a decorator is not part of the form"):
        read(load(page, tmp_path / "page.py").value)


def test_a_function_made_by_another_sees_its_numbers_and_functions() -> None:
    half = 0.5

    def halved(x: float) -> float:
        return half * x

    def value(x: float, y: float) -> float:
        return halved(x) + half * y

    read_one = read(value)
    assert read_one.constants == {"half": 0.5}
    assert read_one.helpers["halved"].constants == {"half": 0.5}


def test_a_helper_of_another_file_is_followed() -> None:
    step = read(OPTIMIZERS["rmsprop"].step)
    assert {helper.file for helper in step.helpers.values()} == {"optimizers/rules/roots.py"}
    assert step.helpers["joined"].helpers["carried_root"].constants == {"LEAST": 5e-324}
    assert step.helpers["joined"].helpers["carried_root"] is step.helpers["mean_square"].helpers["carried_root"]


def turned(x: float, y: float, q: Vector) -> tuple[float, float]:
    return 2.0 * y, -2.0 * x


def bent(x: float, y: float, q: Vector) -> tuple[float, float, float]:
    return 2.0, 0.0, 2.0


def lone(x: float, y: float, q: Vector) -> float:
    return 2.0 * x


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"gradient": turned}, r"turned at \(.*\) is \(.*\); differences of the value give \("),
        ({"hessian": bent}, r"bent at \(.*\) is \(2, 0, 0, 2\); differences of the gradient give \("),
    ],
)
def test_a_surface_whose_derivatives_disagree_is_an_error_before_any_test(changed: dict[str, Any], said: str) -> None:
    (function,) = changed.values()
    line = function.__code__.co_firstlineno
    with pytest.raises(FormError, match=rf"^tests/optimizers/form/test_form_reader.py, line {line}: {said}"):
        check_derivatives(replace(SURFACES["saddle"], **changed))


@pytest.mark.parametrize("part", ["gradient", "hessian"])
def test_a_surface_whose_functions_return_too_little_is_an_error_at_import(part: str) -> None:
    changed: dict[str, Any] = {part: lone}
    with pytest.raises(
        FormError, match=r"line \d+: lone of 3 arguments with 1 results; it takes x, y and the constants"
    ):
        replace(SURFACES["saddle"], **changed)


@pytest.mark.parametrize(
    ("head", "body", "said"),
    [
        (
            "x, g, state, t",
            "x[0] -= g[0]",
            "step of 4 arguments with 0 results; it takes x, g, state, t, p",
        ),
        ("x, g, state, t, p", "return x[0]", "step of 5 arguments with 1 results; it takes"),
        ("x, g, state, t, p", "state[0] = g[0]", "state, used as a vector; state is a matrix"),
        ("x, g, state, t, p", "x[0, 1] = g[0]", "x, used as a matrix; x is a vector"),
        ("x, g, state, t, p", "x[0] -= p * g[0]", "p, used as a number; p is a vector"),
        ("x, g, state, t, p", "x[0] -= t[0]", "t, used as a vector; t is a number"),
        ("x, g, state, t, p, momentum", "x[0] -= momentum", "a step that needs momentum; a need is one of loss"),
    ],
)
def test_a_step_is_a_function_of_what_the_kernel_gives_it(head: str, body: str, said: str, tmp_path: Path) -> None:
    step = load(f"def step({head}):\n    {body}\n", tmp_path / "page.py").step
    with pytest.raises(FormError, match=f"line 1: {said}"):
        replace(OPTIMIZERS["sgd"], step=step)

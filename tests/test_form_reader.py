"""The reader takes what rules and surfaces are written in, and says where a file leaves it."""

import functools
import importlib.util
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


def load(text: str, folder: Path) -> Any:
    """Return the module whose file says ``text``."""
    file = folder / "page.py"
    file.write_text(text, "utf-8")
    spec = importlib.util.spec_from_file_location("page", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("rule", OPTIMIZERS.values(), ids=list(OPTIMIZERS))
def test_every_rule_is_in_the_form(rule: Rule) -> None:
    step = read(rule.step)
    assert step.arguments == ("x", "g", "state", "t", "p")
    assert {step.kinds[name] for name in ("x", "g", "p")} == {"vector"}
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
    page = load(PAGE, tmp_path)
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


BAD = {
    "    x[0] = sum([a for a in g])": "sum is not part of the form; functions are",
    "    x[0] = [a for a in g][0]": "an element of what has no name is not part of the form",
    "    y = [a for a in g]": "a list comprehension is not part of the form",
    "    y = (a for a in g)": "a generator expression is not part of the form",
    "    y = lambda a: a": "a lambda is not part of the form",
    "    x[0] = g[0] ** 2": r"the operator \*\* is not part of the form; operators are \+ - \* /; write g \* g",
    "    x[0] = g[0] // 2": "the operator // is not part of the form",
    "    x[0] = g[0] % 2": "the operator % is not part of the form",
    "    x[0] = t & 1": "the operator & is not part of the form; operators are",
    "    x[0] = math.sqrt(2.0)": "the call of math.sqrt is not part of the form; import what is called by its name",
    "    x[0] = root(2.0)": "root is not part of the form; functions are numpy's sqrt and floor",
    "    x[0] = absolute(2.0)": "absolute, another name for abs, is not part of the form; call a function by",
    "    x[0], x[1] = in_half(1.0, 2.0)": "in_half, another name for halved, is not part of the form",
    "    x[0] = nowhere": "nowhere is not defined; a name is an argument",
    "    x[0] = nowhere(1.0)": "nowhere is not defined; functions are",
    "    x[0] = math": "math is not part of the form; a name is an argument",
    "    x[0] = WORD": "WORD is not part of the form",
    "    x[0] = again(1.0)": "recursion .again → other → again. is not part of the form; write a loop",
    "    x[0] = step(x, g, state, t, p)": "recursion .step → step. is not part of the form",
    "    x[:] = g": "a slice is not part of the form",
    "    x[0] = 1.0\n    x -= t": "x, an array where a number belongs; take an element",
    "    x[0] = g[0] + g": "g, an array where a number belongs; take an element",
    "    x[0] = g[0, 1] + g[0]": "g with 2 indices; g is a vector",
    "    x[0] = g[-1]": "an index from the end; indices count from 0",
    "    x[0] = g[LAST]": "an index from the end; indices count from 0",
    "    x[0] = g[0.5]": "an index of g that may be no whole number; use whole numbers",
    "    x[0] = x[p[0]]": "an index of x that may be no whole number",
    "    x[0] = t[0] + t": "t, an array where a number belongs",
    "    x.fill(0.0)": "the call of x.fill is not part of the form",
    "    x[0] = x.shape": "the attribute x.shape is not part of the form",
    "    x[0] = float(g[0], 1)": "float with 2 arguments is not part of the form; give it 1",
    "    x[0] = max(g[0], g[1], 0.0)": "max with 3 arguments",
    "    x[0] = halved(g[0])": "halved with 1 arguments; give it 2",
    "    x[0] = halved(a=1.0, b=2.0)": "an argument given by keyword",
    "    x[0] = halved(1.0, 2.0)": "halved, which returns 2 values, for 1",
    "    a, b, c = halved(1.0, 2.0)": "halved, which returns 2 values, for 3",
    "    a, b = sqrt(2.0)": "sqrt for other than one value",
    "    a, b = t": "several names for one value",
    "    a, b = 1.0, 2.0, 3.0": "3 values for 2 names",
    "    a = b = 1.0": "an assignment with two = is not part of the form",
    "    a: float = 1.0": "an annotated assignment is not part of the form",
    "    (a := 1.0)": "a statement that is only",
    "    x[0] = (a := 1.0)": "an assignment with := is not part of the form",
    "    for a in g:\n        x[0] = a": "a loop over g is not part of the form",
    "    for i in range(2):\n        x[i] = 0.0\n    else:\n        x[0] = 1.0": "an else of a loop",
    "    for i in range(0, 2, t):\n        x[i] = 0.0": "a loop whose step is not a number",
    "    for i in range(p[0]):\n        x[0] = 0.0": "a bound of a range that may be no whole number",
    "    for i in range(2):\n        i = 1": "i, which counts and is also something else; give it another name",
    "    i = 1\n    for i in range(2):\n        x[0] = 1.0": "i, which counts and is also something else",
    "    for t in range(2):\n        x[0] = 1.0": "t, which counts and is also something else",
    "    for i in range(2):\n        for i in range(2):\n            x[0] = 1.0": "i, which counts and is also",
    "    while t < 1:\n        x[0] = 0.0\n    else:\n        x[0] = 1.0": "an else of a loop",
    "    with t:\n        x[0] = 0.0": "a with statement is not part of the form",
    "    try:\n        x[0] = 0.0\n    finally:\n        x[0] = 1.0": "a try statement is not part of the form",
    "    raise ValueError": "a raise statement is not part of the form",
    "    assert t": "an assert statement is not part of the form",
    "    import math": "an import within a function is not part of the form",
    "    def inner():\n        return 1.0": "a function within a function is not part of the form",
    "    global LAST": "a global statement is not part of the form",
    "    pass": "a pass statement is not part of the form",
    "    x[0] = 'a'": "the constant 'a' is not part of the form",
    "    x[0] = True": "the constant True is not part of the form",
    "    x[0] = 1j": "the constant 1j is not part of the form",
    "    x[0] = f'{t}'": "a string is not part of the form",
    "    x[0] = 1.0 if t in (1, 2) else 0.0": "a comparison with in or is is not part of the form",
    "    x[0] = 2.0 * (t > 1)": "a condition where a number belongs; write 1.0 if a < b else 0.0",
    "    x[0] = t > 1": "a condition where a number belongs",
    "    x[0] = t and 1.0": "a condition where a number belongs",
    "    a = t > 1\n    a = 1.0": "a, now a number and now a condition",
    "    x[0] = a\n    a = 1.0": "a may have no value here; give a variable a value on each path",
    "    if t == 1:\n        a = 1.0\n    x[0] = a": "a may have no value here",
    "    for i in range(t):\n        a = 1.0\n    x[0] = a": "a may have no value here",
    "    return\n    x[0] = 1.0": "a statement that is never reached; leave it out",
    "    if t == 1:\n        return 1.0": "step may end without a result; end each path with return",
    "    if t == 1:\n        return 1.0\n    return 1.0, 2.0": "step returns now more, now fewer values",
    "    TABLE[0] = 1.0": "an assignment to an element of TABLE, a constant",
    "    x[0] = TABLE[0, 1]": "TABLE with 2 indices; TABLE is a table",
    "    x[0] = LAST[0]": "an element of LAST, which is no array",
    "    x[0] = len(t) + t": "t, an array where a number belongs",
    "    x[0] = MIXED[0]": "MIXED is not part of the form",
    "    x[0] = HALF[0]": "HALF is not part of the form; a name is an argument, .* numbers, all whole or none",
    "    x[0] = EMPTY[0]": "EMPTY is not part of the form",
    "    x[0] = print(t)": "print is not part of the form",
    "    x[0] = ~t": "the operator ~ is not part of the form",
}
HEAD = """\
import math
from math import sqrt as root

from numpy import sqrt

LAST = -1
absolute = abs
WORD = "word"
TABLE = (1.0, 2.0)
MIXED = (1.0, "a")
HALF = (0.5, 1)
EMPTY = ()


def halved(a, b):
    return 0.5 * a, b / 2


in_half = halved


def again(a):
    return other(a)


def other(a):
    return again(a)


def step(x, g, state, t, p):
"""


@pytest.mark.parametrize("body", BAD)
def test_what_is_not_in_the_form_is_an_error_that_says_where(body: str, tmp_path: Path) -> None:
    with pytest.raises(FormError, match=BAD[body]) as caught:
        read(load(HEAD + body + "\n", tmp_path).step)
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
        read(load(page, tmp_path).value)
    assert caught.value.line == 5


def test_an_error_in_a_helper_names_the_helpers_line(tmp_path: Path) -> None:
    page = "def _quartic(t):\n    return t**4\n\n\ndef value(x, y, q):\n    return _quartic(x) + y\n"
    with pytest.raises(FormError, match=r"line 2: the operator \*\*"):
        read(load(page, tmp_path).value)


@pytest.mark.parametrize(
    "head", ["def value(x, y=1.0):", "def value(*x):", "def value(x, *, y):", "def value(**x):", "def value(x, /):"]
)
def test_arguments_are_plain_names(head: str, tmp_path: Path) -> None:
    with pytest.raises(FormError, match="line 1: an argument with a default, with a star or for a keyword"):
        read(load(f"{head}\n    return 1.0\n", tmp_path).value)


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
        read(load(page, tmp_path).value)


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
    with pytest.raises(FormError, match=rf"^tests/test_form_reader.py, line {line}: {said}"):
        check_derivatives(replace(SURFACES["saddle"], **changed))


@pytest.mark.parametrize("part", ["gradient", "hessian"])
def test_a_surface_whose_functions_return_too_little_is_an_error_at_import(part: str) -> None:
    changed: dict[str, Any] = {part: lone}
    with pytest.raises(
        FormError, match=r"line \d+: lone of 3 arguments with 1 results; it takes x, y and the constants"
    ):
        replace(SURFACES["saddle"], **changed)

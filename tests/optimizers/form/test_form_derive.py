"""A derivation says of each number how it was computed, and what can be said more simply."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from numpy import sqrt

from optimizers import OPTIMIZERS
from optimizers.form import nodes
from optimizers.form.depends import rows_from
from optimizers.form.derive import FORMULA, Cell, derive, number_of
from optimizers.form.elementary import exp
from optimizers.form.evaluate import evaluate
from optimizers.form.expression import read_expression
from optimizers.form.nodes import Expression, Function
from optimizers.form.reader import read
from optimizers.form.simplify import simplified
from optimizers.form.write_latex import latex
from optimizers.rules.roots import carried_root, mean_square
from optimizers.terms.types import Matrix, Vector
from tests.everyone import STEPPED


def text(cells: list[Cell], node: Expression | None) -> str:
    """Return an origin with the names of the cells that it was computed from."""
    assert node is not None

    def symbol(name: nodes.Name | nodes.Item) -> str:
        assert isinstance(name, nodes.Name)
        cell = cells[number_of(name)]
        return cell.name + "".join(map(str, cell.indices))

    return latex(node, symbol)


def lines(function: Callable[..., Any], *arguments: Any) -> list[str]:
    cells = derive(read(function), *arguments).cells
    return [f"{cell.name} = {text(cells, cell.origin)}" for cell in cells if cell.origin is not None]


def test_assignments_are_cells_in_their_order() -> None:
    form = OPTIMIZERS["momentum"].form
    x, g, state, p = [1.0, -2.0], [4.0, 8.0], [[0.5, 0.0]], [0.1, 0.5, 0.0, 0.0, 0.0]
    found = derive(form, x, g, state, 1, p)
    computed = [cell for cell in found.cells if cell.origin is not None]
    assert [(cell.name, cell.indices, cell.turn, text(found.cells, cell.origin)) for cell in computed[:6]] == [
        ("weight", (), None, "1 - p1"),
        ("added", (), None, "weight"),
        ("state", (0, 0), 0, "p1 state00 + added g0"),
        ("direction", (), 0, "state00"),
        ("x", (0,), 0, "x0 - p0 direction"),
        ("state", (0, 1), 1, "p1 state01 + added g1"),
    ]
    assert (x, state) == ([1.0, -2.0], [[0.5, 0.0]])
    ends = [found.cells[one].value for one in (*found.after["x"], *found.after["state"][0])]
    evaluate(form, x, g, state, 1, p)
    assert ends == [*x, *state[0]]


def ways(x: float, n: int) -> float:
    total = 0.0
    large = x > 2.0
    for k in range(n):
        if k == 1:
            continue
        total += (exp(x) if large else x) * k
    return total


def test_of_what_was_not_run_nothing_is_left() -> None:
    assert lines(ways, 3.0, 3) == [
        "total = 0",
        r"total = total + e^{x} \cdot 0",
        r"total = total + e^{x} \cdot 2",
    ]
    assert lines(ways, 1.0, 1) == ["total = 0", r"total = total + x \cdot 0"]


def of_helper(s: float, d: float) -> float:
    s, root = mean_square(s, sqrt(s), 0.5, 0.25, d)
    return s + root


def test_helpers_are_written_out_but_for_those_with_a_formula() -> None:
    assert lines(of_helper, 4.0, 2.0) == [
        r"s = 0.5 s + 0.25 d^2",
        "s = s",
        r"root = \sqrt{s}",
    ]
    assert lines(of_helper, 1e-300, 1e-200)[1:] == [
        r"root = \sqrt{0.5 \sqrt{s}^2 + 0.25 d^2}",
        "s = root^2",
        "root = root",
    ]


def helpers(function: Function) -> Iterator[Function]:
    """Yield all that ``function`` calls, directly or not."""
    for helper in function.helpers.values():
        yield helper
        yield from helpers(helper)


WITH_FORMULA = {
    helper.name: helper
    for rule in STEPPED.values()
    for helper in helpers(rule.form)
    if FORMULA.search(helper.doc) is not None
}


@pytest.mark.parametrize("name", WITH_FORMULA)
def test_the_formula_of_a_helper_is_what_it_computes(name: str) -> None:
    helper, draw = WITH_FORMULA[name], Random(0)
    match = FORMULA.search(helper.doc)
    assert match is not None
    written = read_expression(match[1], helper.arguments)
    for size in (0.0, 1e-3, 1.0, 1e3):
        arguments = [draw.uniform(0, size) for _ in helper.arguments]
        assert evaluate(written, *arguments) == pytest.approx(evaluate(helper, *arguments), rel=1e-14)


def test_a_root_that_is_carried_is_shown_by_its_formula() -> None:
    assert WITH_FORMULA.keys() == {carried_root.__name__}


@pytest.mark.parametrize(
    ("written", "simple"),
    [
        ("1*x + 0", "x"),
        ("0 - x*y", "-x y"),
        ("0*x + y/1", "y"),
        ("x - (-y)", "x + y"),
        ("sqrt(x)*sqrt(x)", "x"),
        ("sqrt(x^2/y^2)", r"\frac{\sqrt{x^2}}{y}"),
        ("sqrt(x)/sqrt(y)", r"\sqrt{\frac{x}{y}}"),
        ("2*(x/y)/sqrt((x/y)^2 + (3/y)^2)", r"2 \frac{x}{\sqrt{x^2 + 3^2}}"),
        ("abs(x)*abs(x)", "x^2"),
        ("0*x + 1*(x - y)", "x - y"),
        ("x*x - 1*y", "x^2 - y"),
        ("x*(1 - y) - x", "-y x"),
        ("x*1 - x + y", "y"),
        ("x*(2 - y) - x", "x (2 - y) - x"),
        ("max(0*x, y)", r"\max(0, y)"),
    ],
)
def test_what_a_reader_does_at_sight_is_done(written: str, simple: str) -> None:
    (end,) = read_expression(written, ("x", "y")).body
    assert isinstance(end, nodes.Return)
    assert end.value is not None
    assert latex(simplified(end.value, lambda part: True)) == simple
    for x, y in ((0.5, 2.0), (3.0, 7.0)):
        function = read_expression(written, ("x", "y"))
        simpler = nodes.Return(simplified(end.value, lambda part: True), 1)
        again = nodes.Function("value", ("x", "y"), (simpler,), {}, function.helpers, function.kinds, "", 1)
        assert evaluate(again, x, y) == pytest.approx(evaluate(function, x, y), rel=1e-14)


def test_a_root_of_what_may_be_negative_stays() -> None:
    (end,) = read_expression("sqrt(x/(y*y))", ("x", "y")).body
    assert isinstance(end, nodes.Return)
    assert end.value is not None
    assert simplified(end.value, lambda part: False) == end.value


A, B, C, D = range(4)


def rows(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    for i in range(x.size):
        state[A, i] *= p[0]
        state[B, i] = state[C, i]
        if g[i] > 0.0:
            state[C, i] = t
            continue
        state[D, i] = state[A, i]


def test_rows_depend_on_what_they_are_given_and_on_what_was_asked_before() -> None:
    assert rows_from(read(rows), {"g"}, "state", 4) == {B, C, D}
    assert rows_from(read(rows), {"t"}, "state", 4) == {B, C}
    assert rows_from(read(rows), {"x"}, "state", 4) == set()
    assert rows_from(OPTIMIZERS["sgd"].form, {"g"}, "memory", 4) == set()

"""What the form says in LaTeX: with symbols, and with numbers put in that a reader can work out again."""

import math

import numpy as np
import pytest

from optimizers import OPTIMIZERS, Rule
from optimizers.form import nodes
from optimizers.form.decimals import MOST_DIGITS
from optimizers.form.derive import Cell, derive, number_of
from optimizers.form.expression import read_expression
from optimizers.form.nodes import Assign, Item, Name
from optimizers.form.write_latex import latex, symbol
from optimizers.run.needs import pick
from tests.everyone import STEPPED
from tests.feeding import supplied, variants
from tests.latex import calculated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(1-x)^2 + 100*(y-x^2)^2", "(1 - x)^2 + 100 (y - x^2)^2"),
        ("x*x*y - (y+1)*y", "x^2 y - (y + 1) y"),
        ("x*2 - 3*4", r"x \cdot 2 - 3 \cdot 4"),
        ("x - (y - 1) - (-y)", "x - (y - 1) - (-y)"),
        ("x*(-y)", "x (-y)"),
        ("-(x + y)", "-(x + y)"),
        ("-x*y", "-x y"),
        ("(x/y)^2", r"\left(\frac{x}{y}\right)^2"),
        ("(x^2)^y", "(x^2)^y"),
        ("x^(y+10)", "x^{y + 10}"),
        ("(x+1)/(y*2)", r"\frac{x + 1}{y \cdot 2}"),
        ("sqrt(x)*abs(y)", r"\sqrt{x} \left| y \right|"),
        ("exp(-x)*sin(y)", r"e^{-x} \sin(y)"),
        ("exp(x)^2", "(e^{x})^2"),
        ("max(x, y/2)", r"\max\left(x, \frac{y}{2}\right)"),
        ("log(x)+tanh(y)", r"\ln(x) + \tanh(y)"),
        ("floor(pi*x)", r"\left\lfloor \pi x \right\rfloor"),
        ("1.5e-8*x", r"1.5 \cdot 10^{-8} x"),
        ("2*3e5^2", r"2 \cdot (3 \cdot 10^{5})^2"),
    ],
)
def test_an_expression_is_written_as_mathematics_writes_it(text: str, expected: str) -> None:
    (end,) = read_expression(text, ("x", "y")).body
    assert isinstance(end, nodes.Return)
    assert end.value is not None
    assert latex(end.value) == expected


def test_a_leaf_is_what_the_caller_says() -> None:
    step = OPTIMIZERS["momentum"].form
    symbols = {"p": r"\beta_1^t", "state": "V", "g": "g"}

    def leaf(node: Name | Item) -> str | float:
        return symbols.get(node.name, node.name) if isinstance(node, Item) else -0.5

    assigned = [node for node in nodes.walk(*step.body) if isinstance(node, Assign)]
    assert latex(assigned[3].value, leaf) == r"\beta_1^t V + (-0.5 g)"
    assert latex(assigned[0].value, leaf) == (
        r"\begin{cases} 1 & \beta_1^t = -0.5 \\ 1 - \beta_1^t & \text{otherwise} \end{cases}"
    )


def test_names_are_symbols() -> None:
    names = ("x", "beta1", "left_before", "EPS", "t_2", "weight")
    assert [symbol(name) for name in names] == [
        *("x", r"\beta_{1}", r"\mathrm{left\ before}", r"\mathrm{EPS}", "t_{2}", r"\mathrm{weight}"),
    ]


@pytest.mark.parametrize("rule", STEPPED.values(), ids=list(STEPPED))
def test_numbers_put_in_lead_to_the_value(rule: Rule) -> None:
    """A calculator with fifty digits finds what the step has computed, from every assignment of every variant."""
    random = np.random.default_rng(0)
    written = 0
    for values in variants(rule):
        state = random.uniform(0.1, 0.9, (len(rule.state), 2))
        arguments = random.uniform(-3, 3, 2), random.uniform(-3, 3, 2), state, 2, rule.pack(values)
        (more,) = supplied(rule, random.uniform(-3, 3, (1, 2)))
        cells = derive(rule.form, *arguments, *(pick(need, 2)(more) for need in rule.needs)).cells

        def number(name: Name | Item, cells: list[Cell] = cells) -> float:
            assert isinstance(name, Name)
            return cells[number_of(name)].value

        for cell in cells:
            if cell.origin is not None:
                text = latex(cell.origin, number, digits=MOST_DIGITS)
                assert math.isclose(float(calculated(text)), cell.value, rel_tol=1e-12, abs_tol=1e-15), text
                written += 1
    assert written

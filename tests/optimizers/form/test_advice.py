"""Errors in what students often type say what to write instead."""

from collections.abc import Callable

import pytest

from optimizers import Scenario, ScenarioError
from optimizers.form.errors import ExpressionError
from optimizers.form.expression import read_expression
from optimizers.form.statements import read_statements


@pytest.mark.parametrize(
    ("text", "column", "advice"),
    [
        ("1 + ln(x)", 5, "write log(x), which is the natural logarithm"),
        ("log10(x)", 1, "write log(x)/log(10)"),
        ("tan(x)", 1, "write sin(x)/cos(x)"),
        ("|x|", 1, "write abs(x)"),
        ("2*π*x", 3, "write pi"),
        ("x²+y³", 2, "write ^2"),
        ("√x", 1, "write sqrt(x)"),
        ("0,5*x", 2, "write a decimal point, 0.5"),
        ("1,000*x", 2, "write a decimal point, 1.000, or 1000"),
        ("1.000,5*x", 6, "write a decimal point, 1000.5"),
        ("x, y", 2, "an expression consists of"),
        ("2xy", 2, "write x*y"),
        ("xy", 1, "write x*y"),
        ("x2 + 1", 1, "x^2 for a power"),
        ("x_1 + 1", 1, "write x for the coordinate"),
        ("y2", 1, "write y^2 for a power"),
        ("sin x", 5, "write sin(x)"),
        ("max x,y", 5, "write max(x, y)"),
        ("sin^2(x)", 4, "write sin(x)^2"),
        ("sinx", 1, "write sin(x)"),
        ("xsin(y)", 1, "write x*sin"),
        ("Sin(x) + 1", 1, "write sin, in lower case"),
        ("X + 1", 1, "write x, in lower case"),
        ("np.sin(x)", 3, "write functions without their library"),
        ("x.5", 2, "write x * .5"),
        ("1.2.3", 4, "a number has one decimal point"),
        ("x if x > 0 else y", 8, "nothing is compared here; max(x, 0)"),
        ("x if y else 1", 3, "nothing is compared here; max(x, 0)"),
        ("if(x, 1, 2)", 1, "nothing is compared here; max(x, 0)"),
        ("z = x + y", 3, "write only the right side of ="),
        ("max(x; y)", 6, "write a comma between two arguments"),
        ("max(x, y, 1)", 1, "write max(max(x, y), 1) for three"),
        ("[x + y]*2", 1, "write parentheses, ( and )"),
        (r"\frac{x}{y}", 1, "write it without LaTeX"),
        ("x // y", 4, "write / once"),
        ("x ^^ 2", 4, "write ^ once"),
        ("x)", 2, "remove it, or write ( before it"),
        ("(x", 1, "write ) where it should end"),
        ("x +", 4, "write a number, a name or an expression in parentheses there"),
    ],
)
def test_an_expression_that_cannot_be_read_is_followed_by_what_to_write(text: str, column: int, advice: str) -> None:
    assert_advice(read_expression, (text, ("x", "y")), column, advice)


@pytest.mark.parametrize(
    ("text", "column", "advice"),
    [
        ("x = x - η*g", 9, "write lr"),
        ("m = β*m", 5, "write beta"),
        ("x = x - lr*g/(sqrt(s) + ε)", 25, "write eps"),
        ("x := x - lr*g", 3, "write = once to assign"),
        ("x == x - lr*g", 3, "write = once to assign"),
        ("x ← x - lr*g", 3, "write ="),
        ("x = x - lr*sign(g)", 16, "write g/abs(g)"),
        ("x = x - lr*clip(g, -1, 1)", 16, "write min(max(g, -1), 1)"),
        ("x = x - lr*mean(g)", 16, "or one of the functions abs,"),
        ("x = x - lr*|g|", 12, "write abs(g)"),
        ("x[0] = x[0] - lr*g[0]", 2, "write g, not g[0]"),
        ("x = x - lr*g # descent", 14, "without comments"),
        ("x = x - 0,1*g", 10, "write a decimal point, 0.1"),
    ],
)
def test_a_statement_that_cannot_be_read_is_followed_by_what_to_write(text: str, column: int, advice: str) -> None:
    assert_advice(read_statements, (text,), column, advice)


def assert_advice(read: Callable[..., object], arguments: tuple[object, ...], column: int, advice: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        read(*arguments)
    assert caught.value.column == column
    assert advice in caught.value.allowed


@pytest.mark.parametrize("text", ["x–y", "x — y", "x‑y", "x\u200b-y", "\ufeffx-y"])
def test_dashes_and_invisible_characters_of_word_processors_are_read(text: str) -> None:
    assert read_expression(text, ("x", "y")).body == read_expression("x-y", ("x", "y")).body
    assert "f=x-y" in Scenario.from_query(f"surface=custom,f={text}").query


@pytest.mark.parametrize("name", ["w", "theta", "X", "y", "x_new"])
def test_the_position_under_another_name_is_pointed_at(name: str) -> None:
    with pytest.raises(ScenarioError, match=rf"column 9: the position is called x, not {name}; write x for {name}"):
        Scenario.from_query(f"optimizer=custom,step=m=0.1*g;{name}={name}-lr*m")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("surface=custom,f=0,5*x^2,xmin=-2", "The parameter f of surface custom cannot be read at column 2: a comma"),
        ("optimizer=custom,step=x=x-0,1*g,lr=2", "step of optimizer custom cannot be read at column 6: a comma"),
    ],
)
def test_a_decimal_comma_in_a_query_is_pointed_at(query: str, said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_query(query)
    (problem,) = caught.value.problems
    assert said in str(problem)
    assert "write a decimal point, 0." in str(problem)

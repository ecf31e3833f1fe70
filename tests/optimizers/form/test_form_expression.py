"""A typed expression means what mathematics means by it, and what cannot be read is an error that says where."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizers.form.errors import ExpressionError
from optimizers.form.evaluate import evaluate
from optimizers.form.expression import read_expression
from optimizers.form.nodes import Return
from optimizers.form.write_typed import written

X, Y = 0.5, 2.0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(1-x)^2 + 100*(y-x^2)^2", 306.5),
        ("(1-x)**2 + 100*(y-x**2)**2", 306.5),
        ("-x^2", -0.25),
        ("2^-3", 0.125),
        ("2^3^2", 512.0),
        ("x - y - 1", -2.5),
        ("x / y / 2", 0.125),
        ("x / 0", math.inf),
        ("--x+-y", -1.5),
        ("+x", 0.5),
        (" \t x\n+ y ", 2.5),
        ("x − y · 2", -3.5),
        ("max(x, y) - min(x, -y)", 4.0),
        ("abs(-y)+sqrt(y*8)+floor(-x)", 5.0),
        ("exp(0) + log(1) + sin(0) + cos(0) + tanh(0)", 2.0),
        ("cos(2*pi)", 1.0),
        ("log(e)", 1.0),
        ("y^x", math.sqrt(2)),
        ("1.e1 + .5E-1 + 007", 17.05),
        ("9007199254740993", 9007199254740992.0),
    ],
)
def test_an_expression_has_its_value(text: str, value: float) -> None:
    assert evaluate(read_expression(text, ("x", "y")), X, Y) == value


@pytest.mark.parametrize(
    "text",
    [
        "x - (y - 1)",
        "x - y - 1",
        "x/(y*2)",
        "x/y*2",
        "-x**2",
        "(-x)**2",
        "x**-y",
        "(x**2)**y",
        "x**2**y",
        "2*(-x)",
        "max(x, y + 1)/sqrt(x)",
        "-(x + y)",
        "x*(1 - y)**2",
        "x - -y",
        "1e-8 + 0.5*x",
    ],
)
def test_what_is_written_as_it_is_typed_reads_back_as_the_same_expression(text: str) -> None:
    body = read_expression(text, ("x", "y")).body
    (end,) = body
    assert isinstance(end, Return)
    assert end.value is not None
    assert read_expression(written(end.value), ("x", "y")).body == body


def test_names_are_those_given() -> None:
    assert evaluate(read_expression("a*x + e", ("x", "a", "e")), 2.0, 3.0, 4.0) == 10.0
    with pytest.raises(ExpressionError, match=r"column 1: 'y' is not a name here; .* parentheses, x, a, pi, e and the"):
        read_expression("y", ("x", "a"))


BAD = [
    ("", 1, "there is nothing here"),
    (" \n ", 1, "there is nothing here"),
    ("2 x", 3, "an operator is missing between 2 and x"),
    ("2(x)", 2, "an operator is missing between 2 and ("),
    ("x(y)", 2, "an operator is missing between x and ("),
    ("(x)(y)", 4, "an operator is missing between ) and ("),
    ("0x10", 2, "an operator is missing between 0 and x10"),
    ("1_0", 2, "an operator is missing between 1 and _0"),
    ("1j", 2, "an operator is missing between 1 and j"),
    ("1..2", 3, "an operator is missing between 1. and .2"),
    ("sin x", 5, "sin is a function and needs an argument"),
    ("x + sin", 8, "a value is missing at the end"),
    ("x+", 3, "a value is missing at the end"),
    ("*x", 1, "a value is missing before *"),
    ("x//y", 3, "a value is missing before /"),
    ("x***y", 4, "a value is missing before *"),
    ("()", 2, "a value is missing before )"),
    ("sin()", 5, "a value is missing before )"),
    ("max(x,)", 7, "a value is missing before )"),
    ("max(*x)", 5, "a value is missing before *"),
    ("max(x,y,1)", 1, "max has 3 arguments"),
    ("1 + min(x)", 5, "min has 1 argument"),
    ("x,y", 2, "a comma only separates the arguments of min and max"),
    ("sin((x,y))", 7, "a comma only separates the arguments of min and max"),
    ("((x)", 1, "this parenthesis is never closed"),
    ("x)", 2, "this parenthesis was never opened"),
    ("a+1", 1, "'a' is not a name here"),
    ("f(x)", 1, "'f' is not a name here"),
    ("lambda", 1, "'lambda' is not a name here"),
    ("x if y else 1", 3, "an operator is missing between x and if"),
    ("x.y", 2, "'.' has no meaning here"),
    ("x<y", 2, "'<' has no meaning here"),
    ("[x]", 1, "'[' has no meaning here"),
    ("x;y", 2, "';' has no meaning here"),
    ("x #", 3, "'#' has no meaning here"),
    ("'a'", 1, '"\'" has no meaning here'),
    ("x²", 2, "'²' has no meaning here"),
    ("ｘ", 1, "'ｘ' has no meaning here"),
    ("٣", 1, "'٣' has no meaning here"),
    ("x\0", 2, "'\\x00' has no meaning here"),
    ("x + 1e999", 5, "this number is too large"),
    ("9" * 400, 1, "this number is too large"),
    ("x" * 501, 501, "501 characters are too many"),
    ("(" * 31 + "x" + ")" * 31, 31, "there are too many nested parentheses"),
    ("-" * 101 + "x", 101, "the expression is too large"),
    ("+".join(["x"] * 200), 1, "the expression is too large"),
    ("+".join(f"({'+'.join('x' * 40)})" for _ in range(5)), 1, "the expression is too large"),
]


@pytest.mark.parametrize(("text", "column", "reason"), BAD, ids=[text[:20] for text, *_ in BAD])
def test_what_cannot_be_read_is_an_error_that_says_where_and_what_is_allowed(
    text: str, column: int, reason: str
) -> None:
    with pytest.raises(ExpressionError) as caught:
        read_expression(text, ("x", "y"))
    said = caught.value
    assert said.reason.startswith(reason[:59])
    assert str(said) == f"column {said.column}: {said.reason}; {said.allowed}"
    assert len(str(said)) < 300
    if reason != "the expression is too large":
        assert said.column == column


@given(st.text(alphabet="xy12.e+-*/^(), sincomax", max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    column = 1
    value: Any = 0.0
    try:
        value = evaluate(read_expression(text, ("x", "y")), X, Y)
    except ExpressionError as error:
        column = error.column
    assert isinstance(value, float)
    assert 1 <= column <= len(text) + 1

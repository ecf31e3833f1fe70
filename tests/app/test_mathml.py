"""MathML of formulas with numbers is what a conversion of each would give, and is kept in a bounded number of bytes."""

from tracemalloc import get_traced_memory, start, stop

import pytest
from latex2mathml.converter import convert

from app.mathml import mathml
from optimizers import OPTIMIZERS, SURFACES, Scenario, explain


def direct(latex: str, display: str) -> str:
    text = latex.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return str(convert(latex, display=display)).replace("<math ", f'<math alttext="{text}" ', 1)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_line_of_a_step_is_as_if_it_were_converted_itself(name: str) -> None:
    explained = explain(Scenario.from_query(f"optimizer={name}&start=A,-8,1.2&steps=40"), 0, 0, 30)
    for line in (line for pair in explained.lines for line in pair):
        assert mathml(line.latex, "block") == direct(line.latex, "block")
    for arrow in explained.arrows:
        assert mathml(arrow.symbol) == direct(arrow.symbol, "inline")


@pytest.mark.parametrize(
    "latex",
    [
        *(surface.formula for surface in SURFACES.values()),
        *(rule.formula for rule in OPTIMIZERS.values()),
        r"x_12 + 10^{-28} \cdot 3",
        r"\frac12 x^10",
        "730101.25 + 7 - 730100.25",
        r"2 \cdot 730102.25",
        " + ".join(map(str, range(120))),
        "1 < 2",
    ],
)
def test_any_formula_is_as_if_it_were_converted_itself(latex: str) -> None:
    assert mathml(latex) == direct(latex, "inline")


def test_ever_new_numbers_are_not_kept() -> None:
    mathml(r"m = 0.5 \cdot 0.25")
    start()
    try:
        for k in range(300):
            assert f"<mn>{k}.125</mn>" in mathml(rf"m = 0.5 \cdot {k}.125")
        assert get_traced_memory()[0] < 10_000
    finally:
        stop()

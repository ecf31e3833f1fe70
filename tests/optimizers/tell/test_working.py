"""A step's lines come from the step itself: rules that nobody has explained are explained right."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimizers import Rule
from optimizers.rules.rule import StateVariable
from optimizers.tell.printed import Line
from optimizers.tell.working import Working
from optimizers.terms.types import Matrix, Vector
from tests.example_rules import ADAMW, NEWTON, TEXTBOOKS
from tests.latex import calculated
from tests.unregistered import RULES as KNOWN

POSITION = np.array([-8.0, 1.2])
NEEDS: dict[str, Any] = {
    "hessian": np.array([[2.0, 0.5], [0.5, 25.0]]),
    "loss": 50.0,
    "floor": 2.0,
    "gradient_at": np.array([0.25, -3.0]),
}
NOTE = "stays"
RULES = KNOWN | {rule.name.removeprefix("scratch-"): rule for rule, _ in TEXTBOOKS.values() if rule is not ADAMW}


def worked(rule: Rule, p: list[float], state: Matrix, t: int, g: tuple[float, float]) -> Working:
    needed = [NEEDS[name] for name in rule.needs]
    return Working(rule, np.array(g), state, t, np.array(p), [*needed, POSITION] if rule.reads_position else needed)


def lines_of(working: Working, coordinate: int) -> list[Line]:
    return [working.numbers.line(one.symbol, one.expression, one.value, NOTE) for one in working.equations(coordinate)]


def texts(name: str, p: list[float], state: list[float], t: int, g: tuple[float, float] = (-1.5, 2.0)) -> list[str]:
    """Return the lines of x, where each state variable is the same in both coordinates."""
    both = np.array([state, state]).T.reshape(-1, 2)
    return [f"{line.latex} {line.note}".strip() for line in lines_of(worked(RULES[name], p, both, t, g), 0)]


def test_adagrad() -> None:
    assert texts("adagrad", [0.1, 1e-8], [4.0], 2) == [
        r"G = 4 + (-1.5)^2 = 6.25",
        r"\Delta = -\frac{0.1 \cdot (-1.5)}{\sqrt{6.25} + 1 \cdot 10^{-8}} = 0.06",
    ]


def test_adamw_is_pulled_from_where_it_is() -> None:
    lines = [
        r"m = 0.9 \cdot 1 + (1 - 0.9) \cdot (-1.5) = 0.75",
        r"v = 0.99 \cdot 3 + (1 - 0.99) \cdot (-1.5)^2 = 2.992",
        r"\hat m = \frac{0.75}{0.19} = 3.947",
        r"\hat v = \frac{2.992}{0.0199} = 150.4",
    ]
    step = r"\frac{0.1 \cdot 3.947}{\sqrt{150.4} + 1 \cdot 10^{-8}}"
    assert texts("adamw", [0.1, 0.9, 0.99, 1e-8, 0.25], [1.0, 3.0, 0.9, 0.99], 2) == [
        *lines,
        rf"\Delta = -0.1 \cdot 0.25 \cdot (-8) - {step} = 0.1678",
    ]
    without = texts("adamw", [0.1, 0.9, 0.99, 1e-8, 0.0], [1.0, 3.0, 0.9, 0.99], 2)
    assert without == [*lines, rf"\Delta = -{step} = -0.03219"]


def test_lion_shows_what_it_takes_the_sign_of() -> None:
    assert texts("lion", [0.1, 0.9, 0.99, 0.25], [0.1], 2) == [
        r"c = 0.9 \cdot 0.1 + (1 - 0.9) \cdot (-1.5) = -0.06",
        r"m = 0.99 \cdot 0.1 + (1 - 0.99) \cdot (-1.5) = 0.084",
        r"\Delta = -0.1 \cdot (\mathrm{sign}(-0.06) + 0.25 \cdot (-8)) = 0.3",
    ]


def test_amsgrad() -> None:
    assert texts("amsgrad", [0.1, 0.9, 0.99, 1e-8], [1.0, 3.0, 1.0, 1.0, 4.0], 2) == [
        r"m = 0.9 \cdot 1 + (1 - 0.9) \cdot (-1.5) = 0.75",
        r"v = 0.99 \cdot 3 + (1 - 0.99) \cdot (-1.5)^2 = 2.992",
        r"v_{\max} = \max(4, 2.992) = 4",
        r"\Delta = -\frac{0.1 \cdot 0.75}{\sqrt{4} + 1 \cdot 10^{-8}} = -0.0375",
    ]


def test_nadam_has_its_schedule_in_lines() -> None:
    assert texts("nadam", [0.1, 0.9, 0.99, 1e-8, 1000.0], [1.0, 3.0, 0.9, 0.99], 2) == [
        r"\mu = 0.9 \cdot 1 = 0.9",
        r"\mu_{\mathrm{next}} = 0.9 \cdot 1 = 0.9",
        r"m = 0.9 \cdot 1 + (1 - 0.9) \cdot (-1.5) = 0.75",
        r"v = 0.99 \cdot 3 + (1 - 0.99) \cdot (-1.5)^2 = 2.992",
        r"\hat m = \frac{0.9 \cdot 0.75}{0.271} + \frac{(1 - 0.9) \cdot (-1.5)}{0.19} = 1.701",
        r"\hat v = \frac{2.992}{0.0199} = 150.4",
        r"\Delta = -\frac{0.1 \cdot 1.701}{\sqrt{150.4} + 1 \cdot 10^{-8}} = -0.01387",
    ]


def test_adan_keeps_the_gradient_without_a_line() -> None:
    p, state = [0.1, 0.02, 0.08, 0.01, 1e-8], [0.5, 0.25, 2.0, -1.0]
    assert texts("adan", p, state, 2) == [
        r"d = -1.5 - (-1) = -0.5",
        r"m = (1 - 0.02) \cdot 0.5 + 0.02 \cdot (-1.5) = 0.46",
        r"v = (1 - 0.08) \cdot 0.25 + 0.08 \cdot (-0.5) = 0.19",
        r"u = -1.5 + (1 - 0.08) \cdot (-0.5) = -1.96",
        r"n = (1 - 0.01) \cdot 2 + 0.01 \cdot (-1.96)^2 = 2.018",
        r"\Delta = -\frac{0.1}{\sqrt{2.018} + 1 \cdot 10^{-8}} \cdot (0.46 + (1 - 0.08) \cdot 0.19) = -0.04468",
    ]
    first = texts("adan", p, [0.0, 0.0, 0.0, 0.0], 1)
    assert first[1] == r"v = (1 - 0.08) \cdot 0 = 0"
    assert first[2] == r"n = (1 - 0.01) \cdot 0 + 0.01 \cdot (-1.5)^2 = 0.0225"


def test_of_branches_there_is_only_the_one_that_was_taken() -> None:
    p = [0.1, 1.2, 0.5, 50.0, 1e-6]
    assert texts("rprop", p, [0.0, 0.0], 1) == ["s = 0.1", r"\Delta = -0.1 \cdot \mathrm{sign}(-1.5) = 0.1"]
    assert texts("rprop", p, [2.0, -3.0], 2) == [
        r"s = \min(2 \cdot 1.2, 50) = 2.4",
        r"\Delta = -2.4 \cdot \mathrm{sign}(-1.5) = 2.4",
    ]
    assert texts("rprop", p, [2.0, 3.0], 2)[0] == r"s = \max(2 \cdot 0.5, 1 \cdot 10^{-6}) = 1"
    assert lines_of(worked(RULES["rprop"], p, np.array([[2.0, 2.0], [3.0, 3.0]]), 2, (-1.5, 2.0)), 0)[-1].value == 0


def test_a_variable_that_is_only_tested_has_a_line_if_it_has_a_symbol() -> None:
    assert texts("clipped", [0.1, 1.0], [], 1, (3.0, 4.0)) == [
        "s = 3^2 + 4^2 = 25",
        r"\Delta = -0.1 \cdot \min\left(1, \frac{1}{\sqrt{25}}\right) \cdot 3 = -0.06",
    ]


def test_what_a_step_needs_besides_is_put_in() -> None:
    over, under = r"1 \cdot ((25 + 1) \cdot (-1.5) - 0.5 \cdot 2)", r"(2 + 1) \cdot (25 + 1) - 0.5 \cdot 0.5"
    assert texts("newton", [1.0], [], 1) == [rf"\Delta = -\frac{{{over}}}{{{under}}} = 0.5145"]
    assert texts("polyak", [1.0], [], 1) == [r"\Delta = -\frac{1 \cdot (50 - 2)}{(-1.5)^2 + 2^2} \cdot (-1.5) = 11.52"]
    assert texts("extragradient", [0.1], [], 1) == [r"\Delta = -0.1 \cdot 0.25 = -0.025"]


def test_constants_of_a_rule_are_put_in_and_what_is_known_of_itself_is_not_repeated() -> None:
    p = [0.1, 0.9, 0.99, 1e-8, 0.05, 0.1, 0.01]
    working = worked(ADAMW, p, np.array([[1.0, 1.0], [3.0, 3.0]]), 2, (-1.5, 2.0))
    assert [line.latex for line in lines_of(working, 0)][:2] == [
        r"d = 0.9 \cdot 1 + 0.1 \cdot (-1.5) = 0.75",
        r"v = 0.99 \cdot 3 + 0.01 \cdot (-1.5)^2 = 2.992",
    ]
    assert texts("nesterov", [0.1, 0.9], [0.5], 2) == [r"d = 0.9 \cdot 0.5 - 0.1 \cdot 0.25 = 0.425", r"\Delta = 0.425"]


def root(value: float) -> float:
    found = 1.0
    for _ in range(8):
        found = found - (found * found - value) / (2.0 * found)
    return found


def iterated(x: Vector, g: Vector, state: Matrix, t: int, p: Vector, hessian: Matrix) -> None:
    for i in range(x.size):
        h = 0.0
        for j in range(x.size):
            h += abs(hessian[i, j])
        x[i] -= p[0] * g[i] / root(g[i] * g[i] + h)


def corrected(x: Vector, g: Vector, state: Matrix, t: int, p: Vector) -> None:
    c = 1.0 - state[1, 0] * p[1]
    for i in range(x.size):
        state[0, i] = p[1] * state[0, i] + (1.0 - p[1]) * g[i]
        state[1, i] *= p[1]
        left = 1.0 - state[1, i]
        lr_t = p[0] / left
        x[i] -= lr_t * state[0, i] + p[0] / c


def test_a_sum_of_a_schedule_has_a_line_where_it_has_a_symbol() -> None:
    rule = replace(KNOWN["lion"], state=KNOWN["adamw"].state[:2], step=corrected)
    working = worked(rule, [0.1, 0.9, 0.0, 0.0], np.array([[1.0, 1.0], [0.9, 0.9]]), 2, (-1.5, 2.0))
    assert [line.latex for line in lines_of(working, 0)] == [
        r"c = 1 - 0.9 \cdot 0.9 = 0.19",
        r"m = 0.9 \cdot 1 + (1 - 0.9) \cdot (-1.5) = 0.75",
        r"\eta_{t} = \frac{0.1}{0.19} = 0.5263",
        r"\Delta = -\left(0.5263 \cdot 0.75 + \frac{0.1}{0.19}\right) = -0.9211",
    ]


def test_what_is_put_in_at_one_place_is_not_endless() -> None:
    rule = replace(NEWTON, step=iterated)
    working = worked(rule, [0.1], np.zeros((0, 2)), 1, (-1.5, 2.0))
    lines = lines_of(working, 1)
    assert lines[0].latex == r"h = \left| 0.5 \right| + \left| 25 \right| = 25.5"
    assert [line.symbol for line in lines[1:]] == [r"\mathrm{found}"] * 4 + [r"\Delta"]
    assert lines[-1].value == pytest.approx(-0.1 * 2.0 / math.sqrt(2.0**2 + 25.5), rel=1e-6)
    assert max(len(line.expression) for line in lines) < 400


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_the_lines_of_any_step_multiply_out_to_what_the_step_does(rule: Rule) -> None:
    draw = np.random.default_rng(0)
    for t in (1, 2, 30):
        for size in (1e-3, 1.0, 1e3):
            p = [draw.uniform(0.1, 0.9) for _ in rule.parameters]
            rows = [np.full(2, fixed(one, t)) if fixed(one, t) else draw.uniform(0, size, 2) for one in rule.state]
            state = np.array(rows).reshape(-1, 2)
            g = (draw.normal(0, size), draw.normal(0, size))
            working = worked(rule, p, state, t, g)
            begin = POSITION if rule.reads_position else np.zeros(2)
            end, after = begin.copy(), state.copy()
            with np.errstate(all="ignore"):
                rule.step(end, np.array(g), after, t, np.array(p), *[NEEDS[name] for name in rule.needs])
            assert working.change == pytest.approx((end - begin).tolist(), rel=1e-12 if rule.reads_position else 0)
            for i in range(2):
                lines = lines_of(working, i)
                assert (lines[-1].symbol, lines[-1].value) == (r"\Delta", working.change[i])
                kept = {line.symbol: line.value for line in lines}
                for row, variable in enumerate(rule.state):
                    assert kept.get(variable.symbol, after[row, i]) == after[row, i]
                for line in lines:
                    if line.note or not line.expression:
                        assert line.value == 0 or not line.note
                        continue
                    found = float(calculated(line.expression))
                    assert math.isclose(found, line.value, rel_tol=2e-3), line


def fixed(variable: StateVariable, t: int) -> float:
    """Return a power of β before step ``t``, 0 for what is no power."""
    return 0.9 ** (t - 1) if variable.initial == 1.0 else 0.0

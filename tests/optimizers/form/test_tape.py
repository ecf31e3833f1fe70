"""A tape has the bits of the function that it was written from, also where that branches and loops."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy import sqrt

from optimizers import SURFACES, Rule, Surface
from optimizers.form.differentiate import derived
from optimizers.form.errors import FormError
from optimizers.form.evaluate import evaluate
from optimizers.form.expression import read_expression
from optimizers.form.nodes import Function
from optimizers.form.play import play, play_rows
from optimizers.form.reader import read
from optimizers.form.write_tape import tape_of
from optimizers.rules.roots import joined
from optimizers.run.needs import pick
from optimizers.terms.types import Matrix
from tests.everyone import STEPPED
from tests.feeding import supplied
from tests.form_engines import beginning, fed_to_kernel, parts, surveyed_by_evaluator
from tests.form_samples import samples
from tests.optimizers.form.test_form_bits import arithmetic, assert_same, gradients, questions, settings_of

NAMES = ("x", "y")
PAIRS = np.array([(x, y) for x in samples() for y in samples()])


def played(rule: Rule, values: Any, fed: Matrix) -> Matrix:
    """Return position and state after each gradient, as ``fed_to_kernel`` does."""
    state, p, more = beginning(rule, values), rule.pack(values), supplied(rule, fed)
    shapes: Any = {"x": 2, "g": 2, "state": state.shape, "p": len(p), "hessian": (2, 2), "gradient_at": 2}
    program = tape_of(rule.form, shapes, changed=rule.form.arguments[0:3:2]).encoded()
    x, found = np.zeros(2), []
    for t, g in enumerate(fed, start=1):
        needs = [np.ravel(pick(need, 2)(more[t - 1])) for need in rule.needs]
        row = np.concatenate([x, g, state.ravel(), [t], p, *needs])
        (after,) = play_rows(program, row[np.newaxis])
        x, state = after[:2], after[2:].reshape(state.shape)
        found.append(after)
    return np.array(found)


def evaluated(function: Function, *point: float) -> tuple[float, ...]:
    """Return the results of a function, also of one with a single result."""
    found = evaluate(function, *point)
    assert found is not None
    return found if isinstance(found, tuple) else (found,)


@pytest.mark.parametrize("rule", STEPPED.values(), ids=list(STEPPED))
def test_a_rule_is_played_as_it_is_compiled(rule: Rule) -> None:
    fed = gradients()[135:175]
    for values in settings_of(rule)[-2:]:
        assert_same(played(rule, values, fed), fed_to_kernel(rule, values, fed))


@pytest.mark.parametrize("surface", SURFACES.values(), ids=list(SURFACES))
def test_a_surface_is_played_as_it_is_evaluated(surface: Surface) -> None:
    q = surface.pack(surface.defaults())
    points = np.concatenate([np.random.default_rng(0).uniform(-5, 5, (6, 2)), PAIRS[::70]])
    rows = np.array([[*point, *q] for point in points])
    tapes = [tape_of(function, {"q": len(q)}).encoded() for function in parts(surface).values()]
    found = np.concatenate([play_rows(tape, rows) for tape in tapes], axis=1)
    assert_same(found, surveyed_by_evaluator(surface, q, points))


def leaving(x: Any, y: Any) -> Any:
    """Ends early on one way, and skips within a loop on another."""
    total = y
    for i in range(4):
        if i == 3:
            break
        if x > total:
            continue
        total = total * x - i
    if total > 1.0 or x != x:
        return total, -total
    if y < 0.0:
        x = sqrt(-y)
    else:
        total = 0.0
    return x, total


def called(x: Any, y: Any) -> Any:
    return joined(x, y)


@pytest.mark.parametrize("function", [arithmetic, questions, leaving, called], ids=lambda one: one.__name__)
def test_both_ways_are_played_and_the_right_one_selected(function: Callable[..., Any]) -> None:
    form = read(function)
    expected = np.array([evaluated(form, *pair) for pair in PAIRS.tolist()], dtype=np.float64)
    assert_same(play_rows(tape_of(form).encoded(), PAIRS), expected)


ONE = ("sqrt", "abs", "floor", "exp", "log", "sin", "cos", "tanh")
LEAVES = st.one_of(st.sampled_from(["x", "y", "pi", "e", "0", "1", "2", "3", "0.5"]), st.floats(0, 1e3).map(str))
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/^"), inner).map(lambda parts: f"({''.join(parts)})"),
        st.tuples(st.sampled_from(ONE), inner).map("{0[0]}({0[1]})".format),
        st.tuples(st.sampled_from(["min", "max"]), inner, inner).map("{0[0]}({0[1]},{0[2]})".format),
        inner.map("(-{})".format),
    ),
    max_leaves=8,
)
"""Texts of expressions of x and y."""


@settings(max_examples=60, deadline=None)  # the first call compiles
@given(EXPRESSIONS, st.tuples(st.sampled_from(samples()), st.floats(-3, 3)))
def test_a_typed_expression_and_its_derivatives_are_played_as_they_are_evaluated(
    text: str, point: tuple[float, float]
) -> None:
    value = read_expression(text, NAMES)
    gradient, both, hessian = derived(value, NAMES)
    found = [*play(tape_of(both), *point), *play(tape_of(hessian), *point)]
    expected = [evaluate(value, *point), *evaluated(gradient, *point), *evaluated(hessian, *point)]
    assert_same(np.array([found]), np.array([expected], dtype=np.float64))


def test_zeros_of_both_signs_stay_apart() -> None:
    value = read_expression("1/(0*x) + 1/(-0*x)", NAMES)
    assert play(tape_of(derived(value, NAMES).value_and_gradient), 1.0, 0.0)[:1] == pytest.approx([np.nan], nan_ok=True)


def test_what_is_known_is_computed_once() -> None:
    tape = tape_of(read_expression("2*pi*exp(1)*x + (2*pi*exp(1)*x)^2", NAMES))
    assert len(tape.code) == 3
    assert len(tape.constants) == 1


def waiting(x: Any, y: Any) -> Any:
    while x < y:
        x = x + 1.0
    return x


def indexed(x: Any, y: Any) -> Any:
    total = 0.0
    for i in range(int(y)):
        total += i * x
    return total


def stopping(x: Any, y: Any) -> Any:
    total = x
    for i in range(3):
        if total > y:
            break
        total += i
    return total


def endless(x: Any, y: Any) -> Any:
    for i in range(10000):
        x = x + i
    return x


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (waiting, "a while loop"),
        (indexed, "a whole number that depends on an input"),
        (stopping, "a way that leaves a loop"),
        (endless, "numbers; at most 8192"),
    ],
)
def test_what_no_tape_can_hold_is_refused(function: Callable[..., Any], said: str) -> None:
    with pytest.raises(FormError, match=said):
        tape_of(read(function))

"""The evaluator has the bits of the functions that it reads, and says what was computed in which order."""

import math
from typing import Any

import numpy as np
import pytest
from numpy import floor, sqrt

from optimizers import OPTIMIZERS
from optimizers.form.evaluate import evaluate, trace
from optimizers.form.nodes import Binary, Item, Name, Number
from optimizers.form.reader import read
from tests.form_samples import same, samples

TABLE = (0.5, 0.25)


def arithmetic(x: float, y: float) -> tuple[float, float, float, float]:
    return x + y, x - y, x * y, x / y


def single(x: float) -> tuple[float, float, float, float]:
    return sqrt(x), floor(x), abs(x), -x


def order(x: float, y: float) -> tuple[float, float, float]:
    ordered = x < y <= 2.0 * y or not x
    return max(x, y), min(x, y), 1.0 if ordered and x != y else 0.0


def loops(x: float, n: int) -> float:
    total, k = 0.0, 0
    for i in range(n, -1, -1):
        if i == 3:
            continue
        total += TABLE[i - 2 * int(i / 2)] * i
        if total > 1e3:
            break
    while k < n:
        k += 1
        if k == 5:
            return total - x
    return total + x


@pytest.mark.parametrize("function", [arithmetic, order])
def test_arithmetic_is_that_of_ieee(function: Any) -> None:
    form = read(function)
    with np.errstate(all="ignore"):
        for x in samples():
            for y in samples():
                assert same(evaluate(form, x, y), function(np.float64(x), np.float64(y))), (x, y)


def test_roots_and_floors_are_those_of_numpy() -> None:
    form = read(single)
    with np.errstate(all="ignore"):
        for x in samples():
            assert same(evaluate(form, x), single(np.float64(x))), x


@pytest.mark.parametrize("n", [0, 1, 4, 5, 100])
def test_loops_are_those_of_python(n: int) -> None:
    assert evaluate(read(loops), 0.1, n) == loops(0.1, n)


def test_a_trace_has_the_assignments_in_their_order_with_all_numbers() -> None:
    rule = OPTIMIZERS["momentum"]
    x, state = [1.0, -2.0], [[0.5, 0.0]]
    executed = trace(rule.form, x, [4.0, 8.0], state, 1, [0.1, 0.5, 0.0, 0.0, 0.0])
    assert [one.assign.line - rule.form.line for one in executed] == [1, 2, 3, 5, 6, 9, 5, 6, 9]
    average = executed[3]
    assert average.values == (0.5 * 0.5 + 0.5 * 4.0,)
    assert average.numbers[Item("p", (Name("BETA"),))] == 0.5
    assert average.numbers[Item("g", (Name("i"),))] == 4.0
    assert average.numbers[Name("i")] == 0
    assert average.numbers[Binary("*", Name("added"), Item("g", (Name("i"),)))] == 2.0
    weight = executed[0]
    assert Number(1.0) in weight.numbers
    assert weight.assign.value in weight.numbers
    assert (x, state) == ([0.775, -2.4], [[2.25, 4.0]])


def test_a_helper_comes_before_its_caller() -> None:
    rule = OPTIMIZERS["adam"]
    x, state = [0.0, 0.0], [[0.0, 0.0], [0.0, 0.0], [1.0, 1.0], [1.0, 1.0], [0.0, 0.0]]
    executed = trace(rule.form, x, [3.0, math.inf], state, 1, [0.1, 0.9, 0.999, 1e-8, 1.0, 0.0])
    assert [one.depth for one in executed[:3]] == [0, 1, 0]
    assert executed[1].function.name == "mean_square"
    assert executed[2].values == (executed[1].values[0], math.sqrt(executed[1].values[0]))

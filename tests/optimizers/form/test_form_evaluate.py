"""The evaluator has the bits of the functions that it reads."""

from typing import Any

import numpy as np
import pytest
from numpy import floor, sqrt

from optimizers.form.evaluate import evaluate
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

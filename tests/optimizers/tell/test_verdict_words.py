"""Verdicts on random scenarios over the whole catalog are grammatical, and the order of optimizers changes no claim."""

from dataclasses import replace

import pytest

from optimizers import Scenario, simulate
from optimizers.tell.marks import Part
from optimizers.tell.verdict import verdict_parts
from tests.verdict_words import claims, drawn, read

FEW = 30
MANY = 3000
SHARE = 20  # of those one is read here; python -m tests.benchmarks.verdict_words reads all


def parts_of(scenario: Scenario) -> list[Part]:
    return verdict_parts(scenario, simulate(scenario))


def said(scenario: Scenario) -> str:
    return "".join(part.text for part in parts_of(scenario))


def test_a_few_random_verdicts_are_grammatical() -> None:
    for seed in range(FEW):
        scenario = drawn(seed)
        read(scenario, parts_of(scenario))


@pytest.mark.slow
def test_random_verdicts_are_grammatical() -> None:
    for seed in range(FEW, MANY, SHARE):
        scenario = drawn(seed)
        read(scenario, parts_of(scenario))


@pytest.mark.parametrize("seed", range(1000, 1006))
def test_the_order_of_optimizers_changes_no_claim(seed: int) -> None:
    """But under conditions that give the first optimizer a part of its own, and where names are numbered."""
    scenario = drawn(seed)
    one = replace(scenario, conditions={**scenario.conditions, "fair": "own"})
    other = replace(one, optimizers=tuple(reversed(one.optimizers)))
    assert claims(said(one)) == claims(said(other))


@pytest.mark.parametrize(
    "text",
    [
        "From A, SGD diverge.",
        "SGD does not reach the ring from A in 1 steps.",
        "From A, SGD and Adam diverges.",
        "From A, Adam diverges",
        "From A,  SGD diverges.",
        "From A, SGD's first step points 36° away from the minimum, SGD's 36°.",
        "From B, SGD and SGD diverge from from B.",
    ],
)
def test_what_nobody_would_say_is_found(text: str) -> None:
    scenario = Scenario.from_query("optimizer=sgd&optimizer=adam")
    with pytest.raises(AssertionError):
        read(scenario, [Part(text)])

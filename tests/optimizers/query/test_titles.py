"""Optimizers of one kind are named by what differs, each unlike all others."""

import pytest
from hypothesis import given

from optimizers import Scenario
from optimizers.query.titles import BOTH, LONGEST, titles
from tests.everyone import LIMITS, everyone
from tests.optimizers.query.test_scenario import scenarios, unhurried


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("optimizer=sgd&optimizer=adam", ["SGD", "Adam"]),
        (
            "optimizer=rmsprop,beta=0.9&optimizer=sgd&optimizer=rmsprop,beta=0.999",
            ["RMSprop β = 0.9", "SGD", "RMSprop β = 0.999"],
        ),
        (
            "optimizer=adam,bias_correction=0&optimizer=adam",
            ["Adam without bias correction", "Adam with bias correction"],
        ),
        ("optimizer=sgd&optimizer=sgd", ["SGD 1", "SGD 2"]),
        (
            "optimizer=sgd,lr=0.1&optimizer=sgd,lr=0.1&optimizer=sgd,lr=0.2",
            ["SGD η = 0.1 (1)", "SGD η = 0.1 (2)", "SGD η = 0.2"],
        ),
        (
            "optimizer=rmsprop,lr=0.1,beta=0.9&optimizer=rmsprop,lr=0.3,beta=0.99",
            ["RMSprop (η = 0.1, β = 0.9)", "RMSprop (η = 0.3, β = 0.99)"],
        ),
        (
            "optimizer=rmsprop,lr=0.1,beta=0.9,eps=0.1&optimizer=rmsprop,lr=0.1,beta=0.99&optimizer=rmsprop,lr=0.2,beta=0.8",
            ["RMSprop β = 0.9", "RMSprop β = 0.99", "RMSprop β = 0.8"],
        ),
        (
            "optimizer=sgd&optimizer=rmsprop,length=sgd&optimizer=rmsprop",
            ["SGD", "RMSprop with SGD's step length", "RMSprop with its own step length"],
        ),
        (
            "optimizer=sgd&optimizer=sgd,schedule=cosine,warmup=5",
            ["SGD at a constant rate", "SGD with cosine decay"],
        ),
        ("optimizer=rmsprop&optimizer=rmsprop,eps=1e-3", ["RMSprop ε = 1e−8", "RMSprop ε = 0.001"]),
        (
            "optimizer=sgd,lr=0.070000001&optimizer=sgd,lr=0.070000002",
            ["SGD η = 0.070000001", "SGD η = 0.070000002"],
        ),
        ("optimizer=sgd,lr=0.1&optimizer=sgd,lr=0.1234567891234", ["SGD η = 0.1", "SGD η = 0.1235"]),
        (
            "optimizer=sgd&optimizer=sgd,weight_decay=0.1",
            ["SGD without weight decay", "SGD with weight decay 0.1"],
        ),
        ("optimizer=custom,step=x=x-lr*g&optimizer=custom,step=x=x-2*lr*g,lr=3", ["Custom 1", "Custom 2"]),
    ],
)
def test_what_differs_is_in_the_name(query: str, expected: list[str]) -> None:
    assert titles(Scenario.from_query(query)) == expected


@pytest.mark.parametrize("fair", ["rate", "length"])
def test_what_has_no_effect_is_not_in_the_name(fair: str) -> None:
    query = f"optimizer=sgd,lr=0.1&optimizer=sgd,lr=0.2,schedule=cosine&fair={fair}"
    assert titles(Scenario.from_query(query)) == ["SGD 1", "SGD 2"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("optimizer=sgd&optimizer=sgd,every=10", ["SGD 1", "SGD 2"]),
        ("optimizer=sgd&optimizer=sgd,gamma=0.5,schedule=step", ["SGD at a constant rate", "SGD with step decay"]),
        ("optimizer=sgd&optimizer=sgd,decoupled_weight_decay=1", ["SGD 1", "SGD 2"]),
        (
            "optimizer=sgd,schedule=step,every=10&optimizer=sgd,schedule=step,every=20&optimizer=sgd,every=30",
            ["SGD with halving period 10", "SGD with halving period 20", "SGD"],
        ),
        (
            "optimizer=sgd&optimizer=adam,length=sgd,schedule=cosine&optimizer=adam,length=sgd",
            ["SGD", "Adam 1", "Adam 2"],
        ),
        ("optimizer=sgd,warmup=3&optimizer=sgd,warmup=5", ["SGD with warm-up 3", "SGD with warm-up 5"]),
        ("optimizer=adam,lr=0.1&optimizer=adam,lr=0.2&fair=tuned", ["Adam 1", "Adam 2"]),
        ("optimizer=sgd&optimizer=adam&optimizer=adam,length=sgd&fair=length", ["SGD", "Adam 1", "Adam 2"]),
        (
            "optimizer=sgd&optimizer=rprop,lr=0.1&optimizer=rprop,lr=0.2&fair=length",
            ["SGD", "Rprop η = 0.1", "Rprop η = 0.2"],
        ),
    ],
)
def test_a_value_without_effect_is_not_in_the_name(query: str, expected: list[str]) -> None:
    assert titles(Scenario.from_query(query)) == expected


def test_with_the_length_of_another_the_rate_has_no_effect() -> None:
    query = "optimizer=sgd&optimizer=adam,length=sgd,lr=0.1,beta1=0.5&optimizer=adam,length=sgd,lr=0.2"
    assert titles(Scenario.from_query(query))[1:] == ["Adam β₁ = 0.5", "Adam β₁ = 0.9"]


@unhurried
@given(scenarios())
def test_all_names_differ_and_are_short(scenario: Scenario) -> None:
    found = titles(scenario)
    assert len(set(found)) == len(found) == len(scenario.optimizers)
    assert max(map(len, found)) <= LONGEST + len(" (16)")
    assert all(len(name) <= BOTH + len(" (16)") for name in found if ", " in name)


@pytest.mark.parametrize("more", [",lr=0.37", ",weight_decay=0.1", ",schedule=linear"])
def test_two_of_every_kind_are_told_apart(more: str) -> None:
    """Solvers have neither rates nor schedules nor weight decay."""
    kinds = [one for one in everyone().split("&") if not Scenario.from_query(one).optimizers[0].rule.solver]
    for one in kinds:
        found = titles(Scenario.from_query(f"{one}&{one}{more}", LIMITS))
        assert found[0] != found[1]
        assert not found[1].endswith(" 2")

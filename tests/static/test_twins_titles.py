"""The twins agree: the page calls optimizers what the library calls them, and hides the fields that have no effect."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given

from optimizers import Scenario
from optimizers.query import schedules
from optimizers.query.choices import Choice
from optimizers.query.effects import idle
from optimizers.query.registry import parameters_of
from optimizers.query.titles import titles
from optimizers.terms.parameters import Value
from tests.everyone import LIMITS, everyone
from tests.javascript import Ask
from tests.optimizers.query.test_scenario import scenarios, unhurried


@pytest.mark.slow
@unhurried
@given(scenarios())
def test_every_scenario_has_the_same_names(ask: Ask, scenario: Scenario) -> None:
    assert ask("titles", scenario.query) == titles(scenario)


@pytest.mark.parametrize("fair", ["own", "rate", "length", "tuned"])
@pytest.mark.parametrize(
    "more",
    [
        *("", ",lr=0.1234567", ",lr=0.1,weight_decay=0.1", ",schedule=cosine", ",warmup=3,schedule=step", ",eps=1e-9"),
        *(",every=7", ",schedule=exponential,gamma=0.5", ",decoupled_weight_decay=1", ",beta=0", ",bias_correction=0"),
    ],
)
def test_two_of_every_kind_have_the_same_names(ask: Ask, more: str, fair: str) -> None:
    for one in everyone().split("&"):
        parts = [Scenario.nearest(f"{one}{end}", LIMITS)[0].optimizers[0] for end in ("", more, ",length=sgd")]
        items = "&".join(["optimizer=sgd", *(part.query for part in parts)])
        query = Scenario.nearest(f"{items}&fair={fair}", LIMITS)[0].query
        assert ask("titles", query) == titles(Scenario.from_query(query, LIMITS))


FAIR = ("own", "rate", "length", "tuned")


def test_the_same_parameters_belong_to_a_schedule(ask: Ask) -> None:
    assert ask("schedule") == [parameter.name for parameter in schedules.PARAMETERS]


def variants(one: Choice) -> Iterator[Choice]:
    """Yield an optimizer with each value of its switches and menus, and its numbers at both ends of their range."""
    for parameter in parameters_of(one.rule):
        ends: Sequence[Value] = parameter.choices or (parameter.low, parameter.high)
        for value in () if parameter.scale == "text" else ends:
            for length in ("", "sgd"):
                yield replace(one, values={**one.values, parameter.name: value}, length=length)


def test_the_same_parameters_have_no_effect(ask: Ask) -> None:
    for one in Scenario.from_query(everyone(), LIMITS).optimizers:
        found = list(variants(one))
        theirs = ask("idle", [{"name": v.name, "values": v.values, "length": v.length} for v in found], FAIR)
        for variant, names in zip(found, theirs, strict=True):
            assert [set(of_fair) for of_fair in names] == [idle(variant, fair) for fair in FAIR], variant.query
            for parameter in parameters_of(variant.rule):
                assert parameter.counts(variant.values) or parameter.name in names[0]

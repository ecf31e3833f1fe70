"""The twins agree: the page calls optimizers what the library calls them."""

import pytest
from hypothesis import given

from optimizers import Scenario
from optimizers.query.titles import titles
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
    ["", ",lr=0.1234567", ",lr=0.1,weight_decay=0.1", ",schedule=cosine", ",warmup=3,schedule=step", ",eps=1e-9"],
)
def test_two_of_every_kind_have_the_same_names(ask: Ask, more: str, fair: str) -> None:
    for one in everyone().split("&"):
        parts = [Scenario.nearest(f"{one}{end}", LIMITS)[0].optimizers[0] for end in ("", more, ",length=sgd")]
        items = "&".join(["optimizer=sgd", *(part.query for part in parts)])
        query = Scenario.nearest(f"{items}&fair={fair}", LIMITS)[0].query
        assert ask("titles", query) == titles(Scenario.from_query(query, LIMITS))

"""The page finds the same marks for sliders as the library."""

from collections.abc import Iterator

import pytest

from optimizers import SURFACES, Scenario
from optimizers.tell.theory import theory
from tests.page_engine import PageEngine, running_page_engine
from tests.verdict_scenarios import scenario_of

MARKED = "&".join(
    f"optimizer={item}"
    for item in (
        *("sgd", "clipped-gd", "momentum", "momentum,form=heavy-ball,dampening=0.5", "momentum,nesterov=1"),
        *("momentum,form=heavy-ball,dampening=1", "sgd,schedule=cosine", "sgd,weight_decay=0.1", "adam"),
        *("sgd,length=adam", "momentum,beta=0.5"),
    )
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageEngine]:
    with running_page_engine(tmp_path_factory.mktemp("engine")) as found:
        yield found


def test_marks_are_alike(engine: PageEngine) -> None:
    """On every surface, under every condition that has some or none, and on random scenarios."""
    surfaces = ["ellipse,kappa=1", "ellipse,kappa=300,theta=33", "saddle,wall=0", "saddle,wall=0.1", *SURFACES]
    queries = [f"surface={one}&{MARKED}" for one in surfaces]
    queries += [f"{MARKED}&fair=rate", f"{MARKED}&noise=1", "surface=linear-regression,batch=4&optimizer=sgd"]
    scenarios = [Scenario.from_query(query) for query in queries] + [scenario_of(seed) for seed in range(100)]
    marked = 0
    for scenario, found in zip(scenarios, engine.marks(scenarios), strict=True):
        expected = theory(scenario)
        assert [one["optimizer"] for one in found] == [one.optimizer for one in expected], scenario.query
        for one, other in zip(found, expected, strict=True):
            said = [(mark["parameter"], mark["meaning"], mark["label"]) for mark in one["marks"]]
            assert said == [(mark.parameter, mark.meaning, mark.label) for mark in other.marks], scenario.query
            values = [mark.value for mark in other.marks]
            assert [mark["value"] for mark in one["marks"]] == pytest.approx(values, rel=1e-12), scenario.query
            marked += 1
    assert marked > 50

"""The route that tells why a step is what it is."""

import json
from dataclasses import asdict
from xml.etree import ElementTree

import pytest

from optimizers import OPTIMIZERS, Scenario, explain, simulate
from tests.answers import assert_problem, client, strict

CLIENT = client()
QUERY = "optimizer=sgd,lr=0.07&optimizer=rmsprop,lr=0.3,beta=0.9&start=A,-8,1.2&start=B,-0.6,4&steps=120"
MATH = "{http://www.w3.org/1998/Math/MathML}"


def path(optimizer: int | str, start: int | str, step: int | str, query: str = QUERY) -> str:
    return f"/api/v1/steps/{optimizer}/{start}/{step}?{query}"


@pytest.mark.parametrize("place", [(0, 0, 1), (0, 1, 120), (1, 0, 7), (1, 1, 1)])
def test_it_is_what_the_library_says(place: tuple[int, int, int]) -> None:
    response = CLIENT.get(path(*place))
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    answer = strict(response.content)
    for line in [line for lines in answer["lines"] for line in lines] + answer["arrows"]:
        assert line.pop("mathml").startswith("<math ")
    assert answer == json.loads(json.dumps(asdict(explain(Scenario.from_query(QUERY), *place))))


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_mathml_holds_the_numbers_of_its_line(name: str) -> None:
    answer = strict(CLIENT.get(path(0, 0, 3, f"optimizer={name}&steps=9")).content)
    for lines in answer["lines"]:
        for line in lines:
            tree = ElementTree.fromstring(line["mathml"])  # well-formed
            assert tree.tag == f"{MATH}math"
            assert tree.get("display") == "block"
            assert line["expression"] in str(tree.get("alttext"))
            numbers = [one.text for one in tree.iter(f"{MATH}mn")]
            mantissa = f"{abs(line['value']):.4g}".partition("e")[0]
            assert mantissa in numbers, line
            assert not list(tree.iter(f"{MATH}merror"))


def test_the_numbers_of_b_by_hand() -> None:
    answer = strict(CLIENT.get(path(1, 1, 1)).content)
    assert answer["change"] == pytest.approx([0.3 / 0.1**0.5, -0.3 / 0.1**0.5])
    assert [f"{answer[name]:.2f}" for name in ("angle_to_minimum", "angle_to_gradient")] == ["36.47", "44.66"]
    assert f"{strict(CLIENT.get(path(0, 1, 1)).content)['angle_to_minimum']:.2f}" == "8.19"


@pytest.mark.parametrize(
    ("place", "parameter", "allowed"),
    [
        ((0, 0, 0), "step", "from 1 to 120, the steps this run took"),
        ((0, 0, 121), "step", "from 1 to 120, the steps this run took"),
        ((0, 0, -1), "step", "from 1 to 120, the steps this run took"),
        ((2, 0, 1), "optimizer", "from 0 to 1"),
        ((0, 2, 1), "start", "from 0 to 1"),
        ((-1, 0, 1), "optimizer", "from 0 to 1"),
    ],
)
def test_a_step_or_run_that_is_not_there(place: tuple[int, int, int], parameter: str, allowed: str) -> None:
    problem = assert_problem(CLIENT.get(path(*place)), 422)
    (found,) = problem["problems"]
    assert found["parameter"] == parameter
    assert found["value"] == str(place[("optimizer", "start", "step").index(parameter)])
    assert found["allowed"] == f"a whole number {allowed}"


def test_a_run_that_diverged_has_as_many_steps_as_it_took() -> None:
    query = "surface=ellipse&optimizer=sgd,lr=1e100&start=A,1,1&steps=50"
    taken = simulate(Scenario.from_query(query))[0].steps
    assert 1 <= taken < 50
    assert CLIENT.get(path(0, 0, taken, query)).status_code == 200
    (found,) = assert_problem(CLIENT.get(path(0, 0, taken + 1, query)), 422)["problems"]
    assert found["allowed"] == f"a whole number from 1 to {taken}, the steps this run took"


@pytest.mark.parametrize("place", [("x", 0, 1), (0, "A", 1), (0, 0, "1.5"), (0, 0, "9" * 5000)])
def test_what_is_no_whole_number(place: tuple[int | str, int | str, int | str]) -> None:
    assert_problem(CLIENT.get(path(*place)), 422)


def test_a_bad_scenario_is_told_first() -> None:
    (found,) = assert_problem(CLIENT.get(path(0, 0, 1, "tolerance=2")), 422)["problems"]
    assert found["parameter"] == "tolerance"


def test_each_step_has_an_etag_of_its_own() -> None:
    """The address is part of what determines the answer."""
    first, second = (CLIENT.get(path(0, 0, step)) for step in (1, 2))
    assert first.content != second.content
    known = {"if-none-match": first.headers["etag"]}
    assert CLIENT.get(path(0, 0, 1), headers=known).status_code == 304
    assert CLIENT.get(path(0, 0, 2), headers=known).status_code == 200

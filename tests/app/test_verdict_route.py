"""The route of the verdict, and what the routes say of a bad comparison."""

from dataclasses import asdict
from typing import Any

import pytest

from optimizers import Scenario, continuations, simulate, verdict
from optimizers.picture.series import slots
from optimizers.run.horizon import horizon
from optimizers.run.tuning import caption, rates, resolve
from optimizers.tell.theory import notes, theory
from optimizers.tell.verdict import verdict_parts
from tests.answers import BROWSER, assert_problem, client, strict
from tests.markup import notices

CLIENT = client()
PATH = "/api/v1/verdict"


def ask(query: str) -> dict[str, Any]:
    response = CLIENT.get(f"{PATH}?{query}")
    assert (response.status_code, response.headers["content-type"]) == (200, "application/json"), response.text
    answer: dict[str, Any] = strict(response.content)
    return answer


@pytest.mark.parametrize(
    "query",
    ["", "fair=length", "optimizer=momentum&optimizer=rmsprop,length=momentum", "surface=saddle,wall=0", "fair=tuned"],
)
def test_it_is_what_the_library_says(query: str) -> None:
    scenario = Scenario.from_query(query)
    runs = simulate(scenario)
    answer = ask(query)
    parts = answer.pop("verdict_parts")
    taken = slots([one.name for one in scenario.optimizers])
    assert [(part["text"], part["kind"], part.get("slot")) for part in parts] == [
        (part.text, part.kind, None if part.optimizer is None else taken[part.optimizer])
        for part in verdict_parts(scenario, runs)
    ]
    assert answer == {
        "verdict": verdict(scenario, runs),
        "continuations": [asdict(one) for one in continuations(scenario, runs)],
        "caption": caption(scenario),
        "theory": [{**asdict(one), "marks": [asdict(mark) for mark in one.marks]} for one in theory(scenario)],
        "rates": [one and asdict(one) for one in rates(scenario, resolve(scenario))],
        "horizon": horizon(scenario),
        "notes": [list(sentences) for sentences in notes(scenario)],
    }


def test_there_is_one_horizon_a_run_and_one_list_of_notes_an_optimizer() -> None:
    answer = ask("optimizer=sgd&optimizer=rmsprop&start=A,1,2&start=B,2,1&start=C,3,1")
    assert (len(answer["horizon"]), len(answer["notes"])) == (6, 2)


def test_the_rates_in_use_follow_from_what_is_held_equal() -> None:
    both = "optimizer=sgd,lr=0.07&optimizer=momentum,lr=0.03&optimizer=line-search"
    for more, used in (
        ("", [0.07, 0.03, None]),
        ("&fair=rate", [0.07, 0.07, None]),
        ("&fair=length", [0.07, 0.07, None]),
    ):
        assert ask(both + more)["rates"] == [rate and {"rate": rate, "found": False} for rate in used]
    sgd, momentum, solver = ask(f"{both}&fair=tuned")["rates"]
    assert sgd["found"]
    assert momentum["found"]
    assert solver is None
    assert sgd["rate"] != 0.07
    assert momentum["rate"] != 0.03
    (kept,) = ask("surface=saddle,wall=0&optimizer=sgd,lr=0.07&fair=tuned")["rates"]
    assert kept == {"rate": 0.07, "found": False}


def test_where_there_is_no_minimum_there_are_no_marks() -> None:
    assert ask("surface=saddle,wall=0")["theory"] == []


def test_it_can_be_kept() -> None:
    first = CLIENT.get(f"{PATH}?optimizer=sgd")
    assert CLIENT.get(f"{PATH}?optimizer=sgd", headers={"if-none-match": first.headers["etag"]}).status_code == 304


TOO_LONG = "at most 100, the steps of the run"
BAD = [
    ("optimizer=sgd,length=adam&optimizer=adam,length=sgd", "optimizer sgd: length", "adam", "circle"),
    ("optimizer=sgd,length=rmsprop&optimizer=adam", "optimizer sgd: length", "rmsprop", "another optimizer"),
    ("optimizer=sgd,length=sgd", "optimizer sgd: length", "sgd", "another optimizer"),
    ("tolerance=0", "tolerance", "0", "from 1e-12 to 1"),
    ("tolerance=1.5", "tolerance", "1.5", "from 1e-12 to 1"),
    ("tolerance=nan", "tolerance", "nan", "from 1e-12 to 1"),
    ("optimizer=sgd,warmup=200&steps=100", "optimizer sgd: warmup", "200", TOO_LONG),
    ("optimizer=sgd,schedule=step,every=200&steps=100", "optimizer sgd: every", "200", TOO_LONG),
    ("step=500&steps=100", "step", "500", "100"),
]
ALL = ("/api/v1/trajectories", PATH, "/api/v1/steps/0/0/1", "/poster.svg")


@pytest.mark.parametrize(("query", "parameter", "value", "allowed"), BAD)
def test_a_bad_comparison_is_one_clear_sentence(query: str, parameter: str, value: str, allowed: str) -> None:
    """As a problem from every route, and as a notice on a page that shows the nearest legal scenario."""
    for path in ALL:
        (reported,) = assert_problem(CLIENT.get(f"{path}?{query}"), 422)["problems"]
        assert (reported["parameter"], reported["value"]) == (parameter, value)
        assert allowed in reported["allowed"]
    page = CLIENT.get(f"/?{query}", headers=BROWSER)
    assert page.status_code == 200
    (notice,) = notices(page.text)
    for part in (*parameter.split(": "), value, allowed):
        assert part in notice


@pytest.mark.parametrize("query", ["surface=saddle,wall=0", "optimizer=sign-gd&start=A,1000000,1000000&steps=1"])
def test_tuned_where_no_rate_reaches_a_minimum_is_told_and_not_an_error(query: str) -> None:
    scenario = Scenario.from_query(query)
    answer = ask(query + "&fair=tuned")
    page = CLIENT.get(f"/?{query}&fair=tuned", headers=BROWSER).text
    for text in (answer["caption"], page):
        assert text.count("no rate reaches a minimum") >= len(scenario.optimizers)

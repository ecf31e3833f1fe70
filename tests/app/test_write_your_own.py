"""The page Write your own, and the check of an update."""

import json

import pytest

from optimizers import Scenario
from optimizers.tell.checking import exercise_of
from optimizers.tell.exercises import EXERCISES, Exercise
from optimizers.terms.text import encoded
from tests.answers import assert_problem, client, strict
from tests.markup import elements, island

CLIENT = client()
CHECK = "/api/v1/check"


def test_an_update_is_checked() -> None:
    answer = CLIENT.get(f"{CHECK}?task=sgd&optimizer=custom,step=x=x-lr*g")
    assert strict(answer.content) == {
        **{"equal": True, "exact": True, "step": None, "largest": 0.0},
        **{"verdict": "Your update equals SGD to the last bit.", "hint": ""},
    }
    answer = CLIENT.get(f"{CHECK}?task=sgd&optimizer=custom,step=x=x%2Blr*g")
    assert strict(answer.content)["hint"].startswith("Did you add the step?")


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("", "task"),
        ("task=none&optimizer=custom,step=x=x-g", "task"),
        ("task=sgd&task=adam&optimizer=custom,step=x=x-g", "task"),
        ("task=sgd&optimizer=custom,step=x=x-", "optimizer custom: step"),
        ("task=sgd&surface=sphere", "surface"),
        ("task=sgd&steps=3", "steps"),
        ("task=sgd&optimizer=custom,step=" + "(" * 9000, "query"),
    ],
)
def test_a_bad_question_is_an_error_with_its_parameter(query: str, parameter: str) -> None:
    problems = assert_problem(CLIENT.get(f"{CHECK}?{query}"), 422)["problems"]
    assert problems[0]["parameter"] == parameter


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda one: one.slug)
def test_the_page_has_the_task_and_hides_the_solution(exercise: Exercise) -> None:
    page = CLIENT.get(f"/write-your-own?task={exercise.slug}")
    assert page.status_code == 200
    found = elements(page.text)
    (current,) = [one for one in found if one.attributes.get("aria-current") == "step"]
    assert current.attributes["href"].endswith(f"task={exercise.slug}")
    (area,) = [one for one in found if one.tag == "textarea"]
    assert {"own-error", "own-help"} == set(str(area.attributes["aria-describedby"]).split())


def test_a_text_in_the_address_is_in_the_editor_and_cannot_leave_it() -> None:
    page = CLIENT.get("/write-your-own?task=sgd&step=%3C/textarea%3E%3Cscript%3Ex=x-g")
    assert "</textarea><script>" not in page.text
    assert "&lt;/textarea&gt;&lt;script&gt;x=x-g" in page.text
    state = json.loads(page.text.split('id="state">')[1].split("</script>")[0])
    assert [one["slug"] for one in state["tasks"]] == [one.slug for one in EXERCISES]
    assert "solution" not in state["tasks"][0]


def test_every_task_has_a_legal_scenario_with_the_rule_and_the_update_at_one_rate() -> None:
    for task in island(CLIENT.get("/write-your-own").text)["tasks"]:
        exercise = exercise_of(task["slug"])
        assert exercise is not None
        scenario = Scenario.from_query(task["scenario"].replace("{step}", encoded(exercise.solution)))
        rule, update = scenario.optimizers
        assert (rule.name, update.values["lr"]) == (exercise.reference, rule.values["lr"])
        assert task["item"].replace("{step}", "") in task["scenario"]

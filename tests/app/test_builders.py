"""What makes the bodies of answers needs no request, and makes the same in any process."""

import pickle
from collections.abc import Callable
from dataclasses import replace
from time import process_time
from typing import Any

import pytest

from app.builders import PageArguments, page_html, poster_png, poster_svg, steps_json, surface_json, verdict_json
from app.pages import HTML
from app.view import Query, demand
from optimizers.query.choices import Limits
from optimizers.run.tuning import tuned_rates
from tests.answers import client, state

CLIENT = client()
QUERY = "optimizer=rmsprop&optimizer=adam&start=A,-8,1.2&steps=9"


def asked(text: str) -> Query:
    return demand(text, Limits())


def page(template: str, root: str, lesson: str = "", automatic: bool = False) -> PageArguments:
    app = state(CLIENT)
    return PageArguments(template, asked(QUERY), root, app.pages.assets, "http://testserver", lesson, automatic)


BUILT: dict[str, tuple[Callable[..., bytes], tuple[Any, ...]]] = {
    "/?": (page_html, (page("page.html", "./", automatic=True),)),
    "/embed?": (page_html, (page("embed.html", "./"),)),
    "/lessons/ravine?": (page_html, (page("lesson.html", "../", "ravine", automatic=True),)),
    "/poster.svg?theme=dark&": (poster_svg, (asked(QUERY).scenario, asked(f"{QUERY}&theme=dark").view)),
    "/poster.png?scale=1&": (poster_png, (asked(QUERY).scenario, asked(f"{QUERY}&scale=1").view)),
    "/api/v1/surface?precision=f4&": (surface_json, (asked(QUERY).scenario.surface, 160, "f4")),
    "/api/v1/surface?cells=0&": (surface_json, (asked(QUERY).scenario.surface, 0, "f8")),
    "/api/v1/verdict?": (verdict_json, (asked(QUERY).scenario,)),
    "/api/v1/steps/1/0/3?": (steps_json, (asked(QUERY).scenario, 1, 0, 3)),
}


@pytest.mark.parametrize("address", BUILT)
def test_a_builder_makes_the_answer_from_what_another_process_can_be_given(address: str) -> None:
    build, arguments = pickle.loads(pickle.dumps(BUILT[address]))
    answer = CLIENT.get(f"{address}{QUERY}")
    assert answer.status_code == 200
    assert build(*arguments) == answer.content
    if build is page_html:
        assert answer.headers["content-type"] == HTML


def test_a_scenario_takes_the_rates_found_for_itself_along_and_no_others() -> None:
    scenario = asked("optimizer=sgd&start=A,-8,1.2&steps=9&fair=tuned").scenario
    found = tuned_rates(scenario)
    scenario.found["another"] = found
    again = pickle.loads(pickle.dumps(scenario))
    assert again == scenario
    assert again.found == {scenario.query: found}


NEW = {"/?": 10, "/embed?": 10, "/lessons/ravine?": 10, "/poster.svg?theme=dark&": 4, "/api/v1/verdict?": 4}
"""ms of CPU that each may take for two optimizers, three times what it takes."""


@pytest.mark.parametrize("address", NEW)
def test_what_nobody_has_asked_for_before_is_cheap(address: str) -> None:
    """Least of several, so that what is loaded once and what else the machine does is left out."""
    build, (first, *more) = BUILT[address]
    times = []
    for k in range(6):
        query = asked(QUERY.replace("rmsprop", f"rmsprop,lr=0.{101 + k}"))
        one = replace(first, query=query) if isinstance(first, PageArguments) else query.scenario
        begun = process_time()
        build(one, *more)
        times.append(1000 * (process_time() - begun))
    assert min(times) < NEW[address]

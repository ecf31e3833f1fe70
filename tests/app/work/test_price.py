"""Prices are what jobs cost: in proportion to each other, for few and many runs, short and long ones."""

import math
import time
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from app.builders import (
    PageArguments,
    offline_html,
    page_html,
    poster_png,
    poster_svg,
    steps_json,
    surface_json,
    verdict_json,
)
from app.builders.tables import all_continuations, csv_table, json_table
from app.builders.trajectories import whole_lines
from app.view import Query, demand
from app.work import LOOP, price
from app.work.price import Price
from optimizers import OPTIMIZERS, Scenario
from optimizers.export.programs import numpy_program
from optimizers.query.choices import Limits
from optimizers.run.tuning import best_rate

pytestmark = pytest.mark.slow

LIMITS = Limits()
FACTOR = 4.0
"""How far prices may be from what is measured, after all have been divided by how fast the machine is."""

FOUR = "optimizer=sgd,lr=0.02&optimizer=momentum,lr=0.01&optimizer=rmsprop,lr=0.1&optimizer=adam,lr=0.1"
SIXTEEN = "&".join([FOUR] * 4)


def starts(count: int) -> str:
    """Return so many starts."""
    return "&".join(f"start=S{k},{-7 + k * 0.5},{1 + k * 0.1}" for k in range(count))


SCENARIOS = {
    "home": "",
    "one short": f"optimizer=sgd,lr=0.03&{starts(1)}&steps=20",
    "one long": f"optimizer=sgd,lr=0.03&{starts(1)}&steps=10000",
    "many short": f"{SIXTEEN}&{starts(26)}&steps=18",
    "solver": f"optimizer=line-search,exact=1&{starts(1)}&steps=300",  # it takes all of its steps
    "middle": f"{FOUR}&{starts(10)}&steps=500",
}


numbers = count(1)


def new(text: str) -> Query:
    """Return a query on a surface that was not requested before, so that no cache holds anything of it."""
    return demand(f"surface=ellipse,kappa={25 + next(numbers) / 1000:.3f}&scale=1&{text}", LIMITS)


def page(query: Query) -> bytes:
    """Return the page."""
    return page_html(PageArguments("page.html", query, "./", "static", "http://x"))


KINDS: dict[str, tuple[Price, Callable[[Query], Any]]] = {
    "trajectories": (price.TRAJECTORIES, lambda query: whole_lines(query.scenario, "f8")),
    "page": (price.PAGE, page),
    "poster": (price.POSTER, lambda query: poster_svg(query.scenario, query.view)),
    "png": (price.PNG, lambda query: poster_png(query.scenario, query.view)),
    "verdict": (price.VERDICT, lambda query: verdict_json(query.scenario)),
    "surface": (price.SURFACE, lambda query: surface_json(query.scenario.surface, 160, "f8")),
    "steps": (price.STEPS, lambda query: steps_json(query.scenario, 0, 0, 1)),
    "continuations": (price.CONTINUATIONS, lambda query: all_continuations(query.scenario)),
    "csv": (price.CSV, lambda query: csv_table(query.scenario)),
    "json": (price.JSON, lambda query: json_table(query.scenario)),
    "offline": (price.OFFLINE, lambda query: offline_html(query, LIMITS)),
    "program": (price.PROGRAM, lambda query: numpy_program(query.scenario)),
}


def cost(build: Callable[[Query], Any], text: str) -> float:
    """Return the milliseconds of CPU that a job takes at least."""
    least = math.inf
    for _ in range(3):
        query = new(text)
        begun = time.process_time()
        build(query)
        least = min(least, time.process_time() - begun)
    return 1000 * least


@pytest.fixture(scope="module")
def slowness() -> float:
    """How much slower this machine is than the one on which prices were measured, by three kinds of jobs."""
    text = SCENARIOS["middle"]
    scenario = new(text).scenario
    kinds = [KINDS[name] for name in ("trajectories", "csv", "page")]
    return math.prod(cost(build, text) / rate.of(scenario) for rate, build in kinds) ** (1 / len(kinds))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_price_is_what_the_job_costs(kind: str, name: str, slowness: float) -> None:
    rate, build = KINDS[kind]
    expected, measured = rate.of(new(SCENARIOS[name]).scenario), cost(build, SCENARIOS[name]) / slowness
    assert expected / FACTOR <= measured + 0.2  # ms, which no price is meant to tell apart
    assert measured <= FACTOR * expected


@pytest.mark.parametrize("query", ["fair=tuned", f"{FOUR}&{starts(2)}&steps=500&fair=tuned"])
def test_the_price_of_a_search_for_rates_is_what_it_costs(query: str, slowness: float) -> None:
    scenario = Scenario.from_query(query)
    for index in (0, 3):
        begun = time.process_time()
        best_rate(scenario, index)
        measured = 1000 * (time.process_time() - begun) / slowness
        assert 1 / FACTOR <= measured / price.price_of_tuning(scenario, index) <= FACTOR


def test_what_is_done_on_the_event_loop_is_brief(slowness: float) -> None:
    """The largest of the scenarios that are still done there, with few runs and with many."""
    rate, build = KINDS["trajectories"]
    for optimizers, some in ((FOUR, 2), (SIXTEEN, 16)):
        runs = optimizers.count("optimizer=") * some
        steps = int((LOOP - rate.job - rate.run * runs) / rate.point / runs) - 1
        text = f"{optimizers}&{starts(some)}&steps={steps}"
        assert 0.9 * LOOP <= rate.of(new(text).scenario) <= LOOP
        assert cost(build, text) / slowness <= 1.5 * LOOP


@pytest.mark.parametrize("name", [*(name for name, rule in OPTIMIZERS.items() if rule.solver), "sgd"])
def test_no_run_of_a_solver_is_computed_on_the_event_loop(name: str) -> None:
    scenario = Scenario.from_query(f"optimizer={name}&start=A,-8,1.2&steps=1")
    assert price.POSTER.of(scenario) > LOOP  # whatever runs: it draws contours
    for cost in (price.TRAJECTORIES, price.VERDICT, price.STEPS, price.CSV, price.CONTINUATIONS):
        assert (cost.of(scenario) > LOOP) == (name != "sgd"), cost

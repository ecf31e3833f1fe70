"""The page's verdict is the library's: every word, how runs continue, and from which step on rounding decides them."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from app.builders.findings import findings
from app.encoding import dumps
from app.lessons import lessons
from optimizers import Scenario
from optimizers.query.choices import Limits
from optimizers.query.naming import unlike
from optimizers.run.rest import tilted
from optimizers.run.stepping import nudges_of
from optimizers.run.tuning import rates, resolve
from optimizers.surfaces.surface import Surface
from optimizers.tell.limits import curvatures_of
from optimizers.tell.words import WORDS
from tests.page_engine import PageEngine, running_page_engine
from tests.static.test_twins_grid import PLACED, slid
from tests.verdict_scenarios import scenario_of

RANDOM = 1000
SOLVERS_ONLY = {"evaluations"}
LONG = Limits(steps=10_000)
MANY = "&".join(
    f"optimizer={one}"
    for one in (
        *("qhm,lr=0.18,beta=0.999", "momentum,lr=4.5", "qhm,lr=27,beta=0.999", "yogi,lr=0.21"),
        *("adan,lr=4.8", "yogi,lr=16", "rprop,lr=25", "sgd,lr=0.16"),
    )
)
"""Diverge from so many different starts that not all are named."""
QUERIES = (
    "surface=six-hump-camel&optimizer=sgd,lr=0.288&optimizer=sgd,lr=0.238&optimizer=sgd,lr=0.225&optimizer=momentum,lr=0.289"
    "&start=A,-0.53,0.71&start=B,-0.65,0.34&start=C,0.37,-0.16&steps=600",
    f"surface=monkey-saddle&{MANY}&start=Alpha,-2.13,1.8&start=Bravo,2.42,-2.7&start=Charlie,-0.52,0.26&start=Delta,2.58,0.89"
    "&start=Echo,-0.41,0.53&steps=120",
    "",
    "optimizer=sgd&start=A,0,0&start=B,1e-30,0",
    "surface=easom&optimizer=sgd&start=A,2,2&steps=2000",
    "surface=rastrigin&optimizer=rmsprop&optimizer=adam&start=A,3.7,-1.2&start=B,0.2,0.2&steps=900",
    "surface=linear-regression,batch=7&optimizer=sgd&start=A,1,1&steps=30",
    "optimizer=momentum,form=heavy-ball,dampening=1,lr=9&start=A,-8,1.2&steps=30",
    "optimizer=sgd,lr=9&optimizer=sgd,lr=0.01&start=A,-8,1.2&steps=20&noise=0.1",
    "optimizer=sgd,lr=0.05&optimizer=adam,lr=0.3&start=A,-8,1.2&steps=1500&noise=0.3&seed=12&tolerance=0.1",
    "surface=linear-regression,batch=7&optimizer=sgd,lr=0.1&optimizer=momentum&start=A,1,1&steps=150&tolerance=0.1",
    "surface=custom,f=x**2*(x-2)**2%2By**2&optimizer=sgd,lr=0.01,weight_decay=0.1&optimizer=adam&start=A,0,0&start=B,2,0&steps=30",
    "optimizer=sgd,schedule=linear,lr=0.5&optimizer=lion,length=sgd&start=A,-8,1.2&start=数,1,1&steps=3000",
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageEngine]:
    with running_page_engine(tmp_path_factory.mktemp("engine")) as found:
        yield found


def differs(engine: PageEngine, scenario: Scenario) -> str:
    """Return what the page finds otherwise than the library, "" if nothing."""
    (answer,) = engine.verdict([scenario])
    return f"{scenario.query}: nothing" if answer is None else difference(answer, scenario)


def difference(answer: Any, scenario: Scenario) -> str:
    """Return how an answer of the page differs from what the library finds, "" if it does not."""
    expected = findings(scenario)
    parts, ahead = expected.verdict, json.loads(dumps(expected.ahead))
    for name, here in (("verdict_parts", parts), ("continuations", ahead), ("horizon", expected.decided)):
        if answer[name] != here:
            return f"{scenario.query}: {name} {answer[name]}, not {here}"
    return ""


@pytest.mark.slow
def test_verdicts_are_alike_and_have_every_kind_of_sentence(engine: PageEngine) -> None:
    scenarios = [Scenario.from_query(query, LONG) for query in QUERIES]
    scenarios += [scenario_of(seed) for seed in range(RANDOM)]
    assert [found for one in scenarios if (found := differs(engine, one))] == []
    assert set(WORDS) - set(engine.ask(ask="said")) == SOLVERS_ONLY


def test_verdicts_on_lessons_are_alike(engine: PageEngine) -> None:
    scenarios = [Scenario.from_query(lesson.query) for lesson in lessons().values()]
    stepped = [one for one in scenarios if not any(choice.rule.solver for choice in one.optimizers)]
    own = [one for one in stepped if one.conditions["fair"] != "tuned"]
    assert len(own) > len(scenarios) // 2
    assert [found for one in own if (found := differs(engine, one))] == []


@pytest.mark.parametrize("surface", PLACED, ids=[one.name for one in PLACED])
def test_verdicts_are_alike_while_a_slider_of_the_surface_moves(surface: Surface, engine: PageEngine) -> None:
    """From landmarks too, if the server has said of the same point that its gradient is zero."""
    random = np.random.default_rng(6)
    known = Scenario.from_query(f"surface={surface.name}")
    said = known.surface.landmarks
    level = {one for one in (*said.minima, *said.saddles, *said.maxima) if flat_here(known, one)}
    level -= {*tilted(known.surface)}
    given = 0
    for index in range(12):
        item = slid(surface, random)
        (left, right), (bottom, top) = Scenario.from_query(item).surface.domain
        places = [(random.uniform(left, right), random.uniform(bottom, top)) for _ in range(2)]
        marked = Scenario.from_query(item).surface.landmarks
        places += [(marked.minima or marked.saddles)[0]] if index % 3 == 0 else []
        starts = "".join(f"&start={label},{x!r},{y!r}" for label, (x, y) in zip("ABC", places, strict=False))
        rates = f"optimizer=sgd,lr={10 ** random.uniform(-3, 0):.3g}&optimizer=momentum&optimizer=adam,lr=0.2"
        scenario = Scenario.from_query(f"{item}&{rates}{starts}&steps=120")
        answer = engine.slid_verdict(scenario, known)
        if answer is None:
            assert any(flat_here(scenario, one) and one not in level for one in places), scenario.query
        else:
            given += 1
            assert difference(answer, scenario) == ""
    assert given >= 8


def flat_here(scenario: Scenario, point: tuple[float, float]) -> bool:
    return not any(scenario.surface.gradient(*point))


@pytest.mark.parametrize("surface", PLACED, ids=[one.name for one in PLACED])
def test_a_point_that_stays_where_it_is_stays_level(surface: Surface) -> None:
    """So what the server has said of its gradient is true of other values too."""
    random = np.random.default_rng(7)
    before: set[tuple[float, float]] = set()
    for _ in range(60):
        here = Scenario.from_query(slid(surface, random)).surface
        known = here.landmarks
        points = {*known.minima, *known.saddles, *known.maxima}
        assert not before & points & {*tilted(here)}
        before = {one for one in points - {*tilted(here)} if not any(here.gradient(*one))}


def test_curvatures_have_the_same_bits_and_are_those_of_lapack(engine: PageEngine) -> None:
    random = np.random.default_rng(8)
    names = set()
    for surface in PLACED:
        known = Scenario.from_query(f"surface={surface.name}")
        for _ in range(12):
            scenario = Scenario.from_query(slid(surface, random))
            found, here = engine.grid(scenario, known)["bound"]["curvatures"], curvatures_of(scenario.surface)
            assert found == (here and list(here)), scenario.query
            if here is None:
                continue
            names.add(surface.name)
            low, high, *axis = here
            xx, xy, yy = scenario.surface.hessian(0.0, 0.0)
            np.testing.assert_allclose((low, high), np.linalg.eigvalsh([[xx, xy], [xy, yy]]), rtol=1e-13, atol=1e-12)
            np.testing.assert_allclose(np.array([[xx, xy], [xy, yy]]) @ axis, high * np.array(axis), atol=1e-12 * high)
    assert {"ellipse", "linear-regression"} <= names


def test_a_verdict_on_rates_that_tuning_has_found_is_alike(engine: PageEngine) -> None:
    scenario = Scenario.from_query("optimizer=sgd&optimizer=adam,schedule=cosine&start=A,-8,1.2&steps=60&fair=tuned")
    found = [one.rate if one and one.found else None for one in rates(scenario, resolve(scenario))]
    (answer,) = engine.verdict([scenario], found)
    assert answer["verdict_parts"] == findings(scenario).verdict


@pytest.mark.parametrize(
    "query",
    [
        "optimizer=sgd&optimizer=bfgs",
        "optimizer=sgd&optimizer=adam&fair=tuned",
        "surface=easom&optimizer=sgd&start=A,-100,-100",
    ],
    ids=["a solver", "rates that are not known", "a gradient that is zero by rounding"],
)
def test_what_only_the_server_knows_is_left_to_it(query: str, engine: PageEngine) -> None:
    assert engine.verdict([Scenario.from_query(query)]) == [None]


def test_nudges_are_drawn_alike(engine: PageEngine) -> None:
    for rows in (7, 5000, 20):  # more and more, or fewer
        found = [np.frombuffer(base64.b64decode(one)) for one in engine.ask(ask="nudges", rows=rows)]
        np.testing.assert_array_equal(found, nudges_of(rows - 1).reshape(len(found), -1))


def test_numbers_in_sentences_have_the_same_digits(engine: PageEngine) -> None:
    random = np.random.default_rng(5)
    values = [0.5, 1.5, 2.5, 1.0625, 1.03125, 1e-5, 0.0001, 123456.0, 9999.5, 99999.5, 1e14, 0.1, 5e-324, 90.0]
    values += (10.0 ** random.uniform(-12, 12, 500)).tolist() + (random.integers(1, 4000, 500) / 32).tolist()
    for index, (value, found) in enumerate(zip(values, engine.ask(ask="digits", values=values), strict=True)):
        before = values[index - 1] if index else value
        assert found == [f"{value:.{4 + index % 5}g}", f"{value:.0f}", *unlike(value, before)]

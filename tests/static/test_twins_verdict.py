"""The page's verdict is the library's: every word, how runs continue, and from which step on rounding decides them."""

import base64
import json
from collections.abc import Iterator

import numpy as np
import pytest

from app.builders.findings import findings
from app.encoding import dumps
from app.lessons import lessons
from optimizers import Scenario
from optimizers.query.choices import Limits
from optimizers.query.naming import unlike
from optimizers.run.draws import noisy
from optimizers.run.stepping import nudges_of
from optimizers.run.tuning import rates, resolve
from optimizers.tell.words import WORDS
from tests.page_engine import PageEngine, running_page_engine
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
    "optimizer=sgd,schedule=linear,lr=0.5&optimizer=lion,length=sgd&start=A,-8,1.2&start=数,1,1&steps=3000",
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageEngine]:
    with running_page_engine(tmp_path_factory.mktemp("engine")) as found:
        yield found


def differs(engine: PageEngine, scenario: Scenario) -> str:
    """Return what the page finds otherwise than the library, "" if nothing; it cannot only where chance goes on."""
    (answer,) = engine.verdict([scenario])
    expected = findings(scenario)
    if answer is None:
        goes_on = any(run.status in ("converged", "diverged") for run in expected.runs)
        return "" if noisy(scenario) and goes_on else f"{scenario.query}: nothing"
    parts, ahead = expected.verdict, json.loads(dumps(expected.ahead))
    for name, here in (("verdict_parts", parts), ("continuations", ahead), ("horizon", expected.decided)):
        if answer[name] != here:
            return f"{scenario.query}: {name} {answer[name]}, not {here}"
    return ""


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
        "optimizer=sgd,lr=9&start=A,-8,1.2&steps=20&noise=0.1",
        "surface=easom&optimizer=sgd&start=A,-100,-100",
    ],
    ids=["a solver", "rates that are not known", "draws after the last step", "a gradient that is zero by rounding"],
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
        assert found == [f"{value:.{4 + index % 5}g}", f"{value:.0e}", f"{value:.0f}", *unlike(value, before)]

"""The page explains a step as the library does: every number, every line and every formula of it."""

import json
import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from app.builders.steps import steps_json
from optimizers import Rule, Scenario, simulate
from optimizers.query.registry import parameters_of
from optimizers.run.tuning import rates, resolve
from optimizers.terms.text import encoded
from tests.everyone import LIMITS, PAIRS, STEPPED, everyone
from tests.feeding import CHOOSING, variants
from tests.optimizers.run.test_engine import middle
from tests.page_engine import PageEngine, running_page_engine
from tests.static.test_engine import at_random

ROSENBROCK = "surface=rosenbrock&start=A,-1.2,1"
NOISY = "optimizer=adam&optimizer=momentum,beta=0.8&optimizer=polyak&optimizer=sophia&optimizer=schedule-free"
RANDOM = 200
Asked = tuple[Scenario, int, int, int]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageEngine]:
    with running_page_engine(tmp_path_factory.mktemp("engine")) as found:
        yield found


def asked(query: str, *steps: int) -> list[Asked]:
    scenario = Scenario.from_query(query, LIMITS)
    runs = simulate(scenario)
    return [(scenario, run.optimizer, run.start, min(step, run.steps)) for run in runs for step in steps if run.steps]


def assert_alike(engine: PageEngine, questions: Sequence[Asked], found: Sequence[float | None] | None = None) -> None:
    assert questions
    answers = engine.explained(questions, found)
    said = []
    for (scenario, *which), answer in zip(questions, answers, strict=True):
        expected = json.loads(steps_json(scenario, *which), parse_int=float)
        if apart := difference(expected, answer):
            said.append((scenario.query, which, apart))
    assert said == []


def difference(expected: Any, found: Any, name: str = "") -> str:
    """Return where two explanations differ, "" if nowhere. Angles are of an arc, whose last bit may be another one."""
    if isinstance(expected, dict):
        if not isinstance(found, dict) or expected.keys() != found.keys():
            return f"{name}: {found!r}, not {expected!r}"
        return next((said for key in expected if (said := difference(expected[key], found[key], f"{name}.{key}"))), "")
    if isinstance(expected, list):
        if not isinstance(found, list) or len(expected) != len(found):
            return f"{name}: {found!r}, not {expected!r}"
        pairs = enumerate(zip(expected, found, strict=True))
        return next((said for k, pair in pairs if (said := difference(*pair, f"{name}[{k}]"))), "")
    if isinstance(expected, float) and isinstance(found, str):
        value = float(found.replace("Infinity", "inf"))
        close = math.isclose(value, expected, rel_tol=1e-12, abs_tol=1e-9) if "angle" in name else value == expected
        return "" if close else f"{name}: {value!r}, not {expected!r}"
    if expected is None and found in ("NaN", "Infinity", "-Infinity"):
        return ""  # JSON has no such number
    return "" if expected == found else f"{name}: {found!r}, not {expected!r}"


@pytest.mark.slow
def test_every_rule_and_every_surface_is_explained_alike(engine: PageEngine) -> None:
    questions = [
        one
        for surface, rule in PAIRS
        for one in asked(f"surface={surface.name}&optimizer={rule.name}&steps=60", 1, 2, 7, 60)
    ]
    assert_alike(engine, questions)


@pytest.mark.parametrize("rule", STEPPED.values(), ids=list(STEPPED))
def test_every_variant_of_a_rule_is_explained_alike(rule: Rule, engine: PageEngine) -> None:
    """At its defaults, with other numbers, and with each number that does nothing by default doing something."""
    odd = {p.name: middle(p) for p in rule.parameters if p.scale not in CHOOSING and not p.unit}
    items = [
        ",".join([f"optimizer={rule.name}", *(f"{name}={value}" for name, value in {**values, **more}.items())])
        for values in variants(rule)
        for more in ({}, odd)
    ]
    questions = [one for item in items for one in asked(f"{ROSENBROCK}&{item}&steps=9", 1, 3, 9)]
    assert_alike(engine, questions)


def test_decay_and_schedules_are_explained_alike(engine: PageEngine) -> None:
    own = [rule.name for rule in STEPPED.values() if "decoupled_weight_decay" in {p.name for p in parameters_of(rule)}]
    items = [
        f"optimizer={name},lr=0.01,schedule=cosine,warmup=3,weight_decay=0.03{kind}"
        for name in own
        for kind in ("", ",decoupled_weight_decay=1")
    ]
    assert_alike(engine, [one for item in items for one in asked(f"{ROSENBROCK}&{item}&steps=9", 1, 5)])


@pytest.mark.parametrize("giving", ["momentum,weight_decay=0.02", "adam", "polyak", "newton"])
def test_the_step_length_of_another_is_explained_alike(giving: str, engine: PageEngine) -> None:
    name = giving.partition(",")[0]
    taking = "&".join(f"optimizer={rule},length={name}" for rule in STEPPED if rule != name)
    assert_alike(engine, asked(f"{ROSENBROCK}&optimizer={giving}&{taking}&steps=8", 1, 8))


@pytest.mark.parametrize("fair", ["own", "rate", "length"])
def test_what_is_held_equal_is_explained_alike(fair: str, engine: PageEngine) -> None:
    assert_alike(engine, asked(f"surface=himmelblau&{everyone()}&steps=6&fair={fair}", 6))


def test_tuned_rates_are_explained_alike(engine: PageEngine) -> None:
    questions = asked("surface=ellipse&optimizer=sgd&optimizer=adam&steps=20&fair=tuned", 1, 20)
    found = [one.rate if one else None for one in rates(questions[0][0], resolve(questions[0][0]))]
    assert_alike(engine, questions, found)


def test_noise_and_minibatches_are_explained_alike(engine: PageEngine) -> None:
    batches = [
        f"surface=linear-regression,batch={size}&noise={noise}&seed=3&{NOISY}&start=A,1,2&steps=30"
        for size in (1, 7, 30)
        for noise in (0, 0.2)
    ]
    noisy = f"{ROSENBROCK}&noise=0.3&seed=7&{NOISY}&steps=30"
    assert_alike(engine, [one for query in (*batches, noisy) for one in asked(query, 1, 2, 30)])


@pytest.mark.slow
def test_a_coordinate_that_stays_is_explained_alike(engine: PageEngine) -> None:
    """At a minimum, on an axis, and where the gradient has become zero or is not a number."""
    queries = [
        f"surface={surface}&{everyone(f',lr={rate}')}&start=A,{start}&steps=12"
        for surface, start in (("ellipse", "0,0"), ("ellipse", "0,3"), ("ellipse", "1e-200,4"), ("rosenbrock", "1,1"))
        for rate in ("0.1", "1e-12", "1e60")
    ]
    assert_alike(engine, [one for query in queries for one in asked(query, 1, 12)])


def test_what_a_reader_typed_is_explained_alike(engine: PageEngine) -> None:
    steps = (
        "x = x - lr*g",
        "s = 0.9*s + 0.1*g^2; x = x - lr*g/(sqrt(s) + 1e-8)",
        "m = 0.5*m + g; x = x - lr*(m + exp(-t)*tanh(g))",
        "x = x - lr*max(min(g, 1), -1)*0.9^t",
        "x = x - lr*abs(g)*sin(g) + log(1 + g^2)*1e-3",
    )
    surfaces = (f"custom,f={encoded('exp(x/4) + y^2 + 0.3*sin(x*y)')}", "ellipse")
    questions = [
        one
        for surface in surfaces
        for step in steps
        for one in asked(f"surface={surface}&optimizer=custom,step={encoded(step)}&start=A,1,2&steps=12", 1, 12)
    ]
    assert_alike(engine, questions)


@pytest.mark.slow
def test_random_scenarios_are_explained_alike(engine: PageEngine) -> None:
    random = np.random.default_rng(19)
    questions = []
    for _ in range(RANDOM):
        scenario = at_random(random)
        runs = simulate(scenario)
        run = runs[random.integers(len(runs))]
        questions += [(scenario, run.optimizer, run.start, int(random.integers(run.steps)) + 1)] if run.steps else []
    assert_alike(engine, questions)


def test_what_only_the_server_knows_is_left_to_it(engine: PageEngine) -> None:
    solver = Scenario.from_query("optimizer=bfgs&optimizer=sgd&steps=9")
    tuned = Scenario.from_query("surface=ellipse&optimizer=sgd&steps=20&fair=tuned")
    overflown = Scenario.from_query("surface=ellipse&optimizer=sgd,lr=1e100&start=A,1,1&steps=50")
    asked_for = [(solver, 0, 0, 1), (tuned, 0, 0, 1), (overflown, 0, 0, 50)]
    assert engine.explained(asked_for) == [None] * 3

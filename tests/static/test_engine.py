"""The page's engine has the bits of the library: position, loss, gradient and state, over the whole catalog.

A little over 300 lines: all tests compare by the same function.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from optimizers import OPTIMIZERS, SURFACES, Rule, Scenario, simulate
from optimizers.export.page_module import module_of, page_module
from optimizers.form import nodes
from optimizers.query import schedules
from optimizers.query.choices import Limits
from optimizers.query.registry import parameters_of
from optimizers.run.tuning import rates, resolve
from optimizers.terms.parameters import Parameter
from optimizers.terms.text import encoded
from tests.everyone import LIMITS, PAIRS, STEPPED, everyone
from tests.feeding import CHOOSING, variants
from tests.optimizers.query.test_scenario import scenarios, unhurried
from tests.optimizers.run.test_engine import middle
from tests.page_engine import PageEngine, difference, running_page_engine
from tests.static.test_twins_judge import assert_alike

ROSENBROCK = "surface=rosenbrock&start=A,-1.2,1&start=B,0.3,2.5"
RANDOM = 1000
NOISY = 200
SHAPES = tuple(schedules.FORMULAS)
PACED = "optimizer=adam,lr=0.3,schedule=linear,warmup=4&optimizer=polyak&optimizer=muon,lr=0.2&optimizer=sgd,lr=0.001"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageEngine]:
    with running_page_engine(tmp_path_factory.mktemp("engine")) as found:
        yield found


def assert_equal(engine: PageEngine, asked: Sequence[Scenario]) -> None:
    answers = engine.runs(asked)
    assert [one.query for one, answer in zip(asked, answers, strict=True) if answer is None] == []
    said = [(one.query, difference(one, answer)) for one, answer in zip(asked, answers, strict=True)]
    assert [one for one in said if one[1]] == []


def read(queries: Sequence[str]) -> list[Scenario]:
    return [Scenario.from_query(query, LIMITS) for query in queries]


def test_it_has_every_rule_and_every_surface(engine: PageEngine) -> None:
    assert (engine.names["rules"], engine.names["surfaces"]) == (list(STEPPED), list(SURFACES))
    assert page_module().refused == {}


def test_every_rule_and_every_surface_runs_alike(engine: PageEngine) -> None:
    assert_equal(engine, read([f"surface={surface.name}&optimizer={rule.name}&steps=300" for surface, rule in PAIRS]))


@pytest.mark.parametrize("rule", STEPPED.values(), ids=list(STEPPED))
def test_every_variant_of_a_rule_runs_alike(rule: Rule, engine: PageEngine) -> None:
    odd = {p.name: middle(p) for p in rule.parameters if p.scale not in CHOOSING and not p.unit}
    items = [
        ",".join([f"optimizer={rule.name}", *(f"{name}={value}" for name, value in {**values, **more}.items())])
        for values in variants(rule)
        for more in ({}, odd)
    ]
    assert_equal(engine, read([f"{ROSENBROCK}&{item}&steps=80" for item in items]))


def test_every_surface_has_the_constants_of_its_values(engine: PageEngine) -> None:
    """At the ends and in the middle of each parameter."""
    queries = [
        f"surface={surface.name},{p.name}={value!r}&optimizer=adam&optimizer=newton&steps=30"
        for surface in SURFACES.values()
        for p in surface.parameters
        for value in (p.low, p.high, middle(p))
        if p.scale != "text" and p.name != "batch"
    ]
    assert len(queries) > 30
    assert_equal(engine, read(queries))


def test_schedules_warm_ups_and_decay_run_alike(engine: PageEngine) -> None:
    asked = [
        f"{ROSENBROCK}&{everyone(f',lr=0.01,schedule={shape},warmup={warmup},every=7,gamma=0.93')}&steps=40"
        for shape in SHAPES
        for warmup in (0, 1, 13, 40)
    ]
    kinds = ("", ",decoupled_weight_decay=1")
    own = [rule.name for rule in STEPPED.values() if "decoupled_weight_decay" in _names(rule)]
    asked += [
        f"{ROSENBROCK}&" + "&".join(f"optimizer={name},schedule=cosine,weight_decay=0.03{kind}" for name in own)
        for kind in kinds
    ]
    assert_equal(engine, read(asked))


def _names(rule: Rule) -> set[str]:
    return {parameter.name for parameter in parameters_of(rule)}


def test_step_lengths_of_others_are_taken_alike(engine: PageEngine) -> None:
    """Every rule with the length of every other, some with decay of either kind, and chains of lengths."""
    decays = ("", ",weight_decay=0.02", ",weight_decay=0.02,decoupled_weight_decay=1")
    asked = []
    for k, giving in enumerate(STEPPED.values()):
        decay = decays[k % 3] if "decoupled_weight_decay" in _names(giving) else ""
        taking = [
            f"optimizer={rule.name},length={giving.name}"
            + (decays[j % 3] if "decoupled_weight_decay" in _names(rule) else "")
            for j, rule in enumerate(STEPPED.values())
            if rule is not giving
        ]
        asked.append(f"{ROSENBROCK}&optimizer={giving.name}{decay}&{'&'.join(taking)}&steps=25")
    asked.append(
        f"{ROSENBROCK}&optimizer=adam,length=sgd&optimizer=sgd,length=lion&optimizer=lion,schedule=step,every=3"
    )
    assert_equal(engine, read(asked))


@pytest.mark.parametrize("fair", ["own", "rate", "length"])
def test_what_is_held_equal_is_held_alike(fair: str, engine: PageEngine) -> None:
    alone = "&".join(reversed(everyone().split("&")))
    asked = [f"{ROSENBROCK}&{items}&steps=40&fair={fair}" for items in (PACED, everyone(), alone)]
    asked.append(f"surface=himmelblau&{PACED}&optimizer=rmsprop,length=sgd&steps=90&fair={fair}")
    assert_equal(engine, read(asked))


def test_runs_that_overflow_end_alike(engine: PageEngine) -> None:
    """At once, after a few steps, and with states that overflow."""
    asked = read(
        [
            f"surface={surface}&{everyone(f',lr={rate}')}&start=A,3,-2&start=B,1e-200,1e6&steps=60"
            for surface in ("rosenbrock", "himmelblau", "goldstein-price", "easom")
            for rate in ("1e-12", "0.5", "1e30", "1e100")
        ]
    )
    assert_equal(engine, asked)
    lengths = [run["length"] for answer in engine.runs(asked) for run in answer]
    assert min(lengths) == 1
    assert {length < 61 for length in lengths} == {True, False}
    assert len(set(lengths)) > 5


def test_what_a_reader_typed_is_played_alike(engine: PageEngine) -> None:
    steps = (
        "x -= lr*g",
        "m = 0.9*m + 0.1*g; x = x - lr*m/(abs(m) + eps)",
        "v = b*v + (1-b)*g*g; x -= lr*g/(sqrt(v) + eps)",
        "n = norm(g); x = x - lr*g/max(n, 1) - 0.01*x*sin(t)",
        "k = exp(-t/10)*tanh(g) + log(1 + g**2)*cos(x); s = s + k; x -= lr*min(s, floor(3*s))",
    )
    heights = ("x**4/4 + sin(3*x)*y + y**2", "exp(-x*x-y*y)*cos(x*y) + abs(x-y)")
    surfaces = ["rosenbrock", *(f"custom,f={encoded(height)}" for height in heights)]
    asked = [
        f"surface={surface}&optimizer=custom,step={encoded(step)},lr=0.01&optimizer=adam,lr=0.1&optimizer=newton"
        f"&optimizer=rmsprop,lr=0.2,length=custom&start=A,1.1,-0.7&steps=60&fair={fair}"
        for surface in surfaces
        for step in steps
        for fair in ("own", "length")
    ]
    assert_equal(engine, read(asked))


@pytest.mark.slow
def test_random_scenarios_run_alike(engine: PageEngine) -> None:
    random = np.random.default_rng(13)
    assert_equal(engine, [at_random(random) for _ in range(RANDOM)])


def at_random(random: np.random.Generator) -> Scenario:
    """Return a scenario as a class may make it: a few optimizers, sliders anywhere, anything held equal."""
    surface = SURFACES[random.choice(list(SURFACES))]
    rules = [STEPPED[name] for name in random.choice(list(STEPPED), random.integers(1, 5))]
    steps = int(random.integers(1, 70))
    items = [_item(random, f"surface={surface.name}", surface.parameters, steps)]
    names = [rule.name for rule in rules]
    for index, rule in enumerate(rules):
        earlier = [name for name in names[:index] if name != rule.name]
        length = f",length={random.choice(earlier)}" if earlier and random.random() < 0.3 else ""
        items.append(_item(random, f"optimizer={rule.name}", parameters_of(rule), steps) + length)
    for label in "AB"[: random.integers(1, 3)]:
        x, y = (random.uniform(*interval) for interval in surface.domain)
        items.append(f"start={label},{x!r},{y!r}")
    items += [f"steps={steps}", f"fair={random.choice(['own', 'own', 'rate', 'length'])}"]
    items += [f"noise={random.uniform(0.0, 0.5)!r}", f"seed={random.integers(100)}"] if random.random() < 0.2 else []
    return Scenario.nearest("&".join(items), Limits())[0]


def _item(random: np.random.Generator, head: str, parameters: Sequence[Parameter], steps: int) -> str:
    return ",".join([head, *(f"{p.name}={_value(random, p, steps)}" for p in parameters if _moved(random, p))])


def _moved(random: np.random.Generator, parameter: Parameter) -> bool:
    return parameter.scale != "text" and random.random() < 0.5


def _value(random: np.random.Generator, parameter: Parameter, steps: int) -> Any:
    if parameter.scale == "choice":
        return random.choice(parameter.choices)
    if parameter.scale == "switch":
        return int(random.integers(2))
    low, high = parameter.slider
    value = low * (high / low) ** random.random() if parameter.scale == "log" and low > 0 else random.uniform(low, high)
    if parameter.whole:
        return max(int(parameter.low), min(round(value), steps))
    return float(np.clip(value, parameter.low, parameter.high))


@pytest.mark.slow
@unhurried
@given(scenarios(points=1500))
def test_any_legal_scenario_runs_alike_or_is_left_to_the_server(engine: PageEngine, scenario: Scenario) -> None:
    scenario = Scenario.from_query(scenario.query, Limits(query=10**6))  # an address has no −0
    (answer,) = engine.runs([scenario])
    if answer is not None:
        assert difference(scenario, answer) == ""
    else:
        solvers = any(one.rule.solver for one in scenario.optimizers)
        assert solvers or scenario.conditions["fair"] == "tuned"


@pytest.mark.parametrize(
    "query",
    [
        "optimizer=sgd&optimizer=bfgs",
        "optimizer=sgd&optimizer=adam&fair=tuned",
    ],
)
def test_what_only_the_server_can_compute_is_left_to_it(query: str, engine: PageEngine) -> None:
    assert engine.runs([Scenario.from_query(query)]) == [None]


def test_noise_and_minibatches_are_those_that_the_library_draws(engine: PageEngine) -> None:
    """For all kinds of rules, with step lengths of others and decay; the last batch of an epoch may be smaller."""
    data = [name for name, surface in SURFACES.items() if surface.data]
    taking = everyone(",length=adam").replace("optimizer=adam,length=adam", "optimizer=adam,weight_decay=0.1")
    asked = [f"{ROSENBROCK}&{items}&steps=40&noise=0.3&seed=11" for items in (everyone(), taking)]
    asked += [
        f"surface={name},batch={batch}&{items}&steps=45&noise={noise}&seed=4"
        for name in data
        for batch in (1, 7, 39)
        for noise in (0, 0.2)
        for items in (everyone(), taking)
    ]
    assert_equal(engine, read(asked))


def test_draws_of_another_seed_or_size_and_of_longer_runs_are_alike(engine: PageEngine) -> None:
    """Whatever was drawn before."""
    first = "surface=linear-regression,batch=7,sample=1&optimizer=adam&steps=30&noise=0.4&seed=3"
    changes = {"steps=30": "steps=510", "seed=3": "seed=4", "batch=7": "batch=8", "sample=1": "rows=30", "0.4": "0"}
    assert not [one for one in changes if one not in first]
    assert_equal(engine, read([one for change in changes.items() for one in (first, first.replace(*change))]))


@pytest.mark.slow
def test_random_scenarios_with_noise_run_and_are_measured_alike(engine: PageEngine) -> None:
    """With noise, minibatches, or both; slid to other learning rates, they have the same draws."""
    random = np.random.default_rng(31)
    asked = [with_draws(random, index) for index in range(NOISY)]
    assert sum(scenario.surface.batch > 0 for scenario in asked) > NOISY // 2
    assert sum(float(scenario.conditions["noise"]) > 0 for scenario in asked) > NOISY // 4
    assert_equal(engine, asked)
    for scenario, found in zip(asked, engine.found(asked), strict=True):
        runs = simulate(scenario)
        assert len(found) == len(runs)
        for one, run in zip(found, runs, strict=True):
            assert run.found is not None
            assert_alike(one, run.found)


def with_draws(random: np.random.Generator, index: int) -> Scenario:
    """Return a scenario of a class, with noise, with minibatches, or with both."""
    while True:
        one = at_random(random)
        if index % 3 == 0 or one.surface.batch:
            noise = "" if index % 3 == 1 else f"&noise={random.uniform(1e-3, 0.5)!r}"
            bare = "&".join(item for item in one.query.split("&") if not item.startswith(("noise=", "seed=")))
            return Scenario.from_query(f"{bare}{noise}&seed={random.integers(100)}", LIMITS)


def test_a_lesson_file_computes_noise_for_any_steps_and_seed(engine: PageEngine) -> None:
    query = "surface=linear-regression,batch=7&optimizer=sgd,lr=0.1&start=A,1,1&steps=50&noise=0.2&seed=3"
    changes = {"lr=0.1": "lr=0.2", "steps=50": "steps=20", "50": "600", "seed=3": "seed=4", "noise=0.2": "noise=0.3"}
    others = [query.replace(*change) for change in changes.items()]
    assert engine.lesson(Scenario.from_query(query), others) == [True, True, True, True, True, False]


def test_rates_that_tuning_has_found_are_run_alike(engine: PageEngine) -> None:
    """An optimizer for which none was found keeps its own; with the step length of another it has the rate of that."""
    scenario = Scenario.from_query(
        f"{ROSENBROCK}&optimizer=sgd&optimizer=adam,schedule=cosine&optimizer=lion,length=adam&steps=60&fair=tuned"
    )
    used = rates(scenario, resolve(scenario))
    found = [one.rate if one and one.found else None for one in used]
    assert any(found)
    (answer,) = engine.runs([scenario], found=found)
    assert difference(scenario, answer) == ""


def test_a_batch_of_all_rows_is_the_full_gradient(engine: PageEngine) -> None:
    assert_equal(engine, read(["surface=linear-regression,batch=200&optimizer=sgd&steps=20"]))


def test_most_surfaces_need_no_answer_of_the_server(engine: PageEngine) -> None:
    """Their constants are translated too; what then needs the lowest value of a surface waits for the server."""
    asked = [
        Scenario.from_query(f"surface={surface.name},{p.name}={value!r}&optimizer=adam&optimizer=sgd&steps=20")
        for surface in SURFACES.values()
        if surface.data is None
        for p in surface.parameters
        for value in (p.low, p.high, middle(p))
    ]
    asked += read([f"surface={one.name}&optimizer=adam&steps=20" for one in SURFACES.values() if one.data is None])
    asked += read(["surface=rosenbrock&optimizer=sgd&noise=1&seed=7&steps=300"])
    for scenario, answer in zip(asked, engine.runs(asked, bounded=False), strict=True):
        assert answer is not None, scenario.query
        assert difference(scenario, answer) == ""
    fine, overflowing = read([f"surface=rosenbrock&optimizer=sgd,lr={rate}&start=A,1,2" for rate in ("1e-4", "1e30")])
    unmeasured = {"status": "running", "diverged_at": None, "metrics": None}
    assert engine.found([fine, overflowing], bounded=False) == [[unmeasured], None]
    unknown = ["linear-regression&optimizer=sgd", "rosenbrock&optimizer=polyak"]
    assert engine.runs(read([f"surface={one}" for one in unknown]), bounded=False) == [None] * 2


def test_an_entry_that_cannot_be_translated_is_named_and_left_to_the_server(tmp_path: Any) -> None:
    rule, surface = OPTIMIZERS["adam"], SURFACES["booth"]
    odd = replace(rule.form, body=(nodes.Do(nodes.Call("cube", (nodes.Number(1.0),)), 7),))
    broken = replace(rule, typed=None)
    object.__setattr__(broken, "form", odd)
    module = module_of([broken, OPTIMIZERS["sgd"]], [surface])
    assert list(module.refused) == ["rule adam"]
    assert "cube" in module.refused["rule adam"]
    with running_page_engine(tmp_path, module) as engine:
        assert (engine.names["rules"], engine.names["surfaces"]) == (["sgd"], ["booth"])
        asked = read([f"surface=booth&optimizer={name}&steps=20" for name in ("sgd", "adam")])
        sgd, adam = engine.runs(asked)
        assert difference(asked[0], sgd) == ""
        assert adam is None

"""The query form: what it says, what it leaves out, and that its canonical form reads back as itself."""

from dataclasses import replace
from typing import cast
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optimizers import OPTIMIZERS, SURFACES, Rule, Scenario, ScenarioError
from optimizers.query.choices import Choice, Limits, Start
from optimizers.query.conditions import CONDITIONS
from optimizers.query.reading import REACH
from optimizers.query.registry import parameters_of
from optimizers.surfaces.bound import BoundSurface
from optimizers.terms.parameters import Parameter, Unit, Value, learning_rate
from tests.optimizers.run.test_engine import PASTED

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # whatever else the machine does

EXAMPLE = "surface=ellipse,kappa=25,theta=0&optimizer=sgd,lr=0.07&start=A,-8,1.2&steps=120"


def values(parameters: tuple[Parameter, ...]) -> st.SearchStrategy[dict[str, Value]]:
    """Any legal value for each parameter."""

    def one(parameter: Parameter) -> st.SearchStrategy[Value]:
        if parameter.scale == "choice":
            return st.sampled_from(parameter.choices)
        if parameter.scale == "switch":
            return st.sampled_from([0.0, 1.0])
        if parameter.scale == "text":
            return st.sampled_from([parameter.text, PASTED])
        if parameter.whole:
            return st.integers(int(parameter.low), int(parameter.high)).map(float)
        return st.floats(parameter.low, parameter.high)

    return st.fixed_dictionaries({parameter.name: one(parameter) for parameter in parameters})


@st.composite
def scenarios(draw: st.DrawFn, points: int = 500_000) -> Scenario:
    """Any legal scenario of at most that many points, roughly."""
    surface = draw(st.sampled_from(list(SURFACES.values())))
    rules = draw(st.lists(st.sampled_from(list(OPTIMIZERS.values())), min_size=1, max_size=16))
    label = st.text(st.characters(categories=["L", "Nd"], codec="utf-8"), min_size=1, max_size=12)
    labels = draw(st.lists(label.filter(str.isalnum), min_size=1, max_size=26, unique=True))
    place = st.floats(-REACH, REACH)
    count = sum(Limits().solver if rule.solver else 1 for rule in rules)
    steps = draw(st.integers(1, max(1, min(10_000, points // (count * len(labels))))))
    chosen = []
    for rule in rules:
        drawn = draw(values(parameters_of(rule)))
        counted = {"warmup", "every"} & drawn.keys()
        chosen.append(drawn | {name: min(float(drawn[name]), float(steps)) for name in counted})
    return Scenario(
        surface=BoundSurface(surface, draw(values(surface.parameters))),
        optimizers=tuple(
            Choice(rule.name, drawn, length)
            for rule, drawn, length in zip(rules, chosen, draw(lengths(rules)), strict=True)
        ),
        starts=tuple(Start(label, draw(place), draw(place)) for label in labels),
        steps=steps,
        conditions=draw(values(CONDITIONS)),
    )


@st.composite
def lengths(draw: st.DrawFn, rules: list[Rule]) -> list[str]:
    """For each optimizer whose step length it takes; never round in a circle. Solvers neither take nor give one."""
    names = [rule.name for rule in rules]
    found = [""] * len(names)
    for i, rule in enumerate(rules):
        others = {other.name for j, other in enumerate(rules) if j != i and not other.solver}
        found[i] = draw(st.sampled_from(["", *([] if rule.solver else sorted(others))]))
        at, hops = i, 0
        while found[at] and hops <= len(names):
            at = next(j for j, name in enumerate(names) if name == found[at] and j != at)
            hops += 1
        if hops > len(names):
            found[i] = ""
    return found


@pytest.mark.slow
@unhurried
@given(scenarios())
def test_the_canonical_form_reads_back_as_itself(scenario: Scenario) -> None:
    read = Scenario.from_query(scenario.query)
    assert read == scenario
    assert read.query == scenario.query
    assert Scenario.nearest(scenario.query) == (scenario, None)


@unhurried
@given(scenarios())
def test_percent_encoding_and_spaces_change_nothing(scenario: Scenario) -> None:
    items = scenario.query.split("&")
    limits = Limits(query=1_000_000)
    assert Scenario.from_query("&".join(quote(item, safe="=,") for item in items), limits) == scenario
    assert Scenario.from_query("&".join(quote(item, safe="") for item in items), limits) == scenario
    spaced = " & ".join(item.replace("=", " = ").replace(",", " , ") for item in items)
    assert Scenario.from_query(f" ? {spaced} ".replace("? ", "?"), limits) == scenario


def test_the_canonical_form_of_the_example() -> None:
    assert Scenario.from_query(EXAMPLE).query == EXAMPLE
    assert Scenario.from_query("?" + EXAMPLE + "&&").query == EXAMPLE
    scattered = "steps=120&start=A,-8.0,12e-1&optimizer=sgd,lr=7e-2&surface=ellipse,theta=-0"
    assert Scenario.from_query(scattered).query == EXAMPLE


@pytest.mark.parametrize("text", ["", "?", "&", " ", "surface=ellipse"])
def test_what_is_left_out_takes_its_default(text: str) -> None:
    assert Scenario.from_query(text).query == (
        "surface=ellipse,kappa=25,theta=0"
        "&optimizer=sgd,lr=0.07&optimizer=momentum,lr=0.07,beta=0.9"
        "&optimizer=rmsprop,lr=0.3,beta=0.9&optimizer=adam,lr=0.3,beta1=0.9,beta2=0.999"
        "&start=A,-8,1.2&start=B,-0.6,4&steps=120"
    )


@pytest.mark.parametrize("name", SURFACES)
def test_a_surface_brings_its_suggestion(name: str) -> None:
    surface = SURFACES[name]
    suggestion = surface.suggestion(surface.defaults())
    scenario = Scenario.from_query(f"surface={name}")
    assert scenario.surface.values == surface.defaults()
    assert [(start.label, (start.x, start.y)) for start in scenario.starts] == list(
        zip("AB", suggestion.starts, strict=True)
    )
    assert scenario.steps == suggestion.steps
    for choice in scenario.optimizers:
        (rate,) = (parameter for parameter in OPTIMIZERS[choice.name].parameters if parameter.unit)
        assert rate.unit is not None
        assert choice.values[rate.name] == rate.suggested(suggestion.rates)


@pytest.mark.parametrize(("unit", "rate"), [("length", "0.003"), ("gradient", "0.0007")])
def test_a_rule_may_suit_a_multiple_of_the_rate_that_a_surface_suggests(
    unit: Unit, rate: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written with twelve digits, where the product would be 0.0030000000000000005 or so."""
    rule = replace(OPTIMIZERS["sgd"], name="scratch-slow", parameters=(learning_rate(unit, factor=0.01),))
    monkeypatch.setitem(cast(dict[str, Rule], OPTIMIZERS), rule.name, rule)
    assert f"optimizer=scratch-slow,lr={rate}&" in Scenario.from_query("optimizer=scratch-slow").query


def test_order_and_repeated_optimizers_are_kept() -> None:
    scenario = Scenario.from_query(
        "optimizer=adam&optimizer=sgd,lr=0.1&optimizer=adam&optimizer=sgd,lr=0.2&start=Z,1,2&start=A,3,4"
    )
    assert [choice.name for choice in scenario.optimizers] == ["adam", "sgd", "adam", "sgd"]
    assert [choice.values["lr"] for choice in scenario.optimizers] == [0.3, 0.1, 0.3, 0.2]
    assert scenario.starts == (Start("Z", 1.0, 2.0), Start("A", 3.0, 4.0))


def test_a_variant_is_written_only_where_it_is_chosen() -> None:
    plain = "optimizer=momentum,lr=0.1,beta=0.9"
    nesterov = plain + ",form=heavy-ball,nesterov=1"
    query = Scenario.from_query(f"{plain},form=ewa,nesterov=0&{nesterov}").query
    assert query.split("&")[1:3] == [plain, nesterov]


def test_what_is_left_out_keeps_within_the_limits() -> None:
    limits = Limits(steps=50, optimizers=2)
    scenario = Scenario.from_query("", limits)
    assert (scenario.steps, [choice.name for choice in scenario.optimizers]) == (50, ["sgd", "momentum"])
    assert Scenario.from_query(scenario.query, limits) == scenario


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("optimizer=sgd,schedule=step&steps=7", "optimizer=sgd,lr=0.07,schedule=step,every=7"),
        ("v=1&optimizer=sgd,schedule=step&steps=7", "optimizer=sgd,lr=0.07,schedule=step,every=7"),
        ("optimizer=sgd,schedule=step&steps=30", "optimizer=sgd,lr=0.07,schedule=step"),
        ("optimizer=sgd,schedule=step&steps=29", "optimizer=sgd,lr=0.07,schedule=step,every=29"),
        ("optimizer=sgd&steps=7", "optimizer=sgd,lr=0.07"),
    ],
)
def test_a_default_fits_into_the_run(text: str, canonical: str) -> None:
    """What nobody wrote is no mistake, and what is written for it reads back."""
    scenario = Scenario.from_query(text)
    assert scenario.query.split("&")[1] == canonical
    assert Scenario.from_query(scenario.query) == scenario


def test_what_is_written_must_fit_into_the_run() -> None:
    """A number that is illegal anyway is reported once."""
    for every, allowed in (("30", "at most 7, the steps of the run"), ("two", "a whole number from 1 to 10000")):
        scenario, error = Scenario.nearest(f"optimizer=sgd,schedule=step,every={every}&steps=7")
        assert error is not None
        assert [(one.value, one.allowed) for one in error.problems] == [(every, allowed)]
        assert scenario.optimizers[0].values["every"] == 7


def test_steps_that_nobody_wrote_fit_the_points() -> None:
    limits = Limits(points=100)
    scenario = Scenario.from_query("optimizer=sgd&start=A,1,1&start=B,2,2", limits)
    assert scenario.steps == 50
    assert Scenario.from_query(scenario.query, limits) == scenario


def test_the_points_are_limited_together() -> None:
    limits = Limits(points=1000)
    two = "optimizer=sgd&optimizer=adam&start=A,1,1&start=B,2,2"
    assert Scenario.from_query(f"{two}&steps=250", limits).steps == 250
    with pytest.raises(ScenarioError, match=r"steps cannot be 251. Allowed: at most 250 .* 1000 points in all"):
        Scenario.from_query(f"{two}&steps=251", limits)
    assert Scenario.nearest(f"{two}&steps=251", limits)[0].steps == 250

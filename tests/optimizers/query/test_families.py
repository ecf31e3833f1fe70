"""A text makes an optimizer or a surface, and reads back as the same text wherever the query has been."""

import pickle
from dataclasses import replace
from urllib.parse import parse_qs, quote, urlencode

import pytest

from optimizers import SURFACES, Rule, Scenario, ScenarioError, Surface
from optimizers import surfaces as registered_surfaces
from optimizers.form.expression import read_expression
from optimizers.query import registry
from optimizers.query.entries import read_entry
from optimizers.query.reader import parts_of, split_query
from optimizers.terms.errors import TextError
from optimizers.terms.family import Family
from optimizers.terms.parameters import Parameter, decay, learning_rate, text
from tests.example_rules import BARE

NAMES = ("x", "y", "g", "lr", "beta")


def canonical(written: str) -> str:
    """Return statements such as ``x = x - g`` without spaces."""
    for statement in written.split(";"):
        _name, equals, value = statement.partition("=")
        if not equals:
            raise TextError(1, f"{statement!r} is not an assignment", "name = expression")
        read_expression(value, NAMES)
    return written.replace(" ", "")


STEP = text("step", "the update", "x = x - lr*g", canonical, "statements name = expression")
HEIGHT = text(
    "f", "the height", "x*x + y*y", canonical=lambda given: (read_expression(given, NAMES), given)[1], allowed=""
)


def rule(step: str) -> Rule:
    """Return a rule that shows its text; a text with beta has a parameter more."""
    own: tuple[Parameter, ...] = (decay("beta", r"\beta", 0.9, ""),) if "beta" in step else ()
    return replace(BARE, name="own", parameters=(replace(STEP, text=step), learning_rate("gradient"), *own))


def surface(height: str) -> Surface:
    sphere = SURFACES["sphere"]
    return replace(sphere, name="own", parameters=(replace(HEIGHT, text=height), *sphere.parameters))


@pytest.fixture(autouse=True)
def _families(monkeypatch: pytest.MonkeyPatch) -> None:
    rules, surfaces = Family("own", "Own", STEP, rule), Family("own", "Own", HEIGHT, surface)
    monkeypatch.setitem(registry.RULE_FAMILIES, "own", rules)
    monkeypatch.setitem(registry.SURFACE_FAMILIES, "own", surfaces)
    monkeypatch.setattr(registered_surfaces, "FAMILIES", (surfaces,))


def step_of(query: str) -> object:
    return Scenario.from_query(query).optimizers[0].values["step"]


def test_the_text_comes_first_and_its_member_reads_the_rest() -> None:
    scenario = Scenario.from_query("optimizer=own,beta=0.5,step=x = x - lr*g*beta,lr=2&steps=3")
    assert scenario.optimizers[0].values["beta"] == 0.5
    assert "optimizer=own,step=x=x-lr*g*beta,lr=2,beta=0.5" in scenario.query
    with pytest.raises(ScenarioError, match=r"Unknown parameter beta of optimizer own. Known: step, lr"):
        Scenario.from_query("optimizer=own,step=x=x-lr*g,beta=0.5")


def test_without_a_text_it_has_the_default() -> None:
    assert step_of("optimizer=own") == "x=x-lr*g"


@pytest.mark.parametrize("written", ["x=x+y%g&#;z", " ", "a+b", "e+5", "%2B", "ü", "x = (1,\n2)"])
def test_a_canonical_text_is_safe_in_an_address_and_a_form(written: str) -> None:
    encoded = replace(STEP, canonical=str).write(written)
    assert parse_qs(f"k={encoded}", separator="&", keep_blank_values=True) == {"k": [written]}
    assert parse_qs(f"k={encoded}", separator=";", keep_blank_values=True) == {"k": [written]}
    assert not set(encoded) & set("+&#; \n")
    assert encoded.isascii()


@pytest.mark.parametrize(
    "item",
    [
        "own,step=x=x+g+min(x,y)-1e+5;y=x+1,lr=0.3",
        "own,step=x = x + g + min(x, y) - 1e+5; y = x + 1,lr=0.3",
        "own,lr=0.3,step=x=x+g+min(x,y)-1e+5;y=x+1",
        "own, lr = 0.3, step = x=x+g+min(x,y)-1e+5;y=x+1",
    ],
)
def test_every_spelling_of_a_link_says_the_same(item: str) -> None:
    once = Scenario.from_query(f"optimizer={item}&steps=5")
    assert once.optimizers[0].values["step"] == "x=x+g+min(x,y)-1e+5;y=x+1"
    assert once.optimizers[0].values["lr"] == 0.3
    assert Scenario.from_query(once.query).query == once.query
    for spelling in (quote(item), quote(item, safe="=,();"), urlencode({"optimizer": item})):
        query = spelling if spelling.startswith("optimizer=") else f"optimizer={spelling}"
        assert Scenario.from_query(f"{query}&steps=5") == once
    assert Scenario.from_query(f"optimizer={item.replace('%', '%25').replace('+', '%2B')}&steps=5") == once


def test_an_augmented_assignment_keeps_its_plus() -> None:
    reading, other = next(split_query("optimizer=own,step=x+=+lr*g")).readings
    assert (reading, other) == ("own,step=x+= lr*g", "own,step=x+=+lr*g")


def test_an_error_names_the_column() -> None:
    with pytest.raises(ScenarioError) as caught:
        Scenario.from_query("optimizer=own,step=x = x - q")
    problem = caught.value.problems[0]
    assert (problem.parameter, problem.value, problem.column) == ("optimizer own: step", "x = x - q", 6)
    assert Scenario.nearest("optimizer=own,step=x = x - q,lr=3")[0].optimizers[0].values == {
        **Scenario.from_query("optimizer=own,lr=3").optimizers[0].values
    }


def test_a_text_is_given_once() -> None:
    with pytest.raises(ScenarioError, match="given more than once"):
        Scenario.from_query("optimizer=own,step=x=x-g,step=x=x-lr*g")


def test_two_members_stand_in_one_scenario_and_keep_their_identity() -> None:
    scenario = Scenario.from_query("optimizer=own,step=x=x-g&optimizer=own,step=x=x-lr*g*beta&start=A,1,1&steps=2")
    first, second = scenario.optimizers
    assert first.rule is not second.rule
    assert "beta" not in first.values
    back = pickle.loads(pickle.dumps(scenario))
    assert back == scenario
    assert back.optimizers[1].rule is second.rule


def test_a_surface_of_a_family_is_pickled_by_its_text() -> None:
    scenario = Scenario.from_query("surface=own,f=min(x,y)+1")
    assert scenario.surface.values["f"] == "min(x,y)+1"
    back = pickle.loads(pickle.dumps(scenario.surface))
    assert back == scenario.surface
    assert back.definition is scenario.surface.definition


def test_an_entry_is_found_by_its_item() -> None:
    member = read_entry("optimizer=own,step=x=x-beta*g")
    assert [p.name for p in member.parameters] == ["step", "lr", "beta"]
    assert read_entry("surface=ellipse,kappa=3") is SURFACES["ellipse"]
    for query in ("", "optimizer=own&surface=own", "optimizer=own,step=1", "start=A,1,2", "optimizer=none"):
        with pytest.raises(ScenarioError):
            read_entry(query)


def test_commas_in_brackets_belong_to_the_text() -> None:
    assert parts_of("a,b=(1,(2,3)),c") == ["a", "b=(1,(2,3))", "c"]
    assert parts_of("a,b=1),c=2") == ["a", "b=1)", "c=2"]
    assert parts_of("a,b=(1,c=2") == ["a", "b=(1,c=2"]

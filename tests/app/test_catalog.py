"""The catalog tells all that the library knows of its optimizers and surfaces."""

from dataclasses import fields, is_dataclass
from xml.etree import ElementTree

import pytest

from app.mathml import mathml
from optimizers import OPTIMIZERS, SURFACES, Parameter, Rule, Scenario, Surface
from optimizers.query.choices import Limits
from optimizers.query.registry import (
    OPTIMIZER_NAMES,
    RULE_FAMILIES,
    SURFACE_FAMILIES,
    SURFACE_NAMES,
    parameters_of,
)
from tests.answers import client, strict
from tests.markup import elements

RESPONSE = client().get("/api/v1/catalog")
CATALOG = strict(RESPONSE.content)
MATH = "{http://www.w3.org/1998/Math/MathML}math"


def listed(answer: dict[str, object], entry: Rule | Surface, left_out: set[str]) -> None:
    """Assert that ``answer`` holds every plain field of ``entry`` as it is, but for what is read from the code."""
    for field in fields(entry):
        value = getattr(entry, field.name)
        if field.init and field.name not in left_out and not callable(value):
            assert strict_equal(answer[field.name], value), field.name


def strict_equal(answer: object, value: object) -> bool:
    """Whether the JSON is that of ``value``: tuples became arrays, dataclasses objects."""
    if isinstance(value, tuple):
        return isinstance(answer, list) and len(answer) == len(value) and all(map(strict_equal, answer, value))
    if is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in fields(value)]
        plain = [name for name in names if not callable(getattr(value, name))]
        return isinstance(answer, dict) and all(strict_equal(answer[name], getattr(value, name)) for name in plain)
    return answer == value


def test_it_is_json() -> None:
    assert (RESPONSE.status_code, RESPONSE.headers["content-type"]) == (200, "application/json")
    assert list(CATALOG) == ["limits", "first_view", "caption", "conditions", "optimizers", "surfaces", "groups"]


def test_order_and_names_are_those_of_the_library() -> None:
    assert [entry["name"] for entry in CATALOG["optimizers"]] == list(OPTIMIZER_NAMES)
    assert [entry["name"] for entry in CATALOG["surfaces"]] == list(SURFACE_NAMES)
    assert CATALOG["first_view"] == [choice.name for choice in Scenario.from_query("").optimizers]
    assert CATALOG["limits"] == {field.name: getattr(Limits(), field.name) for field in fields(Limits)}


@pytest.mark.parametrize("kind", ["optimizers", "surfaces"])
def test_every_entry_is_in_one_group_and_is_said_in_one_line(kind: str) -> None:
    groups = CATALOG["groups"][kind]
    assert [name for group in groups for name in group["names"]] == [entry["name"] for entry in CATALOG[kind]]
    assert len({group["title"] for group in groups}) == len(groups) > 2
    for entry in CATALOG[kind]:
        assert 5 < len(entry["summary"]) < 110, entry["name"]
        assert entry["summary"][0].isupper()
        assert not entry["summary"].endswith(".")


def test_every_optimizer_is_told_whole() -> None:
    families = [family.usual for family in RULE_FAMILIES.values()]
    for answer, rule in zip(CATALOG["optimizers"], [*OPTIMIZERS.values(), *families], strict=True):
        listed(answer, rule, left_out={"parameters", "point", "solver", "typed"})
        assert answer["engine"] == ("server" if rule.solver else "page")
        parameters(answer["parameters"], parameters_of(rule))


def test_every_surface_is_told_whole() -> None:
    families = [family.usual for family in SURFACE_FAMILIES.values()]
    for answer, surface in zip(CATALOG["surfaces"], [*SURFACES.values(), *families], strict=True):
        listed(answer, surface, left_out={"parameters", "contour_power", "typed", "searches", "preparation"})
        parameters(answer["parameters"], surface.parameters)
        assert strict_equal(answer["suggestion"], surface.suggestion(surface.defaults()))


def parameters(answer: list[dict[str, object]], known: tuple[Parameter, ...]) -> None:
    assert [entry["name"] for entry in answer] == [parameter.name for parameter in known]
    for entry, parameter in zip(answer, known, strict=True):
        for field in fields(Parameter):
            if field.name not in ("default", "canonical", "text", "characters"):  # written as default and allowed
                assert strict_equal(entry[field.name], getattr(parameter, field.name))
        assert entry["default"] == parameter.initial  # the name of the form, not its number
        assert entry["allowed"] == parameter.allowed
        assert entry["mathml"] == mathml(parameter.symbol)
        assert entry["formulas_mathml"] == [mathml(formula) for formula in parameter.formulas]


def test_formulas_are_mathml_that_says_its_latex() -> None:
    entries = [*CATALOG["optimizers"], *CATALOG["surfaces"]]
    pairs = [(entry["formula"], entry["mathml"]) for entry in entries]
    known = [p for entry in entries for p in entry["parameters"]]
    pairs += [(p["symbol"], p["mathml"]) for p in known if p["scale"] != "text"]
    pairs += [pair for p in known for pair in zip(p["formulas"], p["formulas_mathml"], strict=True)]
    for latex, written in pairs:
        equations = list(ElementTree.fromstring(f"<p>{written}</p>"))  # one element each: lines break between them
        assert len(equations) == 1 + latex.count(r", \quad ")
        assert r" \quad ".join(equation.attrib["alttext"] for equation in equations) == latex
        for equation in equations:
            assert equation.tag == MATH
            assert "".join(equation.itertext()).strip()
            assert "\\" not in "".join(equation.itertext()), "LaTeX that was not understood"


def test_latex_cannot_leave_its_attribute() -> None:
    for latex in ('a"b', "a<b", "a&b", 'x" onload="y', "a > b"):
        assert elements(mathml(latex))[0].attributes["alttext"] == latex

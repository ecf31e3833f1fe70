"""The catalog: every optimizer and surface as data, the formulas also as MathML."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, is_dataclass
from functools import lru_cache
from json import loads
from typing import Any

from optimizers import OPTIMIZERS, SURFACES, Parameter, Rule, Scenario, Surface
from optimizers.export.forms_module import rule_form
from optimizers.query.choices import Limits
from optimizers.query.conditions import CONDITIONS
from optimizers.query.registry import OPTIMIZER_NAMES, RULE_FAMILIES, SURFACE_FAMILIES, SURFACE_NAMES, parameters_of
from optimizers.rules import GROUPS as RULE_GROUPS
from optimizers.run.needs import flags
from optimizers.run.tuning import caption
from optimizers.surfaces import GROUPS as SURFACE_GROUPS
from optimizers.surfaces.bound import BoundSurface
from optimizers.tell.checked import Kind
from optimizers.terms.family import Family

from .encoding import array, dumps
from .mathml import mathml

OWN = "Your own"  # the title of the group of families
UNUSED = frozenset(("formula", "formulas", "symbol", "state", "landmarks", "stationary"))
"""What pages do not read: they show formulas as MathML, and landmarks come with the grid of a surface."""

LEFT_OUT = ("parameters", "contour_power", "point", "solver", "typed", "searches", "preparation")
"""What is not data for others, or is written in another way."""


@lru_cache(4)  # it takes longer than drawing a page; the limits are settings
def written(limits: Limits) -> bytes:
    """Return the catalog as JSON."""
    return dumps(catalog(limits))


@lru_cache(4)
def for_pages(limits: Limits) -> bytes:
    """Return what pages need of the catalog, as JSON, each parameter once, though most belong to many entries.

    The parameters of an entry are their numbers in ``parameters``. ``static/js/service/catalog.js`` reads it.
    """
    whole = catalog(limits, landmarks=False)
    numbers: dict[bytes, int] = {}

    def packed(entry: Mapping[str, Any]) -> dict[str, Any]:
        texts = [dumps(_used(parameter)) for parameter in entry["parameters"]]
        return _used(entry) | {"parameters": [numbers.setdefault(text, len(numbers)) for text in texts]}

    entries = {kind: [packed(one) for one in whole[kind]] for kind in ("optimizers", "surfaces")}
    return dumps({**whole, **entries, "parameters": [loads(text) for text in numbers]})


def _used(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in UNUSED}


def catalog(limits: Limits, landmarks: bool = True) -> dict[str, Any]:
    """Return the catalog as values that JSON can hold, in the order of the menus.

    landmarks: where surfaces are stationary, which those of a typed text do not know, so that it is searched for.
    """
    return {
        "limits": asdict(limits),
        "first_view": [choice.name for choice in Scenario.from_query("").optimizers],
        "caption": caption(Scenario.from_query("")),
        "conditions": _parameters(CONDITIONS),
        "optimizers": [entry(one) for one in (*OPTIMIZERS.values(), *_usual(RULE_FAMILIES))],
        "surfaces": [entry(one, landmarks) for one in (*SURFACES.values(), *_usual(SURFACE_FAMILIES))],
        "groups": {
            "optimizers": _groups({**RULE_GROUPS, OWN: _usual(RULE_FAMILIES)}),
            "surfaces": _groups({**SURFACE_GROUPS, OWN: _usual(SURFACE_FAMILIES)}),
        },
    }


def _usual(families: Mapping[str, Family[Any]]) -> list[Any]:
    """Return the member of each family that the menu offers."""
    return [family.usual for family in families.values()]


def anchor_of(kind: Kind, name: str) -> str:
    """Return the address of an entry on the reference page: its name, and its kind too if both kinds have the name.

    >>> anchor_of("optimizers", "adam"), anchor_of("surfaces", "rosenbrock")
    ('adam', 'rosenbrock')
    """
    shared = name in OPTIMIZER_NAMES and name in SURFACE_NAMES
    return f"{name}-{kind.removesuffix('s')}" if shared else name


def entry(one: Rule | Surface, landmarks: bool = True) -> dict[str, Any]:
    """Return an optimizer or a surface as values that JSON can hold.

    family: of a member of a family, the name of the parameter whose text makes it; otherwise empty. anchor: its
    address on the reference page.
    """
    if isinstance(one, Rule):
        more = {"family": _text_name(RULE_FAMILIES, one.name), "anchor": anchor_of("optimizers", one.name)}
        return {**_rule(one), **more}
    more = {"family": _text_name(SURFACE_FAMILIES, one.name), "anchor": anchor_of("surfaces", one.name)}
    return {**_surface(one, landmarks), **more}


def _text_name(families: Mapping[str, Family[Any]], name: str) -> str:
    return families[name].text.name if name in families else ""


def members(scenario: Scenario) -> dict[str, list[dict[str, Any]]]:
    """Return the entries that a scenario needs besides those of the catalog: the members of families in it."""
    rules = dict.fromkeys(one.rule for one in scenario.optimizers if one.name in RULE_FAMILIES)
    surface = scenario.surface.definition
    return {
        "optimizers": [entry(rule) for rule in rules],
        "surfaces": [entry(surface)] if surface.name in SURFACE_FAMILIES else [],
    }


def _groups(groups: Mapping[str, Sequence[Rule | Surface]]) -> list[dict[str, Any]]:
    """Return the title of each group of a menu that has entries, and their names."""
    return [{"title": title, "names": [one.name for one in entries]} for title, entries in groups.items() if entries]


def equations(latex: str) -> str:
    """Return the equations of ``latex`` as one MathML element each: browsers break lines only between elements."""
    parts = latex.split(", \\quad ")
    return " ".join(mathml(part + "," if part is not parts[-1] else part) for part in parts)


def _rule(rule: Rule) -> dict[str, Any]:
    """Return a rule as data. engine: "page" where its step can be translated for pages, "server" for a solver.

    played, of a rule that a person typed: how many state variables and hyper-parameters it has and then its tape, the
    state of a coordinate before the first step, what the kernel has to do (see ``run.needs``), and its form.
    """
    played = _played(rule) if rule.tape else None
    return {
        **_plain(rule),
        "engine": "server" if rule.solver else "page",
        "mathml": equations(rule.formula),
        "parameters": _parameters(parameters_of(rule)),
        **({"played": played} if played else {}),
    }


def _played(rule: Rule) -> dict[str, Any]:
    begin = [one.begin({}) for one in rule.state]
    return {
        "tape": array(rule.tape, "f8"),
        "begin": begin,
        "flags": flags(rule),
        "readsGradient": rule.reads_gradient,
        "form": rule_form(rule),
    }


def _surface(surface: Surface, landmarks: bool) -> dict[str, Any]:
    """Return a surface; of very many landmarks those that a picture marks, and how many there are of each kind."""
    stationary = BoundSurface(surface, surface.defaults()).stationary if landmarks else ()
    return {
        **_plain(surface),
        "mathml": equations(surface.formula),
        "parameters": _parameters(surface.parameters),
        "suggestion": asdict(surface.suggestion(surface.defaults())),
        "landmarks": [asdict(landmark) for landmark in stationary if landmark.marked],
        "stationary": dict(Counter(landmark.kind for landmark in stationary)),
    }


def _plain(entry: Rule | Surface) -> dict[str, Any]:
    """Return all that is said of an entry, but for its functions and what is read from them."""
    names = [one.name for one in fields(entry) if one.init and one.name not in LEFT_OUT]
    return {name: _plain_value(value) for name in names if not callable(value := getattr(entry, name))}


def _plain_value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain_value(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {name: one for name, one in asdict(value).items() if not callable(one)}
    return value


def _parameters(parameters: Sequence[Parameter]) -> list[dict[str, Any]]:
    return [{**_data(p), **_shown(p)} for p in parameters]


def _data(parameter: Parameter) -> dict[str, Any]:
    """Return what a parameter holds, without the function that reads a text and what ``_shown`` says of it."""
    return {key: value for key, value in asdict(parameter).items() if key not in ("canonical", "text", "characters")}


def _shown(parameter: Parameter) -> dict[str, Any]:
    return {
        "default": parameter.initial,
        "allowed": parameter.allowed,
        "sign": parameter.sign,
        "mathml": mathml(parameter.symbol),
        "formulas_mathml": [mathml(formula) for formula in parameter.formulas],
    }

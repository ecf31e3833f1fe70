"""The catalog: every optimizer and surface as data, the formulas also as MathML."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from json import loads
from typing import Any

from optimizers import OPTIMIZERS, SURFACES, Parameter, Rule, Scenario, Surface
from optimizers.query.choices import Limits
from optimizers.query.conditions import CONDITIONS
from optimizers.query.registry import parameters_of
from optimizers.rules import GROUPS as RULE_GROUPS
from optimizers.run.tuning import caption
from optimizers.surfaces import GROUPS as SURFACE_GROUPS
from optimizers.surfaces.bound import BoundSurface

from .encoding import dumps
from .mathml import mathml

UNUSED = frozenset(("formula", "formulas", "symbol", "state", "landmarks"))
"""What pages do not read: they show formulas as MathML, and landmarks come with the grid of a surface."""


@lru_cache(4)  # it takes longer than drawing a page; the limits are settings
def written(limits: Limits) -> bytes:
    """Return the catalog as JSON."""
    return dumps(catalog(limits))


@lru_cache(4)
def for_pages(limits: Limits) -> bytes:
    """Return what pages need of the catalog, as JSON, each parameter once, though most belong to many entries.

    The parameters of an entry are their numbers in ``parameters``. ``static/js/service/catalog.js`` reads it.
    """
    whole = catalog(limits)
    numbers: dict[bytes, int] = {}

    def packed(entry: Mapping[str, Any]) -> dict[str, Any]:
        texts = [dumps(_used(parameter)) for parameter in entry["parameters"]]
        return _used(entry) | {"parameters": [numbers.setdefault(text, len(numbers)) for text in texts]}

    entries = {kind: [packed(one) for one in whole[kind]] for kind in ("optimizers", "surfaces")}
    return dumps({**whole, **entries, "parameters": [loads(text) for text in numbers]})


def _used(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in UNUSED}


def catalog(limits: Limits) -> dict[str, Any]:
    """Return the catalog as values that JSON can hold, in the order of the menus."""
    return {
        "limits": asdict(limits),
        "first_view": [choice.name for choice in Scenario.from_query("").optimizers],
        "caption": caption(Scenario.from_query("")),
        "conditions": _parameters(CONDITIONS),
        "optimizers": [_rule(rule) for rule in OPTIMIZERS.values()],
        "surfaces": [_surface(surface) for surface in SURFACES.values()],
        "groups": {"optimizers": _groups(RULE_GROUPS), "surfaces": _groups(SURFACE_GROUPS)},
    }


def _groups(groups: Mapping[str, Sequence[Rule | Surface]]) -> list[dict[str, Any]]:
    """Return the title of each group of a menu that has entries, and their names."""
    return [{"title": title, "names": [one.name for one in entries]} for title, entries in groups.items() if entries]


def equations(latex: str) -> str:
    """Return the equations of ``latex`` as one MathML element each: browsers break lines only between elements."""
    parts = latex.split(", \\quad ")
    return " ".join(mathml(part + "," if part is not parts[-1] else part) for part in parts)


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "name": rule.name,
        "title": rule.title,
        "also": rule.also,
        "summary": rule.summary,
        "formula": rule.formula,
        "mathml": equations(rule.formula),
        "variant": rule.variant,
        "source": asdict(rule.source),
        "state": [asdict(variable) for variable in rule.state],
        "parameters": _parameters(parameters_of(rule)),
    }


def _surface(surface: Surface) -> dict[str, Any]:
    return {
        "name": surface.name,
        "title": surface.title,
        "also": surface.also,
        "summary": surface.summary,
        "formula": surface.formula,
        "mathml": equations(surface.formula),
        "source": surface.source,
        "domain": surface.domain,
        "parameters": _parameters(surface.parameters),
        "suggestion": asdict(surface.suggestion(surface.defaults())),
        "landmarks": [asdict(landmark) for landmark in BoundSurface(surface, surface.defaults()).stationary],
    }


def _parameters(parameters: Sequence[Parameter]) -> list[dict[str, Any]]:
    return [{**asdict(p), **_shown(p)} for p in parameters]


def _shown(parameter: Parameter) -> dict[str, Any]:
    return {
        "default": parameter.initial,
        "allowed": parameter.allowed,
        "mathml": mathml(parameter.symbol),
        "formulas_mathml": [mathml(formula) for formula in parameter.formulas],
    }

"""The optimizers and surfaces by name, the families of both, and all parameters of an optimizer."""

from collections.abc import Mapping

from ..rules import FAMILIES as FAMILIES_OF_RULES
from ..rules import RULES
from ..rules.rule import Rule
from ..surfaces import FAMILIES as FAMILIES_OF_SURFACES
from ..surfaces import SURFACES as ALL_SURFACES
from ..surfaces.surface import Surface
from ..terms.family import Family
from ..terms.parameters import Parameter, Value
from . import decay, schedules

OPTIMIZERS: Mapping[str, Rule] = {rule.name: rule for rule in RULES}
SURFACES: Mapping[str, Surface] = {surface.name: surface for surface in ALL_SURFACES}
RULE_FAMILIES: Mapping[str, Family[Rule]] = {family.name: family for family in FAMILIES_OF_RULES}
SURFACE_FAMILIES: Mapping[str, Family[Surface]] = {family.name: family for family in FAMILIES_OF_SURFACES}
OPTIMIZER_NAMES: tuple[str, ...] = (*OPTIMIZERS, *RULE_FAMILIES)
SURFACE_NAMES: tuple[str, ...] = (*SURFACES, *SURFACE_FAMILIES)


def rule_of(name: str, values: Mapping[str, Value]) -> Rule:
    """Return the optimizer of ``name``; of a family the member that the text among ``values`` makes."""
    family = RULE_FAMILIES.get(name)
    return OPTIMIZERS[name] if family is None else family.member(str(values[family.text.name]))


def title_of(name: str) -> str:
    """Return the title of the optimizers of ``name``."""
    return (OPTIMIZERS.get(name) or RULE_FAMILIES[name]).title


def parameters_of(rule: Rule) -> tuple[Parameter, ...]:
    """Return every parameter of an optimizer: its own, the schedule's, and weight decay's.

    A rule whose step has a ``weight_decay`` of its own, as AdamW's, has no other. A solver has only its own.
    """
    if rule.solver:
        return rule.parameters
    return rule.parameters + schedules.PARAMETERS + (() if decay.has_own(rule.parameters) else decay.PARAMETERS)

"""The optimizers and surfaces by name, and all parameters of an optimizer."""

from collections.abc import Mapping

from ..rules import RULES
from ..rules.rule import Rule
from ..surfaces import SURFACES as ALL_SURFACES
from ..surfaces.surface import Surface
from ..terms.parameters import Parameter
from . import decay, schedules

OPTIMIZERS: Mapping[str, Rule] = {rule.name: rule for rule in RULES}
SURFACES: Mapping[str, Surface] = {surface.name: surface for surface in ALL_SURFACES}


def parameters_of(rule: Rule) -> tuple[Parameter, ...]:
    """Return every parameter of an optimizer: its own, those of its rate's schedule, and those of weight decay.

    A rule whose step has a ``weight_decay`` of its own, as AdamW's, has no other.
    """
    return rule.parameters + schedules.PARAMETERS + (() if decay.has_own(rule.parameters) else decay.PARAMETERS)

"""Which parameters of an optimizer have no effect; ``static/js/state/effects.js`` has the twin."""

from collections.abc import Mapping
from functools import lru_cache

from ..terms.parameters import Value
from . import schedules
from .choices import Choice
from .decay import beside_the_step
from .registry import parameters_of

PACE = tuple(parameter.name for parameter in schedules.PARAMETERS)


@lru_cache(1000)
def idle(one: Choice, fair: str) -> frozenset[str]:
    """Return the names of the parameters that have no effect on the steps of ``one``.

    These are parameters that another one switches off, and, where something else decides on the length of its steps,
    its learning rate and schedule. With fair=rate all have the rate of the first optimizer, so their own tell nothing.

    >>> from .scenario import Scenario
    >>> sgd = Scenario.from_query("optimizer=sgd").optimizers[0]
    >>> sorted(idle(sgd, "own")), sorted(idle(sgd, "tuned"))
    (['decoupled_weight_decay', 'every', 'gamma'], ['decoupled_weight_decay', 'every', 'gamma', 'lr'])
    """
    parameters = parameters_of(one.rule)
    found = {parameter.name for parameter in parameters if not parameter.counts(one.values)}
    rate = next((parameter for parameter in parameters if parameter.unit), None)
    if rate is None:
        return frozenset(found)
    scaled = rate.scales and not shrinks(one.values)
    if fair == "rate" or (scaled and (fair == "length" or one.length)):
        found |= {rate.name, *PACE}
    elif fair == "tuned" and not one.length:
        found.add(rate.name)
    return frozenset(found)


def shrinks(values: Mapping[str, Value]) -> bool:
    """Return whether weight decay beside the step depends on the learning rate, whatever the length of the step."""
    amount, decoupled = beside_the_step(values)
    return decoupled and amount != 0

"""The parameters of an optimizer or a surface, prepared once for all queries that name it."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from ..rules.rule import Rule
from ..surfaces.surface import Surface
from ..terms.parameters import Parameter, Value
from .registry import parameters_of


class ParameterSet:
    """Parameters in their order.

    parameters: all of them, by name. usual: the default of each, None for a learning rate, whose default the surface
    suggests. rates: the learning rates.
    """

    def __init__(self, parameters: Sequence[Parameter]) -> None:
        self.parameters = {p.name: p for p in parameters}
        self.usual = {p.name: p.initial for p in parameters}
        self.rates = [p for p in parameters if p.unit]
        self._plain = [p for p in parameters if not p.advanced]
        self._variants = {p.name: p.initial for p in parameters if p.advanced}
        self._usual = {p.name: f"{p.name}={p.write(p.initial)}" for p in parameters if p.initial is not None}

    def write(self, item: str, values: Mapping[str, Value]) -> str:
        """Return ``item`` of the query with its values. A variant at its default is left out."""
        shown = self._plain
        if not self._variants.items() <= values.items():
            shown = [p for p in self.parameters.values() if not p.advanced or values[p.name] != p.initial]
        return ",".join([item, *[self._written(p, values[p.name]) for p in shown]])

    def _written(self, p: Parameter, value: Value) -> str:
        return self._usual[p.name] if value == p.initial else f"{p.name}={p.write(value)}"


@lru_cache(maxsize=1000)  # a family has any number of members
def parameter_set(entry: Rule | Surface) -> ParameterSet:
    """Return the parameters of an optimizer or a surface, prepared once."""
    return ParameterSet(parameters_of(entry) if isinstance(entry, Rule) else entry.parameters)

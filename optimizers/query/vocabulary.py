"""The parameters that an optimizer or a surface understands, made ready once for every query that names it."""

from collections.abc import Mapping, Sequence
from functools import cache

from ..rules.rule import Rule
from ..surfaces.surface import Surface
from ..terms.parameters import Parameter, Value
from .registry import parameters_of


class Vocabulary:
    """Parameters by name, in their order.

    known: every parameter. usual: the default of each, of a learning rate None, for that is the surface's.
    rates: the learning rates.
    """

    def __init__(self, parameters: Sequence[Parameter]) -> None:
        self.known = {p.name: p for p in parameters}
        self.usual = {p.name: p.initial for p in parameters}
        self.rates = [p for p in parameters if p.unit]
        self._plain = [p for p in parameters if not p.advanced]
        self._variants = {p.name: p.initial for p in parameters if p.advanced}

    def write(self, item: str, values: Mapping[str, Value]) -> str:
        """Return ``item`` of the query with its values. A variant at its default is left out."""
        shown = self._plain
        if not self._variants.items() <= values.items():
            shown = [p for p in self.known.values() if not p.advanced or values[p.name] != p.initial]
        return ",".join([item, *[f"{p.name}={p.write(values[p.name])}" for p in shown]])


@cache
def vocabulary(entry: Rule | Surface) -> Vocabulary:
    """Return the vocabulary of an optimizer or a surface: one for each that there is."""
    return Vocabulary(parameters_of(entry) if isinstance(entry, Rule) else entry.parameters)

"""What each name of a function holds: a number, a whole number, a condition, a vector, a matrix or a table."""

from collections.abc import Mapping, Sequence

from . import nodes
from .nodes import Expression, Function, Kind, Statement

WHOLE_RESULTS = ("int", "len")


def kinds(
    arguments: Sequence[str],
    body: Sequence[Statement],
    constants: Mapping[str, float | nodes.Table],
    helpers: Mapping[str, Function],
) -> dict[str, Kind]:
    """Return the kinds of the arguments, variables and constants of a function.

    An argument is a vector or a matrix if it is indexed or measured, here or by a helper, else a number. A variable is
    whole if all its values are.
    """
    found: dict[str, Kind] = dict.fromkeys(arguments, "number")
    found |= {name: _of_constant(value) for name, value in constants.items()}
    inside = nodes.walk(*body)
    for node in inside:
        for name, kind in _arrays(node, helpers):
            if name in arguments:
                found[name] = kind
    given = [node for node in inside if isinstance(node, nodes.Assign | nodes.For)]
    while True:
        before = dict(found)
        for node in given:
            _assign(node, found)
        if found == before:
            return found


def kind_of(node: Expression, known: Mapping[str, Kind]) -> Kind:
    """Return the kind of an expression, given the kinds of the names in it."""
    match node:
        case nodes.Number(value=value):
            return "whole" if isinstance(value, int) else "number"
        case nodes.Name(name=name):
            return known.get(name, "whole")  # not yet known: whatever joins it decides
        case nodes.Unary(operand=operand):
            return kind_of(operand, known)
        case nodes.Binary(operator="+" | "-" | "*", left=left, right=right):
            return _joined(kind_of(left, known), kind_of(right, known))
        case nodes.Compare() | nodes.And() | nodes.Or() | nodes.Not():
            return "condition"
        case nodes.Conditional(then=then, otherwise=otherwise):
            return _joined(kind_of(then, known), kind_of(otherwise, known))
        case nodes.Call(function=name, arguments=arguments):
            if name in ("abs", "min", "max"):
                whole = all(kind_of(one, known) == "whole" for one in arguments)
                return "whole" if whole else "number"
            return "whole" if name in WHOLE_RESULTS else "number"
    return "number"


def _assign(node: nodes.Assign | nodes.For, found: dict[str, Kind]) -> None:
    if isinstance(node, nodes.For):
        found[node.name] = _joined(found.get(node.name), "whole")
        return
    parts = node.value.parts if isinstance(node.value, nodes.Tuple) else (node.value,) * len(node.targets)
    for target, value in zip(node.targets, parts, strict=True):
        if isinstance(target, nodes.Name):
            found[target.name] = _joined(found.get(target.name), kind_of(value, found))


def _joined(one: Kind | None, other: Kind) -> Kind:
    return other if one is None or one == other or one == "whole" else one


def _of_constant(value: float | nodes.Table) -> Kind:
    if isinstance(value, tuple):
        return "table"
    return "whole" if isinstance(value, int) else "number"


def _arrays(node: nodes.Node, helpers: Mapping[str, Function]) -> list[tuple[str, Kind]]:
    """Return the names that must be arrays for ``node`` to mean anything."""
    match node:
        case nodes.Item(name=name, indices=indices):
            return [(name, "vector" if len(indices) == 1 else "matrix")]
        case nodes.Call(function="len", arguments=[nodes.Name(name=name)]):
            return [(name, "vector")]
        case nodes.Call(function=called, arguments=given) if called in helpers:
            helper = helpers[called]
            pairs = zip(helper.arguments, given, strict=False)  # a wrong number of arguments is an error elsewhere
            return [
                (one.name, helper.kinds[name])
                for name, one in pairs
                if isinstance(one, nodes.Name) and helper.kinds[name] in ("vector", "matrix")
            ]
    return []

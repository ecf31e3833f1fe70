"""Writes functions of the form for PyTorch's tensors, so that autograd differentiates them."""

from dataclasses import replace
from typing import Any

from . import elementary, nodes
from .evaluate import evaluate
from .nodes import Expression, Function
from .write_python import definition, from_nodes

NAMES = {
    **{name: name for name in ("sqrt", "floor", "exp", "log", "sin", "cos", "tanh")},
    "power": "pow",
}
"""What torch calls the functions that it brings itself."""


def imports(functions: list[Function]) -> list[str]:
    """Return the line that imports what ``functions`` call of torch, or nothing."""
    calls = {
        node.function
        for one in functions
        for node in nodes.walk(*_without_numbers(one))
        if isinstance(node, nodes.Call) and _of_torch(node, one)
    }
    named = sorted((own, name) for name, own in NAMES.items() if name in calls)
    words = [own if own == name else f"{own} as {name}" for own, name in named]
    return [f"from torch import {', '.join(words)}"] if words else []


def torch_definition(function: Function) -> str:
    """Return ``function`` as Python for tensors: its own lines if they work, otherwise lines made of nodes.

    ``float`` would cut a tensor off from what it was computed from, and torch's functions take no plain numbers: a call
    with constants is written as its value.
    """
    body = _without_numbers(function)
    return definition(function) if body == function.body else from_nodes(replace(function, body=body))


def _without_numbers(function: Function) -> tuple[nodes.Statement, ...]:
    return tuple(_changed(statement, function) for statement in function.body)


def _of_torch(node: nodes.Call, function: Function) -> bool:
    helper = function.helpers.get(node.function)
    return node.function in NAMES and (helper is None or helper.path == elementary.__file__)


def _changed(node: Any, function: Function) -> Any:
    """Return a node without ``float``, and with the values of calls that read nothing but constants."""
    if isinstance(node, tuple):
        return tuple(_changed(one, function) for one in node)
    if not isinstance(node, nodes.Node):
        return node
    if isinstance(node, nodes.Call):
        if node.function == "float":
            return _changed(node.arguments[0], function)
        if _of_torch(node, function) and _constant(node, function):
            return nodes.Number(_value(node, function))
    changed = {name: _changed(getattr(node, name), function) for name in node.__slots__}
    return replace(node, **changed)


def _constant(node: Expression, function: Function) -> bool:
    inside = nodes.walk(node)
    named = [one for one in inside if isinstance(one, nodes.Name | nodes.Item)]
    return all(isinstance(one, nodes.Name) and one.name in function.constants for one in named)


def _value(node: Expression, function: Function) -> float:
    found = evaluate(replace(function, arguments=(), body=(nodes.Return(node, function.line),)))
    assert isinstance(found, float)
    return found

"""What a step does with its arguments, found in its form: what it reads, and whether coordinates keep apart."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..form import nodes
from ..form.checks import results
from ..form.errors import FormError
from ..form.nodes import Expression, Function, Kind, Node, Statement

POSITION = "position"
ARGUMENTS: Mapping[str, Kind] = {"x": "vector", "g": "vector", "state": "matrix", "t": "number", "p": "vector"}


def check_step(step: Function, point: Function | None, needs: Mapping[str, str]) -> None:
    """Raise FormError where a rule's step or point does not fit together with what the kernel gives it.

    needs: what a step may need besides the gradient, by name.
    """
    for function in (step, point) if point else (step,):
        _check_arguments(function)
    for name in step.arguments[5:]:
        if name not in needs:
            raise FormError(step.file, step.line, f"a step that needs {name}", f"a need is one of {', '.join(needs)}")
    if ("gradient_at" in step.arguments) != (point is not None):
        raise FormError(step.file, step.line, "one of gradient_at and a point alone", "a rule has both or neither")


def _check_arguments(function: Function) -> None:
    """Raise FormError where a step or a point is no function of x, g, state, t and p that changes what it is given."""
    if len(function.arguments) < len(ARGUMENTS) or results(function):
        said = f"{function.name} of {len(function.arguments)} arguments with {results(function)} results"
        raise FormError(function.file, function.line, said, f"it takes {', '.join(ARGUMENTS)} and returns nothing")
    for name, (usual, kind) in zip(function.arguments, ARGUMENTS.items(), strict=False):
        used = function.kinds[name]
        alone = any(node == nodes.Name(name) for node in _read(*function.body))
        if used not in (kind, "number") or (used != kind and alone):
            said = f"{name}, used as a {used}"
            raise FormError(function.file, function.line, said, f"{usual} is a {kind}")


def from_origin(step: Function) -> Function:
    """Return ``step`` as it is taken from 0: it moves x by as much, and reads ``position[i] + x[i]`` in place of x[i].

    A step that only adds to x and subtracts from it is returned as it is.
    """
    moved = step.arguments[0]
    body = tuple(_from_origin(statement, moved) for statement in step.body)
    if body == step.body:
        return step
    kinds: dict[str, Kind] = {**step.kinds, POSITION: "vector"}
    return replace(step, arguments=(*step.arguments, POSITION), body=body, kinds=kinds)


def _from_origin(node: Any, moved: str) -> Any:
    """Return a node, or a tuple of nodes, with all reading of ``moved`` as ``from_origin`` has it."""
    if isinstance(node, tuple):
        return tuple(_from_origin(one, moved) for one in node)
    if isinstance(node, nodes.Item) and node.name == moved:
        return nodes.Binary("+", nodes.Item(POSITION, node.indices), node)
    if not hasattr(node, "__slots__") or (isinstance(node, nodes.Call) and node.function == "len"):
        return node
    if isinstance(node, nodes.Assign):
        if _is_move(node, moved):
            assert isinstance(node.value, nodes.Binary)
            return replace(node, value=replace(node.value, right=_from_origin(node.value.right, moved)))
        value = _from_origin(node.value, moved)
        (target, *_) = node.targets
        if isinstance(target, nodes.Item) and target.name == moved:
            value = nodes.Binary("-", value, nodes.Item(POSITION, target.indices))
        return replace(node, value=value)
    return replace(node, **{name: _from_origin(getattr(node, name), moved) for name in node.__slots__})


def reads(function: Function, name: str) -> bool:
    """Return whether ``function`` reads an argument, its length apart."""
    statements = _statements(function.body)
    return any(_mentions(expression, {name}) for statement in statements for expression in _expressions(statement))


def coordinatewise(step: Function) -> bool:
    """Return whether ``step`` does with each coordinate what it would do with that coordinate alone.

    That is: vectors are used in loops over all coordinates only, each element at the index of its loop; and nothing
    that a loop computes is read by its later turns, or after it.
    """
    vectors = set(step.arguments[:3])  # x, g and state: p is the same for all coordinates
    loops = [one for one in step.body if isinstance(one, nodes.For) and _mentions(one, vectors)]
    within = {name for loop in loops for node in nodes.walk(loop) for name in _assigned(node)}
    return all(
        _keeps_apart(one, vectors, within) if one in loops else not _mentions(one, vectors | within)
        for one in step.body
    )


def _keeps_apart(loop: nodes.For, vectors: set[str], within: set[str]) -> bool:
    """Return whether each turn of ``loop`` is about one coordinate and reads nothing of another turn."""
    inside = _read(*loop.body)
    elements = [node for node in inside if isinstance(node, nodes.Item) and node.name in vectors]
    last_indices = {id(one.indices[-1]) for one in elements}
    return (
        (loop.start, loop.step) == (nodes.Number(0), 1)
        and isinstance(loop.stop, nodes.Call)
        and loop.stop.function == "len"
        and all(one.indices[-1] == nodes.Name(loop.name) for one in elements)
        and not any(isinstance(node, nodes.Name) and node.name in vectors for node in inside)  # a helper gets all of it
        and not any(node == nodes.Name(loop.name) and id(node) not in last_indices for node in inside)
        and not any(isinstance(node, nodes.Call) and node.function == "len" for node in inside)
        and not any(isinstance(node, nodes.Break | nodes.Return) for node in inside)
        and _fresh(loop.body, {loop.name}, within) is not None
    )


def _fresh(body: Sequence[Statement], known: set[str], within: set[str]) -> set[str] | None:
    """Return the names that a turn of a loop has set after ``body``; None where it reads one of ``within`` before."""
    for statement in body:
        if any(_mentions(expression, within - known) for expression in _expressions(statement)):
            return None
        if isinstance(statement, nodes.Continue):
            return known | within  # nothing comes after it
        set_here = set(_assigned(statement))
        for way in _ways(statement):
            if _fresh(way, known | set_here, within) is None:
                return None
        if isinstance(statement, nodes.If):
            set_here = set.intersection(*(_fresh(way, known, within) or set() for way in _ways(statement)))
        known = known | set_here
    return known


def _ways(statement: Statement) -> list[tuple[Statement, ...]]:
    """Return the bodies of ``statement``."""
    if isinstance(statement, nodes.If):
        return [statement.then, statement.otherwise]
    return [statement.body] if isinstance(statement, nodes.For | nodes.While) else []


def _statements(body: Sequence[Statement]) -> Iterator[Statement]:
    for statement in body:
        yield statement
        for way in _ways(statement):
            yield from _statements(way)


def _expressions(statement: Statement) -> list[Expression]:
    """Return what ``statement`` itself reads, not what is in its body; of targets the indices."""
    match statement:
        case nodes.Assign(targets=targets, value=value):
            return [value, *(index for one in targets if isinstance(one, nodes.Item) for index in one.indices)]
        case nodes.If(test=test) | nodes.While(test=test):
            return [test]
        case nodes.For(start=start, stop=stop):
            return [start, stop]
        case nodes.Return(value=value):
            return [value] if value else []
        case nodes.Do(call=call):
            return [call]
    return []


def _assigned(node: Node) -> list[str]:
    """Return the variables that ``node`` itself gives a value."""
    if isinstance(node, nodes.For):
        return [node.name]
    return [one.name for one in node.targets if isinstance(one, nodes.Name)] if isinstance(node, nodes.Assign) else []


def _is_move(statement: nodes.Assign, name: str) -> bool:
    """Return whether ``statement`` is ``name[i] += d`` or ``name[i] -= d``."""
    value = statement.value
    target = statement.targets[0]
    moves = isinstance(value, nodes.Binary) and value.operator in ("+", "-") and value.left == target
    return moves and isinstance(target, nodes.Item) and target.name == name and len(statement.targets) == 1


def _read(*inside: Node) -> list[Node]:
    """Return all nodes of ``inside`` but the names whose length alone is asked for."""
    found = nodes.walk(*inside)
    measured = {id(node.arguments[0]) for node in found if isinstance(node, nodes.Call) and node.function == "len"}
    return [node for node in found if id(node) not in measured]


def _mentions(node: Node, names: Collection[str]) -> bool:
    return any(isinstance(one, nodes.Name | nodes.Item) and one.name in names for one in _read(node))

"""What writers need to know of functions before they write them: in which order, and where variables begin."""

from collections.abc import Iterable, Iterator

from . import nodes
from .nodes import Function, Statement

Path = tuple[int, ...]
"""The position of a statement: its index in its block, after the path of the statement and part with the block."""


def with_helpers(functions: Iterable[Function], without: str = "") -> list[Function]:
    """Return the functions and all helpers that they call, each once, a helper before those that call it.

    without: the path of a file whose helpers are left out.
    """
    found: dict[Function, None] = {}

    def visit(function: Function) -> None:
        for helper in function.helpers.values():
            if not without or helper.path != without:
                visit(helper)
        found[function] = None

    for function in functions:
        visit(function)
    return list(found)


def variables(function: Function) -> set[str]:
    """Return the names that a function gives values to, its arguments among them."""
    return {name for name in function.kinds if name not in function.constants}


def augmented(node: nodes.Assign) -> tuple[str, nodes.Expression] | None:
    """Return sign and right side of an assignment that can be written as ``target sign= …``, otherwise None."""
    value = node.value
    if len(node.targets) == 1 and isinstance(value, nodes.Binary) and value.left == node.targets[0]:
        return value.operator, value.right
    return None


def declared(function: Function) -> tuple[set[Path], dict[Path, list[str]]]:
    """Return where variables are declared in a language of blocks.

    Returns:
        The paths of assignments that declare all their targets, and, for the others, the names that are declared at the
        beginning of a block, by its path. A variable belongs to the innermost block that has every mention of it.
    """
    mentions: dict[str, list[Path]] = {}
    statements: dict[Path, Statement] = {}
    loops = set()
    for path, node, inside in _statements(function.body, ()):
        statements[path] = node
        if isinstance(node, nodes.For):
            loops.add(node.name)
        for name in _names(inside):
            mentions.setdefault(name, []).append(path)
    own = variables(function) - {*function.arguments} - loops
    first: dict[Path, list[str]] = {}
    begun: dict[Path, list[str]] = {}
    for name in (name for name in mentions if name in own):
        block = _common([path[:-1] for path in mentions[name]])
        position = mentions[name][0]
        if position[:-1] == block and isinstance(statements[position], nodes.Assign):
            first.setdefault(position, []).append(name)
        else:
            begun.setdefault(block, []).append(name)
    declaring = set()
    for path, names in first.items():
        node = statements[path]
        assert isinstance(node, nodes.Assign)
        targets = [one.name for one in node.targets if isinstance(one, nodes.Name)]
        read = set(_names([node.value]))
        if len(targets) == len(node.targets) and {*names} == {*targets} and not read & {*targets}:
            declaring.add(path)
        else:
            begun.setdefault(path[:-1], []).extend(names)
    return declaring, begun


def _statements(body: tuple[Statement, ...], at: Path) -> Iterator[tuple[Path, Statement, list[nodes.Node]]]:
    """Yield the path of each statement, itself, and its expressions outside its blocks."""
    for index, node in enumerate(body):
        path = (*at, index)
        match node:
            case nodes.If(test=test, then=then, otherwise=otherwise):
                yield path, node, [test]
                yield from _statements(then, (*path, 0))
                yield from _statements(otherwise, (*path, 1))
            case nodes.While(test=test, body=inner):
                yield path, node, [test]
                yield from _statements(inner, (*path, 0))
            case nodes.For(start=start, stop=stop, body=inner):
                yield path, node, [start, stop]
                yield from _statements(inner, (*path, 0))
            case _:
                yield path, node, [node]


def _names(inside: list[nodes.Node]) -> list[str]:
    return [node.name for node in nodes.walk(*inside) if isinstance(node, nodes.Name | nodes.Item)]


def _common(paths: list[Path]) -> Path:
    """Return the path of the innermost block that contains all these blocks."""
    shared: list[int] = []
    for parts in zip(*paths, strict=False):
        if len({*parts}) > 1:
            break
        shared.append(parts[0])
    return tuple(shared[: len(shared) // 2 * 2])  # a block's path has two numbers a level: statement and part


def unused(name: str, taken: set[str]) -> str:
    """Return ``name``, numbered where it is taken, and take what is returned."""
    found, count = name, 1
    while found in taken:
        count += 1
        found = f"{name}_{count}"
    taken.add(found)
    return found

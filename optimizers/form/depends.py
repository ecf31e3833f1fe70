"""Which rows of a matrix depend on certain arguments of a function, in any branch."""

from collections.abc import Collection, Sequence

from . import nodes
from .nodes import Function, Node, Statement


def rows_from(function: Function, sources: Collection[str], matrix: str, count: int) -> set[int]:
    """Return which of the ``count`` rows of ``matrix`` may come to depend on ``sources``, run after run.

    A row that is set in a branch depends on what the branch tests.

    Example:
        >>> from optimizers import OPTIMIZERS
        >>> rows_from(OPTIMIZERS["adam"].form, {"g"}, "state", 5)  # m, v and the root of v, not the powers of β
        {0, 1, 4}
    """
    if matrix not in function.arguments:
        return set()
    found = _Dependence(function, {*sources}, matrix, count)
    before: tuple[int, int] | None = None
    while before != (before := (len(found.names), len(found.rows))):
        found.block(function.body, False)
    return found.rows


class _Dependence:
    """names and rows: those that are known to depend on the sources."""

    def __init__(self, function: Function, names: set[str], matrix: str, count: int) -> None:
        self.function, self.names, self.matrix = function, names, matrix
        self.rows: set[int] = set()
        self.all = set(range(count))

    def block(self, body: Sequence[Statement], under: bool) -> bool:
        """Go through ``body``; return whether it depends on the sources that what follows it is run.

        under: whether it depends on them that ``body`` is run.
        """
        leaves = False
        for statement in body:
            here = under or leaves
            match statement:
                case nodes.Assign(targets=targets, value=value):
                    for target in targets:
                        if here or self.depends(value):
                            self.mark(target)
                case nodes.If(test=test, then=then, otherwise=otherwise):
                    tested = here or self.depends(test)
                    leaves |= any([self.block(then, tested), self.block(otherwise, tested)])
                case nodes.For(name=name, start=start, stop=stop, body=inner):
                    counted = here or self.depends(start, stop)
                    self.names |= {name} if counted else set()
                    leaves |= self.block(inner, counted)
                case nodes.While(test=test, body=inner):
                    leaves |= self.block(inner, here or self.depends(test))
                case nodes.Continue() | nodes.Break() | nodes.Return():
                    leaves |= here
                case nodes.Do(call=call):
                    if here or self.depends(call):
                        for one in call.arguments:
                            if isinstance(one, nodes.Name):
                                self.mark(one)
        return leaves

    def mark(self, target: nodes.Target) -> None:
        if target.name != self.matrix:
            self.names.add(target.name)
        else:
            self.rows |= self.rows_of(target)

    def depends(self, *nodes_: Node) -> bool:
        found = nodes.walk(*nodes_)
        measured = {id(one.arguments[0]) for one in found if isinstance(one, nodes.Call) and one.function == "len"}
        return any(self.is_source(node) for node in found if id(node) not in measured)  # a length does not change

    def is_source(self, node: Node) -> bool:
        if not isinstance(node, nodes.Item | nodes.Name):
            return False
        return node.name in self.names or (node.name == self.matrix and bool(self.rows_of(node) & self.rows))

    def rows_of(self, node: nodes.Target) -> set[int]:
        """Return the rows that ``node`` may be in."""
        match node:
            case nodes.Item(indices=[nodes.Number(value=row), _]):
                return {int(row)}
            case nodes.Item(indices=[nodes.Name(name=name), _]):
                constant = self.function.constants.get(name)
                return {constant} if isinstance(constant, int) else self.all
        return self.all

"""Makes the step of a rule from statements that a person types: which name is what, and the loops over coordinates.

A statement holds for both coordinates. ``norm(v)`` and ``dot(a, b)`` are numbers of whole vectors, so the loop ends
before the statement that uses one, and the sum has a loop of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ..form import nodes
from ..form.errors import ExpressionError
from ..form.expression import CONSTANTS, helpers_of
from ..form.kinds import kinds
from ..form.nodes import Expression, Function, Statement
from ..form.scopes import unused
from ..form.statements import OVER_ALL, Statements, Typed
from ..form.write_javascript import RESERVED
from .rule import MOST_NUMBERS

POSITION, GRADIENT, TIME, RATE = "x", "g", "t", "lr"
ARGUMENTS = (POSITION, GRADIENT, "state", TIME, "p")
INDEX = "i"
GIVEN: Mapping[str, str] = {
    GRADIENT: "the gradient, which is given",
    TIME: "the number of the step, which is given",
    RATE: "the learning rate, which a slider sets",
}
"""What no statement may change."""
ALSO_POSITION = ("x", "y", "w", "z", "theta", "params", "weights", "p", "x_t", "x_new", "x_next", "w_new", "xy")
"""What people call the position, in lower case."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the names of statements are.

    state: those that are read before they are assigned, which keep their value from step to step; kept: those that
    several loops need, which keep theirs within a step; locals: the other assigned ones. parameters: those that are
    never assigned, with lr first, each with the column where it first appears.
    """

    state: tuple[str, ...]
    kept: tuple[str, ...]
    locals: tuple[str, ...]
    parameters: Mapping[str, int]


def names_of(statements: Statements) -> Names:
    """Return what the names are. Raises ExpressionError for statements that make no step."""
    assigned = {one.name for one in statements.all}
    state: dict[str, None] = {}
    parameters: dict[str, int] = {RATE: 0}
    known = {POSITION, GRADIENT, TIME, *CONSTANTS}
    for one in statements.all:
        if one.name in GIVEN:
            allowed = "assign to x, or to a name of your own"
            raise ExpressionError(one.column, f"{one.name!r} is {GIVEN[one.name]}", allowed)
        for name, column in one.names.items():
            if name in known:
                continue
            if name in assigned:
                state[name] = None
            elif name not in parameters or not parameters[name]:
                parameters[name] = column
        known.add(one.name)
    if POSITION not in assigned:
        for one in statements.all:
            if one.name.lower() in ALSO_POSITION:
                raise ExpressionError(
                    one.column, f"the position is called x, not {one.name}", f"write x for {one.name}"
                )
        raise ExpressionError(
            statements.end, "the step never changes x", "end it with a statement such as x = x - lr*g"
        )
    apart = _apart(statements.all)
    others = tuple(dict.fromkeys(one.name for one in statements.all if one.name not in state and one.name != POSITION))
    kept = tuple(name for name in others if len({*apart.get(name, ())}) > 1)
    for what, found in (("hyper-parameters", parameters), ("state variables", [*state, *kept])):
        if len(found) > MOST_NUMBERS:
            column = [*parameters.values()][-1] if found is parameters else 1
            raise ExpressionError(column, f"there are {len(found)} {what}", f"a step has at most {MOST_NUMBERS}")
    return Names(tuple(state), kept, tuple(name for name in others if name not in kept), parameters)


def _apart(statements: Sequence[Typed]) -> dict[str, list[int]]:
    """Return the loops in which each name appears, by their numbers."""
    loops: dict[str, list[int]] = {}
    loop = 0
    for one in statements:
        over_all = _over_all(one.value)
        for call in over_all:
            inside = nodes.walk(*call.arguments)
            if any(map(_is_over_all, inside)):
                reason = f"{call.function} contains another norm or dot"
                raise ExpressionError(one.column, reason, "give that one a name in an earlier statement")
            loop += 1
            for node in inside:
                if isinstance(node, nodes.Name):
                    loops.setdefault(node.name, []).append(loop)
        loop += bool(over_all)
        for node in nodes.walk(_outside(one.value, iter(())) if over_all else one.value):
            if isinstance(node, nodes.Name):
                loops.setdefault(node.name, []).append(loop)
        loops.setdefault(one.name, []).append(loop)
    return loops


def _over_all(node: nodes.Node) -> list[nodes.Call]:
    """Return the norms and dots in an expression."""
    return [one for one in nodes.walk(node) if isinstance(one, nodes.Call) and _is_over_all(one)]


def _is_over_all(node: Any) -> bool:
    return isinstance(node, nodes.Call) and node.function in OVER_ALL


def _outside(node: Any, numbers: Any) -> Any:
    """Return an expression with the next of ``numbers``, by default 0, in place of each norm and dot."""
    if isinstance(node, tuple):
        return tuple(_outside(one, numbers) for one in node)
    if _is_over_all(node):
        return next(numbers, nodes.Number(0.0))
    if not hasattr(node, "__slots__"):
        return node
    return replace(node, **{name: _outside(getattr(node, name), numbers) for name in node.__slots__})


def step_of(statements: Statements, names: Names) -> Function:
    """Return ``step(x, g, state, t, p)``, which does what the statements say."""
    rows = [*names.state, *names.kept]
    typed = {*rows, *names.locals, *names.parameters}
    helpers = helpers_of(statements.used)
    taken = {*ARGUMENTS, INDEX, *CONSTANTS, *RESERVED, *nodes.INTRINSICS, *helpers, "range", "position", *typed}
    index_of: dict[str, str] = {}
    for name in (*rows, *names.parameters):
        index_of[name] = unused(name.upper(), taken)
    local = {name: name if _is_free(name, helpers) else unused(name, taken) for name in names.locals}
    items: dict[str, Expression] = {
        POSITION: nodes.Item(POSITION, (nodes.Name(INDEX),)),
        GRADIENT: nodes.Item(GRADIENT, (nodes.Name(INDEX),)),
        **{name: nodes.Item("state", (nodes.Name(index_of[name]), nodes.Name(INDEX))) for name in rows},
        **{name: nodes.Item("p", (nodes.Name(index_of[name]),)) for name in names.parameters},
        **{name: nodes.Name(own) for name, own in local.items()},
    }
    body = _Body(lambda node: _renamed(node, items), taken)
    for line, one in enumerate(statements.all, start=1):
        body.add(one, line)
    indices = {index_of[name]: at for group in (rows, names.parameters) for at, name in enumerate(group)}
    constants = {**{name: CONSTANTS[name] for name in statements.used if name in CONSTANTS}, **indices}
    found = body.whole()
    read = {node.name for node in nodes.walk(*found) if isinstance(node, nodes.Name)}
    constants = {name: value for name, value in constants.items() if name in read}
    known = kinds(ARGUMENTS, found, constants, helpers)
    return Function("step", ARGUMENTS, found, constants, helpers, known, "your step", 1)


def _is_free(name: str, helpers: Mapping[str, Function]) -> bool:
    """Whether a local variable can have its own name in every language."""
    return name not in (*ARGUMENTS, INDEX, *RESERVED, *nodes.INTRINSICS, *helpers, "range", "position")


def _renamed(node: Any, items: Mapping[str, Expression]) -> Any:
    """Return a node with elements and variables in place of the names that were typed."""
    if isinstance(node, tuple):
        return tuple(_renamed(one, items) for one in node)
    match node:
        case nodes.Name(name=name):
            return items.get(name, node)
        case nodes.Call(function="power", arguments=[nodes.Name() as base, nodes.Number(value=2.0)]):
            base = _renamed(base, items)
            return nodes.Binary("*", base, base)  # power computes the same, but programs read better so
    if not hasattr(node, "__slots__"):
        return node
    return replace(node, **{name: _renamed(getattr(node, name), items) for name in node.__slots__})


class _Body:
    """Collects loops over the coordinates and, between them, the sums of norms and dots."""

    def __init__(self, written: Callable[[Any], Any], taken: set[str]) -> None:
        self.written, self.taken = written, taken
        self.done: list[Statement] = []
        self.loop: list[Statement] = []

    def add(self, one: Typed, line: int) -> None:
        """Add a statement, after the sums that it needs."""
        calls = _over_all(one.value)
        numbers = iter([self._sum(call, line) for call in calls])
        target = self.written(nodes.Name(one.name))
        value = self.written(one.value if not calls else _outside(one.value, numbers))
        self.loop.append(nodes.Assign((target,), value, line))

    def whole(self) -> tuple[Statement, ...]:
        """Return all statements."""
        self._end(1)
        return tuple(self.done)

    def _end(self, line: int) -> None:
        if self.loop:
            size = nodes.Call("len", (nodes.Name(POSITION),))
            self.done.append(nodes.For(INDEX, nodes.Number(0), size, 1, tuple(self.loop), line))
            self.loop = []

    def _sum(self, call: nodes.Call, line: int) -> nodes.Name:
        """Add the loop of a norm or a dot; returns the variable that holds it."""
        self._end(line)
        total = nodes.Name(unused(call.function, self.taken))
        first, *rest = (self.written(one) for one in call.arguments)
        self.done.append(nodes.Assign((total,), nodes.Number(0.0), line))
        if not rest and not isinstance(first, nodes.Item | nodes.Name):
            part = nodes.Name(unused("part", self.taken))
            self.loop.append(nodes.Assign((part,), first, line))
            first = part
        product = nodes.Binary("*", first, rest[0] if rest else first)
        self.loop.append(nodes.Assign((total,), nodes.Binary("+", total, product), line))
        self._end(line)
        if not rest:
            self.done.append(nodes.Assign((total,), nodes.Call("sqrt", (total,)), line))
        return total

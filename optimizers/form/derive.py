"""How numbers were computed: a function is run on numbers that remember what they were computed from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from . import nodes
from .evaluate import BINARY, CALLED, COMPARE, Interpreter, evaluate
from .expression import read_expression
from .nodes import Expression, Function, Name
from .write_latex import NOTATIONS

FORMULA = re.compile(r"^Formula: (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Cell:
    """A number that has a name: an argument, an element of one, or the value of an assignment.

    name: of the variable, or of the array that was an argument; indices: of the element, () of a variable.
    origin: how it was computed from the cells before it, which are ``Name``s (see ``number_of``); None of an argument.
    inside: whether a helper has given it to one of its own variables.
    turn: the count of the outermost loop over the length of a vector around the assignment, None outside of such.
    """

    value: float
    name: str
    indices: tuple[int, ...] = ()
    origin: Expression | None = None
    inside: bool = False
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class Derivation:
    """cells: in the order in which they got their values. after: of each array, which cell each element is at the end.

    A vector has its cells in a list, a matrix in a list of rows.
    """

    cells: list[Cell]
    after: dict[str, Any]


def derive(function: Function, *arguments: Any) -> Derivation:
    """Run ``function`` on numbers, vectors (n,) and matrices (k, n), which stay as they are; return what it computed.

    Only the branches that were run are recorded. A helper's assignments are part of it, unless
    its name is known to mathematics (exp) or its docstring has a line ``Formula:``, which then says what it returns.

    Example:
        >>> from optimizers import OPTIMIZERS
        >>> found = derive(OPTIMIZERS["sgd"].form, [0.0, 0.0], [4.0, 8.0], [], 1, [0.25])
        >>> last = found.cells[found.after["x"][1]]
        >>> last.value, last.indices, [found.cells[number_of(one)].name for one in names(last.origin)]
        (-2.0, (1,), ['x', 'p', 'g'])
    """
    cells: list[Cell] = []
    given = [_given(cells, name, argument) for name, argument in zip(function.arguments, arguments, strict=True)]
    _Deriving(function, False, cells).result(tuple(given))
    arrays = {name: one for name, one in zip(function.arguments, given, strict=True) if isinstance(one, list)}
    return Derivation(cells, {name: _cells_of(array) for name, array in arrays.items()})


def name_of(cell: int) -> Name:
    """Return the name of a cell in an ``origin``."""
    return Name(str(cell))


def number_of(name: Name) -> int:
    """Return which cell has a name."""
    return int(name.name)


def names(node: Expression) -> list[Name]:
    """Return the different names in an expression, in the order in which they are written."""
    found: dict[Name, None] = {}
    ahead: list[Expression] = [node]
    while ahead:
        match ahead.pop():
            case Name() as name:
                found[name] = None
            case nodes.Unary(operand=operand):
                ahead.append(operand)
            case nodes.Binary(left=left, right=right):
                ahead += (right, left)
            case nodes.Call(arguments=arguments):
                ahead += reversed(arguments)
    return list(found)


def substituted(node: Expression, known: Any) -> Expression:
    """Return ``node`` with each name replaced by ``known(name)``."""
    match node:
        case Name():
            found: Expression = known(node)
            return found
        case nodes.Unary(operand=operand):
            return nodes.Unary(node.operator, substituted(operand, known))
        case nodes.Binary(left=left, right=right):
            return nodes.Binary(node.operator, substituted(left, known), substituted(right, known))
        case nodes.Call(arguments=arguments):
            return nodes.Call(node.function, tuple([substituted(one, known) for one in arguments]))
    return node


@dataclass(frozen=True, slots=True)
class _Known:
    """A number and how it was computed."""

    number: Any
    node: Expression

    def __bool__(self) -> bool:
        return bool(self.number)

    def __int__(self) -> int:
        return int(self.number)

    def __index__(self) -> int:
        return int(self.number)


class _Row(list[Any]):
    """A vector or a row of a matrix, which knows what it is part of."""

    def __init__(self, name: str, indices: tuple[int, ...], elements: Sequence[_Known]) -> None:
        super().__init__(elements)
        self.name, self.indices = name, indices


def _given(cells: list[Cell], name: str, argument: Any, indices: tuple[int, ...] = ()) -> Any:
    """Return an argument with a cell for each of its numbers."""
    if not hasattr(argument, "__len__"):
        number = argument if isinstance(argument, int) else float(argument)
        cells.append(Cell(number, name, indices))
        return _Known(number, name_of(len(cells) - 1))
    elements = [_given(cells, name, one, (*indices, index)) for index, one in enumerate(argument)]
    return elements if any(isinstance(one, list) for one in elements) else _Row(name, indices, elements)


def _cells_of(array: Any) -> Any:
    return [_cells_of(one) if isinstance(one, list) else number_of(one.node) for one in array]


class _Deriving(Interpreter):
    """Runs a function on ``_Known`` numbers, and writes down the cells."""

    def __init__(self, function: Function, inside: bool, cells: list[Cell]) -> None:
        super().__init__(function)
        self.inside, self.cells = inside, cells
        self.counter = ""  # of the outermost loop over a vector

    def bind(self, argument: Any) -> Any:
        return argument

    def statement(self, node: nodes.Statement) -> Any:
        if self.counter or not isinstance(node, nodes.For) or not _is_length(node.stop):
            return super().statement(node)
        self.counter = node.name
        end = super().statement(node)
        self.counter = ""
        return end

    def assign(self, node: nodes.Assign) -> None:
        given = self.value(node.value)
        values = given if len(node.targets) > 1 else (given,)
        for target, value in zip(node.targets, values, strict=True):
            if isinstance(target, Name):
                self.scope[target.name] = self.named(target.name, (), value, self.inside)
            else:
                array, last = self.element(target)
                array[last] = self.named(array.name, (*array.indices, last), value, False)

    def named(self, name: str, indices: tuple[int, ...], value: Any, inside: bool) -> Any:
        if not isinstance(value, _Known):
            return value  # a condition
        turn = int(self.scope[self.counter]) if self.counter else None
        self.cells.append(Cell(value.number, name, indices, value.node, inside, turn))
        return _Known(value.number, name_of(len(self.cells) - 1))

    def value(self, node: Expression) -> Any:
        match node:
            case nodes.Number() | Name() | nodes.Item():
                return _lifted(self.found(node))
            case nodes.Binary(operator=operator, left=left, right=right):
                a, b = self.value(left), self.value(right)
                return _Known(BINARY[operator](a.number, b.number), nodes.Binary(operator, a.node, b.node))
            case nodes.Unary(operator=operator, operand=operand):
                a = self.value(operand)
                return _Known(-a.number if operator == "-" else a.number, nodes.Unary(operator, a.node))
            case nodes.Conditional() if (signed := _signed(node)) is not None:
                return _Known(super().value(node).number, nodes.Call("sign", (self.value(signed).node,)))
            case nodes.Compare(operands=operands, operators=operators):
                values = [self.value(one).number for one in operands]
                return all(COMPARE[each](*pair) for each, *pair in zip(operators, values[:-1], values[1:], strict=True))
        return super().value(node)

    def found(self, node: Expression) -> Any:
        if isinstance(node, nodes.Item):
            array, last = self.element(node)
            return array[last]
        return self.scope[node.name] if isinstance(node, Name) else super().value(node)

    def called(self, name: str, arguments: tuple[Expression, ...]) -> Any:
        if name == "len":
            return _lifted(super().called(name, arguments))
        values = [self.value(one) for one in arguments]
        helper = self.function.helpers.get(name)
        if helper is None:
            number = CALLED[name](*[one.number for one in values])
        elif name in NOTATIONS or formula_of(helper) is not None:
            number = evaluate(helper, *map(_plain, values))
        else:
            return _Deriving(helper, True, self.cells).result(tuple(values))
        return _Known(number, _written(name, helper, [one.node for one in values]))


def formula_of(function: Function) -> Expression | None:
    """Return what the docstring of a helper says that it returns, of its arguments; None if it does not say it."""
    formula = FORMULA.search(function.doc)
    if formula is None:
        return None
    (result,) = read_expression(formula[1], function.arguments).body
    assert isinstance(result, nodes.Return)
    return result.value


def _written(name: str, helper: Function | None, given: list[Expression]) -> Expression:
    """Return how a call is written: as mathematics knows it, or as the formula of the helper."""
    formula = formula_of(helper) if helper else None
    if helper is None or formula is None:
        return nodes.Call(name, tuple(given))
    by_name = dict(zip(helper.arguments, given, strict=True))
    return substituted(formula, lambda one: by_name[one.name])


def _signed(node: nodes.Conditional) -> Expression | None:
    """Return a if ``node`` is its sign, ``1.0 if a > 0.0 else -1.0 if a < 0.0 else 0.0``, otherwise None."""
    match node:
        case nodes.Conditional(
            test=nodes.Compare(operands=[a, nodes.Number(value=0)], operators=[first]),
            then=then,
            otherwise=nodes.Conditional(
                test=nodes.Compare(operands=[b, nodes.Number(value=0)], operators=[second]),
                then=other,
                otherwise=nodes.Number(value=0),
            ),
        ) if a == b:
            plus, minus = nodes.Number(1), nodes.Unary("-", nodes.Number(1))
            if (first, then, second, other) in ((">", plus, "<", minus), ("<", minus, ">", plus)):
                return a
    return None


def _is_length(node: Expression) -> bool:
    return isinstance(node, nodes.Call) and node.function == "len"


def _lifted(value: Any) -> Any:
    """Return a number of the file, or a count, as one that is written as it is."""
    return (
        _Known(value, nodes.Number(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value
    )


def _plain(value: Any) -> Any:
    return [_plain(one) for one in value] if isinstance(value, list) else value.number

"""Finds the one change that makes a typed update right, so that a mistake that no list has can be pointed at.

Every change of one part is tried: another name, another operator, a part too many or too few, parentheses, a statement
too many or too late. A change is tried on the first few steps, where almost every wrong one fails in the first. They
are computed with NumPy, for all values at once, because the interpreter of the form takes single numbers and would need
seconds for the thousands of changes; the change that is found is then checked with it.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from ..form.errors import ExpressionError
from ..form.expression import CONSTANTS
from ..form.nodes import Binary, Call, Expression, Name, Number, Unary, walk
from ..form.statements import Typed, read_statements
from ..form.write_typed import written
from ..terms.types import Matrix

MOST = 90  # numbers, names and operations; with more there would be too many changes
CLOSE = 1e-9  # relative: a step that is nearer is right
FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "sqrt": np.sqrt,
    "abs": np.abs,
    "floor": np.floor,
    "exp": np.exp,
    "log": np.log,
    "sin": np.sin,
    "cos": np.cos,
    "tanh": np.tanh,
    "min": np.minimum,
    "max": np.maximum,
    "power": np.power,
    "norm": lambda v: np.sqrt(_dot(v, v)),
    "dot": lambda a, b: _dot(a, b),
}
SIGNS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
}
ONE, TWO = Number(1.0), Number(2.0)
Update = tuple[Typed, ...]


class Wanted(NamedTuple):
    """The first steps of a rule: its hyper-parameters (k, 1) by name, gradients and positions (steps, k, 2), and where
    it begins, (k, 2)."""

    values: Mapping[str, Any]
    gradients: Matrix
    positions: Matrix
    begin: Matrix


def _dot(a: Any, b: Any) -> Any:
    return (a * b + np.zeros(2)).sum(axis=-1, keepdims=True)  # the zeros give a number both coordinates


def repair(step: str, wanted: Wanted, is_right: Callable[[str], bool]) -> str:
    """Return which change makes the update ``step`` right, in words; an empty text if no single one does.

    is_right: whether the text of an update is right; asked where the first steps are.
    """
    update = read_statements(step).all
    if sum(len(walk(one.value)) for one in update) > MOST:
        return ""
    with np.errstate(all="ignore"):
        for changed, said in changes(update, tuple(wanted.values)):
            if _agrees(changed, wanted) and is_right(text_of(changed)):
                return said
    return ""


def text_of(update: Update) -> str:
    """Return an update as a person types it."""
    return ";".join(f"{one.name}={written(one.value)}" for one in update)


def _agrees(update: Update, wanted: Wanted) -> bool:
    """Return whether the first steps of an update equal the steps of the rule."""
    try:
        for x, position in zip(steps_of(update, wanted), wanted.positions, strict=True):
            far = np.abs(x - position)
            if not (far <= CLOSE * np.maximum(1.0, np.abs(position))).all():
                return False
    except KeyError:  # a name that the task does not have
        return False
    return True


def steps_of(update: Update, wanted: Wanted, first: int = 1, state: complex = 0.0) -> Iterator[Any]:
    """Yield the positions (k, 2) of an update after each of the first steps of the rule, on the same gradients.

    first: the number of the first step. state: where all state begins. Raises KeyError where the update has a name that
    the task does not have.
    """
    assigned = {one.name: np.full(wanted.begin.shape, state) for one in update}
    names = {**CONSTANTS, **assigned, **wanted.values, "x": wanted.begin}
    for t, gradient in enumerate(wanted.gradients, start=first):
        names |= {"g": gradient, "t": float(t)}
        for one in update:
            names[one.name] = _value(one.value, names)
        yield names["x"]


def _value(node: Expression, names: Mapping[str, Any]) -> Any:
    match node:
        case Name(name):
            return names[name]
        case Binary(operator, left, right):
            return SIGNS[operator](_value(left, names), _value(right, names))
        case Number(value):
            return value
        case Call(function, arguments):
            return FUNCTIONS[function](*(_value(one, names) for one in arguments))
        case Unary(operator, operand):
            return -_value(operand, names) if operator == "-" else _value(operand, names)
    raise TypeError(node)


def changes(update: Update, values: Sequence[str]) -> Iterator[tuple[Update, str]]:
    """Yield updates with one change, the simplest first, and the change in words."""
    names = list(dict.fromkeys(["g", "x", "t", *values, *(one.name for one in update)]))
    unknown = {name for one in update for name in one.names} - {*names, *CONSTANTS}
    for wrong in sorted(unknown):
        for name in names:
            changed = tuple(replace(one, value=_renamed(one.value, wrong, name)) for one in update)
            yield changed, f"Write {name} instead of {wrong}."
    for k, one in enumerate(update):
        if len(update) > 1:
            yield (*update[:k], *update[k + 1 :]), f"Remove the statement {_statement(one)}."
        for at in range(len(update)):
            if at not in (k, k + 1):
                rest = [*update[:k], *update[k + 1 :]]
                rest.insert(at if at < k else at - 1, one)
                yield tuple(rest), f"Move the statement {_statement(one)} {_before(update, at)}."
    yield from _in_statements(update, lambda node: _simple(node, names))
    for k, one in enumerate(update):
        for value, around in _grouped(one):
            changed = (*update[:k], replace(one, value=value), *update[k + 1 :])
            yield changed, f"In {_statement(one)}, parentheses are missing around {around}."
    yield from _in_statements(update, lambda node: _weights(node, values))
    yield from _in_statements(update, lambda node: _factors(node, values), outside_first=False)
    yield from _in_statements(update, lambda node: _more(node, values), outside_first=False)


def _in_statements(
    update: Update, kind: Callable[[Expression], Iterator[Expression]], outside_first: bool = True
) -> Iterator[tuple[Update, str]]:
    """Yield updates in which one part is what ``kind`` makes of it; otherwise from the inside of the last statement."""
    for k, one in enumerate(update) if outside_first else reversed([*enumerate(update)]):
        for old, new, value in _replaced(one.value, kind, outside_first):
            changed = (*update[:k], replace(one, value=value), *update[k + 1 :])
            yield changed, f"In {_statement(one)}, write {written(new)} instead of {written(old)}."


def _before(update: Update, at: int) -> str:
    return f"before {_statement(update[at])}"


def _statement(one: Typed) -> str:
    return f"“{one.name} = {written(one.value)}”"


def _renamed(node: Any, wrong: str, name: str) -> Any:
    if isinstance(node, Name):
        return Name(name) if node.name == wrong else node
    return _with_parts(node, [_renamed(part, wrong, name) for part in _parts(node)])


def _parts(node: Any) -> list[Expression]:
    match node:
        case Binary(_, left, right):
            return [left, right]
        case Unary(_, operand):
            return [operand]
        case Call(_, arguments):
            return [*arguments]
    return []


def _with_parts(node: Any, parts: Sequence[Any]) -> Any:
    match node:
        case Binary(operator, _, _):
            return Binary(operator, *parts)
        case Unary(operator, _):
            return Unary(operator, *parts)
        case Call(function, _):
            return Call(function, tuple(parts))
    return node


def _replaced(
    node: Expression, kind: Callable[[Expression], Iterator[Expression]], outside_first: bool
) -> Iterator[tuple[Expression, Expression, Expression]]:
    """Yield every part, what ``kind`` makes of it, and the whole expression with that instead."""
    if outside_first:
        yield from ((node, new, new) for new in kind(node))
    parts = _parts(node)
    for k, part in enumerate(parts):
        for old, new, inside in _replaced(part, kind, outside_first):
            yield old, new, _with_parts(node, [*parts[:k], inside, *parts[k + 1 :]])
    if not outside_first:
        yield from ((node, new, new) for new in kind(node))


def _simple(node: Expression, names: Sequence[str]) -> Iterator[Expression]:
    """Yield a part with another name or operator in it, or with one part fewer."""
    match node:
        case Name(name):
            yield from (Name(other) for other in names if other != name)
        case Number(value):
            yield from (number for number in (ONE, TWO) if number.value != value)
        case Unary(_, operand):
            yield operand
        case Binary(operator, left, right):
            yield from (Binary(other, left, right) for other in ("-", "+", "*", "/") if other != operator)
            yield from (left, right, Binary(operator, right, left))
            yield Call("power", (left, right))
        case Call("power", (base, exponent)):
            yield from (base, Call("power", (exponent, base)), Binary("*", base, exponent))
        case Call(_, arguments):
            yield from arguments


def _weights(node: Expression, values: Sequence[str]) -> Iterator[Expression]:
    """Yield a part with the weight of what is new in an average as a factor or a divisor."""
    for one in values:
        if one.startswith("beta") and not isinstance(node, Number):
            yield Binary("*", Binary("-", ONE, Name(one)), node)
            yield Binary("/", node, Binary("-", ONE, Name(one)))


def _factors(node: Expression, values: Sequence[str]) -> Iterator[Expression]:
    """Yield a part with another factor or divisor."""
    if isinstance(node, Number):
        return
    for value in values:
        yield Binary("*", Name(value), node)
        yield Binary("/", node, Name(value))
    for name in ("g", "x"):
        yield Binary("*", node, Name(name))
        yield Binary("/", node, Name(name))


def _more(node: Expression, values: Sequence[str]) -> Iterator[Expression]:
    """Yield a part with a term, a root or a power more."""
    if isinstance(node, Number):
        return
    yield Call("sqrt", (node,))
    yield Call("power", (node, TWO))
    yield Call("power", (node, Name("t")))
    yield Unary("-", node)
    yield Binary("-", ONE, node)
    yield Binary("-", Name("x"), node)
    if "eps" in values:
        yield Binary("+", node, Name("eps"))


def _grouped(one: Typed) -> Iterator[tuple[Expression, str]]:
    """Yield the value of a statement with one more pair of parentheses, and what is in them."""
    text = written(one.value)
    usual = one.value
    begins = [k for k in range(len(text)) if k == 0 or text[k - 1] in " */(" or text[k - 1] == "-"]
    ends = [k for k in range(1, len(text) + 1) if k == len(text) or text[k] in " */)"]
    for begin in begins:
        for end in ends:
            inside = text[begin:end]
            if end - begin < 3 or (begin, end) == (0, len(text)) or inside.count("(") != inside.count(")"):
                continue
            try:
                (read,) = read_statements(f"x={text[:begin]}({inside}){text[end:]}").all
            except ExpressionError:
                continue
            if read.value != usual:
                yield read.value, inside.strip()


def set_back(step: str) -> str:
    """Return the name that an update first sets to a number and then computes from itself; empty where none is."""
    seen: set[str] = set()
    for one in read_statements(step).all:
        if one.name in seen and one.name in one.names:
            return one.name
        if isinstance(one.value, Number) and math.isfinite(one.value.value):
            seen.add(one.name)
        else:
            seen.discard(one.name)
    return ""

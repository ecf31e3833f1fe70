"""Reads a function of the library into the intermediate form.

Python's ``ast`` parses the source of the function, never of more than that; names are looked up where Python would look
them up, in the module that has the function, and in what it closes over. Nothing is run.
"""

import ast
from collections.abc import Callable, Sequence
from types import FunctionType
from typing import Any
from weakref import WeakKeyDictionary

from . import nodes
from .checks import check
from .constructs import CALLABLE, COMPARISONS, CONSTANTS, EXPRESSIONS, FUNCTIONS, INSTEAD, OPERATORS, STATEMENTS, called
from .errors import FormError
from .kinds import kinds
from .nodes import Expression, Function, Statement, Table
from .origins import constant, origin


def read(function: Callable[..., Any], names: Sequence[str] = ()) -> Function:
    """Return ``function`` in the form, with the constants that it reads and the helper functions that it calls.

    names: of a function whose one argument is a mapping from names to numbers, these names: in the form the argument is
    a vector in their order.

    Raises FormError, which names file, line and construct, where the function or a helper is not written in the form,
    calls itself, or needs a name that is neither a number nor a function of the library.

    Example:
        >>> from optimizers import OPTIMIZERS
        >>> step = read(OPTIMIZERS["sgd"].step)
        >>> step.arguments, step.constants
        (('x', 'g', 'state', 't', 'p'), {'LR': 0})
    """
    return _Reader(function, (function,), names).function() if names else _read(function, ())


_known: WeakKeyDictionary[Callable[..., Any], Function] = WeakKeyDictionary()
"""What has been read: a helper function is read once for all that call it, and forgotten with its module."""


def _read(function: Callable[..., Any], callers: tuple[Callable[..., Any], ...]) -> Function:
    known = _known.get(function) if isinstance(function, FunctionType) else None
    if known is None:
        known = _Reader(function, (*callers, function)).function()
        _known[function] = known
    return known


class _Reader:
    """Reads one function; ``callers`` are those that led to it, itself the last. names: see ``read``."""

    def __init__(
        self, function: Callable[..., Any], callers: tuple[Callable[..., Any], ...], names: Sequence[str] = ()
    ) -> None:
        self.callers, self.names = callers, list(names)
        self.origin = origin(function)
        self.file, self.line = self.origin.file, self.origin.line
        self.locals, self.find = self.origin.locals, self.origin.find
        self.constants: dict[str, float | Table] = {}
        self.helpers: dict[str, Function] = {}

    def function(self) -> Function:
        definition = self.origin.definition
        if definition.decorator_list:
            raise self.error(definition.decorator_list[0], "a decorator", "write the function without it")
        arguments = self.arguments(definition.args)
        doc = ast.get_docstring(definition)
        body = self.block(definition.body[1:] if doc is not None else definition.body)
        known = kinds(arguments, body, self.constants, self.helpers)
        read = Function(
            name=definition.name,
            arguments=arguments,
            body=body,
            constants=self.constants,
            helpers=self.helpers,
            kinds=known,
            file=self.file,
            line=definition.lineno,
            path=self.origin.function.__code__.co_filename,
            doc=doc or "",
            text=self.origin.text,
        )
        check(read)
        return read

    def error(self, node: ast.AST, construct: str, allowed: str) -> FormError:
        return FormError(self.file, getattr(node, "lineno", self.line), f"{construct} is not part of the form", allowed)

    def arguments(self, given: ast.arguments) -> tuple[str, ...]:
        odd = [*given.posonlyargs, *given.kwonlyargs, given.vararg, given.kwarg, *given.defaults]
        if any(odd):
            raise self.error(
                self.origin.definition, "an argument with a default, with a star or for a keyword", "give names alone"
            )
        return tuple(one.arg for one in given.args)

    # Statements

    def block(self, body: Sequence[ast.stmt]) -> tuple[Statement, ...]:
        return tuple(self.statement(one) for one in body)

    def statement(self, node: ast.stmt) -> Statement:
        match node:
            case ast.Assign(targets=[target], value=value):
                return self.assign(target, value, node.lineno)
            case ast.Assign():
                raise self.error(node, "an assignment with two =", "write two assignments")
            case ast.AugAssign(target=target, op=op, value=value):
                (left,) = self.targets(target)
                return nodes.Assign(
                    (left,), nodes.Binary(self.operator(op, node), left, self.value(value)), node.lineno
                )
            case ast.If(test=test, body=body, orelse=orelse):
                return nodes.If(self.value(test), self.block(body), self.block(orelse), node.lineno)
            case ast.For():
                return self.loop(node)
            case ast.While(test=test, body=body, orelse=[]):
                return nodes.While(self.value(test), self.block(body), node.lineno)
            case ast.While():
                raise self.error(node, "an else of a loop", STATEMENTS)
            case ast.Continue():
                return nodes.Continue(node.lineno)
            case ast.Break():
                return nodes.Break(node.lineno)
            case ast.Return(value=value):
                return nodes.Return(None if value is None else self.values(value), node.lineno)
            case ast.Expr(value=ast.Call() as call):
                return nodes.Do(self.call(call), node.lineno)
        raise self.error(node, called(node), STATEMENTS)

    def assign(self, target: ast.expr, value: ast.expr, line: int) -> Statement:
        targets, result = self.targets(target), self.values(value)
        if isinstance(result, nodes.Tuple) and len(result.parts) != len(targets):
            raise self.error(target, f"{len(result.parts)} values for {len(targets)} names", "give each name a value")
        return nodes.Assign(targets, result, line)

    def targets(self, node: ast.expr) -> tuple[nodes.Target, ...]:
        found = []
        for one in node.elts if isinstance(node, ast.Tuple) else [node]:
            target = self.value(one) if isinstance(one, ast.Name | ast.Subscript) else None
            if not isinstance(target, nodes.Target):
                raise self.error(one, f"an assignment to {called(one)}", "assign to names and to elements such as x[i]")
            found.append(target)
        return tuple(found)

    def loop(self, node: ast.For) -> Statement:
        allowed = "a loop is for name in range(stop), range(start, stop) or range(start, stop, step), or while"
        if node.orelse:
            raise self.error(node, "an else of a loop", allowed)
        match node.iter:
            case ast.Call(func=ast.Name(id="range"), args=[_, *_] as given, keywords=[]) if len(given) <= 3:
                if isinstance(node.target, ast.Name) and self.find("range") is range:
                    bounds = [self.value(one) for one in given]
                    start, stop = bounds[:2] if len(bounds) > 1 else (nodes.Number(0), bounds[0])
                    size = _whole(bounds[2]) if len(bounds) > 2 else 1
                    if not size:
                        raise self.error(node, "a loop whose step is not a number", allowed)
                    return nodes.For(node.target.id, start, stop, size, self.block(node.body), node.lineno)
        raise self.error(node, f"a loop over {ast.unparse(node.iter)}", allowed)

    # Expressions

    def values(self, node: ast.expr) -> Expression:
        """Return an expression that may be several values."""
        if isinstance(node, ast.Tuple):
            return nodes.Tuple(tuple(map(self.value, node.elts)))
        return self.value(node)

    def value(self, node: ast.expr) -> Expression:
        match node:
            case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
                return nodes.Number(value)
            case ast.Name(id=name):
                return self.name(name, node)
            case ast.Attribute(value=ast.Name(id=name), attr="size") if name in self.locals:
                return nodes.Call("len", (nodes.Name(name),))
            case ast.Subscript(value=ast.Name(id=name)):
                return self.item(name, node)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return nodes.Not(self.value(operand))
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
                return nodes.Unary("-" if isinstance(sign, ast.USub) else "+", self.value(operand))
            case ast.BinOp(left=left, op=op, right=right):
                return nodes.Binary(self.operator(op, node), self.value(left), self.value(right))
            case ast.BoolOp(op=op, values=parts):
                joined = tuple(map(self.value, parts))
                return nodes.And(joined) if isinstance(op, ast.And) else nodes.Or(joined)
            case ast.Compare(left=left, ops=ops, comparators=others) if all(type(op) in COMPARISONS for op in ops):
                operands = tuple(map(self.value, [left, *others]))
                return nodes.Compare(operands, tuple(COMPARISONS[type(op)] for op in ops))
            case ast.IfExp(test=test, body=then, orelse=otherwise):
                return nodes.Conditional(self.value(test), self.value(then), self.value(otherwise))
            case ast.Call():
                return self.call(node)
        raise self.error(node, called(node), EXPRESSIONS)

    def operator(self, op: ast.operator, node: ast.AST) -> Any:
        if type(op) not in OPERATORS:
            raise self.error(node, f"the operator {called(op)}", f"operators are + - * /{INSTEAD.get(type(op), '')}")
        return OPERATORS[type(op)]

    def name(self, name: str, node: ast.AST) -> nodes.Name:
        if name not in self.locals:
            value = constant(self.find(name))
            if value is None:
                raise self.unknown(name, node, CONSTANTS)
            self.constants[name] = value
        return nodes.Name(name)

    def item(self, name: str, node: ast.Subscript) -> nodes.Item:
        given = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        indices = tuple(map(self.index, given))
        return nodes.Item(self.name(name, node).name, indices)

    def index(self, node: ast.expr) -> Expression:
        """Return an index; the name of a number is its index among ``names``."""
        if isinstance(node, ast.Constant) and node.value in self.names:
            return nodes.Number(self.names.index(node.value))
        return self.value(node)

    def call(self, node: ast.Call) -> nodes.Call:
        if not isinstance(node.func, ast.Name):
            raise self.error(
                node, f"the call of {ast.unparse(node.func)}", f"import what is called by its name; {FUNCTIONS}"
            )
        if node.keywords:
            raise self.error(node, "an argument given by keyword", "give arguments by their order")
        name = node.func.id
        if name in self.locals:
            raise self.error(node, f"the call of {name}, a variable,", FUNCTIONS)
        function = self.find(name)
        known = next((known for found, known in CALLABLE if found is function), None)
        if known is None:
            return nodes.Call(self.helper(name, function, node), tuple(map(self.value, node.args)))
        self.alias(name, known, node)
        least, most = nodes.INTRINSICS[known]
        if not least <= len(node.args) <= most:
            raise self.error(node, f"{known} with {len(node.args)} arguments", f"give it {least}")
        return nodes.Call(known, tuple(map(self.value, node.args)))

    def helper(self, name: str, function: Any, node: ast.AST) -> str:
        """Return the name by which a helper is called, after it was read."""
        if not isinstance(function, FunctionType) or not self.origin.has(function):
            raise self.unknown(name, node, FUNCTIONS)
        self.alias(name, function.__name__, node)
        if function in self.callers:
            round_ = [one.__name__ for one in self.callers[self.callers.index(function) :]]
            raise self.error(node, f"recursion ({' → '.join([*round_, name])})", "write a loop")
        self.helpers[name] = _read(function, self.callers)
        return name

    def alias(self, name: str, own: str, node: ast.AST) -> None:
        if name != own:
            raise self.error(node, f"{name}, another name for {own},", "call a function by its own name")

    def unknown(self, name: str, node: ast.AST, allowed: str) -> FormError:
        if self.find(name) is None:
            return FormError(self.file, getattr(node, "lineno", self.line), f"{name} is not defined", allowed)
        return self.error(node, name, allowed)


def _whole(node: Expression) -> int:
    """Return the whole number that ``node`` is, 0 if it is none."""
    match node:
        case nodes.Number(value=int() as value):
            return value
        case nodes.Unary(operator="-", operand=nodes.Number(value=int() as value)):
            return -value
    return 0

"""Writes functions of the form as Python: as in their files, or from nodes if they are in none."""

import ast
import io
import math
import textwrap
import tokenize
from collections.abc import Sequence

from . import nodes
from .nodes import Expression, Function, Statement
from .scopes import augmented

WIDTH = 110  # of a table, inside a function
OPERATORS = {"+": ast.Add, "-": ast.Sub, "*": ast.Mult, "/": ast.Div}
COMPARISONS = {"<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE, "==": ast.Eq, "!=": ast.NotEq}


def definition(function: Function) -> str:
    """Return ``function`` as Python, without annotations: its own lines, with their comments, if it has any.

    >>> from optimizers import OPTIMIZERS
    >>> print(definition(OPTIMIZERS["sgd"].form))
    def step(x, g, state, t, p):
        for i in range(x.size):
            x[i] -= p[LR] * g[i]
    """
    if not function.text:
        return from_nodes(function)
    head = f"def {function.name}({', '.join(function.arguments)}):"
    return "\n".join([head, *function.text.splitlines()[_head_lines(function.text) :]])


def from_nodes(function: Function) -> str:
    """Return ``function`` as Python, made of its nodes alone."""
    arguments = ast.arguments([], [ast.arg(name) for name in function.arguments], None, [], [], None, [])
    body = _block(function.body)
    if function.doc:
        body.insert(0, ast.Expr(ast.Constant(function.doc)))
    return ast.unparse(ast.fix_missing_locations(ast.FunctionDef(function.name, arguments, body, [], lineno=1)))


def literal(value: float) -> str:
    """Return the shortest literal of Python that reads back as the same bits, as formatters write it."""
    return repr(value).replace("e+", "e") if math.isfinite(value) else f'float("{value!r}")'


def constant(name: str, value: float | nodes.Table) -> str:
    """Return the lines that give a constant its value."""
    if not isinstance(value, tuple):
        return f"{name} = {literal(value)}"
    numbers = ", ".join(map(literal, value))
    if len(line := f"{name} = ({numbers}{',' if len(value) == 1 else ''})") <= WIDTH:
        return line
    rows = textwrap.wrap(f"{numbers},", WIDTH, initial_indent="    ", subsequent_indent="    ")
    return "\n".join([f"{name} = (", *rows, ")  # fmt: skip"])


def _head_lines(text: str) -> int:
    """Return how many lines the head of a function takes, down to the colon at its end."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.NEWLINE:
            return token.end[0]
    raise ValueError("the text of a function has a head")


def _block(body: Sequence[Statement]) -> list[ast.stmt]:
    return [_statement(node) for node in body]


def _statement(node: Statement) -> ast.stmt:
    match node:
        case nodes.Assign(targets=targets, value=value):
            if changed := augmented(node):
                return ast.AugAssign(_stored(targets[0]), OPERATORS[changed[0]](), _value(changed[1]))
            stored: list[ast.expr] = [_stored(one) for one in targets]
            return ast.Assign([stored[0] if len(stored) == 1 else ast.Tuple(stored, ast.Store())], _value(value))
        case nodes.If(test=test, then=then, otherwise=otherwise):
            return ast.If(_value(test), _block(then), _block(otherwise))
        case nodes.For(name=name, start=start, stop=stop, step=step, body=body):
            bounds = [_value(start), _value(stop), ast.Constant(step)]
            given = bounds[1:2] if step == 1 and start == nodes.Number(0) else bounds[: 2 if step == 1 else 3]
            counted = ast.Call(ast.Name("range"), given, [])
            return ast.For(ast.Name(name, ast.Store()), counted, _block(body), [])
        case nodes.While(test=test, body=body):
            return ast.While(_value(test), _block(body), [])
        case nodes.Continue():
            return ast.Continue()
        case nodes.Break():
            return ast.Break()
        case nodes.Return(value=value):
            return ast.Return(None if value is None else _value(value))
        case nodes.Do(call=call):
            return ast.Expr(_value(call))
    raise TypeError(f"{node!r} is no statement")


def _value(node: Expression) -> ast.expr:
    match node:
        case nodes.Number(value=value):
            return ast.parse(literal(value), mode="eval").body
        case nodes.Name(name=name):
            return ast.Name(name)
        case nodes.Item(name=name, indices=indices):
            written = [_value(index) for index in indices]
            return ast.Subscript(ast.Name(name), written[0] if len(written) == 1 else ast.Tuple(written))
        case nodes.Unary(operator=sign, operand=operand):
            return ast.UnaryOp(ast.USub() if sign == "-" else ast.UAdd(), _value(operand))
        case nodes.Binary(operator=sign, left=left, right=right):
            return ast.BinOp(_value(left), OPERATORS[sign](), _value(right))
        case nodes.Compare(operands=[first, *others], operators=operators):
            return ast.Compare(
                _value(first), [COMPARISONS[sign]() for sign in operators], [_value(one) for one in others]
            )
        case nodes.And(parts=parts):
            return ast.BoolOp(ast.And(), [_value(part) for part in parts])
        case nodes.Or(parts=parts):
            return ast.BoolOp(ast.Or(), [_value(part) for part in parts])
        case nodes.Not(operand=operand):
            return ast.UnaryOp(ast.Not(), _value(operand))
        case nodes.Conditional(test=test, then=then, otherwise=otherwise):
            return ast.IfExp(_value(test), _value(then), _value(otherwise))
        case nodes.Call(function=name, arguments=arguments):
            return ast.Call(ast.Name(name), [_value(one) for one in arguments], [])
        case nodes.Tuple(parts=parts):
            return ast.Tuple([_value(part) for part in parts])
    raise TypeError(f"{node!r} is no expression")


def _stored(node: nodes.Target) -> ast.Name | ast.Subscript:
    target = _value(node)
    assert isinstance(target, ast.Name | ast.Subscript)
    target.ctx = ast.Store()
    return target

"""The module of forms: every rule as data, from which the page works out a step with its numbers put in.

It exports ``FORMS``, what ``rule_form`` says of each rule by its name. ``static/js/engine/why/`` reads it. The
elementary functions are not in it: the page has them in the module of rules (see ``page_module``).
"""

from functools import cache
from json import dumps
from typing import Any

from ..form import nodes
from ..form.depends import rows_from
from ..form.derive import formula_of
from ..form.nodes import Function, Node
from ..form.write_latex import symbol
from ..rules import RULES
from ..rules.rule import Rule
from .page_module import CALLED

G, STATE, P = 1, 2, 4  # the positions of the arguments of a step


@cache
def forms_module() -> str:
    """Return the module with every rule that takes one step after another."""
    forms = {rule.name: rule_form(rule) for rule in RULES if not rule.solver}
    return f"export const FORMS = {dumps(forms, separators=(',', ':'))};\n"


def rule_form(rule: Rule) -> dict[str, Any]:
    """Return a rule as the page explains it.

    step: its form from the origin (see ``_function``). varying: the state variables that depend on more than
    hyper-parameters and the number of the step. state: symbol and role of each variable. numbers: of each number in
    p that a person types, 2 if it does nothing by default, else 1; 0 of the rate. symbols: of arguments and
    variables, in LaTeX.
    """
    form = rule.form_from_origin
    sources = {form.arguments[G], *form.arguments[P + 1 :]}
    return {
        "step": _function(form),
        "varying": sorted(rows_from(form, sources, form.arguments[STATE], len(rule.state))),
        "state": [[one.symbol, one.role] for one in rule.state],
        "numbers": [0 if one.name == "lr" else 2 if one.default == 0 else 1 for one in rule.numbers],
        "symbols": {name: symbol(name) for name in sorted(_named(form))},
    }


def _function(function: Function) -> dict[str, Any]:
    """Return a function and its helpers; formula: what stands for a call of it, where its docstring says that."""
    formula = formula_of(function)
    return {
        "arguments": function.arguments,
        "body": [_node(one) for one in function.body],
        "constants": dict(function.constants),
        "helpers": {name: _function(one) for name, one in function.helpers.items() if name not in CALLED},
        **({} if formula is None else {"formula": _node(formula)}),
    }


def _named(function: Function) -> set[str]:
    """Return the names of all arguments and variables of a function and its helpers."""
    found = {
        target.name
        for node in nodes.walk(*function.body)
        if isinstance(node, nodes.Assign)
        for target in node.targets
        if isinstance(target, nodes.Name)
    }
    return found.union(function.arguments, *map(_named, function.helpers.values()))


def _node(node: Node | None) -> Any:
    """Return a node as numbers, names, and lists that begin with what they are."""
    match node:
        case None:
            return None
        case nodes.Number(value=value):
            return value
        case nodes.Name(name=name):
            return name
        case nodes.Item(name=name, indices=indices):
            return ["item", name, *map(_node, indices)]
        case nodes.Unary(operator=sign, operand=operand):
            return ["negative" if sign == "-" else "positive", _node(operand)]
        case nodes.Binary(operator=operator, left=left, right=right):
            return [operator, _node(left), _node(right)]
        case nodes.Compare(operands=operands, operators=operators):
            return ["compare", list(operators), [*map(_node, operands)]]
        case nodes.And(parts=parts) | nodes.Or(parts=parts) | nodes.Tuple(parts=parts):
            return [type(node).__name__.lower(), *map(_node, parts)]
        case nodes.Not(operand=operand):
            return ["not", _node(operand)]
        case nodes.Conditional(test=test, then=then, otherwise=otherwise):
            return ["choose", _node(test), _node(then), _node(otherwise)]
        case nodes.Call(function=name, arguments=arguments):
            return ["call", name, *map(_node, arguments)]
    return _statement(node)


def _statement(node: Node) -> Any:
    match node:
        case nodes.Assign(targets=targets, value=value):
            return ["assign", [*map(_node, targets)], _node(value)]
        case nodes.If(test=test, then=then, otherwise=otherwise):
            return ["if", _node(test), [*map(_node, then)], [*map(_node, otherwise)]]
        case nodes.For(name=name, start=start, stop=stop, step=step, body=body):
            return ["for", name, _node(start), _node(stop), step, [*map(_node, body)]]
        case nodes.While(test=test, body=body):
            return ["while", _node(test), [*map(_node, body)]]
        case nodes.Continue() | nodes.Break():
            return [type(node).__name__.lower()]
        case nodes.Return(value=value):
            return ["return", _node(value)]
        case nodes.Do(call=call):
            return ["do", _node(call)]
    raise TypeError(f"{node!r} is not part of the form")

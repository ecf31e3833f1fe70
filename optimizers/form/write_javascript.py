"""Writes functions of the form as a module of JavaScript, which computes the same bits.

Vectors are arrays of numbers, matrices are arrays of such arrays, several values are an array.
"""

import math
from collections.abc import Iterable, Mapping

from . import nodes
from .kinds import kind_of
from .nodes import Expression, Function, Kind, Statement
from .scopes import Path, augmented, declared, unused, variables, with_helpers

WORDS = """
    arguments await break case catch class const continue debugger default delete do else enum eval export extends
    false finally for function if implements import in instanceof interface let new null package private protected
    public return static super switch this throw true try typeof undefined var void while with yield
    Infinity Math NaN
"""
RESERVED = frozenset(WORDS.split())
TYPES: Mapping[Kind, str] = {"vector": "ArrayLike<number>", "matrix": "ArrayLike<number>[]"}
CALLED: Mapping[str, str] = {"sqrt": "Math.sqrt({})", "floor": "Math.floor({})", "abs": "Math.abs({})"}
COMPARED = """\
/**
 * @param {{number}} a
 * @param {{number}} b
 */
function {0}(a, b) {{
  return b {1} a ? b : a;
}}"""

CHOICE, OR, AND, COMPARISON, SUM, PRODUCT, SIGN, ATOM = range(8)
"""How strongly the parts of an expression hold together, from the weakest."""
STRENGTHS = {"+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT}


def javascript(functions: Mapping[str, Function], documented: bool = True) -> str:
    """Return a module that exports ``functions`` by these names; ``documented``: with their docstrings and types.

    Example:
        >>> from optimizers import OPTIMIZERS
        >>> print(javascript({"step": OPTIMIZERS["sgd"].form}))
        const LR = 0;
        <BLANKLINE>
        /**
         * @param {Float64Array} x
         * @param {ArrayLike<number>} g
         * @param {unknown} state
         * @param {unknown} t
         * @param {ArrayLike<number>} p
         */
        export function step(x, g, state, t, p) {
          for (let i = 0; i < x.length; i += 1) {
            x[i] -= p[LR] * g[i];
          }
        }
        <BLANKLINE>
    """
    return _Module(functions, documented).text()


class _Module:
    """The names of a module: no two functions or constants share one, and no variable has one of them."""

    def __init__(self, functions: Mapping[str, Function], documented: bool) -> None:
        self.documented = documented
        self.exported = {function: name for name, function in functions.items()}
        self.functions = with_helpers(functions.values())
        self.taken = {*RESERVED, *functions, *(name for one in self.functions for name in variables(one))}
        self.names = {one: self.exported.get(one) or unused(one.name, self.taken) for one in self.functions}
        self.constants: dict[tuple[str, str], str] = {}
        self.compared: dict[str, str] = {}

    def constant(self, name: str, value: float | nodes.Table) -> str:
        text = f"[{', '.join(map(number, value))}]" if isinstance(value, tuple) else number(value)
        if (name, text) not in self.constants:
            self.constants[name, text] = unused(name, self.taken)
        return self.constants[name, text]

    def compare(self, name: str) -> str:
        """Return the name of a function that compares as Python does: Math.max treats NaN and −0 differently."""
        if name not in self.compared:
            self.compared[name] = unused(name, self.taken)
        return self.compared[name]

    def text(self) -> str:
        written = ["\n".join(_Writer(self, one).lines()) for one in self.functions]
        constants = [f"const {name} = {text};" for (_, text), name in self.constants.items()]
        compared = [COMPARED.format(used, {"max": ">", "min": "<"}[name]) for name, used in self.compared.items()]
        return "\n\n".join([*(["\n".join(constants)] if constants else []), *compared, *written]) + "\n"


class _Writer:
    """Writes one function."""

    def __init__(self, module: _Module, function: Function) -> None:
        self.module, self.function = module, function
        self.declaring, self.begun = declared(function)
        stored = (one for node in nodes.walk(*function.body) if isinstance(node, nodes.Assign) for one in node.targets)
        inside = nodes.walk(*function.body)
        self.mentioned = {node.name for node in inside if isinstance(node, nodes.Name | nodes.Item)}
        self.stored = {target.name for target in stored if isinstance(target, nodes.Item)}

    def lines(self) -> Iterable[str]:
        function = self.function
        export = "export " if function in self.module.exported else ""
        name = self.module.names[function]
        arguments = ", ".join(map(self.variable, function.arguments))
        if self.module.documented:
            yield from self.documentation()
        yield f"{export}function {name}({arguments}) {{"
        yield from self.block(function.body, ())
        yield "}"

    def documentation(self) -> Iterable[str]:
        doc = self.function.doc.partition("\n>>>")[0].rstrip()  # its examples are Python's
        yield "/**"
        yield from (f" * {line}".rstrip() for line in doc.replace("*/", "* /").splitlines())
        yield from (f" * @param {{{self.type_of(one)}}} {self.variable(one)}" for one in self.function.arguments)
        yield " */"

    def type_of(self, name: str) -> str:
        kind = self.function.kinds[name]
        if name not in self.mentioned:
            return "unknown"
        if name in self.stored:
            return {"vector": "Float64Array", "matrix": "Float64Array[]"}.get(kind, "number")
        return TYPES.get(kind, "number")

    def variable(self, name: str) -> str:
        if name in self.function.constants:
            return self.module.constant(name, self.function.constants[name])
        return f"{name}_" if name in RESERVED else name

    # Statements

    def block(self, body: tuple[Statement, ...], path: Path) -> Iterable[str]:
        if path in self.begun:
            yield f"  let {', '.join(map(self.variable, self.begun[path]))};"
        for index, statement in enumerate(body):
            yield from (f"  {line}" for line in self.statement(statement, (*path, index)))

    def statement(self, node: Statement, path: Path) -> Iterable[str]:
        match node:
            case nodes.Assign():
                yield from self.assign(node, path)
            case nodes.If(test=test, then=then, otherwise=otherwise):
                yield f"if ({self.condition(test)}) {{"
                yield from self.block(then, (*path, 0))
                yield from self.otherwise(otherwise, (*path, 1))
            case nodes.For():
                yield from self.loop(node, path)
            case nodes.While(test=test, body=body):
                yield f"while ({self.condition(test)}) {{"
                yield from self.block(body, (*path, 0))
                yield "}"
            case nodes.Continue():
                yield "continue;"
            case nodes.Break():
                yield "break;"
            case nodes.Return(value=None):
                yield "return;"
            case nodes.Return(value=nodes.Tuple(parts=parts)):
                yield f"return [{', '.join(map(self.value, parts))}];"
            case nodes.Return(value=value) if value is not None:
                yield f"return {self.value(value)};"
            case nodes.Do(call=call):
                yield f"{self.value(call)};"

    def otherwise(self, body: tuple[Statement, ...], path: Path) -> Iterable[str]:
        """Return what follows the first part of an if: nothing, an else, or an else if."""
        if len(body) == 1 and isinstance(body[0], nodes.If) and path not in self.begun:
            first, *rest = self.statement(body[0], (*path, 0))
            yield f"}} else {first}"
            yield from rest
            return
        if body:
            yield "} else {"
            yield from self.block(body, path)
        yield "}"

    def assign(self, node: nodes.Assign, path: Path) -> Iterable[str]:
        let = "let " if path in self.declaring else ""
        targets = [self.value(one) for one in node.targets]
        if changed := augmented(node):
            sign, right = changed
            if sign != "*" or kind_of(node.value, self.function.kinds) != "whole":
                yield f"{targets[0]} {sign}= {self.value(right)};"
                return
        if not isinstance(node.value, nodes.Tuple) and len(targets) == 1:
            yield f"{let}{targets[0]} = {self.value(node.value)};"
        elif not isinstance(node.value, nodes.Tuple):  # by index: taking an array apart runs an iterator
            found = unused("found", self.module.taken)
            yield f"const {found} = {self.value(node.value)};"
            read = [(index, target) for index, target in enumerate(targets) if target != "_"]
            yield from (f"{let}{target} = {found}[{index}];" for index, target in read)
        elif _independent(node.targets, node.value.parts):
            for target, part in zip(targets, node.value.parts, strict=True):
                yield f"{let}{target} = {self.value(part)};"
        else:
            yield f"{let}[{', '.join(targets)}] = [{', '.join(map(self.value, node.value.parts))}];"

    def loop(self, node: nodes.For, path: Path) -> Iterable[str]:
        name, stop = self.variable(node.name), self.value(node.stop)
        start = f"let {name} = {self.value(node.start)}"
        fixed = isinstance(node.stop, nodes.Number) or (
            isinstance(node.stop, nodes.Call) and node.stop.function == "len"
        )
        if not fixed:  # Python computes the end of a range once
            end = unused(f"{name}End", self.module.taken)
            start, stop = f"{start}, {end} = {stop}", end
        sign, change = ("<", f"+= {node.step}") if node.step > 0 else (">", f"-= {-node.step}")
        yield f"for ({start}; {name} {sign} {stop}; {name} {change}) {{"
        yield from self.block(node.body, (*path, 0))
        yield "}"

    # Expressions

    def value(self, node: Expression) -> str:
        return self.expression(node)[0]

    def within(self, node: Expression, strength: int) -> str:
        text, own = self.expression(node)
        return text if own >= strength else f"({text})"

    def condition(self, node: Expression, strength: int = CHOICE) -> str:
        """Return a condition that holds if ``node`` does: NaN counts as true in Python, and as false in JavaScript."""
        if kind_of(node, self.function.kinds) == "condition":
            return self.within(node, strength)
        text = f"{self.within(node, COMPARISON + 1)} !== 0"
        return text if strength <= COMPARISON else f"({text})"

    def expression(self, node: Expression) -> tuple[str, int]:
        match node:
            case nodes.Number(value=value):
                text = number(value)
                return text, SIGN if text.startswith("-") else ATOM
            case nodes.Name(name=name):
                return self.variable(name), ATOM
            case nodes.Item(name=name, indices=indices):
                return self.variable(name) + "".join(f"[{self.value(index)}]" for index in indices), ATOM
            case nodes.Unary(operator=sign, operand=operand):
                if sign == "+":
                    return self.expression(operand)
                if kind_of(operand, self.function.kinds) == "whole":  # −0 is no whole number
                    return f"0 - {self.within(operand, PRODUCT)}", SUM
                return f"-{self.within(operand, ATOM)}", SIGN
            case nodes.Binary(operator=sign, left=left, right=right):
                strength = STRENGTHS[sign]
                text = f"{self.within(left, strength)} {sign} {self.within(right, strength + 1)}"
                if sign == "*" and kind_of(node, self.function.kinds) == "whole":
                    return f"{text} + 0", SUM
                return text, strength
            case nodes.Call(function=name, arguments=arguments):
                return self.call(name, arguments)
            case nodes.Conditional(test=test, then=then, otherwise=otherwise):
                first = self.within(then, CHOICE + 1)
                return f"{self.condition(test, OR)} ? {first} : {self.value(otherwise)}", CHOICE
            case nodes.Compare(operands=operands, operators=operators):
                return self.comparison([self.within(one, COMPARISON + 1) for one in operands], operators)
            case nodes.And(parts=parts):
                return " && ".join(self.condition(part, AND + 1) for part in parts), AND
            case nodes.Or(parts=parts):
                return " || ".join(self.condition(part, OR + 1) for part in parts), OR
            case nodes.Not(operand=operand):
                return f"!{self.condition(operand, ATOM)}", SIGN
        raise TypeError(f"{node!r} is no expression")

    def comparison(self, operands: list[str], operators: tuple[str, ...]) -> tuple[str, int]:
        signs = [{"==": "===", "!=": "!=="}.get(sign, sign) for sign in operators]
        pairs = zip(operands[:-1], signs, operands[1:], strict=True)
        return " && ".join(" ".join(pair) for pair in pairs), COMPARISON if len(signs) == 1 else AND

    def call(self, name: str, arguments: tuple[Expression, ...]) -> tuple[str, int]:
        given = list(map(self.value, arguments))
        if name in self.function.helpers:
            return f"{self.module.names[self.function.helpers[name]]}({', '.join(given)})", ATOM
        if name == "len":
            return f"{given[0]}.length", ATOM
        if name == "float":
            return self.expression(arguments[0])
        if name in ("min", "max"):
            return f"{self.module.compare(name)}({', '.join(given)})", ATOM
        if name == "int":
            return f"Math.trunc({given[0]}) + 0", SUM  # −0 is no whole number
        return CALLED[name].format(*given), ATOM


def number(value: float) -> str:
    """Return the shortest literal of JavaScript that reads back as the same bits."""
    if math.isfinite(value):
        return repr(value).removesuffix(".0")
    return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"


def _independent(targets: tuple[nodes.Target, ...], parts: tuple[Expression, ...]) -> bool:
    """Whether no part reads an earlier target, so that one assignment can follow the other."""
    given = [{target.name for target in targets[:index]} for index in range(len(targets))]
    read = [{node.name for node in nodes.walk(part) if isinstance(node, nodes.Name | nodes.Item)} for part in parts]
    return not any(before & names for before, names in zip(given, read, strict=True))

"""Reads an expression that a person types, such as ``(1-x)^2 + 100*(y-x^2)^2``, into the intermediate form.

It is read, never run: the text is checked character by character, parsed by Python's ``ast``, and made of nodes that
the evaluator and the writers know. Length, depth and size are bounded.
"""

import ast
import math
import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from . import advice, elementary, nodes
from .constructs import OPERATORS
from .errors import ExpressionError
from .kinds import kinds
from .nodes import Expression, Function
from .reader import read

MOST_CHARACTERS = 500
MOST_NODES = 300
MOST_DEPTH = 100  # a sum of a hundred terms is as deep
MOST_BRACKETS = 30

SAME = str.maketrans(
    {
        **dict.fromkeys("−–—‒‐‑", "-"),
        **dict.fromkeys("·⋅∙×∗", "*"),
        **dict.fromkeys("÷∕", "/"),
        **dict.fromkeys("\u200b\ufeff", " "),
    }
)
"""What is copied from a page or from a word processor."""
VALUE = "write a number, a name or an expression in parentheses there"
TOKEN = re.compile(
    r"(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<sign>\*\*|[-+*/^(),])"
)
CONSTANTS: Mapping[str, float] = {"pi": math.pi, "e": math.e}
ELEMENTARY = ("exp", "log", "sin", "cos", "tanh", "power")
COUNTS: Mapping[str, int] = {
    **dict.fromkeys(("sqrt", "abs", "floor", "exp", "log", "sin", "cos", "tanh"), 1),
    **dict.fromkeys(("min", "max"), 2),
}
"""The functions that may be called, and how many arguments they take."""

ALLOWED = "an expression consists of numbers, + - * / ^, parentheses, {} and the functions {}"


def read_expression(text: str, names: Sequence[str]) -> Function:
    """Return a function ``value`` of ``names`` that returns what ``text`` says; ``^`` and ``**`` are powers.

    Raises ExpressionError, which names the column, the reason and what is allowed.

    Example:
        >>> from optimizers.form.evaluate import evaluate
        >>> evaluate(read_expression("(1-x)^2 + 100*(y-x^2)^2", ("x", "y")), -1.0, 2.0)
        104.0
        >>> read_expression("2x", ("x", "y"))
        Traceback (most recent call last):
        ...
        optimizers.form.errors.ExpressionError: column 2: an operator is missing between 2 and x; write 2 * x
    """
    reader = ExpressionReader(text, names)
    body = (nodes.Return(reader.expression(), 1),)
    constants = {name: CONSTANTS[name] for name in reader.used if name in CONSTANTS and name not in names}
    helpers = helpers_of(reader.used)
    arguments = tuple(names)
    known = kinds(arguments, body, constants, helpers)
    return Function("value", arguments, body, constants, helpers, known, "the expression", 1)


def helpers_of(used: Iterable[str]) -> dict[str, Function]:
    """Return the elementary functions among the names that a reader has found in use."""
    return {name: read(getattr(elementary, name)) for name in used if name in ELEMENTARY}


class ExpressionReader:
    """Reads the expressions in ``text``, made of ``names`` and the functions of ``counts``."""

    def __init__(
        self, text: str, names: Collection[str], counts: Mapping[str, int] = COUNTS, in_step: bool = False
    ) -> None:
        self.text = text.translate(SAME)
        self.names, self.counts, self.in_step = names, counts, in_step
        self.allowed = ALLOWED.format(", ".join(self.known), ", ".join(sorted(counts)))
        self.used: dict[str, None] = {}
        self.count = 0
        self.columns: list[int] = []  # of each character that Python parses

    @property
    def known(self) -> tuple[str, ...]:
        """The names that may be read."""
        return (*self.names, *(name for name in CONSTANTS if name not in self.names))

    def error(self, column: int, reason: str, allowed: str = "") -> ExpressionError:
        return ExpressionError(column, reason, allowed or self.allowed)

    def expression(self) -> Expression:
        if len(self.text) > MOST_CHARACTERS:
            reason = f"{len(self.text)} characters are too many"
            raise self.error(MOST_CHARACTERS + 1, reason, f"an expression has at most {MOST_CHARACTERS}")
        return self.of(self.tokens(), len(self.text.rstrip()))

    def of(self, tokens: Sequence[re.Match[str]], end: int) -> Expression:
        """Return the expression that ``tokens`` make; the last one ends in column ``end``."""
        if not tokens:
            reason, allowed = ("there is nothing here", "") if end == 0 else ("a value is missing here", VALUE)
            raise self.error(end + 1, reason, allowed)
        self.check(tokens, end + 1)
        return self.value(self.parsed(tokens), 1)

    def tokens(self, token: re.Pattern[str] = TOKEN) -> list[re.Match[str]]:
        found, position = [], 0
        while position < len(self.text):
            match = token.match(self.text, position)
            if match is not None:
                found.append(match)
            elif not self.text[position].isspace():
                one = self.text[position]
                said = advice.on_character(self.text, position, self.in_step)
                raise self.error(position + 1, f"{one!r} has no meaning here", said)
            position = match.end() if match is not None else position + 1
        return found

    def check(self, tokens: Sequence[re.Match[str]], end: int) -> None:
        """Check that values and signs alternate and brackets close, so that Python reads what the person means."""
        before = ""  # what comes before the token: "" where a value must follow
        last = ""  # the token before it
        brackets: list[tuple[int, bool]] = []  # those still open: the column, and whether it is that of a function
        for token in tokens:
            word, column = token[0], token.start() + 1
            function = before in self.counts
            if function and word != "(":
                said = advice.on_missing_argument(before, word, self.counts[before])
                raise self.error(column, f"{before} is a function and needs an argument", said)
            if before and not function and (not token["sign"] or word == "("):
                said = advice.on_missing_operator(before, word, self.known, self.counts, self.in_step)
                raise self.error(column, f"an operator is missing between {before} and {word}", said)
            if not before and token["sign"] and word not in ("(", "+", "-"):
                twice = last == word or (last, word) == ("**", "*")
                said = advice.STROKES.get(word, VALUE) if twice else VALUE
                raise self.error(column, f"a value is missing before {word}", said)
            if word == "(":
                brackets.append((column, function))
                if len(brackets) > MOST_BRACKETS:
                    raise self.error(column, "there are too many nested parentheses", f"at most {MOST_BRACKETS}")
            elif word == ")":
                if not brackets:
                    raise self.error(column, "this parenthesis was never opened", "remove it, or write ( before it")
                brackets.pop()
            elif word == "," and not (brackets and brackets[-1][1]):
                said = advice.on_comma(self.text[: column - 1], self.text[column:])
                raise self.error(column, "a comma only separates the arguments of min and max", said)
            elif token["name"] and word not in (*self.counts, *self.known):
                said = advice.on_name(word, self.known, self.counts)
                raise self.error(column, f"{word!r} is not a name here", said)
            before = word if word == ")" or not token["sign"] else ""
            last = word
        if brackets and before:
            raise self.error(brackets[-1][0], "this parenthesis is never closed", "write ) where it should end")
        if not before or before in self.counts:
            raise self.error(end, "a value is missing at the end", VALUE)

    def parsed(self, tokens: Sequence[re.Match[str]]) -> ast.expr:
        """Return what Python makes of the joined tokens; after ``check`` it is an expression."""
        text, self.columns = "", []
        for token in tokens:
            word = "**" if token[0] == "^" else token[0]
            if token["number"]:
                word = repr(float(word))
                if word == "inf":
                    raise self.error(token.start() + 1, "this number is too large", "numbers go up to 1.79e308")
            text += f"{word} "
            self.columns += [token.start() + 1] * (len(word) + 1)
        return ast.parse(text, mode="eval").body

    def value(self, node: ast.expr, depth: int) -> Expression:
        self.count += 1
        if depth > MOST_DEPTH or self.count > MOST_NODES:
            limit = f"at most {MOST_DEPTH} nested operations and {MOST_NODES} numbers, names and operations"
            raise self.error(self.column(node), "the expression is too large", limit)
        match node:
            case ast.Constant(value=float() as number):
                return nodes.Number(number)
            case ast.Name(id=name):
                self.used[name] = None
                return nodes.Name(name)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
                return nodes.Unary("-" if isinstance(sign, ast.USub) else "+", self.value(operand, depth + 1))
            case ast.BinOp(left=left, op=op, right=right):
                first, second = self.value(left, depth + 1), self.value(right, depth + 1)
                if isinstance(op, ast.Pow):
                    self.used["power"] = None
                    return nodes.Call("power", (first, second))
                return nodes.Binary(OPERATORS[type(op)], first, second)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                return self.call(name, node, tuple(self.value(one, depth + 1) for one in arguments))
        raise self.error(self.column(node), "this is not part of an expression")  # as the * of max(*x)

    def call(self, name: str, node: ast.Call, arguments: tuple[Expression, ...]) -> nodes.Call:
        if len(arguments) != self.counts[name]:
            wanted = "one argument" if self.counts[name] == 1 else "two arguments"
            if name in ("min", "max") and len(arguments) > 2:
                wanted += f"; write {name}({name}(x, y), 1) for three"
            given = f"{len(arguments)} argument" + ("" if len(arguments) == 1 else "s")
            raise self.error(self.column(node), f"{name} has {given}", f"{name} takes {wanted}")
        self.used[name] = None
        return nodes.Call(name, arguments)

    def column(self, node: ast.expr) -> int:
        return self.columns[node.col_offset]

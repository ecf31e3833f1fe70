r"""Writes expressions of the form in LaTeX, with symbols or with numbers put in.

It writes what is computed, with the conventions of mathematics: ``g * g`` is g², ``a / b`` a fraction.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from . import nodes
from .decimals import DIGITS, decimal
from .nodes import Expression, Item, Name

Leaf = Callable[[Name | Item], str | float | tuple[float, int]]
"""What stands for a variable, an argument, an element or a constant: a symbol in LaTeX, or a number to put in, perhaps
with the digits that it needs at the least.
"""

GREEK = (
    "alpha",
    "beta",
    "gamma",
    "delta",
    "epsilon",
    "eta",
    "theta",
    "kappa",
    "lambda",
    "mu",
    "nu",
    "pi",
    "rho",
    "sigma",
)
SIGNS: Mapping[str, str] = {"<": "<", "<=": r"\le", ">": ">", ">=": r"\ge", "==": "=", "!=": r"\ne"}
CALLED: Mapping[str, str] = {
    "sqrt": r"\sqrt{{{}}}",
    "floor": r"\left\lfloor {} \right\rfloor",
    "abs": r"\left| {} \right|",
    "float": "{}",
    "exp": "e^{{{}}}",
}
NAMED: Mapping[str, str] = {
    **{name: rf"\{name}" for name in ("min", "max", "sin", "cos", "tan", "tanh")},
    "log": r"\ln",
    "sign": r"\mathrm{sign}",
}
POWERS = ("pow", "power")
NOTATIONS = frozenset((*CALLED, *NAMED, *POWERS))
"""The functions that have a notation of their own; a call of another is written with its name."""
SHORT: Mapping[str, str] = {"lr": "eta", "eps": "epsilon"}
ACCENTS = ("hat", "bar", "tilde", "dot")
SUM, SIGNED, PRODUCT, POWER, ATOM = range(5)
"""How strongly a piece holds together: one that is weaker than its surroundings is put in parentheses."""


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    strength: int
    symbolic: bool = True

    def at_least(self, strength: int) -> str:
        return self.text if self.strength >= strength else _bracketed(self.text)


def latex(node: Expression, leaf: Leaf | None = None, digits: int = DIGITS) -> str:
    r"""Return an expression in LaTeX.

    Args:
        leaf: what stands for names and elements, by default their symbols (see ``symbol``).
        digits: of each number, at the least.

    >>> from optimizers.form.expression import read_expression
    >>> latex(read_expression("(1 - x)^2 + 100 * (y - x^2)^2", ("x", "y")).body[0].value)
    '(1 - x)^2 + 100 (y - x^2)^2'
    """
    return _Writer(leaf or _symbols, digits).piece(node).text


def symbol(name: str) -> str:
    r"""Return a name of the form as a symbol.

    A Latin or Greek letter, then a number, accents and subscripts; ``sqrt_`` before
    it is its root. Any other name is a word.

    >>> [symbol(name) for name in ("x", "beta1", "S", "weight", "left_before")]
    ['x', '\\beta_{1}', 'S', '\\mathrm{weight}', '\\mathrm{left\\ before}']
    >>> [symbol(name) for name in ("m_hat", "sqrt_v_hat", "g_old")]
    ['\\hat m', '\\sqrt{\\hat v}', 'g_{\\mathrm{old}}']
    """
    letter, *rest = name.removeprefix("sqrt_").split("_")
    match = re.fullmatch(r"([a-zA-Z]+?)(\d*)", letter)
    word, index = match.groups() if match else (letter, "")
    word = SHORT.get(word, word)
    if len(word) != 1 and word.lower() not in GREEK:
        words = re.sub(r"_?(\d+)$", "", name)
        index = name[len(words) :].removeprefix("_")
        written = rf"\mathrm{{{words.replace('_', chr(92) + ' ')}}}"
        return f"{written}_{{{index}}}" if index else written
    written = word if len(word) == 1 else rf"\{word.lower()}"
    below = [index] if index else []
    for part in rest:
        if part in ACCENTS:
            written = rf"\{part} {written}"
        else:
            below.append(part if part.isdigit() or len(part) == 1 else rf"\mathrm{{{part}}}")
    written = f"{written}_{{{', '.join(below)}}}" if below else written
    return rf"\sqrt{{{written}}}" if name.startswith("sqrt_") else written


def is_word(name: str) -> bool:
    """Return whether ``symbol`` writes a name as a word."""
    return symbol(name).startswith(r"\mathrm")


def _symbols(node: Name | Item) -> str:
    if isinstance(node, Name):
        return symbol(node.name)
    return f"{symbol(node.name)}_{{{', '.join(latex(index) for index in node.indices)}}}"


def _bracketed(text: str) -> str:
    tall = any(word in text for word in (r"\frac", r"\sqrt", r"\begin"))
    return rf"\left({text}\right)" if tall else f"({text})"


class _Writer:
    def __init__(self, leaf: Leaf, digits: int) -> None:
        self.leaf, self.digits = leaf, digits

    def piece(self, node: Expression) -> _Piece:
        match node:
            case nodes.Number(value=value):
                return self.number(value)
            case nodes.Name() | nodes.Item():
                given = self.leaf(node)
                if isinstance(given, str):
                    return _Piece(given, _strength(given))
                return self.number(*given) if isinstance(given, tuple) else self.number(given)
            case nodes.Unary(operator=sign, operand=operand):
                inner = self.piece(operand)
                return inner if sign == "+" else _Piece(f"-{inner.at_least(PRODUCT)}", SIGNED, inner.symbolic)
            case nodes.Binary(operator="*"):
                return self.product(node)
            case nodes.Binary(operator="/", left=left, right=right):
                over, under = self.piece(left), self.piece(right)
                return _Piece(rf"\frac{{{over.text}}}{{{under.text}}}", PRODUCT, over.symbolic or under.symbolic)
            case nodes.Binary(operator=sign, left=left, right=right):
                first, second = self.piece(left), self.piece(right)
                text = f"{first.text} {sign} {second.at_least(PRODUCT)}"
                return _Piece(text, SUM, first.symbolic or second.symbolic)
            case nodes.Call(function=name, arguments=arguments):
                return self.call(name, arguments)
            case nodes.Conditional(test=test, then=then, otherwise=otherwise):
                cases = rf"{self.text(then)} & {self.text(test)} \\ {self.text(otherwise)} & \text{{otherwise}}"
                return _Piece(rf"\begin{{cases}} {cases} \end{{cases}}", ATOM)
            case nodes.Compare(operands=[first, *others], operators=operators):
                rest = (f" {SIGNS[sign]} {self.text(one)}" for sign, one in zip(operators, others, strict=True))
                return _Piece(self.text(first) + "".join(rest), SUM)
            case nodes.And(parts=parts):
                return _Piece(r" \land ".join(map(self.text, parts)), SUM)
            case nodes.Or(parts=parts):
                return _Piece(r" \lor ".join(map(self.text, parts)), SUM)
            case nodes.Not(operand=operand):
                return _Piece(rf"\lnot {self.piece(operand).at_least(POWER)}", PRODUCT)
            case nodes.Tuple(parts=parts):
                return _Piece(", ".join(map(self.text, parts)), SUM)
        raise TypeError(f"{node!r} is no expression")

    def text(self, node: Expression) -> str:
        return self.piece(node).text

    def number(self, value: float, least: int = 0) -> _Piece:
        text = decimal(value, max(self.digits, least))
        return _Piece(text, SIGNED if text.startswith("-") else PRODUCT if "^" in text else ATOM, symbolic=False)

    def product(self, node: Expression) -> _Piece:
        """Write a product, equal factors side by side as a power."""
        factors: list[tuple[Expression, int]] = []
        for factor in _factors(node):
            base, times = factors.pop() if factors and factors[-1][0] == factor else (factor, 0)
            factors.append((base, times + 1))
        (first, times), *others = factors
        total = self.piece(first) if times == 1 else self.power(first, str(times))
        for factor, times in others:
            piece = self.piece(factor) if times == 1 else self.power(factor, str(times))
            text = piece.at_least(PRODUCT)
            apart = not (total.symbolic or piece.symbolic) or re.match(r"[\d-]|\\frac\{\d", text)
            joined = f"{total.at_least(SIGNED)}{rf' {chr(92)}cdot ' if apart else ' '}{text}"
            strength = SIGNED if total.strength == SIGNED else PRODUCT
            total = _Piece(joined, strength, total.symbolic or piece.symbolic)
        return total

    def power(self, base: Expression, exponent: str) -> _Piece:
        piece = self.piece(base)
        raised = exponent if len(exponent) == 1 else f"{{{exponent}}}"
        return _Piece(f"{piece.at_least(ATOM)}^{raised}", POWER, piece.symbolic)

    def call(self, name: str, arguments: tuple[Expression, ...]) -> _Piece:
        if name in POWERS:
            return self.power(arguments[0], self.text(arguments[1]))
        pieces = [self.piece(one) for one in arguments]
        symbolic = any(piece.symbolic for piece in pieces)
        if name == "float":
            return pieces[0]
        inside = ", ".join(piece.text for piece in pieces)
        if name in CALLED:
            return _Piece(CALLED[name].format(inside), POWER if name == "exp" else ATOM, symbolic)
        return _Piece(f"{NAMED.get(name) or symbol(name)}{_bracketed(inside)}", POWER, symbolic)


def _factors(node: Expression) -> list[Expression]:
    if isinstance(node, nodes.Binary) and node.operator == "*":
        return [*_factors(node.left), *_factors(node.right)]
    return [node]


def _strength(text: str) -> int:
    """Return how strongly a symbol holds together."""
    depth, weakest = 0, ATOM
    for index, letter in enumerate(text):
        depth += (letter in "{([") - (letter in "})]")
        if depth == 0 and letter in "+-":
            weakest = min(weakest, SUM if index else SIGNED)
        elif depth == 0 and letter == "^":
            weakest = min(weakest, POWER)
    return weakest

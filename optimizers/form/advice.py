"""What to write instead of what people often type, such as ``ln``, ``|x|`` or ``π``, and the expression cannot hold."""

import re
import unicodedata
from collections.abc import Collection, Mapping

NO_CONDITION = "nothing is compared here; max(x, 0) is x where x is positive and 0 elsewhere, abs(x)/x is its sign"
NO_BRACKETS = "write parentheses, ( and )"
NO_COMMENT = "write the text without comments and quotation marks"
NO_LATEX = "write it without LaTeX: x*y, x/y, sqrt(x), x^2"

CHARACTERS: Mapping[str, str] = {
    "²": "write ^2",
    "³": "write ^3",
    "½": "write 1/2",
    "¼": "write 1/4",
    "√": "write sqrt(x), with parentheses",
    "∞": "write a large number",
    "|": "write abs(x) for the absolute value of x",
    "∥": "write abs(x) for the absolute value of x",
    "%": "there is no remainder; x - y*floor(x/y) is the one of x/y",
    "!": "there are no factorials",
    "?": NO_CONDITION,
    ":": "there are neither conditions nor ranges",
    "←": "write =",
    "→": "write = and the name on its left",
    "\\": NO_LATEX,
    "$": NO_LATEX,
    **dict.fromkeys("[]{}", NO_BRACKETS),
    **dict.fromkeys("<>≤≥≠&", NO_CONDITION),
    **dict.fromkeys("#'\"`„“”‘’", NO_COMMENT),
}
FUNCTIONS: Mapping[str, str] = {
    "ln": "write log(x), which is the natural logarithm",
    "log10": "write log(x)/log(10)",
    "lg": "write log(x)/log(10)",
    "log2": "write log(x)/log(2)",
    "log1p": "write log(1 + x)",
    "expm1": "write exp(x) - 1",
    "tan": "write sin(x)/cos(x)",
    "cot": "write cos(x)/sin(x)",
    "sec": "write 1/cos(x)",
    "csc": "write 1/sin(x)",
    "sinh": "write (exp(x) - exp(-x))/2",
    "cosh": "write (exp(x) + exp(-x))/2",
    "pow": "write x^2 for pow(x, 2)",
    "power": "write x^2 for power(x, 2)",
    "square": "write x^2 for square(x)",
    "cbrt": "write abs(x)^(1/3)",
    "sign": "write x/abs(x), which is not a number where x is 0",
    "sgn": "write x/abs(x), which is not a number where x is 0",
    "sigmoid": "write 1/(1 + exp(-x))",
    "softplus": "write log(1 + exp(x))",
    "relu": "write max(x, 0)",
    "maximum": "write max(x, y)",
    "minimum": "write min(x, y)",
    "clip": "write min(max(x, -1), 1), which lies between -1 and 1",
    "clamp": "write min(max(x, -1), 1), which lies between -1 and 1",
    "hypot": "write sqrt(x^2 + y^2)",
    "ceil": "write -floor(-x)",
    "round": "write floor(x + 0.5)",
    "fabs": "write abs(x)",
    "mod": "write x - y*floor(x/y) for mod(x, y)",
    **dict.fromkeys(("np", "numpy", "math", "torch", "jnp"), "write functions without their library, as in sin(x)"),
    **dict.fromkeys(("if", "else", "and", "or", "not", "where"), NO_CONDITION),
}
STROKES: Mapping[str, str] = {
    "/": "write / once",
    "*": "write * for a product, ** or ^ for a power",
    "^": "write ^ once",
}
"""Signs of which people type one too many."""
GREEK = re.compile("GREEK (?:SMALL|CAPITAL) LETTER ([A-Z]+)|GREEK ([A-Z]+) SYMBOL")
MEANT = {"η": "lr", "ε": "eps", "ϵ": "eps", "θ": "x", "∇": "g", "∂": "g", "λ": "weight_decay", "γ": "decay"}
"""What a letter of a formula is called in a step."""


def on_character(text: str, position: int, in_step: bool) -> str:
    """Return what to write instead of the character at ``position``, an empty text if nothing is known.

    in_step: whether the text is the step of an optimizer, where any name is allowed and statements assign.
    """
    before, character, after = text[:position], text[position], text[position + 1 :]
    if character == ".":
        word = re.search(r"[A-Za-z_]\w*$", before)
        plain = FUNCTIONS.get(word[0].lower(), "") if word else "a number has digits and one point, as in 0.5"
        return plain or "a point belongs only in numbers, as in 0.5"
    if character in "=:<" and in_step and after[:1] in ("=", "-"):
        return "write = once to assign"
    if character in "=:" and not in_step:
        return "write only the right side of ="
    if character == ";":
        return "write a comma between two arguments" if "(" in before else "there is one expression, without ;"
    if character in "πΠ":
        return "write pi"
    if in_step and character == "[":
        return "a statement holds for both coordinates; write g, not g[0]"
    if in_step and (name := MEANT.get(character) or _greek(character)):
        return f"write {name}"
    return _of(in_step, CHARACTERS.get(character, ""))


def _of(in_step: bool, said: str) -> str:
    """Return the advice for a step: the same words with g instead of x."""
    return re.sub(r"\bx\b", "g", said) if in_step else said


def _greek(character: str) -> str:
    """Return the name of a Greek letter, an empty text if it is none."""
    found = GREEK.fullmatch(unicodedata.name(character, ""))
    return (found[1] or found[2]).lower() if found else ""


def on_name(word: str, names: Collection[str], functions: Collection[str]) -> str:
    """Return what to write instead of a name that is not known, an empty text if nothing is known.

    names, functions: those that are known.
    """
    small = word.lower()
    if small in (*names, *functions):
        return f"write {small}, in lower case"
    if small in FUNCTIONS:
        return FUNCTIONS[small]
    for function in functions:
        if small.startswith(function) and (inner := _product(small.removeprefix(function), names)):
            return f"write {function}({inner})"
        if small.endswith(function) and (factors := _product(small.removesuffix(function), names)):
            return f"write {factors}*{function}"
    if product := _product(small, names):
        return f"write {product}"
    if "y" in names and (digit := re.fullmatch(r"([xy])_?(\d)", small)):
        coordinate = {"1": "x", "2": "y"}.get(digit[2]) if digit[1] == "x" else None
        power = "" if digit[2] == "1" else f", {digit[1]}^{digit[2]} for a power"
        return f"write {coordinate} for the coordinate{power}" if coordinate else f"write {power.lstrip(', ')}"
    return ""


def _product(word: str, names: Collection[str]) -> str:
    """Return ``word`` as a product of numbers and known names, an empty text if it is none."""
    letters = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    factors = re.findall(rf"\d+|{letters}", word)
    whole = "".join(factors) == word and not any(one.isdigit() for one in factors[1:])
    return "*".join(factors) if factors and whole else ""


def on_missing_operator(
    before: str, word: str, names: Collection[str], functions: Collection[str], in_step: bool
) -> str:
    """Return what to write where ``before`` and ``word`` follow each other without an operator."""
    if before.lower() in FUNCTIONS and (word == "(" or before == "if"):
        return _of(in_step, FUNCTIONS[before.lower()])
    if word.lower() in FUNCTIONS:
        return _of(in_step, FUNCTIONS[word.lower()])
    if word[0] == "." and before[-1] in ".0123456789":
        return "a number has one decimal point"
    if word == "(" and before[0].isalpha() and (in_step or before not in names):
        return f"write {before} * (, or one of the functions {', '.join(sorted(functions))}"
    said = f"write {before} * {word}"
    known = not word[0].isalpha() or word in (*names, *functions)
    return said if known else on_name(word, names, functions) or said


def on_missing_argument(function: str, word: str, arguments: int) -> str:
    """Return what to write where ``word`` follows a function, which has so many ``arguments``, without parentheses."""
    if word in ("^", "**"):
        return f"write {function}(x)^2 for the square of {function}(x)"
    if arguments == 2:
        return f"write {function}(x, y)"
    return f"write {function}({word})" if word[0].isalnum() else f"write {function}(x)"


def on_comma(before: str, after: str) -> str:
    """Return what to write instead of a comma outside min and max, between these two texts."""
    whole, part = re.search(r"[\d.]*\d$", before), re.match(r"\d+", after)
    if not (whole and part):
        return ""
    digits = whole[0].replace(".", "")
    said = f"write a decimal point, {digits}.{part[0]}"
    return f"{said}, or {digits}{part[0]}" if len(part[0]) == 3 and "." not in whole[0] else said

"""What a file of rules or surfaces says besides its functions: the page that its docstring is, and its constants."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SourceFile:
    """doc: its docstring, "" without one. constants: the lines that set each constant, as in the file.

    Only those whose values are written out are here: numbers, tuples of numbers, and positions in a range, as
    ``LR, BETA = range(2)``.
    """

    doc: str
    constants: Mapping[str, str]


def source_file(path: str) -> SourceFile:
    """Return what the file at ``path`` says.

    >>> from optimizers.rules import sgd
    >>> source_file(sgd.__file__).constants
    {'LR': 'LR = 0'}
    """
    text = Path(path).read_text("utf-8")
    tree, lines = ast.parse(text), text.splitlines()
    constants = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and _plain(node.value):
            written = "\n".join(lines[node.lineno - 1 : node.end_lineno])
            constants.update({name.id: written for name in ast.walk(node) if isinstance(name, ast.Name)})
    constants.pop("range", None)
    return SourceFile(ast.get_docstring(tree) or "", constants)


def _plain(node: ast.expr) -> bool:
    """Whether a value is a number, a tuple of numbers or a range of them."""
    match node:
        case ast.Constant(value=bool()):
            return False
        case ast.Constant(value=int() | float()):
            return True
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return _plain(operand)
        case ast.Tuple(elts=parts) | ast.Call(func=ast.Name(id="range"), args=parts, keywords=[]):
            return all(map(_plain, parts))
    return False

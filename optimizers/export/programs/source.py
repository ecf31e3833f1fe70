"""The source of a function, and of everything it needs, to stand in another file."""

import ast
import builtins
import inspect
import math
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import FunctionType, ModuleType, UnionType
from typing import Any, get_origin

import numpy as np

LIBRARY = __name__.split(".")[0]


@dataclass(slots=True)
class Source:
    """Pieces of a program, each once and in an order in which they can stand.

    imports and aliases (what annotations say: ``Vector = np.ndarray``) belong to the top of a file; constants and
    definitions to one place, where two rules do not meet. elementary: the elementary functions that are called.
    """

    imports: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    constants: list[str] = field(default_factory=list)
    definitions: list[str] = field(default_factory=list)
    elementary: dict[str, Callable[..., Any]] = field(default_factory=dict)


def source_of(*functions: Callable[..., Any]) -> Source:
    """Return the source of ``functions``, exactly as it stands in their files, with what they need.

    Raises TypeError where a function needs what cannot be written out: it may use numbers, NumPy, the standard library
    and other functions of the library.
    """
    found = Source()
    for function in functions:
        _visit(function, found)
    return found


def _visit(function: Callable[..., Any], found: Source) -> None:
    function = inspect.unwrap(function)  # an elementary function takes other kinds of numbers too, by a decorator
    assert isinstance(function, FunctionType)
    text = textwrap.dedent(inspect.getsource(function)).rstrip().removeprefix("@everywhere\n")
    if not text.startswith(f"def {function.__name__}("):
        raise TypeError(f"{function.__module__}: {function.__name__} is not a plain function with a name")
    if text in found.definitions:
        return
    for name in _names(ast.parse(text)):
        _need(name, function, found)
    found.definitions.append(text)


def _names(tree: ast.AST) -> Iterator[str]:
    """Yield the names that the code reads and does not bind itself, in the order of their appearance."""
    bound = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    bound |= {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    bound |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    names.sort(key=lambda node: (node.lineno, node.col_offset))
    yield from dict.fromkeys(node.id for node in names if node.id not in bound)


def _need(name: str, function: FunctionType, found: Source) -> None:
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    known = function.__globals__ | {free: cell.cell_contents for free, cell in cells}
    if name not in known and hasattr(builtins, name):
        return
    value = known[name]
    where, line = _line(name, value, function, found)
    if line:
        _add(where, line)


def _line(name: str, value: Any, function: FunctionType, found: Source) -> tuple[list[str], str]:
    """Return the line that makes ``name`` known, and the list that it belongs to; an empty one where that is done."""
    if isinstance(value, bool | int | float):
        return found.constants, _assignment(name, function) or f"{name} = {literal(value)}"
    if isinstance(value, tuple) and all(isinstance(one, int | float) for one in value):
        return found.constants, _assignment(name, function) or _table(name, value)
    if isinstance(value, ModuleType) and not value.__name__.startswith(LIBRARY):
        alias = "" if value.__name__ == name else f" as {name}"
        return found.imports, f"import {value.__name__}{alias}"
    if get_origin(value) is np.ndarray:
        _add(found.imports, "import numpy as np")
        return found.aliases, f"{name} = np.ndarray"
    if isinstance(value, UnionType):
        return found.aliases, f"{name} = {value!r}"
    for module in (np, math):
        if getattr(module, name, None) is value:
            return found.imports, f"from {module.__name__} import {name}"
    if inspect.unwrap(value) is not value:
        found.elementary[name] = value
        return found.imports, ""
    if isinstance(value, FunctionType) and value.__name__ == name and _is_ours(value, function):
        _visit(value, found)
        return found.definitions, ""
    if getattr(value, "__qualname__", "") == name and not _is_ours(value, function):
        return found.imports, f"from {value.__module__} import {name}"
    raise TypeError(f"{function.__module__}: {function.__name__} needs {name}, which cannot be written out")


def _is_ours(value: Any, function: FunctionType) -> bool:
    return bool(value.__module__ == function.__module__ or value.__module__.split(".")[0] == LIBRARY)


def literal(value: float) -> str:
    """Return the shortest literal of Python that reads back as the same bits, as formatters write it."""
    return repr(value).replace("e+", "e") if math.isfinite(value) else f'float("{value!r}")'


def _assignment(name: str, function: FunctionType) -> str:
    """Return the lines of the function's file that set ``name`` to numbers or to places in a range, else "".

    Such a line is ``LR, BETA, EPS = range(3)``. Anything else was computed, and is written as the number it is.
    """
    module = inspect.getmodule(function)
    text = "" if module is None or name not in vars(module) else inspect.getsource(module)
    for line in ast.parse(text).body:
        if isinstance(line, ast.Assign) and name in {n.id for n in ast.walk(line) if isinstance(n, ast.Name)}:
            match line.value:
                case ast.Tuple(elts=inside) if all(isinstance(one, ast.Constant) for one in inside):
                    return "\n".join(text.splitlines()[line.lineno - 1 : line.end_lineno])  # with its comments
                case ast.Constant():
                    return ast.get_source_segment(text, line) or ""
                case ast.Call(func=ast.Name(id="range"), args=inside) if all(
                    isinstance(one, ast.Constant) for one in inside
                ):
                    return ast.get_source_segment(text, line) or ""
    return ""


def _table(name: str, values: tuple[float, ...]) -> str:
    """Return the lines that set ``name`` to numbers which its file computes."""
    rows = textwrap.wrap(", ".join(map(literal, values)) + ",", 110, initial_indent="    ", subsequent_indent="    ")
    return "\n".join([f"{name} = (", *rows, ")  # fmt: skip"])


def _add(lines: list[str], line: str) -> None:
    if line not in lines:
        lines.append(line)

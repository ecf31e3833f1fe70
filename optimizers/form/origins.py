"""Where a function comes from: its file and line, its source, and what the names in it mean."""

import ast
import builtins
import inspect
import os
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FunctionType
from typing import Any

from . import dispatch
from .constructs import FUNCTIONS
from .errors import FormError
from .nodes import Table

LIBRARY = __name__.split(".")[0]
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Origin:
    """A function, its file as a person names it, the line of its ``def``, its source, and that as Python parses it."""

    function: FunctionType
    file: str
    line: int
    text: str
    definition: ast.FunctionDef

    @property
    def locals(self) -> set[str]:
        """The names of arguments and variables."""
        return {*self.function.__code__.co_varnames, *self.function.__code__.co_cellvars}

    def find(self, name: str) -> Any:
        """Return what ``name`` means outside the function, None if it means nothing."""
        cells = dict(zip(self.function.__code__.co_freevars, self.function.__closure__ or (), strict=True))
        if name in cells:
            return cells[name].cell_contents
        return self.function.__globals__.get(name, getattr(builtins, name, None))

    def has(self, other: FunctionType) -> bool:
        """Whether ``other`` may help this function: it is of the same file or of the library."""
        return other.__module__ == self.function.__module__ or other.__module__.split(".")[0] == LIBRARY


def origin(function: Callable[..., Any]) -> Origin:
    """Return where ``function`` comes from. Raises FormError if it is not a function in a file."""
    file, line = location(function)
    # An elementary function takes other kinds of numbers too: what is read is the algorithm for one float.
    wrapped = getattr(function, "__globals__", None) is vars(dispatch)
    code = inspect.unwrap(function) if wrapped else function
    if not isinstance(code, FunctionType):
        raise FormError(file, line, f"{code!r} is not part of the form", FUNCTIONS)
    try:
        text = textwrap.dedent(inspect.getsource(code)).rstrip()
        parsed = ast.parse("\n" * (line - 1) + text).body[0]  # so that lines are those of the file
    except (OSError, SyntaxError):  # made by a program, or cut out of the middle of an expression
        parsed = ast.Pass()
    if not isinstance(parsed, ast.FunctionDef):
        kind = "a lambda" if code.__name__ == "<lambda>" else f"{code.__name__}, which has no source,"
        raise FormError(file, line, f"{kind} is not part of the form", "write a function with def in a file")
    if wrapped:
        text = "\n".join(text.splitlines()[parsed.lineno - line :])
        parsed.decorator_list = []
    return Origin(code, file, line, text, parsed)


def constant(value: Any) -> float | Table | None:
    """Return a constant as the form has it, None if it is neither a number nor a tuple of numbers of one kind."""
    if isinstance(value, tuple) and all(map(_is_number, value)):
        numbers = tuple(map(_own, value))
        return numbers if len({*map(type, numbers)}) == 1 else None  # numba takes no element of a mixed one
    return _own(value) if _is_number(value) else None


def location(function: Callable[..., Any]) -> tuple[str, int]:
    """Return the file of a function, as a person names it, and the line of its ``def``."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    if code is None:
        return getattr(function, "__module__", None) or "?", 0
    path = Path(code.co_filename)
    name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else os.path.relpath(path)
    return name, code.co_firstlineno


def _own(value: Any) -> float:
    """Return a number as one of Python's, because NumPy's float64 prints differently."""
    return int(value) if isinstance(value, int) else float(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)

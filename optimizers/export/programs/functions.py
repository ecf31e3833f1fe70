"""The functions of rules and surfaces, as a program contains them.

Each rule and each surface is a function that keeps its constants apart and returns what it has. Helpers of other files
are written once, at the top.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ...form import elementary, nodes
from ...form.nodes import Function
from ...form.scopes import unused, with_helpers
from ...form.source_file import SourceFile, source_file
from ...form.write_python import constant, definition, from_nodes
from ...form.write_torch import imports, torch_definition

NUMPY = ("floor", "sqrt")


class Functions:
    """Writes the functions of a program, and remembers what they need at its top.

    taken: the names that the program itself has there. elementary: whether the library's elementary functions are
    written out, for the same bits, or NumPy's are imported.
    """

    def __init__(self, taken: Iterable[str], elementary: bool = True) -> None:
        self.elementary = elementary
        self.taken = {*taken, *NUMPY, *nodes.INTRINSICS, "range"}
        self.numpy: set[str] = set()
        self.names: dict[Function, str] = {}
        self.shared: dict[tuple[str, str], str] = {}
        self.constants: dict[str, list[str]] = {}
        self.definitions: dict[str, list[str]] = {}
        self.files: dict[str, SourceFile] = {}

    def numpy_imports(self) -> list[str]:
        """Return the line that imports what the functions call of NumPy."""
        return [f"from numpy import {', '.join(sorted(self.numpy))}"] if self.numpy else []

    def top(self) -> list[str]:
        """Return the helpers at the top, by their files."""
        lines = []
        for path, definitions in self.definitions.items():
            constants = [*self.constants[path], "", ""] if self.constants[path] else []
            lines += [*self.about(path), *constants, *definitions]
        return lines

    def holding(self, name: str, title: str, functions: Sequence[Function]) -> list[str]:
        """Return a function ``name`` that holds ``functions``, the helpers of their file, and their constants."""
        path = functions[0].path
        every = with_helpers(functions, without="" if self.elementary else elementary.__file__)
        for helper in every:
            if helper.path != path:
                self.share(helper)
        inner = [one for one in every if one.path == path]
        self.call_numpy(inner)
        body = self.constant_lines(path, inner)
        for one in inner:
            body += ["", *_renamed(one, self.renamed(one)).splitlines()]
        return self.held(name, title, body, functions)

    def holding_tensors(self, name: str, title: str, functions: Sequence[Function]) -> list[str]:
        """Return the same for tensors, with torch's own elementary functions; all else is inside it."""
        every = with_helpers(functions, without=elementary.__file__)
        brought = imports(every)
        body = [*brought, *([""] if brought else [])]
        for path in dict.fromkeys(one.path for one in every):
            body += self.constant_lines(path, [one for one in every if one.path == path])
        for one in every:
            body += [*([""] if body and body[-1] else []), *torch_definition(one).splitlines()]
        return self.held(name, title, body, functions)

    def held(self, name: str, title: str, body: list[str], functions: Sequence[Function]) -> list[str]:
        lines = [*body, "", f"return {', '.join(function.name for function in functions)}"]
        inside = [f"    {line}" if line else "" for line in lines]
        return [*self.about(functions[0].path, title), f"def {name}():", *inside, "", ""]

    def about(self, path: str, title: str = "") -> list[str]:
        """Return the docstring of a file as a comment, the page that it is; ``title`` where there is none."""
        return [f"# {line}".rstrip() for line in (self.file(path).doc or title).splitlines()]

    def file(self, path: str) -> SourceFile:
        if path not in self.files:
            self.files[path] = source_file(path) if path else SourceFile("", {})  # a typed expression has no file
        return self.files[path]

    def constant_lines(self, path: str, functions: Iterable[Function]) -> list[str]:
        """Return the lines that set the constants of one file, in the order of the file, computed ones after them."""
        read = {name: value for one in functions for name, value in one.constants.items()}
        known = self.file(path).constants
        written = dict.fromkeys(text for name, text in known.items() if name in read)
        computed = [constant(name, value) for name, value in read.items() if name not in known]
        return [line for text in [*written, *computed] for line in text.splitlines()]

    def share(self, helper: Function) -> None:
        """Put a helper and its constants at the top, once, under names that nothing else has there."""
        if helper in self.names:
            return
        self.call_numpy([helper])
        constants = self.constants.setdefault(helper.path, [])
        known, renamed = self.file(helper.path).constants, {}
        for name, value in helper.constants.items():
            text = constant(name, value)
            if (name, text) not in self.shared:
                own = self.shared[name, text] = unused(name, self.taken)
                alone = known.get(name, "").startswith(f"{name} = ")
                constants += (known[name] if alone and own == name else constant(own, value)).splitlines()
            renamed[name] = self.shared[name, text]
        self.names[helper] = unused(helper.name, self.taken)
        text = _renamed(helper, {**renamed, **self.renamed(helper), helper.name: self.names[helper]})
        self.definitions.setdefault(helper.path, []).extend([*text.splitlines(), "", ""])

    def renamed(self, function: Function) -> dict[str, str]:
        """Return the names at the top of the helpers that a function calls."""
        return {name: self.names[one] for name, one in function.helpers.items() if one in self.names}

    def call_numpy(self, functions: Iterable[Function]) -> None:
        for function in functions:
            calls = {node.function for node in nodes.walk(*function.body) if isinstance(node, nodes.Call)}
            self.numpy |= {*NUMPY} & calls - {*function.helpers}
            if not self.elementary:
                self.numpy |= {name for name, one in function.helpers.items() if one.path == elementary.__file__}


def _renamed(function: Function, names: Mapping[str, str]) -> str:
    """Return a function as Python, as it is in its file if none of its names changes."""
    if all(name == other for name, other in names.items()):
        return definition(function)
    body = tuple(_with(statement, names) for statement in function.body)
    return from_nodes(replace(function, name=names.get(function.name, function.name), body=body))


def _with(node: Any, names: Mapping[str, str]) -> Any:
    """Return a node with other names of constants and helpers."""
    if isinstance(node, tuple):
        return tuple(_with(one, names) for one in node)
    if not isinstance(node, nodes.Node):
        return node
    changed = {name: _with(getattr(node, name), names) for name in node.__slots__}
    for name in ("name", "function"):
        if name in changed:
            changed[name] = names.get(changed[name], changed[name])
    return replace(node, **changed)

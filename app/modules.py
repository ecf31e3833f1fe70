"""The page's JavaScript modules for one file: a number instead of each that another one imports."""

import re
from functools import cache
from graphlib import TopologicalSorter
from posixpath import dirname, join, normpath

from .assets import served

Linked = list[list[str | int]]
"""Modules, each after those that it imports, in pieces: text, and numbers of other modules instead of their names.
Whoever knows the addresses of the others joins the pieces to the source."""

IMPORT = re.compile(r'^(?:import|export)\b(?:[\w\s{},*$]*\bfrom)?\s*"(\.{1,2}/[^"]+)"', re.MULTILINE)
"""A static import, which begins a line; group 1 is the path of the other module."""

COMMENT = re.compile(r"^[ \t]*/\*\*(?:(?!\*/).)*\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
"""A comment that has its lines for itself, as those that describe functions."""

TYPE = re.compile(r"/\*\* @(?:type|param|returns)\b[^\n]*?\*/ ?")
"""The type of a part of a line, which only the compiler of types reads."""

REMARK = re.compile(r"(?<=[;,{}() \t])[ \t]*(?<![:\"'`])// [^\n\"'`]*$", re.MULTILINE)
"""A remark at the end of a line, or on a line of its own; one with quotation marks is left, for it might be a text."""

INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
"""What only readers of the source need. A text over several lines would lose it too, which no module of a file has."""


@cache
def linked(
    *roots: str, swapped: tuple[tuple[str, str], ...] = (), made: tuple[tuple[str, str], ...] = ()
) -> tuple[Linked, list[int]]:
    """Return all modules that ``roots`` need, and the numbers of ``roots`` among them.

    roots: paths below static/js, such as "main.js". swapped: modules, and those that are taken instead.
    made: modules that are no files, and their sources.
    Raises graphlib.CycleError if modules import each other.
    """
    files, instead = served(), dict(swapped)
    sources: dict[str, str] = {}
    texts = dict(made)
    graph: dict[str, list[str]] = {}
    waiting = list(roots)
    while waiting:
        name = waiting.pop()
        if name not in sources:
            text = texts[name] if name in texts else files[f"js/{name}"].read_text("utf-8")
            sources[name] = _bare(text)
            found = [normpath(join(dirname(name), path)) for path in IMPORT.findall(sources[name])]
            graph[name] = [instead.get(one, one) for one in found]
            waiting += graph[name]
    numbers = {name: number for number, name in enumerate(TopologicalSorter(graph).static_order())}
    pieces = [_pieces(sources[name], [numbers[one] for one in graph[name]]) for name in numbers]
    return pieces, [numbers[root] for root in roots]


def _bare(source: str) -> str:
    """Return ``source`` without what only its readers need."""
    for unread in (COMMENT, TYPE, REMARK, INDENT):
        source = unread.sub("", source)
    return source


def _pieces(source: str, others: list[int]) -> list[str | int]:
    """Return ``source`` with the numbers of ``others``, which it imports in this order."""
    pieces: list[str | int] = []
    at = 0
    for found, other in zip(IMPORT.finditer(source), others, strict=True):
        pieces += [source[at : found.start(1)], other]
        at = found.end(1)
    return [*pieces, source[at:]]

"""The problems of a scenario, in words with which the reader can correct it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

SHOWN = 60  # characters of a name or a value
WORD = re.compile(r"[\w.+-]+")
Kind = Literal["value", "parameter", "entry", "repeated", "count", "item", "text"]
MOST_PROBLEMS = 20  # listed in one error; the others are counted


def shortened(text: str) -> str:
    """Return ``text``, cut off if it is too long for an error message."""
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _quoted(value: str) -> str:
    """Return a value as written in a sentence: in quotation marks, unless it is one word or a number."""
    return value if WORD.fullmatch(value) else f"“{value}”" if value else "empty"


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: the parameter, the value given, and what is allowed. column: where in a text, from 1.

    kind: whether the value is not legal, the parameter is not known, the value is the name of no entry, the parameter
    is given again, the parameter is given so many times, the value is no ``name=value``, or the value is a text that
    cannot be read; then ``allowed`` says why. As text it is a sentence or two.

    >>> print(Problem("optimizer sgd: lr", "-1", "a number from 0 to 1"))
    The parameter lr of optimizer sgd cannot be -1. Allowed: a number from 0 to 1.
    >>> print(Problem("hello", "1", "one of surface, steps", kind="parameter"))
    Unknown parameter hello. Known: surface, steps.
    >>> print(Problem("surface", "bowl", "one of ellipse, saddle", kind="entry"))
    Unknown surface bowl. Known: ellipse, saddle.
    >>> print(Problem("surface ellipse", "5", "name=value after each comma", kind="item"))
    The surface ellipse cannot be followed by 5. Allowed: name=value after each comma.
    """

    parameter: str
    value: str
    allowed: str
    column: int | None = None
    kind: Kind = "value"

    def __post_init__(self) -> None:
        for field in ("parameter", "value"):
            object.__setattr__(self, field, shortened(getattr(self, field)))

    def __str__(self) -> str:
        owner, _, own = self.parameter.rpartition(": ")
        name = f"{own} of {owner}" if owner else own
        allowed = self.allowed.rstrip(".")
        known = allowed.removeprefix("one of ")
        if self.kind == "parameter":
            return f"Unknown parameter {name}. Known: {known}." if name else f"A parameter has no name. Known: {known}."
        if self.kind == "entry":
            what = f"Unknown {name} {_quoted(self.value)}" if self.value else f"The parameter {name} is empty"
            return f"{what}. Known: {known}."
        if self.kind == "item":
            return f"The {name} cannot be followed by {_quoted(self.value)}. Allowed: {allowed}."
        if self.kind == "count":
            return f"The parameter {name} is given {self.value}. Allowed: {allowed}."
        if self.kind == "text":
            return f"The parameter {name} cannot be read: {allowed}."
        if self.kind == "repeated":
            return f"The parameter {name} is given more than once, again as {_quoted(self.value)}. Once is enough."
        if self.column is not None:
            return f"The parameter {name} cannot be read at {allowed}."
        return f"The parameter {name} cannot be {_quoted(self.value)}. Allowed: {allowed}."


class TextError(ValueError):
    """A text that a person typed and that cannot be read, such as an expression.

    column: where, from 1; reason: what is wrong there; allowed: what may be written.
    """

    def __init__(self, column: int, reason: str, allowed: str) -> None:
        self.column, self.reason, self.allowed = column, shortened(reason), allowed
        super().__init__(f"column {column}: {self.reason}; {allowed}")

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what is said, not the sentence."""
        return type(self), (self.column, self.reason, self.allowed)


def problem_lines(problems: Iterable[Problem], more: int) -> list[str]:
    """Return the problems in words, and a line on how many more there are."""
    rest = "1 more problem is not listed." if more == 1 else f"{more} more problems are not listed."
    return [*map(str, problems), *([rest] if more else [])]


class ScenarioError(ValueError):
    """A scenario that cannot be run as written.

    ``problems`` holds the first twenty things that are wrong with it, ``more`` is the number of the others.

    >>> from optimizers import Scenario
    >>> try:
    ...     Scenario.from_query("surface=bowl&steps=0")
    ... except ScenarioError as error:
    ...     [problem.parameter for problem in error.problems]
    ['surface', 'steps']
    """

    def __init__(self, problems: Iterable[Problem], more: int = 0) -> None:
        found = tuple(problems)
        self.problems = found[:MOST_PROBLEMS]
        self.more = more + len(found) - len(self.problems)
        super().__init__(" ".join(problem_lines(self.problems, self.more)))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the problems, not the sentence."""
        return type(self), (self.problems, self.more)

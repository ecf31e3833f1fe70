"""The problems of a scenario, in words with which the reader can correct it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

SHOWN = 60  # characters of a name or a value
MOST_PROBLEMS = 20  # listed in one error; the others are counted


def shortened(text: str) -> str:
    """Return ``text``, cut off if it is too long for an error message."""
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: the parameter, the value given, and what is allowed. column: where in a text, from 1.

    >>> print(Problem("steps", "0", "a whole number from 1 to 10000"))
    steps = '0' is not allowed: a whole number from 1 to 10000
    """

    parameter: str
    value: str
    allowed: str
    column: int | None = None

    def __post_init__(self) -> None:
        for field in ("parameter", "value"):
            object.__setattr__(self, field, shortened(getattr(self, field)))

    def __str__(self) -> str:
        return f"{self.parameter} = {self.value!r} is not allowed: {self.allowed}"


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
    return [*map(str, problems), *([f"and {more} more"] if more else [])]


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
        super().__init__("; ".join(problem_lines(self.problems, self.more)))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the problems, not the sentence."""
        return type(self), (self.problems, self.more)

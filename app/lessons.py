"""The lessons: scenarios with a short text and claims, each read from a file in templates/lessons.

A number in the text is a {name} that the lesson's ``numbers`` define; it is measured in a run when it is shown. A claim
is a sentence together with the comparisons that make it true.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from math import inf, isclose
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from optimizers.query.choices import Limits
from optimizers.query.conditions import VERSION, VERSIONS
from optimizers.query.reader import split_query

from .measures import Value, find, measure, play
from .resources import folder
from .view import KEYS

Operand = float | str
Operator = Literal["<", ">", "is", "near"]
NEAR = 1e-3  # relative
TIMES = {0: "not once", 1: "once", 2: "twice"}


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Number(_Data):
    """A metric of a run. ``query``: the name of another scenario among ``queries``, empty for the lesson's own."""

    run: str
    metric: str
    query: str = ""
    at: float | None = None


class Claim(_Data):
    """A sentence, and the comparisons that make it true, each [name, operator, name or value]."""

    says: str
    that: Annotated[list[tuple[str, Operator, Operand]], Field(min_length=1)]


class Trial(_Data):
    """Something to try: an instruction, and the scenario that results from following it."""

    text: str
    query: str

    @property
    def address(self) -> str:
        """The query with its version, as in an address."""
        return f"v={VERSION}&{self.query}"


class Lesson(_Data):
    """A scenario with prose and claims. ``view`` is written like the query; it changes only the look."""

    slug: str
    title: str
    question: str
    query: str
    view: str = ""
    paragraphs: Annotated[list[str], Field(min_length=2, max_length=4)]
    trial: Trial
    queries: dict[str, str] = {}
    numbers: dict[str, Number]
    claims: Annotated[list[Claim], Field(min_length=2, max_length=5)]

    @property
    def address(self) -> str:
        """Scenario and view as one query string."""
        return "&".join(filter(None, (self.query, self.view)))


class Shown:
    """A measured value that formats itself for a sentence.

    {name} writes three digits, {name:.1f} as many as the format asks for, and {name:times} "not once", "twice" or
    "13 times".
    """

    def __init__(self, value: Value) -> None:
        self.value = value

    def __format__(self, form: str) -> str:
        if self.value is None:
            return "never"
        if isinstance(self.value, str):
            return self.value
        if isinstance(self.value, int) and form == "times":
            return TIMES.get(self.value, f"{self.value} times")
        if isinstance(self.value, int):
            return f"{self.value:,}" if abs(self.value) >= 10_000 else str(self.value)
        return _written(format(self.value, form or ".3g"))


def _written(text: str) -> str:
    """Return a number as it is printed: 1.2e-28 as 1.2·10⁻²⁸, with a true minus sign."""
    digits, _, exponent = text.partition("e")
    if exponent:
        digits += "·10" + str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return digits.replace("-", "−")


@cache
def lessons() -> dict[str, Lesson]:
    """Return the lessons by slug, in order."""
    found = {}
    for path in sorted((folder("templates") / "lessons").glob("*.toml")):
        slug = path.stem.partition("-")[2]
        found[slug] = Lesson.model_validate({**tomllib.loads(path.read_text("utf-8")), "slug": slug})
    return found


@cache
def numbers(slug: str) -> dict[str, Value]:
    """Return the measured numbers of a lesson."""
    return measured(lessons()[slug])


def measured(lesson: Lesson, limits: Limits | None = None) -> dict[str, Value]:
    """Run the scenarios of ``lesson`` and return its numbers. limits: by default the usual ones."""
    played = {name: play(query, limits) for name, query in {"": lesson.query, **lesson.queries}.items()}
    return {
        name: measure(find(played[number.query], number.run), number.metric, number.at)
        for name, number in lesson.numbers.items()
    }


def fill(lesson: Lesson, text: str) -> str:
    """Return ``text`` with its {names} replaced by the lesson's numbers."""
    return text.format_map({name: Shown(value) for name, value in numbers(lesson.slug).items()})


def holds(claim: Claim, values: Mapping[str, Value]) -> bool:
    """Return whether a claim holds for its numbers. A step that never comes is later than every other."""
    return all(_compare(values[left], operator, _value(right, values)) for left, operator, right in claim.that)


def _value(operand: Operand, values: Mapping[str, Value]) -> Value:
    if operand == "never":
        return None
    return values.get(operand, operand) if isinstance(operand, str) else operand


def _compare(left: Value, operator: Operator, right: Value) -> bool:
    if operator == "is":
        return left == right
    if isinstance(left, str) or isinstance(right, str):
        raise TypeError(f"{left!r} and {right!r} have no order")
    a, b = (inf if side is None else side for side in (left, right))
    if operator == "near":
        return isclose(a, b, rel_tol=NEAR)
    return a < b if operator == "<" else a > b


def address_in(lesson: Lesson, text: str) -> str:
    """Return the query that a lesson shows: the address, or the lesson's query if the address has no scenario.

    The lesson's own scenario has the current version, whatever version the address of a mere view has.
    """
    given = list(split_query(text))
    keys = {item.key for item in given}
    if any(key not in KEYS and key != "v" for key in keys):
        return text
    own = [item.raw for item in split_query(lesson.address) if item.key not in keys]
    return "&".join([*own, *(item.raw for item in given if item.key != "v" or item.text not in VERSIONS)])

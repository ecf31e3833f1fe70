"""The view: what only changes the look. It shares the query string with the scenario and never reaches the library."""

from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from optimizers import Limits, Problem, Scenario, ScenarioError

CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "layout": ("side-by-side", "overlay"),
    "theme": ("auto", "light", "dark"),
    "precision": ("f8", "f4"),
}
"""The named values of each key; the first is the default."""


@dataclass(frozen=True, slots=True)
class View:
    """layout and theme of the page, the step shown (None: the last), and the precision of arrays in answers."""

    layout: str = "side-by-side"
    theme: str = "auto"
    precision: str = "f8"
    step: int | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """A query string understood: the scenario, the view, and what had to be mended."""

    scenario: Scenario
    view: View
    problems: tuple[Problem, ...]


def understand(text: str, limits: Limits) -> Query:
    """Return the nearest legal reading of a query string, with every problem found."""
    problems: list[Problem] = []
    given: dict[str, str] = {}
    rest = []
    too_long = len(text) > limits.query
    for item in [] if too_long else text.split("&"):
        key, value = _split(item)
        if key not in CHOICES and key != "step":
            rest.append(item)
        elif key in given:
            problems.append(Problem(key, value, "given once"))
        else:
            given[key] = value
    scenario, error = Scenario.nearest(text if too_long else "&".join(rest), limits)
    view = View()
    for key, value in given.items():
        allowed, understood = _read(key, value, scenario.steps)
        if understood is None:
            problems.append(Problem(key, value, allowed))
        else:
            view = replace(view, **{key: understood})
    return Query(scenario, view, (*problems, *(error.problems if error else ())))


def demand(text: str, limits: Limits) -> Query:
    """Return the reading of a legal query string. Raises ScenarioError with every problem of any other."""
    query = understand(text, limits)
    if query.problems:
        raise ScenarioError(query.problems)
    return query


def _split(item: str) -> tuple[str, str]:
    """Return key and value, percent-encoding undone; what is no UTF-8 becomes a replacement character."""
    text = unquote_to_bytes(item.encode("utf-8", "surrogateescape")).decode("utf-8", "replace")
    key, _, value = text.partition("=")
    return key.strip(), value.strip()


def _read(key: str, value: str, steps: int) -> tuple[str, Any]:
    """Return what is allowed for a key, and the value read, None where it is not legal."""
    if key == "step":
        legal = value.isascii() and value.isdigit() and len(value) < 9 and int(value) <= steps
        return f"a whole number from 0 to {steps}", int(value) if legal else None
    choices = CHOICES[key]
    return "one of " + ", ".join(choices), value if value in choices else None

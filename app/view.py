"""The view: the part of a query string that changes only the look, and never reaches the library."""

import math
from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from optimizers import Problem, Scenario, ScenarioError
from optimizers.picture.colormaps import COLORMAPS, USUAL
from optimizers.picture.region import REACH, SMALLEST, Region, nearest
from optimizers.query.choices import Limits
from optimizers.query.conditions import VERSION
from optimizers.query.reader import Reader, split_query
from optimizers.terms.text import format_number, parse_number

from .embed_options import HIDABLE, LOCKABLE, UI
from .tuned import Tuned

CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "layout": ("side-by-side", "overlay", "3-d"),
    "theme": ("auto", "light", "dark"),
    "colormap": tuple(COLORMAPS),
    "quantity": ("loss", "gradient", "length", "distance", "rate", "rate-x", "rate-y"),
    "precision": ("f8", "f4"),
    "ui": ("", *UI),
    "autoplay": ("0", "1"),
    "links": ("1", "0"),
    "animate": ("0", "1"),
    "scale": ("", "1", "2", "3", "4"),
    "width": ("", "360", "480", "640"),
    "cells": ("160", "128", "96", "64", "0"),
    "plotly": ("0", "1"),
}
"""The named values of each key; the first is the default. An empty ui is full on the page, and compact in a frame.
An empty scale is 2, or 1 for a large picture; an empty width is 456, or 956 for a plot alone."""

NAMES: Final[dict[str, tuple[str, ...]]] = {"show": HIDABLE, "hide": HIDABLE, "lock": LOCKABLE}
"""The names that each list may contain."""

TITLE: Final = 80  # characters
PROSE: Final = ("title",)
"""The keys whose value is prose, in which every plus is a space, as HTML forms write it."""


class View(NamedTuple):
    """Layout and theme of the page, the precision of arrays in answers, and the step shown (None: the last).

    ui, show, hide: how much is shown. lock: what readers cannot change. autoplay, links, animate: "0" or "1".
    title: the author's own. scale: pixels of a PNG for each px. width: of each plot of a poster, in px. cells:
    those of a grid in each direction, "0" for no grid. region: the part of the plane that is shown, empty for the
    domain. colormap: of the contours. quantity: in the chart. plotly: whether an offline file holds it.
    """

    layout: str = "side-by-side"
    theme: str = "auto"
    precision: str = "f8"
    step: int | None = None
    ui: str = ""
    show: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    lock: tuple[str, ...] = ()
    autoplay: str = "0"
    links: str = "1"
    animate: str = "0"
    title: str = ""
    scale: str = ""
    width: str = ""
    cells: str = "160"
    region: Region = ()
    colormap: str = USUAL
    quantity: str = "loss"
    plotly: str = "0"

    @property
    def flat(self) -> str:
        """The layout of a picture that is not in 3-D: then it is one plot with all paths, like the 3-D view."""
        return "overlay" if self.layout == "3-d" else self.layout

    def some(self, keys: Iterable[str]) -> tuple[Any, ...]:
        """Return the values of ``keys``, for an answer that depends on no others."""
        return tuple(getattr(self, key) for key in keys)


KEYS: Final = View._fields
NAMED: Final = frozenset(KEYS)
WRITTEN: Final = (
    "layout",
    "theme",
    "colormap",
    "region",
    "quantity",
    "step",
    "ui",
    "show",
    "hide",
    "lock",
    "autoplay",
    "links",
    "title",
)
"""The keys that an address holds, in this order. ``static/js/state/address.js`` is the twin."""


class Query(NamedTuple):
    """The scenario and the view of a query string, the problems in it, and how many more problems are not listed."""

    scenario: Scenario
    view: View
    problems: tuple[Problem, ...]
    more: int = 0

    def address(self, *without: str) -> str:
        """Return the query as an address, with its version but without the keys ``without`` of the view."""
        usual = View()
        pairs = [(key, getattr(self.view, key)) for key in WRITTEN if key not in without]
        changed = [f"{key}={_write(value)}" for key, value in pairs if value != getattr(usual, key)]
        return "&".join([f"v={VERSION}", quote(self.scenario.query, safe=_SAFE + "=&,/:@%"), *changed])


_SAFE = "!'()*~"  # what encodeURIComponent leaves as it is


def _write(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(one if isinstance(one, str) else format_number(one) for one in value)
    return quote(str(value), safe=_SAFE)


def understand(text: str, limits: Limits, tuned: Tuned | None = None, search: bool = True) -> Query:
    """Return the nearest legal scenario and view of a query string, with all problems in it.

    tuned: where the learning rates of fair=tuned are kept for longer than the scenario lives. search: whether there is
    time to search a typed surface; otherwise raises NotSearchedError where that is needed.
    """
    reader = Reader()
    given: dict[str, str] = {}
    rest = []
    too_long = len(text) > limits.query
    for item in [] if too_long else split_query(text):
        if item.key not in NAMED:
            rest.append(item)
        elif item.key in given:
            reader.reject(item.key, item.text, "given once", kind="repeated")
        else:
            given[item.key] = item.prose if item.key in PROSE else item.text
    scenario, error = Scenario.nearest(text if too_long else rest, limits, tuned, search)
    choices: dict[str, Any] = {}
    for key, value in given.items():
        understood = _read(reader, key, value, scenario)
        if understood is not None:
            choices[key] = understood
    view = View(**choices)
    if not (reader.problems or error):
        return Query(scenario, view, ())
    known, more = (error.problems, error.more) if error else ((), 0)
    whole = ScenarioError((*reader.problems, *known), reader.more + more)
    return Query(scenario, view, whole.problems, whole.more)


def demand(text: str, limits: Limits, tuned: Tuned | None = None, search: bool = True) -> Query:
    """Return scenario and view of a legal query string. Raises ScenarioError, with all problems, for any other."""
    query = understand(text, limits, tuned, search)
    if query.problems:
        raise ScenarioError(query.problems, query.more)
    return query


def _read(reader: Reader, key: str, value: str, scenario: Scenario) -> Any:
    """Return the value, None if it is not legal; ``reader`` collects what is wrong with it."""
    return _READERS.get(key, _names if key in NAMES else _choice)(reader, key, value, scenario)


def _step(reader: Reader, key: str, value: str, scenario: Scenario) -> int | None:
    if value.isascii() and value.isdigit() and len(value) < 9 and int(value) <= scenario.steps:
        return int(value)
    reader.reject(key, value, f"a whole number from 0 to {scenario.steps}")
    return None


def _title(reader: Reader, key: str, value: str, scenario: Scenario) -> str:
    nearest = " ".join("".join(c if c.isprintable() else " " for c in value).split())[:TITLE]
    if nearest != value:
        reader.reject(key, value, f"a line of at most {TITLE} characters")
    return nearest


def _region(reader: Reader, key: str, value: str, scenario: Scenario) -> Region | None:
    numbers = [parse_number(part.strip()) for part in value.split(",", 4)]
    found = tuple(number for number in numbers if number is not None and math.isfinite(number))
    legal = nearest(found, scenario.surface.domain) if len(found) == len(numbers) == 4 else None
    if legal != found:
        reader.reject(key, value, _REGION)
    return legal


def _names(reader: Reader, key: str, value: str, scenario: Scenario) -> tuple[str, ...]:
    names = [name for name in dict.fromkeys(map(str.strip, value.split(","))) if name]
    unknown = [name for name in names if name not in _KNOWN[key]]
    for index, name in enumerate(unknown):  # the list of names is long, and an error has it once
        reader.reject(key, name, "one of the names listed above" if index else _ALLOWED[key])
    return tuple(name for name in names if name in _KNOWN[key])


def _choice(reader: Reader, key: str, value: str, scenario: Scenario) -> str | None:
    if value and value in CHOICES[key]:
        return value
    reader.reject(key, value, "one of " + ", ".join(filter(None, CHOICES[key])))
    return None


_REGION: Final = (
    f"left,right,bottom,top, in this order, from −{REACH:.0f} to {REACH:.0f}, "
    f"and at least {format_number(SMALLEST)} times as wide or as high as the domain"
)
_KNOWN: Final = {key: frozenset(names) for key, names in NAMES.items()}
_ALLOWED: Final = {key: "one of " + ", ".join(names) for key, names in NAMES.items()}
_Read = Callable[[Reader, str, str, Scenario], Any]
_READERS: Final[dict[str, _Read]] = {"step": _step, "title": _title, "region": _region}

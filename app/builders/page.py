"""The live page: whole, as a frame, or beside a lesson."""

import json
from dataclasses import dataclass
from typing import Any

from optimizers import Scenario
from optimizers.picture import Panel, description, panels
from optimizers.query.conditions import CONDITIONS
from optimizers.run.tuning import caption
from optimizers.terms.errors import problem_lines

from .. import plotlyjs
from ..catalog import members
from ..embed_options import COMPONENTS, CONTROLS, choices, hidden
from ..lessons import lessons
from ..pages import page_of
from ..public import card
from ..resources import folder
from ..view import Query
from .findings import Findings, findings
from .lesson import lesson_context

FAIR = next(parameter for parameter in CONDITIONS if parameter.name == "fair")
FRAMED = {"overlay": 480.0, "side-by-side": 300.0}  # px of a plot in a frame, which is narrower than the page


@dataclass(frozen=True, slots=True)
class PageArguments:
    """What determines a page.

    template: "page.html", "embed.html", "offline.html" or "lesson.html". query: what it shows, with its problems.
    root: the relative address of the root of the app. assets: the folder of static files, relative to that.
    public: the absolute address of the root. lesson: the lesson's slug, if it is one.
    automatic: whether the screen decides on the layout, because the address names none.
    """

    template: str
    query: Query
    root: str
    assets: str
    public: str
    lesson: str = ""
    automatic: bool = False

    @property
    def embedded(self) -> bool:
        """Whether the page is a frame, or a file, which has the same parts."""
        return self.template == "embed.html" or self.offline

    @property
    def offline(self) -> bool:
        """Whether the page is a file without a server, where nothing can be changed unless its script finds a way."""
        return self.template == "offline.html"


def page_html(given: PageArguments) -> bytes:
    """Return the page with its scenario already drawn, and a notice where that is only the nearest legal one."""
    return page_of(given.template, **page_context(given))


def page_context(given: PageArguments, found: Findings | None = None) -> dict[str, Any]:
    """Return what the template of the page is filled with. A file's plots are left to it: they have to fit in.

    found: what is found out about the scenario, if it is known.
    """
    query, embedded = given.query, given.embedded
    view, scenario = query.view, query.scenario
    lesson = lessons()[given.lesson] if given.lesson else None
    notices = problem_lines(query.problems, query.more)
    found = found or findings(scenario)
    out_of_sight = hidden(view.ui or ("compact" if embedded else "full"), view.show, view.hide)
    state = {
        "query": scenario.query,
        "view": {
            "layout": view.layout,
            "theme": view.theme,
            "colormap": view.colormap,
            "quantity": view.quantity,
            "step": view.step,
            "region": view.region or None,
        },
        "embed": {
            **{key: getattr(view, key) for key in ("ui", "show", "hide", "lock", "autoplay", "links", "title")},
            "embedded": embedded,
            "hidden": out_of_sight,
            "locked": _controls(scenario) if "all" in view.lock or given.offline else view.lock,
        },
        "choices": {} if embedded else choices(),
        "notices": notices,
        "members": members(scenario),
    }
    return {
        "root": given.root,
        "assets": given.assets,
        "island": json_in_script(state),
        "card": card(given.public, _whole(query) if lesson else query, lesson),
        "view": view,
        "embedded": embedded,
        "titles": {one.name: one.title for one in COMPONENTS},
        "plotly_full": plotlyjs.full(folder("static")),
        "hidden": out_of_sight,
        "address": query.address("ui", "show", "hide", "lock", "autoplay", "links", "title"),
        "panels": [] if given.offline else _panels(given, found),
        "automatic": given.automatic,
        "aspect": aspect(scenario.surface.domain),
        "caption": caption(scenario),
        "fair": (FAIR.label, [*zip(FAIR.choices, FAIR.words, strict=True)], scenario.conditions[FAIR.name]),
        "verdict": found.verdict,
        "description": description(scenario),
        "notices": notices,
        "query": scenario.query,
        **(lesson_context(lesson, query) if lesson else {}),
    }


def _panels(given: PageArguments, found: Findings) -> list[Panel]:
    view, runs, ahead = given.query.view, found.runs, found.ahead
    width = FRAMED[view.flat] if given.embedded else None
    return panels(found.scenario, view.flat, view.step, width, runs=runs, ahead=ahead, region=view.region)


def json_in_script(value: Any) -> str:
    """Return ``value`` as JSON inside a script element, which a "<" could end."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def aspect(domain: tuple[tuple[float, float], tuple[float, float]]) -> float:
    """Return width over height of a plot area that shows ``domain``, with axes 1:1."""
    (left, right), (bottom, top) = domain
    return (right - left) / (top - bottom)


def _controls(scenario: Scenario) -> tuple[str, ...]:
    """Return the names of everything that can be locked, with the hyper-parameters that a typed optimizer names."""
    named = (name for one in scenario.optimizers for name in one.values)
    return tuple(dict.fromkeys((*CONTROLS, *scenario.surface.values, *named)))


def _whole(query: Query) -> Query:
    """Return what the card of a lesson shows: all steps, although the lesson opens before the first."""
    return query._replace(view=query.view._replace(step=query.view.step or None))

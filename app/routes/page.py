"""The page itself."""

import json
from typing import Any

from fastapi import APIRouter, Request, Response

from optimizers import Limits, caption, problem_lines, simulate, verdict
from optimizers.picture import description, panels

from ..catalog import catalog, mathml
from ..dependencies import Occupied, ScenarioLimits, Understood
from ..embedding import CONTROLS, choices, hidden
from ..public import card
from ..view import Query

router = APIRouter()
FRAMED = {"overlay": 480.0, "side-by-side": 300.0}  # px of a plot in a frame, which is narrower than a page


@router.get("/", include_in_schema=False)
def read_page(request: Request, query: Understood, limits: ScenarioLimits, place: Occupied) -> Response:
    """The page with its scenario already drawn. A bad one is answered with the nearest legal one and a notice."""
    return render(request, query, limits, "page.html")


def render(request: Request, query: Query, limits: Limits, name: str, embedded: bool = False, **more: Any) -> Response:
    """Return the live page by the template ``name``, which may show ``more`` beside it; ``embedded``: as a frame."""
    view, scenario = query.view, query.scenario
    runs = simulate(scenario)
    out_of_sight = hidden(view.ui or ("compact" if embedded else "full"), view.show, view.hide)
    state = {
        "query": scenario.query,
        "view": {"layout": view.layout, "theme": view.theme, "step": view.step},
        "embedding": {
            **{key: getattr(view, key) for key in ("ui", "show", "hide", "lock", "autoplay", "links", "title")},
            "embedded": embedded,
            "hidden": out_of_sight,
            "locked": CONTROLS if "all" in view.lock else view.lock,
        },
        "choices": {} if embedded else choices(),
        "notices": problem_lines(query.problems, query.more),
        "catalog": catalog(limits),
    }
    # The state stands in a script element, which only its own closing tag could end.
    island = json.dumps(state, ensure_ascii=False).replace("<", "\\u003c")
    pages = request.app.state.pages
    page: Response = pages.render(
        request,
        name,
        island=island,
        card=card(request, query, more.get("lesson")),
        view=view,
        embedded=embedded,
        hidden=out_of_sight,
        address=query.address("ui", "show", "hide", "lock", "autoplay", "links", "title"),
        panels=panels(scenario, view.layout, view.step, FRAMED[view.layout] if embedded else None, runs=runs),
        caption=caption(scenario),
        verdict=verdict(scenario, runs),
        description=description(scenario),
        notices=state["notices"],
        query=scenario.query,
        mathml=mathml,
        **more,
    )
    return page

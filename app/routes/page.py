"""The page itself."""

import json
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request, Response

from optimizers import simulate, verdict
from optimizers.picture import description, panels
from optimizers.run.tuning import caption
from optimizers.terms.errors import problem_lines

from .. import caching
from ..dependencies import Admitted, Understood
from ..embed_options import CONTROLS, choices, hidden
from ..lessons import Lesson
from ..public import card, public_url
from ..view import Query

router = APIRouter()
FRAMED = {"overlay": 480.0, "side-by-side": 300.0}  # px of a plot in a frame, which is narrower than the page


@router.get("/", include_in_schema=False)
def read_page(request: Request, query: Understood, admitted: Admitted) -> Response:
    """The page with its scenario already drawn. For an illegal one it shows the nearest legal one and a notice."""
    return render(request, query, "page.html")


def render(
    request: Request,
    query: Query,
    name: str,
    embedded: bool = False,
    lesson: Lesson | None = None,
    more: Callable[[], dict[str, Any]] = dict,
) -> Response:
    """Return the live page by the template ``name``, or 304 if the client has it already.

    embedded: whether it is a frame. lesson: the lesson that it is part of. more: returns further values for the
    template; called only if the page is made.
    """
    pages, notices = request.app.state.pages, problem_lines(query.problems, query.more)
    key = (name, pages.assets, public_url(request), str(request.app.state.settings.limits), *notices)
    tag = caching.etag(request, *key, query.scenario.query, str(query.view))
    if caching.is_known(request, tag):
        return Response(status_code=304, headers=caching.headers(tag))
    view, scenario = query.view, query.scenario
    runs = simulate(scenario)
    out_of_sight = hidden(view.ui or ("compact" if embedded else "full"), view.show, view.hide)
    state = {
        "query": scenario.query,
        "view": {"layout": view.layout, "theme": view.theme, "step": view.step},
        "embed": {
            **{key: getattr(view, key) for key in ("ui", "show", "hide", "lock", "autoplay", "links", "title")},
            "embedded": embedded,
            "hidden": out_of_sight,
            "locked": CONTROLS if "all" in view.lock else view.lock,
        },
        "choices": {} if embedded else choices(),
        "notices": notices,
    }
    # The state is inside a script element, which a "<" could end.
    island = json.dumps(state, ensure_ascii=False).replace("<", "\\u003c")
    page: Response = pages.render(
        request,
        name,
        headers=caching.headers(tag),
        island=f'{island[:-1]}, "catalog": {request.app.state.catalog}}}',
        card=card(request, query, lesson),
        view=view,
        embedded=embedded,
        hidden=out_of_sight,
        address=query.address("ui", "show", "hide", "lock", "autoplay", "links", "title"),
        panels=panels(scenario, view.layout, view.step, FRAMED[view.layout] if embedded else None, runs=runs),
        caption=caption(scenario),
        verdict=verdict(scenario, runs),
        description=description(scenario),
        notices=notices,
        query=scenario.query,
        lesson=lesson,
        **more(),
    )
    return page

"""The page itself."""

import json

from fastapi import APIRouter, Request, Response

from ..catalog import catalog, mathml
from ..dependencies import Occupied, ScenarioLimits, Understood
from ..poster import CAPTION, description, panels

router = APIRouter()


@router.get("/", include_in_schema=False)
def read_page(request: Request, query: Understood, limits: ScenarioLimits, place: Occupied) -> Response:
    """The page with its scenario already drawn. A bad one is answered with the nearest legal one and a notice."""
    state = {
        "query": query.scenario.query,
        "view": {"layout": query.view.layout, "theme": query.view.theme, "step": query.view.step},
        "notices": [str(problem) for problem in query.problems],
        "catalog": catalog(limits),
    }
    # The state stands in a script element, which only its own closing tag could end.
    island = json.dumps(state, ensure_ascii=False).replace("<", "\\u003c")
    pages = request.app.state.pages
    page: Response = pages.render(
        request,
        "page.html",
        island=island,
        view=query.view,
        panels=panels(query.scenario, query.view.layout, query.view.step),
        caption=CAPTION,
        description=description(query.scenario),
        notices=state["notices"],
        query=query.scenario.query,
        mathml=mathml,
    )
    return page

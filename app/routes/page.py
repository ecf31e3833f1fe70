"""The page itself."""

from fastapi import APIRouter, Request, Response

from optimizers.terms.errors import problem_lines

from ..answers import answer
from ..builders import PageArguments, page_html
from ..dependencies import Direct, understood
from ..pages import HTML, root_of
from ..public import public_url
from ..view import WRITTEN, Query
from ..work import price

router = APIRouter(route_class=Direct)


@router.get("/", include_in_schema=False)
async def read_page(request: Request) -> Response:
    """The page with its scenario already drawn. For an illegal one it shows the nearest legal one and a notice."""
    return await render(request, await understood(request), "page.html")


async def render(request: Request, query: Query, template: str, lesson: str = "") -> Response:
    """Return the live page by a template. lesson: the slug of the lesson."""
    state, scenario = request.app.state, query.scenario
    automatic = template != "embed.html" and "layout" not in request.query_params
    arguments = PageArguments(
        template, query, root_of(request), state.pages.assets, public_url(request), lesson, automatic
    )
    notices = problem_lines(query.problems, query.more)
    fixed = (template, arguments.root, arguments.assets, arguments.public, automatic)
    job = (price.LESSON if lesson else price.PAGE).make(scenario, page_html, arguments)
    return await answer(request, HTML, job, *fixed, *notices, scenario.query, query.view.some(WRITTEN), public=True)

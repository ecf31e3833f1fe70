"""The page itself."""

from fastapi import APIRouter, Request, Response

from optimizers.terms.errors import problem_lines

from ..builders import PageArguments, page_html
from ..caching import answer
from ..dependencies import Admitted, Understood
from ..pages import HTML, root_of
from ..public import public_url
from ..view import Query

router = APIRouter()


@router.get("/", include_in_schema=False)
def read_page(request: Request, query: Understood, admitted: Admitted) -> Response:
    """The page with its scenario already drawn. For an illegal one it shows the nearest legal one and a notice."""
    return render(request, query, "page.html")


def render(request: Request, query: Query, template: str, lesson: str = "") -> Response:
    """Return the live page by a template, or 304 if the client has it already. lesson: the slug of the lesson."""
    state = request.app.state
    arguments = PageArguments(
        template, query, root_of(request), state.pages.assets, public_url(request), state.settings.limits, lesson
    )
    notices = problem_lines(query.problems, query.more)
    key = (template, arguments.assets, arguments.public, str(arguments.limits), *notices)
    return answer(request, HTML, lambda: page_html(arguments), *key, query.scenario.query, str(query.view))

"""The list of lessons, and each lesson as text beside the live page."""

from fastapi import APIRouter, HTTPException, Request, Response

from optimizers.terms.errors import shortened

from .. import caching
from ..dependencies import Admitted, ScenarioLimits
from ..lessons import address_in, lessons
from ..view import understand
from .page import render

router = APIRouter()


@router.get("/lessons", include_in_schema=False)
def read_lessons(request: Request) -> Response:
    """The list of lessons."""
    pages = request.app.state.pages
    tag = caching.etag(request, pages.assets)
    if caching.is_known(request, tag):
        return Response(status_code=304, headers=caching.headers(tag))
    listed = list(lessons().values())
    page: Response = pages.render(request, "lessons.html", headers=caching.headers(tag), lessons=listed)
    return page


@router.get("/lessons/{slug}", include_in_schema=False)
def read_lesson(request: Request, slug: str, limits: ScenarioLimits, admitted: Admitted) -> Response:
    """A lesson beside the live page, with the lesson's scenario or the one of the address."""
    if slug not in lessons():
        raise HTTPException(404, f"No lesson {shortened(slug)}")
    raw: bytes = request.scope["query_string"]
    address = address_in(lessons()[slug], raw.decode("utf-8", "surrogateescape"))
    query = understand(address, limits, request.app.state.tuned)
    return render(request, query, "lesson.html", lesson=slug)

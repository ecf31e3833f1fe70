"""The list of lessons, and each lesson as text beside the live page."""

from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response

from optimizers.terms.errors import shortened

from .. import caching
from ..dependencies import Admitted, ScenarioLimits
from ..lessons import Lesson, address_in, fill, lessons
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
    context = {"headers": caching.headers(tag), "lessons": list(lessons().values())}
    page: Response = pages.render(request, "lessons.html", **context)
    return page


@router.get("/lessons/{slug}", include_in_schema=False)
def read_lesson(request: Request, slug: str, limits: ScenarioLimits, admitted: Admitted) -> Response:
    """A lesson beside the live page, with the lesson's scenario or the one of the address."""
    if slug not in lessons():
        raise HTTPException(404, f"No lesson {shortened(slug)}")
    lesson = lessons()[slug]
    raw: bytes = request.scope["query_string"]
    address = address_in(lesson, raw.decode("utf-8", "surrogateescape"))
    query = understand(address, limits, request.app.state.tuned)
    return render(request, query, "lesson.html", lesson=lesson, more=lambda: _prose(lesson))


def _prose(lesson: Lesson) -> dict[str, Any]:
    """Return the text of ``lesson`` beside the plots, its number, and the lessons before and after it."""
    order = list(lessons().values())
    index = order.index(lesson)
    return {
        "number": index + 1,
        "count": len(order),
        "before": order[index - 1] if index else None,
        "after": order[index + 1] if index + 1 < len(order) else None,
        "paragraphs": [fill(lesson, text) for text in lesson.paragraphs],
        "trial": fill(lesson, lesson.trial.text),
        "claims": [fill(lesson, claim.says) for claim in lesson.claims],
    }

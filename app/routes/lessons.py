"""The lessons: their list, and each as prose beside the live page."""

from fastapi import APIRouter, HTTPException, Request, Response

from optimizers import shortened

from ..dependencies import Occupied, ScenarioLimits
from ..lessons import address_in, fill, lessons
from ..view import understand
from .page import render

router = APIRouter()


@router.get("/lessons", include_in_schema=False)
def read_lessons(request: Request) -> Response:
    """The lessons in their order."""
    page: Response = request.app.state.pages.render(request, "lessons.html", lessons=list(lessons().values()))
    return page


@router.get("/lessons/{slug}", include_in_schema=False)
def read_lesson(request: Request, slug: str, limits: ScenarioLimits, place: Occupied) -> Response:
    """A lesson beside the live page, with the lesson's scenario or the one of the address."""
    if slug not in lessons():
        raise HTTPException(404, f"No lesson {shortened(slug)}")
    lesson = lessons()[slug]
    raw: bytes = request.scope["query_string"]
    query = understand(address_in(lesson, raw.decode("utf-8", "surrogateescape")), limits)
    order = list(lessons().values())
    place_in_order = order.index(lesson)
    return render(
        request,
        query,
        limits,
        "lesson.html",
        lesson=lesson,
        number=place_in_order + 1,
        count=len(order),
        before=order[place_in_order - 1] if place_in_order else None,
        after=order[place_in_order + 1] if place_in_order + 1 < len(order) else None,
        paragraphs=[fill(lesson, text) for text in lesson.paragraphs],
        trial=fill(lesson, lesson.trial.text),
        claims=[fill(lesson, claim.says) for claim in lesson.claims],
    )

"""The lessons: their list, and each as prose beside the live page."""

from fastapi import APIRouter, HTTPException, Request, Response

from ..dependencies import Occupied, ScenarioLimits
from ..lessons import Lesson, fill, lessons
from ..view import KEYS, understand
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
        raise HTTPException(404, f"No lesson {slug}")
    lesson = lessons()[slug]
    raw: bytes = request.scope["query_string"]
    query = understand(_address(lesson, raw.decode("utf-8", "surrogateescape")), limits)
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
        claims=[fill(lesson, claim.says) for claim in lesson.claims],
    )


def _address(lesson: Lesson, text: str) -> str:
    """Return the query to show: that of the address; the lesson's own where it holds at the most a view."""
    given = dict.fromkeys(item.partition("=")[0] for item in text.split("&") if item)
    if any(key not in KEYS and key != "v" for key in given):
        return text
    own = [item for item in lesson.address.split("&") if item.partition("=")[0] not in given]
    return "&".join([*own, *filter(None, text.split("&"))])

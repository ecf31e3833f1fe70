"""The list of lessons, and each lesson as text beside the live page."""

from fastapi import APIRouter, HTTPException, Request, Response

from optimizers.terms.errors import shortened

from ..answers import answer
from ..builders import lesson_list
from ..dependencies import text_of, understood
from ..lessons import OPENING, address_in, lessons
from ..pages import HTML, root_of
from ..work import Job
from .page import render

router = APIRouter()
PRICE = 3.0  # ms of the list


@router.get("/lessons", include_in_schema=False)
async def read_lessons(request: Request) -> Response:
    """The list of lessons."""
    root, assets = root_of(request), request.app.state.pages.assets
    return await answer(request, HTML, Job(lesson_list, (root, assets), PRICE), root, assets)


@router.get("/lessons/{slug}", include_in_schema=False)
async def read_lesson(request: Request, slug: str) -> Response:
    """A lesson beside the live page: the lesson's scenario before its first step, or the scenario of the address."""
    if slug not in lessons():
        raise HTTPException(404, f"No lesson {shortened(slug)}")
    query = await understood(request, address_in(lessons()[slug], text_of(request), OPENING))
    return await render(request, query, "lesson.html", lesson=slug)

"""The text of a lesson beside the live page, and the list of lessons."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import Any

from optimizers import Scenario
from optimizers.picture import description, poster_size
from optimizers.query.conditions import VERSION

from ..lessons import Chapter, Lesson, answer_of, chapters, fill, lessons
from ..pages import page_of
from ..view import Query

WIDTH = 360  # px of the plot on a card
POSTER = f"layout=overlay&width={WIDTH}"


@dataclass(frozen=True, slots=True)
class Card:
    """A lesson in the list: its number, and its poster with width and height in px."""

    lesson: Lesson
    number: int
    poster: str
    width: int
    height: int
    alt: str


def lesson_context(lesson: Lesson, query: Query) -> dict[str, Any]:
    """Return what the template of a lesson shows of it.

    guessing: whether the page shows the lesson's own scenario before its first step, so that the results would give
    the answer away.
    """
    order = list(lessons().values())
    index = order.index(lesson)
    right = lesson.prediction.choices[answer_of(lesson)]
    return {
        "lesson": lesson,
        "guessing": query.scenario.query == lesson.query and query.view.step == 0,
        "chapter": next(chapter for chapter in chapters() if lesson.slug in chapter.lessons),
        "number": index + 1,
        "count": len(order),
        "before": order[index - 1] if index else None,
        "after": order[index + 1] if index + 1 < len(order) else None,
        "asks": fill(lesson, lesson.prediction.asks),
        "choices": [(fill(lesson, choice.says), choice is right) for choice in lesson.prediction.choices],
        "answer": fill(lesson, right.says),
        "whole": f"v={VERSION}&{lesson.address}",
        "tells": fill(lesson, lesson.prediction.tells),
        "paragraphs": [fill(lesson, text) for text in lesson.paragraphs],
        "trials": [(fill(lesson, trial.text), lesson.trial_address(trial)) for trial in lesson.trials],
        "claims": [fill(lesson, claim.says) for claim in lesson.claims],
    }


def lesson_list(root: str, assets: str) -> bytes:
    """Return the page with the list of lessons. root: the relative address of the root of the app."""
    return page_of(
        "lessons.html",
        root=root,
        assets=assets,
        status=200,
        chapters=list(_cards()),
        count=len(lessons()),
    )


def _cards() -> Iterator[tuple[Chapter, list[Card]]]:
    number = 0
    for chapter in chapters():
        cards = []
        for slug in chapter.lessons:
            number += 1
            lesson = lessons()[slug]
            scenario = Scenario.from_query(lesson.query)
            width, height = poster_size(scenario, "overlay", width=WIDTH)
            poster = f"{scenario.query}&{POSTER}"
            cards.append(Card(lesson, number, poster, ceil(width), ceil(height), description(scenario)))
        yield chapter, cards

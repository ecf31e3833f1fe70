"""The lessons: scenarios with a prediction, a short text and claims, each read from a file in templates/lessons.

A number in the text is a {name} that the lesson's ``numbers`` define; it is measured in a run when it is shown. The
answer to a prediction is the choice whose comparisons hold. ``chapters.toml`` has the order of the lessons.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from optimizers import Problem, ScenarioError
from optimizers.query.choices import Limits
from optimizers.query.conditions import VERSION, VERSIONS
from optimizers.query.reader import split_query

from .claims import Claim, Data, Number, holds, written
from .measures import Value, find, measure, play
from .resources import folder
from .view import KEYS, Query

CHAPTERS = "chapters"  # the name of the file that is no lesson
OPENING = "step=0"  # the view of a lesson whose prediction has still to be made


class Trial(Data):
    """Something to try. ``query``: the name, among ``queries``, of the scenario that results from doing it."""

    text: str
    query: str
    view: str = ""


class Prediction(Data):
    """A question about the runs, choices of which one is true, and what the runs say."""

    asks: str
    choices: Annotated[list[Claim], Field(min_length=2, max_length=4)]
    tells: str


class Lesson(Data):
    """A scenario with prose and claims. ``view`` is written like the query; it changes only the look."""

    slug: str
    title: str
    question: str
    query: str
    view: str = ""
    prediction: Prediction
    paragraphs: Annotated[list[str], Field(min_length=2, max_length=4)]
    trials: Annotated[list[Trial], Field(min_length=1, max_length=3)]
    queries: dict[str, str]
    numbers: dict[str, Number]
    claims: Annotated[list[Claim], Field(min_length=2, max_length=5)]

    @property
    def address(self) -> str:
        """Scenario and view as one query string, with all steps in sight."""
        return "&".join(filter(None, (self.query, self.view)))

    def trial_address(self, trial: Trial) -> str:
        """Return the address of what a trial shows, with its version."""
        return "&".join(filter(None, (f"v={VERSION}", self.queries[trial.query], trial.view)))


class Chapter(Data):
    """Some lessons in a row, by their slugs."""

    title: str
    about: str
    lessons: list[str]


@cache
def chapters() -> list[Chapter]:
    """Return the chapters, in order."""
    return [Chapter.model_validate(one) for one in _read(_files() / f"{CHAPTERS}.toml")["chapters"]]


@cache
def lessons() -> dict[str, Lesson]:
    """Return the lessons by slug, in order."""
    return {
        slug: Lesson.model_validate({**_read(_files() / f"{slug}.toml"), "slug": slug})
        for chapter in chapters()
        for slug in chapter.lessons
    }


@cache
def numbers(slug: str) -> dict[str, Value]:
    """Return the measured numbers of a lesson."""
    return measured(lessons()[slug])


def measured(lesson: Lesson, limits: Limits | None = None) -> dict[str, Value]:
    """Run the scenarios of ``lesson`` and return its numbers. limits: by default the usual ones."""
    played = {name: play(query, limits) for name, query in {"": lesson.query, **lesson.queries}.items()}
    return {
        name: measure(find(played[number.query], number.run), number.metric, number.at)
        for name, number in lesson.numbers.items()
    }


def fill(lesson: Lesson, text: str) -> str:
    """Return ``text`` with its {names} replaced by the lesson's numbers."""
    return written(text, numbers(lesson.slug))


def answer_of(lesson: Lesson) -> int:
    """Return the index of the choice that the runs make true."""
    values = numbers(lesson.slug)
    return next(i for i, choice in enumerate(lesson.prediction.choices) if holds(choice, values))


def address_in(lesson: Lesson, text: str, view: str = "") -> str:
    """Return the query that a lesson shows: the address, or the lesson's query if the address has no scenario.

    The lesson's own scenario has the current version, whatever version the address of a mere view has.
    view: what the lesson's view has in addition, as long as the address says nothing else.
    """
    given = list(split_query(text))
    keys = {item.key for item in given}
    if any(key not in KEYS and key != "v" for key in keys):
        return text
    usual = "&".join(filter(None, (lesson.address, view)))
    own = [item.raw for item in split_query(usual) if item.key not in keys]
    return "&".join([*own, *(item.raw for item in given if item.key != "v" or item.text not in VERSIONS)])


def lesson_of(text: str) -> tuple[str, str]:
    """Return the query of a file, and the slug of the lesson whose text it has, which an item ``lesson=`` names, or "".

    Without a scenario it is the lesson's. Raises ScenarioError for a lesson that does not exist, and for a second one.
    """
    given = list(split_query(text))
    slugs = [item.text for item in given if item.key == "lesson"]
    if not slugs:
        return text, ""
    if len(slugs) > 1:
        raise ScenarioError((Problem("lesson", slugs[1], "only one lesson"),))
    demand_lesson(slugs[0])
    rest = "&".join(item.raw for item in given if item.key != "lesson")
    return address_in(lessons()[slugs[0]], rest, OPENING), slugs[0]


def opened(query: Query, text: str, slug: str) -> Query:
    """Return the query of ``text`` with the view that a lesson opens with: its own scenario with the prediction."""
    says = any(item.key == "step" for item in split_query(text))
    if not slug or says or query.scenario.query != lessons()[slug].query:
        return query
    return query._replace(view=query.view._replace(step=0))


def demand_lesson(slug: str) -> None:
    """Raise ScenarioError if there is no lesson of that name."""
    if slug not in lessons():
        raise ScenarioError((Problem("lesson", slug, "one of " + ", ".join(lessons()), kind="entry"),))


def _files() -> Path:
    return folder("templates") / "lessons"


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))

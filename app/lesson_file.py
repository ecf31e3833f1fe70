"""The page of a scenario as one HTML file, for the library, if the app is installed."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from optimizers.query.choices import Limits

from . import plotlyjs
from .assets import served
from .builders import offline_html, poster_png
from .lessons import OPENING, demand_lesson, lesson_of, lessons, opened
from .public import title_of
from .view import Query, demand

DIGITS = 12  # of a name, enough to tell the scenarios of a book apart


@dataclass(frozen=True, slots=True)
class LessonFile:
    """The page of ``query`` as one file that needs no server.

    root: the absolute address of one, for links to it. lesson: the slug of the lesson whose text it has, if any.
    bundle: of plotly.js, which the file holds if the query asks for it; by default the one that the page loads.
    """

    query: Query
    root: str = ""
    lesson: str = ""
    bundle: Path | None = None

    @classmethod
    def of(cls, query: str, link: str = "", plotly: bool | Path = False, lesson: str = "") -> "LessonFile":
        """Return the file of a query string; with a lesson, it adds to the lesson's own. The query may name a
        lesson too, whose text the file then has.

        link: the address that the query is of, for links to the whole page; without one the file has none. plotly:
        whether the file holds Plotly, whatever the query says, or the path of the bundle that it holds. lesson: the
        slug of a lesson; the file opens with its prediction. Raises ScenarioError if the query is not legal, or there
        is no such lesson, ValueError if the bundle is none, and OSError if it cannot be read.
        """
        text, named = lesson_of(query)
        if lesson:
            demand_lesson(lesson)
        own = (lessons()[lesson].query, lessons()[lesson].view, OPENING) if lesson else ()
        written = "&".join(filter(None, (*own, text, "plotly=1" if plotly else "")))
        understood = opened(demand(written, Limits()), written, lesson or named)
        root = urljoin(link, ".." if "/lessons/" in link else ".") if link.startswith(("http://", "https://")) else ""
        return cls(understood, root, lesson or named, plotlyjs.checked(plotly) if isinstance(plotly, Path) else None)

    @property
    def title(self) -> str:
        """The author's title, otherwise a description of the scenario."""
        return title_of(self.query)

    @property
    def name(self) -> str:
        """The name of the file, the same for all texts of the same scenario with the same look."""
        held = f"plotly={self.query.view.plotly}&bundle={self.bundle}&lesson={self.lesson}"
        shown = f"{self.root}?{self.query.address()}&{held}"
        digits = hashlib.sha256(shown.encode()).hexdigest()[:DIGITS]
        return f"trajectories-{self.query.scenario.surface.name}-{digits}.html"

    def html(self) -> bytes:
        """Return the file."""
        return offline_html(self.query, Limits(), self.root, self.lesson, self.bundle)

    def picture(self) -> bytes:
        """Return what it shows as PNG. Raises ScenarioError if that is too large."""
        return poster_png(self.query.scenario, self.query.view)

    def fitting(self) -> bytes:
        """Return the script that makes frames as high as what they show, for the pages around them."""
        return served()["js/frame/fit-frames.js"].read_bytes()


def lesson_file(query: str, link: str = "", plotly: bool | Path = False, lesson: str = "") -> bytes:
    """Return the file of a query string; see ``LessonFile.of``."""
    return LessonFile.of(query, link, plotly, lesson).html()

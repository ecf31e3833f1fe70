"""The page of a scenario as one HTML file, for the library, if the app is installed."""

import hashlib
from dataclasses import dataclass
from urllib.parse import urljoin

from optimizers.query.choices import Limits

from .assets import served
from .builders import offline_html, poster_png
from .public import title_of
from .view import Query, demand

DIGITS = 12  # of a name, enough to tell the scenarios of a book apart


@dataclass(frozen=True, slots=True)
class LessonFile:
    """The page of ``query`` as one file that needs no server. root: the absolute address of one, for links to it."""

    query: Query
    root: str = ""

    @classmethod
    def of(cls, query: str, link: str = "", plotly: bool = False) -> "LessonFile":
        """Return the file of a query string.

        link: the address that the query is of, for links to the whole page; without one the file has none. plotly:
        whether the file holds Plotly, whatever the query says. Raises ScenarioError if the query is not legal.
        """
        understood = demand(f"{query}&plotly=1" if plotly else query, Limits())
        root = urljoin(link, ".." if "/lessons/" in link else ".") if link.startswith(("http://", "https://")) else ""
        return cls(understood, root)

    @property
    def title(self) -> str:
        """The author's title, otherwise a description of the scenario."""
        return title_of(self.query)

    @property
    def name(self) -> str:
        """The name of the file, the same for all texts of the same scenario with the same look."""
        shown = f"{self.root}?{self.query.address()}&plotly={self.query.view.plotly}"
        digits = hashlib.sha256(shown.encode()).hexdigest()[:DIGITS]
        return f"trajectories-{self.query.scenario.surface.name}-{digits}.html"

    def html(self) -> bytes:
        """Return the file."""
        return offline_html(self.query, Limits(), self.root)

    def picture(self) -> bytes:
        """Return what it shows as PNG. Raises ScenarioError if that is too large."""
        return poster_png(self.query.scenario, self.query.view)

    def fitting(self) -> bytes:
        """Return the script that makes frames as high as what they show, for the pages around them."""
        return served()["js/frame/fit-frames.js"].read_bytes()


def lesson_file(query: str, link: str = "", plotly: bool = False) -> bytes:
    """Return the file of a query string; see ``LessonFile.of``."""
    return LessonFile.of(query, link, plotly).html()

"""The page of a scenario as one HTML file. The page belongs to the app: this is where the library asks it for one."""

from pathlib import Path
from typing import Protocol
from xml.sax.saxutils import quoteattr

from ..query.links import link_parts

HEIGHT, LEAST, MOST = 600, 100, 8000  # px, of a frame: the usual height, and the limits
SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox"


class LessonFile(Protocol):
    """The page of a query as one file, which is made when it is asked for."""

    @property
    def title(self) -> str:
        """What it shows: the author's title, otherwise a description of the scenario."""

    @property
    def name(self) -> str:
        """The name of the file, the same for all texts of the same scenario with the same look."""

    def html(self) -> bytes:
        """Return the file, which needs no server. Raises ScenarioError if it would be too large."""

    def picture(self) -> bytes:
        """Return what it shows as PNG. Raises ScenarioError if that is too large."""

    def fitting(self) -> bytes:
        """Return the script for pages with such files in frames: it makes a frame as high as what it shows."""


def lesson_file(text: str, plotly: bool | Path = False, lesson: str = "") -> LessonFile:
    """Return the file of a query or a whole link, with the scenario and the look that it names; with the slug of a
    lesson, the lesson with its text, to which the query adds.

    A link's address is where the links of the file lead to; a query's file has none. plotly: whether it holds Plotly,
    whatever the text says, or the path of the bundle of plotly.js that it holds, such as the small cartesian one.
    Raises ScenarioError if the text is not legal, ValueError if the bundle is none, OSError if it cannot be read, and
    ImportError if the app is not installed.
    """
    try:
        from app.lesson_file import LessonFile as Made  # the library does without the app
    except ImportError as error:
        said = f"a lesson file needs the app's page, but {error.name} is not installed"
        raise ImportError(said, name=error.name) from error
    link, query = link_parts(text)
    return Made.of(query, link, plotly, lesson)


def allowed_height(height: int) -> int:
    """Return the height of a frame in px. Raises ValueError if it is not allowed."""
    if not LEAST <= height <= MOST:
        raise ValueError(f"height = {height} is not allowed: a whole number of px from {LEAST} to {MOST}")
    return height


def frame(title: str, height: int, **attributes: str) -> str:
    """Return the HTML of a frame with such a file, shut off from the page around it.

    title: what screen readers call it. height: px. attributes: src or srcdoc, which says what it shows, and others.
    """
    usual = {"title": title, "width": "100%", "height": str(height), "sandbox": SANDBOX, "allow": "fullscreen"}
    written = [f"{name}={quoteattr(value)}" for name, value in {**usual, "style": "border: 0", **attributes}.items()]
    return f"<iframe {' '.join(written)}></iframe>"

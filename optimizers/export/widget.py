"""A lesson file in a notebook: the page in a frame that holds all of it, so that sliders work without a kernel."""

from base64 import b64encode
from collections.abc import Collection

from .lesson_file import LessonFile, allowed_height, frame, lesson_file


class Widget:
    """What ``Scenario.widget`` returns: a notebook shows the page, and a document without frames the picture."""

    def __init__(self, file: LessonFile, height: int) -> None:
        self.file, self.height = file, height

    def __repr__(self) -> str:
        return f"Widget({self.file.title!r}, height={self.height})"

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, str]:
        page = self.file.html()
        forms = {
            "text/plain": lambda: f"{self.file.title}: a page of {len(page) / 1000:.0f} kB",
            "text/html": lambda: frame(self.file.title, self.height, srcdoc=page.decode()),
            "image/png": lambda: b64encode(self.file.picture()).decode(),
        }
        wanted = [name for name in forms if (include is None or name in include) and name not in (exclude or ())]
        return {name: forms[name]() for name in wanted}


def widget(text: str, height: int) -> Widget:
    """Return the widget of a query or a link, ``height`` px high; raise as ``lesson_file`` and ``frame`` do."""
    return Widget(lesson_file(text), allowed_height(height))

"""The directive in real builds of Sphinx, in reStructuredText and MyST: lesson files in HTML, pictures elsewhere."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Frame, Page, expect

from tests.markup import Element, elements
from tests.offline import PICTURE
from tests.readme import README

pytestmark = pytest.mark.slow

QUERY = "surface=ellipse,kappa=25&optimizer=sgd,lr=0.07&optimizer=rmsprop,lr=0.3&start=B,-0.6,4&steps=60"
CONF = 'project = "Course"\nhtml_theme = "basic"\nversion = "1"\ncopyright = "2026, nobody"\n'
SECTION = README.split("### Books without a server", 1)[1].split("\n### ", 1)[0]
CODE = {language: text for _, language, text in re.findall(r"^(`{3,})(\w*)\n(.*?)^\1$", SECTION, re.M | re.S)}
"""What the README tells authors to type, by language: the configuration, and a page in each of two."""
INDEX = f"""Course
======

.. optimizer-trajectories:: {QUERY}
   :name: ravine

   SGD and *RMSprop* from B

.. optimizer-trajectories::
   surface=rosenbrock&optimizer=adam
   &start=A,-1.2,1&steps=40&ui=minimal&title=The+valley
   :height: 420
   :alt: Adam in the "valley"

.. toctree::

   more/myst
   bad
   readme
   more/readme
"""
MYST = f"""# Again

```{{optimizer-trajectories}} v=2&{QUERY.replace("kappa=25", "kappa=25,theta=0")}&utm_source=x
SGD and RMSprop once more
```

```{{optimizer-trajectories}} https://example.org/paths/embed?{QUERY}#top
:plotly:
```
"""
BAD = """Bad
===

.. optimizer-trajectories:: surface=elipse&optimizer=sgd,lr=x

After it.

.. optimizer-trajectories:: optimizer=sgd
   :height: tall

.. optimizer-trajectories:: optimizer=sgd
   :plotly: index.rst
"""


class Book:
    """A course, built in several formats by two processes. said: what Sphinx warned of in the first one."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.source = folder, folder / "source"
        (self.source / "more").mkdir(parents=True)
        pages = {"conf.py": CONF + CODE["python"], "index.rst": INDEX, "more/myst.md": MYST, "bad.rst": BAD}
        pages |= {"readme.rst": f"R\n=\n\n{CODE['rst']}", "more/readme.md": f"# M\n\n{CODE['markdown']}"}
        for name, text in pages.items():
            (self.source / name).write_text(text, "utf-8")
        self.said = self.build("html")
        self.html = folder / "html"

    def build(self, builder: str) -> str:
        """Build it; return what Sphinx said."""
        folders = [str(self.folder / name) for name in ("doctrees", "source", builder)]
        command = [sys.executable, "-m", "sphinx", "-qN", "-j2", "--builder", builder, "--doctree-dir", *folders]
        done = subprocess.run(command, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stderr
        return done.stderr


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return Book(tmp_path_factory.mktemp("book"))


@pytest.fixture
def book(course: Book) -> Path:
    """The course in HTML."""
    return course.html


def frames(page: Path) -> list[Element]:
    return [one for one in elements(page.read_text("utf-8")) if one.tag == "iframe"]


@contextmanager
def opened(browser: Browser, file: Path) -> Iterator[Page]:
    """Open a page of the book without a network; fail if it or a frame complains, or asks for more than files."""
    problems: list[str] = []
    context = browser.new_context(viewport={"width": 1000, "height": 900}, reduced_motion="reduce", offline=True)
    context.on("console", lambda message: problems.append(f"console {message.type}: {message.text}"))
    context.on("weberror", lambda error: problems.append(str(error.error)))
    allowed = ("file:", "blob:", "data:")
    context.on("request", lambda one: None if one.url.startswith(allowed) else problems.append(one.url))
    page = context.new_page()
    page.goto(file.as_uri())
    yield page
    context.close()
    assert not problems, "\n".join(problems)


def shown(page: Page, index: int) -> Frame:
    """Scroll to a frame and wait until it shows its paths."""
    element = page.locator("iframe").nth(index)
    element.scroll_into_view_if_needed()
    handle = element.element_handle()
    found = handle and handle.content_frame()
    assert found
    found.wait_for_selector("body[data-settled]")
    return found


def test_each_scenario_is_one_file(book: Path) -> None:
    """However it is written, and from whatever page; a link makes another one, with links to its server."""
    index, myst = book / "index.html", book / "more" / "myst.html"
    found = [(page, one.attributes) for page in (index, myst) for one in frames(page)]
    first, valley, again, linked = [(page.parent / attributes["src"]).resolve() for page, attributes in found]
    assert first == again
    kept = [path for path in (book / "_static" / "trajectories").iterdir() if path.suffix == ".html"]
    assert {*kept} == {first, valley, linked}
    assert "https://example.org/paths/?" in linked.read_text("utf-8")
    assert "https://example.org" not in first.read_text("utf-8")
    assert linked.stat().st_size > 1_000_000 > first.stat().st_size, "Plotly is in one of them"
    titles = [attributes["title"] for _, attributes in found]
    assert titles[:2] == ["SGD, RMSprop on Elongated ellipse from B, 60 steps", 'Adam in the "valley"']
    assert not any("allow-same-origin" in attributes["sandbox"] for _, attributes in found)
    assert [attributes["height"] for _, attributes in found] == ["600", "420", "600", "600"]
    text = index.read_text("utf-8")
    assert 'id="ravine"' in text
    assert "SGD and <em>RMSprop</em> from B" in text


def test_the_frames_live_without_a_network(book: Path, browser: Browser) -> None:
    """A slider moves paths; a frame is as high as what it shows, on a phone too, unless it has a height of its own."""
    with opened(browser, book / "index.html") as page:
        frame = shown(page, 0)
        before = frame.evaluate(PICTURE)
        frame.get_by_role("slider", name="SGD learning rate", exact=True).press("ArrowLeft")
        frame.wait_for_function(f"(before) => ({PICTURE})() !== before", arg=before)
        whole = "document.documentElement.scrollHeight <= innerHeight"
        frame.wait_for_function(whole)
        page.set_viewport_size({"width": 400, "height": 800})
        frame.wait_for_function(whole)
        assert page.locator("iframe").first.evaluate("(frame) => frame.clientHeight") > 600
        expect(shown(page, 1).locator(".author-title")).to_have_text("The valley")
        assert page.locator("iframe").nth(1).evaluate("(frame) => frame.clientHeight") == 420
    with opened(browser, book / "more" / "myst.html") as page:
        for index in range(2):
            expect(shown(page, index).locator(".player-reading")).to_have_text("step 60 of 60")


@pytest.mark.parametrize(("builder", "pages"), [("latex", "*.tex"), ("epub", "**/*.xhtml"), ("text", "**/*.txt")])
def test_other_formats_have_the_picture(course: Book, builder: str, pages: str) -> None:
    """Or what it shows in words. No doctree is made anew for it, so what was wrong is not said again."""
    assert course.build(builder) == ""
    out = course.folder / builder
    text = "".join(path.read_text("utf-8") for path in out.glob(pages))
    assert "from B" in text
    assert "iframe" not in text
    pictures = {path.stem: path for path in out.rglob("trajectories-*.png")}
    assert len(pictures) == (0 if builder == "text" else 3)
    assert ('Adam in the "valley"' in text) == (builder == "text")
    for name, path in pictures.items():
        assert name in text
        with Image.open(path) as image:
            assert image.width >= 960


def test_a_scenario_that_is_not_legal_is_a_warning_and_the_book_goes_on(course: Book) -> None:
    """With file, line and what is allowed; the page says it too."""
    first, second, third = re.findall(r"(\S+):(\d+): (.*)", course.said)
    assert (Path(first[0]), first[1]) == (course.source / "bad.rst", "4")
    assert first[2].startswith("WARNING: optimizer-trajectories: Unknown surface elipse. ")
    assert "The parameter lr of optimizer sgd cannot be x. " in first[2]
    assert "[optimizers.scenario]" in first[2]
    assert (Path(second[0]), second[1]) == (course.source / "bad.rst", "8")
    assert "height = tall is not allowed: a whole number of px from 100 to 8000" in course.said
    assert (Path(third[0]), third[1]) == (course.source / "bad.rst", "11")
    assert re.search(r"plotly = \S+index\.rst is not allowed: a bundle of plotly\.js", third[2])
    page = (course.html / "bad.html").read_text("utf-8")
    assert "Unknown surface elipse" in page
    assert "After it." in page
    assert not frames(course.html / "bad.html")


def test_the_lines_of_the_readme_show_one_file(book: Path) -> None:
    """In Sphinx and, as MyST, in Jupyter Book 1: each runs the scenario of the first page."""
    files = set()
    for page in (book / "readme.html", book / "more" / "readme.html", book / "index.html"):
        files.add((page.parent / frames(page)[0].attributes["src"]).resolve())
    assert len(files) == 1

"""A notebook that has been run, exported to HTML, Markdown and LaTeX: picture and scoreboard are in each, no server.

The widget's page lives in a saved notebook and in its export to HTML: its sliders work without kernel and network.
"""

import base64
import io
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from markdown_it import MarkdownIt
from nbclient import NotebookClient
from nbconvert import HTMLExporter, LatexExporter, MarkdownExporter
from PIL import Image
from playwright.sync_api import Browser, expect

from optimizers import Scenario, ScenarioError, simulate
from optimizers.picture import poster
from optimizers.tell.scoreboard import cells
from tests.offline import PICTURE
from tests.optimizers.picture.test_notebook import Reader
from tests.serving import ROOT

pytestmark = pytest.mark.slow

QUERY = "optimizer=sgd&optimizer=adam&start=A,-8,1.2&start=B,1,1&steps=30"
CELLS = (
    f"from optimizers import Scenario, simulate\nscenario = Scenario.from_query({QUERY!r})\nsimulate(scenario)",
    "scenario.figure()",
    "scenario.figure().update_layout(width=700)",
    "scenario.widget()",
    'scenario.widget("ui=minimal&title=Both&layout=overlay", height=420)',
)
SCENARIO = Scenario.from_query(QUERY)
POSTERS = [poster(SCENARIO, layout, "light") for layout in ("side-by-side", "overlay")]


@pytest.fixture(scope="module")
def notebook() -> Any:
    """The notebook, run in a kernel of its own."""
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    NotebookClient(made, timeout=300, resources={"metadata": {"path": str(ROOT)}}).execute()
    return made


@pytest.fixture
def shown(notebook: Any) -> Any:
    """The notebook with what it shows of the scenario as it is."""
    return nbformat.v4.new_notebook(cells=notebook.cells[:2])


def pictures(sources: list[str]) -> list[str]:
    """Return the SVG of every image."""
    found = [source.partition("base64,") for source in sources]
    assert {head for head, _, _ in found} == {"data:image/svg+xml;"}
    return [base64.b64decode(data, validate=True).decode() for _, _, data in found]


def test_the_kernel_has_every_form(notebook: Any) -> None:
    runs, figure, changed = (cell.outputs[0] for cell in notebook.cells[:3])
    assert {*runs.data} == {"text/plain", "text/html", "image/png"}
    assert runs.data["text/plain"] == repr(simulate(SCENARIO))
    plotly = "application/vnd.plotly.v1+json"
    assert {*figure.data} == {"text/plain", "text/html", "image/png", plotly}
    assert {*changed.data} == {plotly}, "the poster is not what the reader has made of the figure"
    for output in (runs, figure):
        with Image.open(io.BytesIO(base64.b64decode(output.data["image/png"]))) as image:
            size = output.metadata["image/png"]
            assert image.size == pytest.approx((2 * size["width"], 2 * size["height"]), abs=2)


def test_html(shown: Any, browser: Browser, tmp_path: Path) -> None:
    """Drawn by a browser that reaches no network."""
    text, _ = HTMLExporter().from_notebook_node(shown)
    file = tmp_path / "notebook.html"
    file.write_text(text, encoding="utf-8")
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto(file.as_uri(), wait_until="domcontentloaded")
    images = page.locator("img")
    sources = images.evaluate_all("all => all.map((one) => one.src)")
    widths = images.evaluate_all("all => all.map((one) => one.checkVisibility() && one.naturalWidth)")
    rows = page.locator("tr").evaluate_all("all => all.map((row) => [...row.cells].map((cell) => cell.textContent))")
    context.close()
    assert pictures(sources) == POSTERS
    assert widths == [960, 980]
    assert rows == cells(SCENARIO, simulate(SCENARIO))


def test_widgets_live_in_a_saved_notebook(notebook: Any, browser: Browser, tmp_path: Path) -> None:
    """Each in its own frame, shut off from the page around it; the second one has its author's options and height."""
    saved = tmp_path / "notebook.ipynb"
    nbformat.write(notebook, saved)
    read = nbformat.read(saved, as_version=4)
    read.cells = read.cells[3:]
    (kept,) = read.cells[0].outputs
    assert {*kept.data} == {"text/plain", "text/html", "image/png"}
    assert re.fullmatch(r"SGD, Adam on .*, 30 steps: a page of [23]\d\d kB", kept.data["text/plain"])
    text, _ = HTMLExporter().from_notebook_node(read)
    file = tmp_path / "notebook.html"
    file.write_text(text, encoding="utf-8")
    problems: list[str] = []
    context = browser.new_context(offline=True, viewport={"width": 1000, "height": 1200})
    context.on("weberror", lambda error: problems.append(str(error.error)))
    page = context.new_page()
    page.goto(file.as_uri(), wait_until="domcontentloaded")
    expect(page.locator("iframe")).to_have_count(2)
    for index, height in enumerate((600, 420)):
        element = page.locator("iframe").nth(index)
        assert element.evaluate("(frame) => frame.clientHeight") == height
        assert "allow-same-origin" not in (element.get_attribute("sandbox") or "")
        handle = element.element_handle()
        frame = handle and handle.content_frame()
        assert frame
        frame.wait_for_selector("body[data-settled]")
        expect(frame.locator(".plot.is-live")).to_have_count(2 - index)
        before = frame.evaluate(PICTURE)
        if index:
            expect(frame.locator(".author-title")).to_have_text("Both")
            frame.get_by_role("button", name="Step back").click()
        else:
            frame.get_by_role("slider", name="Adam learning rate", exact=True).press("ArrowLeft")
        frame.wait_for_function(f"(before) => ({PICTURE})() !== before", arg=before)
    context.close()
    assert not problems, "\n".join(problems)


def test_a_widget_is_its_picture_on_paper(notebook: Any) -> None:
    text, resources = LatexExporter().from_notebook_node(nbformat.v4.new_notebook(cells=notebook.cells[4:]))
    (name,) = re.findall(r"\\adjustimage\{.*\}\{(.*)\}$", text, re.M)
    with Image.open(io.BytesIO(resources["outputs"][name])) as image:
        assert image.width == 2 * 980, "one plot has the width of the picture"


def test_what_a_widget_cannot_show_is_an_error() -> None:
    with pytest.raises(ScenarioError, match="The parameter lock cannot be color"):
        SCENARIO.widget("lock=color")
    with pytest.raises(ValueError, match="height = 20 is not allowed: a whole number of px from 100 to 8000"):
        SCENARIO.widget(height=20)


def test_markdown(shown: Any) -> None:
    text, _ = MarkdownExporter().from_notebook_node(shown)
    read = Reader(MarkdownIt().render(text))
    assert pictures([image["src"] or "" for image in read.images]) == POSTERS
    assert read.rows == cells(SCENARIO, simulate(SCENARIO))


def test_latex(shown: Any) -> None:
    """One picture an output is all that it takes: the scoreboard is in it."""
    text, resources = LatexExporter().from_notebook_node(shown)
    names = re.findall(r"\\adjustimage\{.*\}\{(.*)\}$", text, re.M)
    drawn = [base64.b64decode(cell.outputs[0].data["image/png"]) for cell in shown.cells]
    assert [resources["outputs"][name] for name in names] == drawn
    assert "array(" not in text

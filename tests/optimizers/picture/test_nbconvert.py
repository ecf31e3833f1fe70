"""A notebook that has been run, exported to HTML, Markdown and LaTeX: picture and scoreboard are in each, no server."""

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
from playwright.sync_api import Browser

from optimizers import Scenario, simulate
from optimizers.picture import poster
from optimizers.tell.scoreboard import cells
from tests.optimizers.picture.test_notebook import Reader
from tests.serving import ROOT

pytestmark = pytest.mark.slow

QUERY = "optimizer=sgd&optimizer=adam&start=A,-8,1.2&start=B,1,1&steps=30"
CELLS = (
    f"from optimizers import Scenario, simulate\nscenario = Scenario.from_query({QUERY!r})\nsimulate(scenario)",
    "scenario.figure()",
    "scenario.figure().update_layout(width=700)",
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
    runs, figure, changed = (cell.outputs[0] for cell in notebook.cells)
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

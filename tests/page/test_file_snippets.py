"""What the share dialog writes for a lesson file works where it is used: in a terminal, Sphinx, mystmd, Quarto."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from app.lesson_file import lesson_file
from tests import mystmd
from tests.__main__ import node
from tests.hosting import serve_folder
from tests.markup import elements
from tests.serving import ROOT

pytestmark = pytest.mark.slow

ADDRESS = "https://example.org/paths/?v=2&surface=ellipse,kappa=25&optimizer=sgd,lr=0.07&start=B,-0.6,4&steps=60"
SOURCE = {"address": ADDRESS, "options": "&show=surface&lock=steps", "name": "The valley: <SGD> & *x*", "lesson": ""}
WRITE = """
    const {FILE_SNIPPETS} = await import(process.argv[1]);
    const source = JSON.parse(process.argv[2]);
    console.log(JSON.stringify(Object.fromEntries(FILE_SNIPPETS.map(({name, write}) => [name, write(source)]))));
"""
CONF = 'extensions = ["optimizers.sphinx", "myst_parser"]\nproject = "Course"\nhtml_theme = "basic"\n'
BOOK = '<!doctype html><meta charset="utf-8"><title>Course</title><link rel="icon" href="data:,">{}'


@pytest.fixture(scope="module")
def snippets() -> dict[str, str]:
    module = (ROOT / "static/js/share/file-snippets.js").as_uri()
    command = [node(), "--input-type=module", "-e", WRITE, module, json.dumps(SOURCE)]
    found: dict[str, str] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return found


@pytest.fixture(scope="module")
def file(snippets: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that the command writes."""
    folder = tmp_path_factory.mktemp("file")
    run(snippets["command"], folder)
    return folder / "lesson.html"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails at the end if anything was asked of another server than the one of this machine."""
    context = browser.new_context(viewport={"width": 1000, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    yield page
    context.close()
    assert [one for one in asked if not re.match("http://localhost:|blob:|data:", one)] == []


def run(command: str, folder: Path) -> None:
    """Run a command of a snippet, with this Python."""
    python, *arguments = shlex.split(command)
    assert python == "python"
    subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def expect_slider(page: Page, address: str) -> None:
    """Expect a book's page whose frame computes what a slider of the surface changes."""
    page.goto(address)
    frame = page.frame_locator("iframe")
    frame.locator("body[data-settled]").wait_for()
    verdict = frame.locator(".verdict")
    expect(verdict).not_to_contain_text("2/λmax")
    frame.get_by_role("textbox", name="Condition number").fill("100")
    expect(verdict).to_contain_text("its rate 0.07 is above 2/λmax = 0.02")


def test_the_command_writes_the_file_of_the_scenario(file: Path) -> None:
    assert file.read_bytes() == lesson_file(f"{ADDRESS.partition('?')[2]}{SOURCE['options']}", ADDRESS)


def test_jupyter_book_1(snippets: dict[str, str], tmp_path: Path, page: Page) -> None:
    """It is Sphinx with myst-parser. Warnings are errors."""
    (tmp_path / "conf.py").write_text(CONF)
    (tmp_path / "index.md").write_text(f"# Course\n\n{snippets['jupyter-book']}\n", encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", str(tmp_path), str(tmp_path / "html")]
    subprocess.run(command, check=True, capture_output=True)
    with serve_folder(tmp_path / "html") as address:
        expect_slider(page, address)
        expect(page.locator("figcaption")).to_contain_text(SOURCE["name"])


def test_jupyter_book_2(snippets: dict[str, str], file: Path, tmp_path: Path, page: Page) -> None:
    terminal, configuration, text = parts(snippets["myst"])
    assert terminal == snippets["command"]
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / file.name).write_bytes(file.read_bytes())
    frame = mystmd.build(folder, f"# Course\n\n{text}\n", configuration.removeprefix("project:\n") + "\n")
    assert (frame["src"], frame["title"]) == ("/lesson.html", SOURCE["name"])
    public = folder / "_build/site/public"  # what the site serves at its root
    (public / "index.html").write_bytes((folder / "index.html").read_bytes())
    with serve_folder(public) as address:
        expect_slider(page, address)
        expect(page.locator("figcaption")).to_have_text(SOURCE["name"])


def test_quarto(snippets: dict[str, str], file: Path, tmp_path: Path, page: Page) -> None:
    """The configuration is YAML with Quarto’s keys, and the raw HTML is whole. Quarto itself is not run."""
    configuration, text = parts(snippets["quarto"])
    project = yaml.safe_load(configuration)["project"]
    assert project == {"pre-render": snippets["command"], "resources": [file.name]}
    raw = re.fullmatch(r"```\{=html\}\n(.*)\n```", text, re.DOTALL)
    assert raw
    assert raw[1] == snippets["html"]
    (frame,) = (one for one in elements(raw[1]) if one.tag == "iframe")
    assert frame.attributes["title"] == SOURCE["name"]
    (tmp_path / "index.html").write_text(BOOK.format(raw[1]), encoding="utf-8")
    (tmp_path / file.name).write_bytes(file.read_bytes())
    with serve_folder(tmp_path) as address:
        expect_slider(page, address)


def parts(snippet: str) -> list[str]:
    """Return the parts of a snippet without the lines that say where each belongs."""
    return [part.strip() for part in re.split(r"^# in .*$", snippet, flags=re.MULTILINE)[1:]]

"""What course authors copy from the README works in what they write in: HTML, MyST, Jupyter Book, Sphinx, slides."""

import shutil
import subprocess
import sys
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import expect

from app.embed_options import COMPONENTS
from app.view import CHOICES, WRITTEN, demand
from optimizers.query.choices import Limits
from optimizers.query.conditions import VERSION
from tests import mystmd
from tests.hosting import REVEAL, Host, expect_picture
from tests.javascript import javascript
from tests.markup import elements
from tests.readme import README, rows, snippets
from tests.serving import ROOT

PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Course</title><link rel="icon" href="data:,">'
    "<style>body {{ max-width: 700px; margin: 0 auto }}</style><h1>Course</h1>{}"
)
TALL = '<div style="height: 1500px">Prose</div>'
NAME = "SGD and RMSprop from B"
CONF = 'extensions = ["myst_parser"]\nproject = "Course"\nhtml_theme = "basic"\nhtml_favicon = "icon.svg"\n'


@pytest.fixture(scope="module")
def copied(server: str) -> dict[str, str]:
    return snippets(server)


@pytest.mark.parametrize("disk", [False, True], ids=["served", "from disk"])
def test_html(host: Host, copied: dict[str, str], disk: bool) -> None:
    """As it stands, in a sandbox, and far down the page, where it loads when the reader comes near."""
    frame = copied["HTML"]
    boxed = frame.replace("<iframe ", '<iframe sandbox="allow-scripts" ')
    path = host.folder / "plain.html"
    path.write_text(PAGE.format(frame + boxed + TALL + frame), encoding="utf-8")
    host.page.goto(path.as_uri() if disk else f"{host.address}/{path.name}")
    for place in range(3):
        expect_picture(host.page, place)
    assert len({frame.url for frame in host.page.frames[1:]}) == 1


def test_slides(host: Host, copied: dict[str, str]) -> None:
    """reveal.js turns data-src into src when the slide comes near; a slide of its size has room for the frame."""
    (host.folder / "slides.html").write_text(PAGE.format(copied["reveal.js slide"] + REVEAL), encoding="utf-8")
    host.page.goto(f"{host.address}/slides.html")
    expect_picture(host.page)


def test_markdown(host: Host, copied: dict[str, str], server: str) -> None:
    (host.folder / "readme.html").write_text(PAGE.format(MarkdownIt().render(copied["Markdown"])), encoding="utf-8")
    host.page.goto(f"{host.address}/readme.html")
    picture = host.page.get_by_role("img", name=NAME)
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("(image) => image.naturalWidth") > 300
    picture.click()
    host.page.wait_for_url(f"{server}/?*")
    host.page.wait_for_selector("body[data-settled]")


def test_sphinx_and_jupyter_book(host: Host, copied: dict[str, str]) -> None:
    """Jupyter Book 1 is Sphinx with myst-parser. Warnings are errors."""
    source = host.folder / "sphinx"
    source.mkdir()
    (source / "conf.py").write_text(CONF)
    shutil.copy(ROOT / "static/img/icon.svg", source)  # else the browser asks for one that is not there
    (source / "index.md").write_text(f"# Course\n\n{copied['Jupyter Book 1']}\n\n```{{toctree}}\nother\n```\n")
    (source / "other.rst").write_text(f"Other\n=====\n\n{copied['Sphinx']}\n")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "html", str(source), str(source / "html")]
    subprocess.run(command, check=True, capture_output=True)
    for name in ("index", "other"):
        host.page.goto(f"{host.address}/sphinx/html/{name}.html")
        expect_picture(host.page)


def test_myst(host: Host, copied: dict[str, str], server: str) -> None:
    """MyST and Jupyter Book 2: the frame as high as its theme makes it, and the poster for formats without frames."""
    folder = host.folder / "myst"
    frame = mystmd.build(folder, f"# Course\n\n{copied['MyST, Jupyter Book 2']}\n")
    assert frame["src"].startswith(f"{server}/embed?v=2&surface=ellipse")
    assert frame["width"] == "100%"
    assert mystmd.placeholder(folder, frame).startswith(b"\x89PNG")
    host.page.goto(f"{host.address}/myst/index.html")
    expect_picture(host.page)
    expect(host.page.locator("figcaption")).to_have_text(NAME)


def test_the_web_component(host: Host, copied: dict[str, str]) -> None:
    """Its frame is as high as what it shows."""
    (host.folder / "element.html").write_text(PAGE.format(copied["Web component"] * 2), encoding="utf-8")
    host.page.goto(f"{host.address}/element.html")
    for place in range(2):
        frame = expect_picture(host.page, place)
        height = frame.evaluate("Math.ceil(document.body.getBoundingClientRect().height)")
        expect(host.page.locator("iframe").nth(place)).to_have_js_property("clientHeight", height)


def test_the_share_dialog_writes_the_same() -> None:
    """Its other names for an embed lead to the same frame, or to words."""
    embed: dict[str, Any] = {"ui": "minimal", "show": [], "hide": [], "lock": [], "theme": "auto"}
    embed |= {"autoplay": False, "links": True, "title": ""}
    copied = snippets("https://example.org")
    (query,) = {unquote(one.attributes["query"]) for one in elements(copied["Web component"]) if "-" in one.tag}
    version, _, query = query.partition("&")
    assert version == f"v={VERSION}"
    source = {
        "base": "https://example.org/",
        "query": query,
        "embed": embed,
        "name": NAME,
        "width": None,
        "height": 400,
    }
    with javascript() as ask:
        written = ask("snippets", source)
        labels = ask("snippet labels")
    assert copied == {label: written[name] for name, label in labels.items() if label in copied}
    assert {*labels.values()} - {*copied} == {"Moodle", "Canvas", "Open edX", "Notion and others"}


def test_every_frame_says_what_it_is_and_shows_the_same(copied: dict[str, str]) -> None:
    """Whatever an author writes in, readers see the same scenario, and hear the same name."""
    queries = set()
    for name, text in copied.items():
        for element in elements(text):
            if element.tag == "iframe":
                assert element.attributes["title"] == NAME, name
                address = element.attributes.get("src") or element.attributes["data-src"]
                queries.add(demand(unquote(urlsplit(address).query), Limits()).scenario.query)
    assert len(queries) == 1
    assert {"HTML", "MyST, Jupyter Book 2", "Jupyter Book 1", "Sphinx", "Quarto", "Markdown", "reveal.js slide"} <= {
        *copied
    }


def test_the_readme_tells_every_key_of_a_frame() -> None:
    documented = {name.strip("` "): row for row in rows("key") for name in row.split("|")[1].split(",")}
    assert {*documented} == {*WRITTEN}
    for key, values in CHOICES.items():
        if key in documented:
            assert all(f"`{value}`" in documented[key] for value in values if value), key
    assert all(f"`{component.name}`" in documented["show"] for component in COMPONENTS)


def test_the_script_in_the_readme_is_heard(host: Host, copied: dict[str, str]) -> None:
    script = README.split("### Scripting a frame", 1)[1].split("```js\n", 1)[1].split("```", 1)[0]
    (host.folder / "script.html").write_text(PAGE.format(copied["HTML"]), encoding="utf-8")
    host.page.goto(f"{host.address}/script.html")
    frame = expect_picture(host.page)
    with host.page.expect_console_message(lambda message: message.text.startswith("state")) as heard:
        host.page.evaluate(f"() => {{ {script} }}")
    assert heard.value.args[1].json_value()["step"] == 20
    expect(frame.locator(".player-reading")).to_have_text("step 20 of 60")

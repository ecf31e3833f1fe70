"""Documents that pandoc, and Quarto by it, makes of one file: what cannot run from inside a file stays outside."""

import base64

import pypandoc
import pytest
from playwright.sync_api import expect

from tests.answers import client, strict
from tests.hosting import REVEAL, SCENARIO, Host, expect_picture
from tests.markup import Element, elements
from tests.readme import snippets

OPTIONS = ("--embed-resources", "--standalone", "--metadata=title:Course", "--variable=maxwidth:700px")
HEAD = '--variable=header-includes:<link rel="icon" href="data:,">'  # else the browser asks for one that is not there
WRITTEN = {
    "HTML": "html",
    "reveal.js slide": "html",
    "Web component": "html",
    "Jupyter Book 1": "html",
    "Sphinx": "rst",
    "Quarto": "markdown",
}


def raw(html: str) -> str:
    """Return HTML as a part of a Markdown document that pandoc leaves as it is."""
    return f"\n```{{=html}}\n{html}\n```\n"


def document(name: str, snippet: str) -> str:
    """Return what the author's file holds, in pandoc's Markdown or in reStructuredText."""
    if name == "Jupyter Book 1":  # a directive of MyST, which pandoc does not read: what stands in it
        snippet = snippet.removeprefix("```{raw} html\n").removesuffix("\n```")
    return raw(snippet) if WRITTEN[name] == "html" else snippet


def converted(text: str, kind: str = "markdown") -> str:
    html: str = pypandoc.convert_text(text, "html5", format=kind, extra_args=[*OPTIONS, HEAD])
    return html


def loaded(html: str) -> list[tuple[Element, str]]:
    """Return frames and scripts with what they load; a script that has become a part of the page loads nothing."""
    found = [one for one in elements(html) if one.tag in ("iframe", "script")]
    return [(one, one.attributes.get("src", one.attributes.get("data-src", ""))) for one in found]


@pytest.mark.slow
@pytest.mark.parametrize("name", WRITTEN)
def test_every_snippet_keeps_its_address(server: str, name: str) -> None:
    """Without the attribute pandoc copies the page into the frame, and the script into the page: both are dead."""
    text = document(name, snippets(server)[name])
    kind = "rst" if WRITTEN[name] == "rst" else "markdown"
    (kept,) = loaded(converted(text, kind))
    assert kept[1].startswith(f"{server}/embed")
    marked = ' data-external="1"'
    assert text.count(marked) == 1
    (lost,) = loaded(converted(text.replace(marked, ""), kind))
    assert lost[1].partition(":")[0] in ("data", ""), "pandoc no longer does what the attribute is there to prevent"


def test_the_frame_of_oembed_keeps_its_address(server: str) -> None:
    answer = client().get("/oembed", params={"url": f"{server}/?{SCENARIO}"}, headers={"host": server.split("//")[1]})
    ((frame, address),) = loaded(converted(raw(strict(answer.content)["html"])))
    assert (frame.tag, address.partition("?")[0]) == ("iframe", f"{server}/embed")


def test_posters_become_a_part_of_the_document(server: str) -> None:
    """They are whole without a server, so a file that is handed on has them."""
    copied = snippets(server)
    pictures = [one for one in elements(converted(copied["Quarto"])) if one.tag == "img"]
    (picture,) = pictures
    head, _, data = picture.attributes["src"].partition(",")
    assert head == "data:image/png;base64"
    assert base64.b64decode(data).startswith(b"\x89PNG")


def test_the_frames_are_alive_in_a_document_opened_from_disk(host: Host, server: str) -> None:
    copied = snippets(server)
    parts = [document(name, copied[name]) for name in ("Quarto", "reveal.js slide", "Web component")]
    path = host.folder / "one-file.html"
    path.write_text(converted("\n".join([*parts, raw(REVEAL)])), encoding="utf-8")
    host.page.goto(path.as_uri())
    expect(host.page.locator("iframe")).to_have_count(3)
    for place in range(3):
        expect_picture(host.page, place)

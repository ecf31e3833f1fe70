"""The snippets that authors paste, read back as a browser and the server read them."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app.embed_options import COMPONENTS, LOCKABLE
from app.view import TITLE, View, demand
from optimizers import Scenario
from optimizers.query.choices import Limits
from tests.javascript import Ask, javascript
from tests.optimizers.query.test_scenario import scenarios, unhurried

BASE = "https://example.org/behind/a/prefix/"
HTML = ("html", "jupyter-book", "sphinx", "quarto", "moodle", "canvas", "open-edx", "reveal", "component")
NAMES = [component.name for component in COMPONENTS]

titles = st.text(st.characters(codec="utf-8"), max_size=TITLE) | st.text("\"'<>&`[]()!:{}$\\#-+1.) \n", max_size=20)
embeds = st.fixed_dictionaries(
    {
        "ui": st.sampled_from(["full", "compact", "minimal"]),
        "show": st.lists(st.sampled_from(NAMES), unique=True, max_size=3),
        "hide": st.lists(st.sampled_from(NAMES), unique=True, max_size=3),
        "lock": st.lists(st.sampled_from(LOCKABLE), unique=True, max_size=3),
        "theme": st.sampled_from(["auto", "light", "dark"]),
        "autoplay": st.booleans(),
        "links": st.booleans(),
        # What a field of one line gives, and the server takes as it is.
        "title": titles.map(lambda text: " ".join("".join(c if c.isprintable() else " " for c in text).split())),
    }
)


class Elements(HTMLParser):
    """Every element of a text with its attributes, and the text between them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attributes}) == len(attributes)
        self.found.append((tag, dict(attributes)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    with javascript() as asked:
        yield asked


def one_line(text: str) -> str:
    """Return a text as every snippet has it: in one line, without control characters."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\ufeff]+", " ", text).strip(" ")


def source(scenario: Scenario, embed: dict[str, Any], name: str) -> dict[str, Any]:
    query = f"{scenario.query}&layout=overlay&step=0"
    return {"base": BASE, "query": query, "embed": embed, "name": name, "width": None, "height": 480}


def view_of(embed: dict[str, Any]) -> View:
    lists: dict[str, Any] = {key: tuple(embed[key]) for key in ("show", "hide", "lock")}
    flags: dict[str, Any] = {key: str(int(embed[key])) for key in ("autoplay", "links")}
    rest = {key: embed[key] for key in ("ui", "theme", "title")}
    return View(layout="overlay", step=0, **lists, **flags, **rest)


@pytest.mark.slow
@unhurried
@given(scenarios(), embeds, titles)
def test_the_server_reads_from_every_snippet_what_the_author_chose(
    ask: Ask, scenario: Scenario, embed: dict[str, Any], name: str
) -> None:
    snippets = ask("snippets", source(scenario, embed, name))
    line = one_line(name)
    for kind in HTML:
        elements = Elements(snippets[kind])
        frames = [attributes for tag, attributes in elements.found if tag == "iframe"]
        if kind == "component":
            assert [tag for tag, _ in elements.found] == ["script", "optimizer-trajectories", "a"]
            continue
        assert len(frames) == 1, kind
        (frame,) = frames
        assert frame["loading"] == "lazy"
        assert frame["allow"] == "fullscreen; clipboard-write"
        assert frame["data-external"] == "1"
        assert frame["title"] == line
        address = urlsplit(frame["data-src" if kind == "reveal" else "src"] or "")
        assert address.geturl().startswith(f"{BASE}embed?v=2&")
        understood = demand(address.query, Limits())
        assert understood.scenario == scenario
        assert understood.view == view_of(embed)
        for tag, link in elements.found:
            if tag == "a":
                assert demand(urlsplit(link["href"] or "").query, Limits()).scenario == scenario
                assert elements.text.strip() == line


@pytest.mark.slow
@unhurried
@given(scenarios(), embeds, titles)
def test_the_component_has_the_scenario_and_the_view(
    ask: Ask, scenario: Scenario, embed: dict[str, Any], name: str
) -> None:
    snippet = ask("snippets", source(scenario, embed, name))["component"]
    (_, script), (_, element), (_, link) = Elements(snippet).found
    assert script == {"type": "module", "src": f"{BASE}embed.js", "data-external": "1"}
    query = element.pop("query")
    pairs = [f"{key}={quote(value or '1', safe=',')}" for key, value in element.items()]
    understood = demand("&".join([query or "", *pairs]), Limits())
    assert understood.scenario == scenario
    assert understood.view == view_of(embed)
    assert demand(urlsplit(link["href"] or "").query, Limits()).scenario == scenario


@pytest.mark.slow
@unhurried
@given(scenarios(), embeds, titles)
def test_markdown_is_one_picture_that_leads_to_the_page(
    ask: Ask, scenario: Scenario, embed: dict[str, Any], name: str
) -> None:
    snippet = ask("snippets", source(scenario, embed, name))["markdown"]
    (block,) = (token for token in MarkdownIt().parse(snippet) if token.type == "inline")
    opening, image, closing = block.children or []
    assert [opening.type, image.type, closing.type] == ["link_open", "image", "link_close"]
    assert image.content == ask("markdown", name)
    assert "".join(child.content for child in image.children or []) == one_line(name)
    for token, key, path in ((opening, "href", ""), (image, "src", "poster.svg")):
        address = urlsplit(str(token.attrs[key]))
        assert address.geturl().startswith(f"{BASE}{path}?v=2&")
        understood = demand(address.query, Limits())
        assert (understood.scenario, understood.view.theme) == (scenario, embed["theme"])


@unhurried
@given(titles)
def test_a_text_in_markdown_is_that_text(ask: Ask, name: str) -> None:
    tokens = MarkdownIt().parse(ask("markdown", name))
    types = ["paragraph_open", "inline", "paragraph_close"] if one_line(name) else []
    assert [token.type for token in tokens] == types
    for block in tokens[1:2]:
        assert {child.type for child in block.children or []} <= {"text", "text_special"}
        assert "".join(child.content for child in block.children or []) == one_line(name)

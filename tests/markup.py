"""HTML read as a browser reads it, as far as the tests need it."""

import base64
import gzip
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any

from tests.answers import strict

EMPTY = {"meta", "link", "br", "hr", "img", "input"}
LOADING = ("src", "href", "data-plotly", "data-root", "srcset", "poster", "action", "formaction")


@dataclass
class Element:
    """A tag, its attributes, and all text inside it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    inside: list[str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute twice in <{tag}>"
        element = Element(tag, {name: value or "" for name, value in attrs}, inside=[e.tag for e in self.open])
        self.elements.append(element)
        if tag not in EMPTY:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop().tag == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data


@lru_cache(4)
def elements(html: str) -> list[Element]:
    """Return every element in the order of the text. Fails where tags do not match."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open, f"{reader.open[-1].tag} is not closed"
    return reader.elements


def texts(html: str, name: str) -> list[str]:
    """Return the texts of the elements of class ``name``."""
    return [element.text for element in elements(html) if name in element.classes]


def notices(html: str) -> list[str]:
    """Return what the page says is wrong; not what it says to readers without JavaScript."""
    return [
        element.text for element in elements(html) if "notice" in element.classes and "noscript" not in element.inside
    ]


def island(html: str) -> dict[str, Any]:
    """Return the state that the server hands to the page's script."""
    (state,) = (element for element in elements(html) if element.attributes.get("id") == "state")
    assert (state.tag, state.attributes["type"]) == ("script", "application/json")
    return dict(strict(state.text))


def links(html: str) -> list[str]:
    """Return every address that the page loads or leads to.

    Left out are those within the page and its own SVG, and those for other programs: the card of a page.
    """
    shown = [e for e in elements(html) if e.attributes.get("rel") not in ("canonical", "alternate")]
    found = [(name, value) for element in shown for name, value in element.attributes.items()]
    return [value for name, value in found if name in LOADING and not value.startswith("#")]


def packed(file: str) -> dict[str, str]:
    """Return the texts that a lesson file holds compressed, by their ids."""
    found = [one for one in elements(file) if one.attributes.get("type") == "application/gzip"]
    usual = str.maketrans("/:,.", "&<>`")  # the characters of base 85 that HTML gives a meaning
    return {
        one.attributes["id"]: gzip.decompress(base64.b85decode(one.text.translate(usual))).decode() for one in found
    }

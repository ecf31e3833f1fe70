"""Recorded links: what one decodes to stays so for ever, in Python and in JavaScript.

``tests/reference/links.json`` holds links as teachers have them in their material, and what they decode to. Lines are
added, never changed: a link that would have to be read differently is one of another version. The address of a link is
of the newest version, in whose words an older one is written anew; a link without a version is of the newest.

    python -c "from tests.static.test_links import record; record('surface=saddle&ui=minimal')"
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.catalog import for_pages
from app.embed_options import COMPONENTS, UI
from app.view import CHOICES, WRITTEN, View, understand
from optimizers.query.choices import Limits
from tests.javascript import Ask, javascript

FILE = Path(__file__).parents[1] / "reference" / "links.json"
USUAL = {key: value for key, value in json.loads(json.dumps(View()._asdict())).items() if key in WRITTEN}
"""What a link says about a key of the view that is younger than the link."""
LINKS: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))


def decoded(link: str) -> dict[str, Any]:
    """What a link says: the scenario in its canonical form, the view, and the address that pins both."""
    query = understand(link, Limits())
    assert query.problems == (), link
    view = {key: value for key, value in query.view._asdict().items() if key in WRITTEN}
    read_back = {"scenario": query.scenario.query, "view": view, "address": query.address()}
    return dict(json.loads(json.dumps(read_back)))


def record(*links: str) -> None:
    """Add links with what they decode to now."""
    written = [*LINKS, *({"link": link, **decoded(link)} for link in links)]
    FILE.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    with javascript() as asked:
        asked("catalog", json.loads(for_pages(Limits())))
        yield asked


@pytest.mark.parametrize("link", LINKS, ids=lambda link: link["link"][:50])
def test_a_recorded_link_keeps_its_meaning(link: dict[str, Any], ask: Ask) -> None:
    expected = {key: link[key] for key in ("scenario", "address")} | {"view": {**USUAL, **link["view"]}}
    assert decoded(link["link"]) == expected
    assert decoded(link["address"]) == expected
    assert ask("link", link["address"]) == expected
    if link["link"].startswith("v=1&surface="):  # as the page of version 1 wrote it, with everything in it
        assert ask("link", link["link"]) == expected


def test_a_link_of_version_1_means_the_loss() -> None:
    old = [link for link in LINKS if "v=1" in link["link"].lstrip("?").split("&")]
    assert len(old) >= 15
    for link in old:
        assert "target=loss" in link["scenario"].split("&")
        assert link["address"].startswith("v=2&")
        assert understand(link["link"], Limits()).scenario.conditions["target"] == "loss"


def test_the_recorded_links_use_every_key_of_the_view() -> None:
    for key in WRITTEN:
        values = {json.dumps(link["view"].get(key, USUAL[key])) for link in LINKS} - {json.dumps(USUAL[key])}
        assert values, f"no recorded link has {key}"
        wanted = {json.dumps(choice) for choice in CHOICES.get(key, ())} - {json.dumps(USUAL[key])}
        assert wanted <= values
    assert {name for link in LINKS for name in link["view"]["hide"]} >= {component.name for component in COMPONENTS}
    assert {link["view"]["ui"] for link in LINKS} == {"", *UI}


def test_an_address_leaves_out_what_it_is_told_to() -> None:
    query = understand("surface=saddle&title=T&ui=full&theme=dark&step=3", Limits())
    assert query.address("ui", "title").endswith("&steps=120&theme=dark&step=3")
    assert query.address().endswith("&theme=dark&step=3&ui=full&title=T")

"""The page without a browser: what the server writes into it, whatever is asked."""

import asyncio
import re
from functools import cache
from itertools import product
from typing import Any
from urllib.parse import quote

import pytest

from app.main import create_app
from app.settings import Settings
from app.view import CHOICES, understand
from optimizers import OPTIMIZERS, Scenario
from optimizers.query.choices import Limits
from optimizers.run.tuning import caption
from optimizers.terms.errors import MOST_PROBLEMS
from tests.answers import client, strict
from tests.bad_queries import BAD, IDS, Bad
from tests.leaving import ask
from tests.markup import Element, elements, island, notices, texts

CLIENT = client()
FIRST = Scenario.from_query("").query
PAYLOADS = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onfocus=alert(1) autofocus='",
    "{{ 7*7 }}{% raw %}",
    "\u2028</SCRIPT >",
    "]]>&lt;b&gt;",
)
PLACES = (
    "start={},1,2",
    "start=A,{},2",
    "surface={}",
    "surface=ellipse,kappa={}",
    "surface=ellipse,{}=1",
    "optimizer={}",
    "optimizer=sgd,lr={}",
    "optimizer=momentum,form={}",
    "steps={}",
    "step={}",
    "theme={}",
    "layout={}",
    "precision={}",
    "{}=1",
    "{}",
)


def page(query: str = "") -> str:
    response = CLIENT.get(f"/?{query}")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return response.text


def of_tag(html: str, tag: str) -> list[Element]:
    return [element for element in elements(html) if element.tag == tag]


def test_the_first_view() -> None:
    html = page()
    state = island(html)
    assert state["query"] == FIRST
    chosen = {"layout": "side-by-side", "theme": "auto", "colormap": "pale", "quantity": "loss"}
    view = {**chosen, "step": None, "region": None}
    assert state["view"] == view
    assert state["notices"] == notices(html) == []
    catalog = strict(CLIENT.get("/api/v1/catalog").content)
    assert [title.strip() for title in texts(html, "panel-title")] == [
        OPTIMIZERS[n].title for n in catalog["first_view"]
    ]
    assert texts(html, "caption") == [caption(Scenario.from_query(""))]
    assert [e.attributes["lang"] for e in of_tag(html, "html")] == ["en"]
    assert "data-theme" not in of_tag(html, "html")[0].attributes


@pytest.mark.parametrize("layout", CHOICES["layout"])
@pytest.mark.parametrize(
    ("theme", "colormap", "quantity"),
    list(zip(CHOICES["theme"], CHOICES["colormap"], CHOICES["quantity"], strict=False)),
)
def test_the_view_of_the_address(theme: str, colormap: str, quantity: str, layout: str) -> None:
    html = page(f"theme={theme}&colormap={colormap}&quantity={quantity}&layout={layout}&step=7&steps=30")
    view = {"layout": layout, "theme": theme, "colormap": colormap, "quantity": quantity, "step": 7, "region": None}
    assert island(html)["view"] == view
    assert of_tag(html, "html")[0].attributes.get("data-theme", "auto") == theme
    (panels,) = (e for e in elements(html) if "panel-list" in e.classes)
    assert panels.attributes["data-layout"] == ("side-by-side" if layout == "side-by-side" else "overlay")
    assert len(texts(html, "plot-svg")) == (4 if layout == "side-by-side" else 1)


@pytest.mark.slow
@pytest.mark.parametrize("bad", BAD, ids=IDS)
def test_a_bad_query_shows_the_nearest_legal_scenario_and_says_so(bad: Bad) -> None:
    html = page(bad.query)
    state = island(html)
    assert state["query"] == Scenario.from_query(bad.nearest).query
    problems = understand(bad.query, Limits()).problems
    assert [(one.parameter, one.value, one.allowed) for one in problems] == list(bad.problems)[:MOST_PROBLEMS]
    lines = [str(problem) for problem in problems]
    assert notices(html) == state["notices"]
    assert state["notices"][: len(lines)] == lines
    assert len(lines) == len(state["notices"]) or len(lines) == MOST_PROBLEMS
    scenario = Scenario.from_query(bad.nearest)
    assert len(texts(html, "path")) == len(scenario.optimizers) * len(scenario.starts), "and draws it"


def shape(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """What the page is made of: tags and names of attributes, notices aside."""
    return [(e.tag, tuple(e.attributes)) for e in elements(html) if "notice" not in e.classes]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("place", "payload"),
    [*product(PLACES, PAYLOADS[:3]), *product(PLACES[:2], PAYLOADS[3:])],
)
def test_nothing_asked_becomes_markup(place: str, payload: str) -> None:
    html = page(place.format(quote(payload)))
    assert shape(html) == shape_of_a_plain_answer(place)
    assert island(html)["notices"] == notices(html) != []


@cache
def shape_of_a_plain_answer(place: str) -> list[tuple[str, tuple[str, ...]]]:
    return shape(page(place.format("zzz")))


def test_the_state_cannot_be_ended_by_what_is_in_it() -> None:
    html = page("surface=" + quote("</script><!--<script>"))
    raw = html.split('id="state">', 1)[1].split("</script>", 1)[0]
    assert "<" not in raw
    assert "</script><!--<script>" in strict(raw)["notices"][0]


@pytest.mark.slow
@pytest.mark.parametrize("raw", [b"\xff", b"theme=\xff", b"surface=\xc3", b"start=\xe4,1,2", b"step=\xed\xa0\x80"])
@pytest.mark.parametrize("path", ["/", "/api/v1/surface", "/api/v1/catalog", "/poster.svg", "/nothing"])
def test_bytes_that_are_not_utf8(path: str, raw: bytes) -> None:
    """As they come from a client that does not percent-encode."""
    status = {"/": 200, "/api/v1/catalog": 200, "/nothing": 404}.get(path, 422)
    for accept in ("*/*", "text/html"):
        heard = asyncio.run(_ask(path, raw, accept))
        assert heard[0]["status"] == status
        text = b"".join(message["body"] for message in heard[1:]).decode("utf-8")
        if path == "/":
            assert len(notices(text)) == 1


async def _ask(path: str, query: bytes, accept: str) -> list[dict[str, Any]]:
    async def listen(piece: bytes) -> bool:
        return True

    return await ask(create_app(Settings()), path, query, listen, accept=accept)


def test_the_description_says_what_is_shown() -> None:
    html = page("optimizer=adam&optimizer=adam&start=Q,1,2&steps=9&surface=saddle")
    expected = "Adam 1, Adam 2 on Saddle from Q, 9 steps"
    assert texts(html, "summary") == [expected]
    (meta,) = (e for e in of_tag(html, "meta") if e.attributes.get("name") == "description")
    assert meta.attributes["content"] == expected


def test_names_are_unique_and_lead_somewhere() -> None:
    html = page("layout=side-by-side")
    names = [element.attributes["id"] for element in elements(html) if "id" in element.attributes]
    assert len(set(names)) == len(names)
    within = re.findall(r'="(?:url\()?#([\w-]+)\)?"', html)
    assert within
    assert set(within) <= set(names)


def test_no_script_and_no_style_stands_in_the_page() -> None:
    """So that a content security policy may forbid them. The room for the plots needs their number and their shape."""
    html = page()
    for script in of_tag(html, "script"):
        assert script.attributes.get("type") == "application/json" or (script.attributes["src"] and not script.text)
    assert not of_tag(html, "style")
    assert not [name for e in elements(html) for name in e.attributes if name.startswith("on")]
    (style,) = (e.attributes["style"] for e in elements(html) if "style" in e.attributes)
    assert re.fullmatch(r"--panels:4;--aspect:2(\.0)?", style)


def test_without_javascript_the_page_says_so_and_still_draws() -> None:
    html = page()
    (noscript,) = of_tag(html, "noscript")
    assert "JavaScript" in noscript.text
    assert len(texts(html, "path")) == 8

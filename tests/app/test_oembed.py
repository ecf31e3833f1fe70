"""oEmbed and the card of a page: one frame that shows what the link shows, within the consumer's limits.

A little over 300 lines: all tests ask with the same helpers and payloads.
"""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, quote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from httpx2 import Response
from PIL import Image
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from app.lessons import lessons
from app.main import create_app
from app.settings import Settings
from optimizers import Scenario
from optimizers.run.tuning import caption
from tests.answers import assert_problem, client, strict
from tests.app.test_pages import PAYLOADS
from tests.markup import Element, elements

CLIENT = client()
HERE = "http://testserver"
SCENARIO = "surface=rosenbrock&optimizer=adam,lr=0.1&start=A,-1,1&steps=50"
IMAGE = (960, 576)  # of the first view's poster
LESSON = next(iter(lessons().values()))


def ask(url: str, **more: str | int) -> Response:
    return CLIENT.get("/oembed", params={"url": url, **more})


def answer(url: str, **more: str | int) -> dict[str, Any]:
    response = ask(url, **more)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    return dict(strict(response.content))


def frame(html: str) -> Element:
    """The iframe, and the test that there is nothing else."""
    (only,) = elements(html)
    assert only.tag == "iframe"
    assert html.endswith("></iframe>")
    return only


def shown(address: str) -> str:
    """The scenario an address holds, canonically."""
    found = CLIENT.get(f"/api/v1/scenario?{urlsplit(address).query}")
    assert found.status_code == 200
    return str(found.json()["query"])


@pytest.mark.parametrize("path", ["/", "/embed", ""])
@pytest.mark.parametrize("view", ["", "&layout=overlay&theme=dark&ui=minimal&hide=player&lock=lr&title=The%20ravine"])
def test_a_frame_shows_what_the_page_shows(path: str, view: str) -> None:
    reply = answer(f"{HERE}{path}?{SCENARIO}{view}")
    assert (reply["type"], reply["version"]) == ("rich", "1.0")
    assert (reply["provider_name"], reply["provider_url"]) == ("Optimizer Trajectories", f"{HERE}/")
    assert reply["title"] == ("The ravine" if view else "Adam on Rosenbrock from A, 50 steps")
    only = frame(reply["html"]).attributes
    assert only["src"].startswith(f"{HERE}/embed?v=2&")
    assert shown(only["src"]) == Scenario.from_query(SCENARIO).query
    given = parse_qs(urlsplit(only["src"]).query)
    assert {k: given.get(k) for k in ("layout", "theme", "ui", "hide", "lock", "title")} == {
        k: parse_qs(view).get(k) for k in ("layout", "theme", "ui", "hide", "lock", "title")
    }
    assert only["title"] == reply["title"]
    assert (only["loading"], only["allow"]) == ("lazy", "fullscreen; clipboard-write")
    assert only["data-external"] == "1"
    assert (int(only["width"]), int(only["height"])) == (reply["width"], reply["height"])
    assert CLIENT.get(only["src"]).status_code == 200


def test_a_lesson_is_framed_with_its_scenario_and_its_name() -> None:
    reply = answer(f"{HERE}/lessons/{LESSON.slug}")
    assert reply["title"] == LESSON.title
    assert shown(frame(reply["html"]).attributes["src"]) == Scenario.from_query(LESSON.query).query
    changed = answer(f"{HERE}/lessons/{LESSON.slug}?{SCENARIO}")
    assert shown(frame(changed["html"]).attributes["src"]) == Scenario.from_query(SCENARIO).query


@pytest.mark.parametrize("width", [None, 1, 320, 959, 960, 5000])
@pytest.mark.parametrize("height", [None, 1, 240, IMAGE[1] - 1, IMAGE[1], 5000])
def test_the_limits_of_the_consumer_hold(width: int | None, height: int | None) -> None:
    given = {"maxwidth": width, "maxheight": height}
    limits = {name: value for name, value in given.items() if value is not None}
    reply = answer(f"{HERE}/", **limits)
    assert 0 < reply["width"] <= (width or 800)
    assert 0 < reply["height"] <= (height or 600)
    thumbnail = {name: reply[name] for name in reply if name.startswith("thumbnail")}
    assert set(thumbnail) in (set(), {"thumbnail_url", "thumbnail_width", "thumbnail_height"})
    fits = (width or 5000) >= IMAGE[0] and (height or 5000) >= IMAGE[1]
    assert bool(thumbnail) == fits
    if fits:
        assert (thumbnail["thumbnail_width"], thumbnail["thumbnail_height"]) == IMAGE
        assert thumbnail["thumbnail_url"].startswith(f"{HERE}/poster.png?v=2&")


def test_xml_says_the_same() -> None:
    url = f"{HERE}/?{SCENARIO}&title={quote('a < b & c > d')}"
    response = ask(url, format="xml", maxwidth=640)
    assert response.headers["content-type"].split(";")[0] == "text/xml"
    root = ElementTree.fromstring(response.content)
    assert root.tag == "oembed"
    reply = {element.tag: element.text for element in root}
    assert reply == {name: str(value) for name, value in answer(url, format="json", maxwidth=640).items()}


@pytest.mark.parametrize(
    "url",
    [
        "http://evil.example/",
        "http://evil.example/?surface=ellipse",
        "http://testserver.evil.example/",
        "http://testserver@evil.example/",
        "http://evil.example@testserver/",
        "http://evil.example\\@testserver/",
        "http://testserver:8080/",
        "http://testserver:x/",
        "http://testserver:99999/",
        "http://[::1/",
        "ftp://testserver/",
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "//testserver/",
        "/",
        "testserver",
        " http://evil.example/",
        f"{HERE}/docs",
        f"{HERE}/api/v1/catalog",
        f"{HERE}/lessons",
        f"{HERE}/lessons/",
        f"{HERE}/lessons/nothing",
        f"{HERE}/lessons/{LESSON.slug}/more",
        f"{HERE}/embed/",
        f"{HERE}//",
        f"{HERE}/?surface=no-such-surface",
        f"{HERE}/?v=3",
        f"{HERE}/embed?hide=nothing",
        f"{HERE}/lessons/{LESSON.slug}?steps=0",
        f"{HERE}/?{'x' * 9000}",
    ],
)
def test_what_is_not_here_is_404_and_says_why(url: str) -> None:
    problem = assert_problem(ask(url), 404)
    assert len(problem["detail"]) > 10


@pytest.mark.parametrize(
    "url",
    [
        "https://testserver/",
        "HTTP://TestServer/",
        "http://testserver:80/",
        "https://testserver:443/",
        "http://testserver",
    ],
)
def test_http_https_and_their_usual_ports_are_one_host(url: str) -> None:
    assert frame(answer(url)["html"]).attributes["src"].startswith(f"{HERE}/embed?")


@pytest.mark.parametrize("form", ["yaml", "", "JSON", "jsonp"])
def test_another_format_is_501(form: str) -> None:
    problem = assert_problem(ask(f"{HERE}/", format=form), 501)
    assert repr(form) in problem["detail"]
    assert "json, xml" in problem["detail"]


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "", "many", "1e3", "99999999999", "٣", "100001"])
@pytest.mark.parametrize("name", ["maxwidth", "maxheight"])
def test_a_bad_limit_is_named(name: str, value: str) -> None:
    problem = assert_problem(ask(f"{HERE}/", **{name: value}), 422)
    assert problem["problems"] == [{"parameter": name, "value": value, "allowed": "a whole number from 1 to 100000"}]


@pytest.mark.parametrize("query", ["", "url=", "format=xml&maxwidth=0"])
def test_a_missing_address_is_named(query: str) -> None:
    problem = assert_problem(CLIENT.get(f"/oembed?{query}"), 422)
    assert problem["problems"][0]["parameter"] == "url"
    assert len(problem["problems"]) == 1 + query.count("maxwidth")


@pytest.mark.parametrize(
    ("query", "title", "rate"),
    [("title=The+ravine", "The ravine", ""), ("title=C%2B%2B", "C++", ""), ("optimizer=sgd,lr=1e+21", "", "1e%2B21")],
)
@pytest.mark.parametrize("escape", [lambda url: quote(url, safe=""), lambda url: url.replace("%", "%25")])
def test_a_plus_of_the_address_is_the_address_s_own(
    query: str, title: str, rate: str, escape: Callable[[str], str]
) -> None:
    reply = strict(CLIENT.get("/oembed?url=" + escape(f"{HERE}/?{query}")).content)
    assert title in reply["title"]
    assert f"lr={rate}" in frame(reply["html"]).attributes["src"]


def test_what_other_consumers_add_does_not_matter() -> None:
    assert answer(f"{HERE}/", dnt="1", callback="x", utm_source="y") == answer(f"{HERE}/")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_titles_are_text_everywhere(payload: str) -> None:
    title = " ".join("".join(c if c.isprintable() else " " for c in payload).split())
    url = f"{HERE}/?title={quote(title)}"
    reply = answer(url)
    assert reply["title"] == title
    assert frame(reply["html"]).attributes["title"] == title
    root = ElementTree.fromstring(ask(url, format="xml").content)
    assert frame(root.findtext("html") or "").attributes["title"] == title
    assert root.findtext("title") == title
    for path in ("/", "/embed", f"/lessons/{LESSON.slug}"):
        page = CLIENT.get(f"{path}?title={quote(title)}").text
        assert meta(page)["og:title"] == title
        assert shape(page) == shape(CLIENT.get(f"{path}?title=x").text)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_addresses_are_text_everywhere(payload: str) -> None:
    for url in (payload, f"{HERE}/{payload}", f"{HERE}/?surface={payload}", f"{HERE}/?start={payload},1,2"):
        problem = assert_problem(ask(url), 404)
        page = CLIENT.get("/oembed", params={"url": url}, headers={"accept": "text/html"})
        assert not [e for e in elements(page.text) if e.tag == "script"]
        assert (
            next(e.text for e in elements(page.text) if e.tag == "p" and "top-bar-purpose" not in e.classes)
            == problem["detail"]
        )
    odd = CLIENT.get("/", headers={"host": payload.replace("\u2028", "")})
    assert shape(odd.text) == shape(CLIENT.get("/").text)


def shape(html: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(element.tag, tuple(element.attributes)) for element in elements(html)]


def meta(html: str) -> dict[str, str]:
    """The card that a page carries: its properties by name, and where it links to."""
    found = {}
    for e in (e.attributes for e in elements(html)):
        if "property" in e or e.get("name", "").startswith("twitter:"):
            name = e.get("property") or e["name"]
            assert name not in found
            found[name] = e["content"]
        elif e.get("rel") in ("canonical", "alternate"):
            found[e.get("type", "canonical")] = e["href"]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("view", ["", "&layout=overlay&theme=dark&step=9"])
@pytest.mark.parametrize("path", ["/", "/embed", f"/lessons/{LESSON.slug}"])
def test_a_page_carries_its_card(path: str, view: str) -> None:
    card = meta(CLIENT.get(f"{path}?{SCENARIO}{view}").text)
    assert card["og:url"] == card["canonical"]
    assert urlsplit(card["canonical"]).path == ("/" if path == "/embed" else path)
    assert shown(card["canonical"]) == shown(card["og:image"]) == Scenario.from_query(SCENARIO).query
    assert card["og:title"] == (LESSON.title if "lesson" in path else "Adam on Rosenbrock from A, 50 steps")
    assert caption(Scenario.from_query(SCENARIO)) in card["og:description"]
    assert card["og:image"].startswith(f"{HERE}/poster.png?")
    size = (int(card["og:image:width"]), int(card["og:image:height"]))
    with Image.open(BytesIO(CLIENT.get(card["og:image"]).content)) as picture:
        assert (picture.format, picture.size) == ("PNG", size)
    assert card["og:image:alt"] == "Adam on Rosenbrock from A, 50 steps"
    assert card["twitter:card"] == "summary_large_image"
    for kind in ("application/json+oembed", "text/xml+oembed"):
        found = CLIENT.get(card[kind])
        assert found.status_code == 200
        assert kind.startswith(found.headers["content-type"].split(";")[0])


@pytest.mark.parametrize("query", ["surface=saddle&optimizer=sgd&title=T", "surface=saddle&layout=overlay"])
def test_a_picture_is_as_large_as_is_told_where_its_drawing_ends_within_a_pixel(query: str) -> None:
    card = meta(CLIENT.get(f"/?{query}&steps=5").text)
    with Image.open(BytesIO(CLIENT.get(card["og:image"]).content)) as picture:
        assert picture.size == (int(card["og:image:width"]), int(card["og:image:height"]))


def behind(prefix: str, **settings: Any) -> TestClient:
    return TestClient(Starlette(routes=[Mount(prefix, create_app(Settings(**settings)))]))


@pytest.mark.parametrize("prefix", ["", "/user/x/proxy/8000"])
@pytest.mark.parametrize("public", ["", "https://paths.example.edu", "https://Paths.example.edu:8443/teach"])
def test_links_that_leave_are_those_of_the_setting_or_of_the_request(prefix: str, public: str) -> None:
    reached = behind(prefix, public_url=public)
    root = public or HERE + prefix
    card = meta(reached.get(f"{prefix}/").text)
    assert {
        name for name, value in card.items() if value.startswith("http") and not value.startswith(f"{root}/")
    } == set()
    found = reached.get(f"{prefix}/oembed", params={"url": card["canonical"]})
    assert frame(found.json()["html"]).attributes["src"].startswith(f"{root}/embed?")
    other = "http://testserver/" if public else "https://paths.example.edu/"
    assert_problem(reached.get(f"{prefix}/oembed", params={"url": other}), 404)
    assert urljoin(root + "/", "embed") == re.split(r"\?", frame(found.json()["html"]).attributes["src"])[0]

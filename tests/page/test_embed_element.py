"""The web component, in a page of another origin."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from app.answers.tags import BRIEFLY
from app.resources import folder
from tests.answers import BROWSER, busy_client, client
from tests.hosting import serve_folder

CLIENT = client()
SGD = "surface=ellipse,kappa=25,theta=0&optimizer=sgd,lr=0.07&start=A,-8,1.2&steps=60"
SADDLE = "surface=saddle,wall=0.05&optimizer=sgd,lr=0.1&start=A,1,1&steps=30"
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A course</title><link rel="icon" href="data:,">
<script type="module" src="{server}/embed.js"></script>
<script>
  var events = [];
  for (const name of ["ready", "change", "step"]) {
    addEventListener(name, (event) => events.push([name, event.detail]), true);
  }
</script>
<main style="width: 700px"><h1>A course</h1>{body}</main>"""


class Host(Protocol):
    """Opens a page of another site with ``body``."""

    def __call__(self, body: str) -> Page: ...


@pytest.fixture
def host(browser: Browser, server: str, tmp_path: Path) -> Iterator[Host]:
    errors: list[str] = []
    with serve_folder(tmp_path) as address:
        context = browser.new_context(viewport={"width": 1000, "height": 900})
        context.on("weberror", lambda error: errors.append(str(error.error)))

        def open_host(body: str) -> Page:
            (tmp_path / "course.html").write_text(PAGE.replace("{body}", body).replace("{server}", server), "utf-8")
            page = context.new_page()
            page.goto(f"{address}/course.html")
            return page

        yield open_host
        context.close()
    assert errors == []


def element(name: str, query: str = SGD, inside: str = "", **attributes: str) -> str:
    written = " ".join(f'{key.replace("_", "-")}="{value}"' for key, value in attributes.items())
    query = query.replace("&", "&amp;")
    return f'<optimizer-trajectories id="{name}" query="{query}" {written}>{inside}</optimizer-trajectories>'


def inside(page: Page, name: str) -> FrameLocator:
    return page.frame_locator(f"#{name} iframe")


def events(page: Page, name: str) -> list[Any]:
    found: list[list[Any]] = page.evaluate("events")
    return [detail for event, detail in found if event == name]


def test_the_script_has_an_address_that_stays() -> None:
    answer = CLIENT.get("/embed.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cache-control"] == BRIEFLY
    assert answer.content == (folder("static") / "js" / "frame" / "embed-element.js").read_bytes()
    assert not re.search(r"^import |\bimport\(", answer.text, re.MULTILINE), "a page of another origin loads one file"
    again = CLIENT.get("/embed.js", headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    assert again.headers["access-control-allow-origin"] == "*"


def test_each_frame_has_a_name_and_the_height_of_what_it_shows(host: Host) -> None:
    page = host(element("a", inside="<a href='/'>The page</a>") + element("b", SADDLE, ui="minimal", title="A & B"))
    for name, title in (("a", "Optimizer Trajectories: sgd on ellipse"), ("b", "A & B")):
        page.locator(f"#{name}").scroll_into_view_if_needed()
        expect(inside(page, name).locator("body[data-settled]")).to_have_count(1)
        expect(page.locator(f"#{name} iframe")).to_have_attribute("title", title)
        expect(page.locator(f"#{name} iframe")).to_have_css("width", "700px")
        expect(page.locator(f"#{name} iframe")).to_have_attribute("loading", "lazy")
    expect(inside(page, "b").locator(".author-title")).to_have_text("A & B")
    expect(inside(page, "b").locator(".verdict")).to_be_hidden()
    expect(page.get_by_role("link", name="The page")).to_be_hidden()
    for frame in page.frames[1:]:
        frame.wait_for_function(
            "() => document.body.getBoundingClientRect().height > 240"
            " && Math.abs(document.body.getBoundingClientRect().height - innerHeight) <= 1"
        )


def test_a_frame_far_below_loads_when_the_reader_comes_near(host: Host) -> None:
    page = host(element("a") + "<div style='height: 9000px'></div>" + element("b", inside="<p>The picture</p>"))
    expect(inside(page, "a").locator("body[data-settled]")).to_have_count(1)
    assert len([frame for frame in page.frames if "/embed" in frame.url]) == 1
    expect(page.get_by_text("The picture")).to_be_visible()
    page.locator("#b").scroll_into_view_if_needed()
    expect(inside(page, "b").locator("body[data-settled]")).to_have_count(1)
    expect(page.get_by_text("The picture")).to_be_hidden()


def test_methods_and_events(host: Host) -> None:
    page = host(element("a"))
    state = page.evaluate("a.get()")  # before the frame has loaded
    assert state == {"query": SGD, "step": 60, "steps": 60, "playing": False}
    expect(inside(page, "a").locator("body[data-settled]")).to_have_count(1)
    assert events(page, "ready") == [{"query": SGD}]
    assert page.evaluate("a.seek(12)")["step"] == 12
    page.wait_for_function("events.some(([name, detail]) => name === 'step' && detail.step === 12)")
    assert page.evaluate("a.set('surface=saddle&optimizer=sgd,lr=0.1&start=A,1,1&steps=30')")["query"] == SADDLE
    page.wait_for_function("events.some(([name]) => name === 'change')")
    assert events(page, "change") == [{"query": SADDLE}]
    page.evaluate("a.seek(0)")
    assert page.evaluate("a.play()")["playing"]
    page.wait_for_function("events.some(([name, detail]) => name === 'step' && detail.playing && detail.step > 0)")
    assert not page.evaluate("a.pause()")["playing"]
    assert page.evaluate("a.reset()")["query"] == SGD
    assert page.evaluate("a.get()")["query"] == SGD


def test_what_is_not_allowed_is_told(host: Host) -> None:
    page = host(element("a"))
    for call, words in (
        ("a.set('surface=no-such-surface')", "Unknown surface no-such-surface. Known: "),
        ("a.seek(-1)", "step = -1 is not allowed: a whole number from 0"),
        ("a.set(7)", "query = 7 is not allowed: a scenario as text"),
        ("document.createElement('optimizer-trajectories').play()", "optimizer-trajectories is not on the page"),
    ):
        assert page.evaluate(f"{call}.then(() => 'done', (error) => error.message)").startswith(words)
    gone = page.evaluate(
        "(() => { const asked = a.get(); a.remove(); return asked.catch((error) => error.message); })()"
    )
    assert gone == "the element was removed"


def test_a_call_reaches_a_frame_that_a_busy_server_has_refused_at_first(host: Host) -> None:
    """The error's page loads itself again, and what stands inside the element is shown until then."""
    page = host("")
    refused = busy_client({"Retry-After": "1"}).get("/busy", headers=BROWSER)
    headers = {
        name: value for name, value in refused.headers.items() if name not in ("content-length", "x-frame-options")
    }
    headers["content-security-policy"] = headers["content-security-policy"].replace("frame-ancestors 'self'", "")
    page.route("**/embed?*", lambda route: route.fulfill(status=503, headers=headers, body=refused.text), times=1)
    page.evaluate(
        "(html) => document.querySelector('main').insertAdjacentHTML('beforeend', html)",
        element("a", inside="<p>The picture</p>"),
    )
    asked = page.evaluate_handle("() => ({answer: a.seek(7)})")
    expect(inside(page, "a").get_by_role("heading", name="503 The server is busy")).to_be_attached()
    expect(page.get_by_text("The picture")).to_be_visible()
    assert asked.evaluate("async ({answer}) => (await answer).step") == 7
    expect(page.get_by_text("The picture")).to_be_hidden()


def test_attributes_that_change(host: Host) -> None:
    page = host(element("a"))
    expect(inside(page, "a").locator("body[data-settled]")).to_have_count(1)
    page.evaluate("a.setAttribute('step', '7')")
    page.wait_for_function("events.some(([name, detail]) => name === 'step' && detail.step === 7)")
    assert len(events(page, "ready")) == 1, "a step needs no other frame"
    page.evaluate(
        "([all]) => { for (const [name, value] of all) a.setAttribute(name, value); }",
        [[["query", SADDLE], ["hide", "player"], ["lock", "all"]]],
    )
    page.wait_for_function("events.filter(([name]) => name === 'ready').length > 1")
    assert events(page, "ready") == [{"query": SGD}, {"query": SADDLE}], "three attributes, one frame"
    expect(inside(page, "a").locator(".player")).to_be_hidden()
    assert page.evaluate("a.get()") == {"query": SADDLE, "step": 7, "steps": 30, "playing": False}


def test_only_its_own_frame_is_listened_to(host: Host) -> None:
    page = host(element("a"))
    expect(inside(page, "a").locator("body[data-settled]")).to_have_count(1)
    height = page.locator("#a iframe").get_attribute("height")
    before = page.evaluate("events.length")
    page.evaluate(
        """async () => {
            postMessage({from: "optimizer-trajectories", event: "height", height: 4321});
            postMessage({from: "optimizer-trajectories", event: "change", query: "forged"});
            await new Promise((resolve) => setTimeout(resolve, 50));
        }"""
    )
    assert page.locator("#a iframe").get_attribute("height") == height
    assert page.evaluate("events.length") == before


def test_what_stands_inside_stays_where_no_app_answers(host: Host) -> None:
    page = host(element("a", inside="<p>The picture</p>", src_base="http://localhost:9/app"))
    page.wait_for_function(
        "document.querySelector('#a').shadowRoot.querySelector('iframe').src.includes(':9/app/embed?')"
    )
    page.wait_for_load_state()
    expect(page.get_by_text("The picture")).to_be_visible()


NO_SERVERS = (
    "javascript://x/%0awindow.parent.attacked=1;//",
    " JaVaScRiPt://x/%0awindow.parent.attacked=1;//",
    "data:text/html,<script>parent.attacked=1</script>",
    "java\tscript:parent.attacked=1//",
    "java\nscript:parent.attacked=1//",
    "\u0001javascript:parent.attacked=1//",
    "vbscript:x",
    "file:///",
    "about:blank",
    "blob:https://example.org/1",
    "filesystem:https://example.org/x",
    "ftp://example.org/",
    "ws://example.org/",
    "https://good.example@evil.example/",
    "https://good.example:x@evil.example/",
    "//good.example@evil.example/",
    "https:\\\\good.example@evil.example",
    "http://[/",
)


def test_only_a_server_is_framed(host: Host) -> None:
    """Else whoever writes the attribute runs a script in the page around."""
    page = host(element("a"))
    expect(inside(page, "a").locator("body[data-settled]")).to_have_count(1)
    for base in NO_SERVERS:
        refused = page.evaluate(
            """async (base) => {
                const made = document.createElement("optimizer-trajectories");
                made.setAttribute("src-base", base);
                made.textContent = "The picture";
                a.replaceChildren("Another picture");
                a.after(made);
                a.setAttribute("src-base", base);
                await Promise.resolve();
                const words = (asked) => asked.then(() => "framed", (error) => error.message);
                const outcomes = [await words(made.get()), await words(a.get()), made.offsetHeight > 0];
                made.remove();
                return outcomes;
            }""",
            base,
        )
        words = refused[0]
        assert words.startswith("src-base = ")
        assert words.endswith(" is not allowed: the address of the app, with http or https")
        assert refused == [words, words, True], "what stands inside is seen"
        assert page.locator("iframe").count() == 0
    page.evaluate("a.removeAttribute('src-base')")
    expect(inside(page, "a").locator("body[data-settled]")).to_have_count(1)
    assert page.evaluate("window.attacked") is None

"""The page, an embed, a lesson, the API's documentation and posters under their policies, in a browser."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.app.test_pages import PAYLOADS
from tests.page_helpers import add_optimizer, card, settle, spot, starts, visit
from tests.serving import serve
from tests.tabs import Tabs

LISTEN = """
    globalThis.violations = [];
    document.addEventListener("securitypolicyviolation", ({effectiveDirective, blockedURI, sourceFile, lineNumber}) =>
        violations.push([effectiveDirective, blockedURI, sourceFile, lineNumber].join(" ")));
    globalThis.alert = () => violations.push("alert");
"""


def assert_clean(page: Page) -> None:
    """Nothing was refused, in the page and in every frame of it."""
    for frame in page.frames:
        assert frame.evaluate("globalThis.violations ?? []") == [], frame.url


def test_nothing_is_refused_while_the_page_is_used(page: Page) -> None:
    page.add_init_script(LISTEN)
    visit(page)
    page.mouse.click(*spot(page, 5, 2))  # a start, by a click on Plotly's own layer
    starts(page, "ABC")
    settle(page)
    page.mouse.move(*spot(page, -8, 1.2))  # hover draws labels
    page.mouse.move(*spot(page, -7.5, 1.1), steps=5)
    card(page, 0).locator(".slider").first.press("ArrowRight")
    page.get_by_role("button", name="Overlay").click()
    settle(page)
    add_optimizer(page, "sign-gd")
    page.get_by_role("button", name="Play").click()
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Theme").click()
    page.get_by_role("button", name="Pin").click()
    settle(page)
    page.locator(".why-panel").evaluate(
        "(panel) => panel.querySelectorAll('details').forEach((d) => { d.open = true; })"
    )
    picture = page.evaluate(
        """async () => {
            const scene = document.querySelector(".plotly-host");
            const made = [];
            for (const format of ["png", "svg", "webp"]) made.push(await Plotly.toImage(scene, {format}));
            return made.map((address) => address.slice(0, 14));
        }"""
    )
    assert picture == ["data:image/png", "data:image/svg", "data:image/web"]
    page.get_by_role("button", name="Reset").click()
    settle(page)
    assert_clean(page)


@pytest.mark.parametrize("path", ["/embed", "/lessons", "/lessons/ravine", "/poster.svg", "/docs"])
def test_nothing_is_refused_on(path: str, page: Page) -> None:
    page.add_init_script(LISTEN)
    page.goto(path)
    if path in ("/embed", "/lessons/ravine"):
        settle(page)
    if path == "/docs":
        page.locator(".opblock").first.click()
        expect(page.locator(".opblock-body").first).to_be_visible()
    assert_clean(page)


def test_a_script_that_is_not_ours_does_not_run(page_elsewhere: Page, server: str) -> None:
    """And the listener hears of it, without which the other tests would show nothing."""
    page_elsewhere.goto(f"{server}/docs")  # which may write markup
    page_elsewhere.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=nothing onerror=alert(1)>')")
    page_elsewhere.wait_for_function("violations.length")
    (heard,) = page_elsewhere.evaluate("violations")
    assert heard.startswith("script-src-attr inline")


SINKS = (
    "document.body.insertAdjacentHTML('beforeend', '<b>')",
    "document.body.innerHTML = '<img src=nothing onerror=alert(1)>'",
    "document.createElement('iframe').srcdoc = '<b>'",
    "document.write('<b>')",
    "new DOMParser().parseFromString('<b>', 'text/html')",
    "document.createRange().createContextualFragment('<b>')",
    "document.createElement('script').src = 'data:,alert(1)'",
    "document.createElement('script').src = '//evil.example/x.js'",
    "document.createElement('script').textContent = 'alert(1)'",
    "new Worker('data:,alert(1)')",
    "setTimeout('alert(1)', 0)",
)


@pytest.mark.parametrize("path", ["/", "/embed", "/lessons", "/nothing"])
def test_no_text_becomes_markup_or_a_script(path: str, server: str, page_elsewhere: Page) -> None:
    """Trusted Types, of which the page's own policy lets through neither elements nor scripts of others."""
    page_elsewhere.goto(f"{server}{path}")
    for sink in SINKS:
        refused = page_elsewhere.evaluate(
            "(sink) => { try { TRY } catch (error) { return String(error); } }".replace("TRY", f"{sink}; return ''"),
            sink,
        )
        assert refused.startswith(("TypeError", "EvalError")), f"{sink}: {refused}"
    assert not [heard for heard in page_elsewhere.evaluate("violations") if heard == "alert"]


def test_titles_and_labels_run_nothing(page: Page) -> None:
    """Plotly, which reads some tags, gets all labels at once."""
    page.add_init_script(LISTEN)
    visit(page, "&".join(["steps=3&optimizer=sgd", *(f"start={quote(p)},{k},2" for k, p in enumerate(PAYLOADS))]))
    assert_clean(page)
    for payload in PAYLOADS:
        for path in ("/", "/embed"):
            page.goto(f"{path}?title={quote(payload)}&start={quote(payload)},1,2&steps=3&optimizer=sgd")
            page.locator(".player-scrub").focus()  # a frame draws when the reader turns to it
            expect(page.locator(".plot:is(.is-live, .is-committed)")).to_have_count(1)
            assert_clean(page)
        page.goto(f"/poster.svg?title={quote(payload.replace(chr(0x2028), ''))}")
        assert page.evaluate("document.documentElement.nodeName") == "svg"
        assert_clean(page)


class _Isolated(SimpleHTTPRequestHandler):
    """Serves files; those named so as a page that is cross-origin isolated."""

    def end_headers(self) -> None:
        if "isolated" in self.path:
            self.send_header("cross-origin-embedder-policy", "require-corp")
            self.send_header("cross-origin-opener-policy", "same-origin")
        super().end_headers()

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[str]:
    """The address of another origin, which serves the files of the test's folder."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Isolated, directory=str(tmp_path))) as host:
        Thread(target=host.serve_forever, daemon=True).start()
        yield f"http://localhost:{host.server_port}"
        host.shutdown()


@pytest.fixture
def page_elsewhere(tabs: Tabs) -> Iterator[Page]:
    """A page that may go to other origins, and complain."""
    page = tabs.open(viewport={"width": 1000, "height": 800})
    page.add_init_script(LISTEN)
    yield page
    tabs.rest()


def frame_of(page: Page) -> Frame:
    (found,) = page.frames[1:]
    return found


@pytest.mark.parametrize("host", ["http", "isolated", "file"])
def test_an_embed_works_in_every_page_and_in_a_sandbox(
    host: str, server: str, elsewhere: str, page_elsewhere: Page, tmp_path: Path
) -> None:
    source = f'<iframe src="{server}/embed" title="Paths" width="450" height="700"'
    (tmp_path / f"{host}.html").write_text(
        f'<!doctype html>{source}></iframe>{source} sandbox="allow-scripts"></iframe>'
    )
    page_elsewhere.goto(f"{tmp_path.as_uri()}/file.html" if host == "file" else f"{elsewhere}/{host}.html")
    assert page_elsewhere.evaluate("crossOriginIsolated") == (host == "isolated")
    for frame, origin in zip(page_elsewhere.frames[1:], (server, "null"), strict=True):
        frame.wait_for_selector("body[data-settled]")
        assert frame.evaluate("origin") == origin
    assert_clean(page_elsewhere)


@pytest.mark.parametrize("path", ["/", "/lessons/ravine", "/docs"])
def test_a_page_is_not_shown_in_a_foreign_frame(
    path: str, server: str, elsewhere: str, page_elsewhere: Page, tmp_path: Path
) -> None:
    (tmp_path / "host.html").write_text(f'<!doctype html><iframe src="{server}{path}" title="Paths"></iframe>')
    with page_elsewhere.expect_console_message(lambda message: "frame-ancestors" in message.text):
        page_elsewhere.goto(f"{elsewhere}/host.html")
    assert not frame_of(page_elsewhere).url.startswith(server)


def test_only_the_named_may_frame_where_the_setting_names_them(
    elsewhere: str, page_elsewhere: Page, tmp_path: Path
) -> None:
    with serve(OPTIMIZER_TRAJECTORIES_FRAME_ANCESTORS=elsewhere) as server:
        (tmp_path / "host.html").write_text(f'<!doctype html><iframe src="{server}/embed" title="Paths"></iframe>')
        page_elsewhere.goto(f"{elsewhere}/host.html")
        assert frame_of(page_elsewhere).url.startswith(f"{server}/embed")
        with page_elsewhere.expect_console_message(lambda message: "frame-ancestors" in message.text):
            page_elsewhere.goto(f"{elsewhere.replace('localhost', '127.0.0.1')}/host.html")
        assert not frame_of(page_elsewhere).url.startswith(server)


@pytest.mark.parametrize("payload", PAYLOADS[:4])
def test_the_frame_of_oembed_runs_nothing_in_the_page_that_shows_it(
    payload: str, server: str, elsewhere: str, page_elsewhere: Page, tmp_path: Path
) -> None:
    url = quote(f"{server}/?title={quote(payload)}", safe="")
    answer = page_elsewhere.request.get(f"{server}/oembed?url={url}").json()
    (tmp_path / "host.html").write_text(f'<!doctype html><meta charset="utf-8">{answer["html"]}')
    page_elsewhere.goto(f"{elsewhere}/host.html")
    frame_of(page_elsewhere).wait_for_selector("body[data-settled]")
    expect(page_elsewhere.locator("body > *")).to_have_count(1)
    expect(page_elsewhere.locator("iframe")).to_have_attribute("title", payload)
    assert_clean(page_elsewhere)

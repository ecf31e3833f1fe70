"""Many frames on a page of another site: it scrolls, nothing stays open, nothing is asked for before it is seen."""

import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, Route, expect

from optimizers import Scenario, simulate
from tests.hosting import SCENARIO, Host, host_page
from tests.tabs import Tabs
from tests.touch import finger

MANY = 10
QUERY = f"{SCENARIO}&ui=minimal&layout=overlay"  # as high as the frame has room for
PATH = "/api/v1/trajectories"
DENIED = """
    const denied = {get() { throw new DOMException("denied", "SecurityError"); }};
    for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
        Object.defineProperty(window, name, denied);
    }
    Object.defineProperty(document, "cookie", denied);
"""


class Watch:
    """The requests of a page and of all its frames: those that are still open, and all there were."""

    def __init__(self, page: Page) -> None:
        self.open: set[Request] = set()
        self.paths: list[str] = []
        self.sockets: list[str] = []
        page.on("request", self._begin)
        page.on("requestfinished", lambda request: self.open.discard(request))
        page.on("requestfailed", lambda request: self.open.discard(request))
        page.on("websocket", lambda socket: self.sockets.append(socket.url))

    def _begin(self, request: Request) -> None:
        self.open.add(request)
        self.paths.append(urlsplit(request.url).path)


def scroll(page: Page, source: str, x: float, y: float) -> None:
    """Scroll down with the wheel or a finger over a point of the page: a finger moves up to the top of the window."""
    if source == "finger":
        finger(page, (x, y), *((x, y * (1 - k / 6)) for k in range(1, 6)))
    else:
        page.mouse.move(x, y)
        page.mouse.wheel(0, 200)
    page.wait_for_function("scrollY > 50")


def test_nothing_is_asked_for_before_it_is_seen_and_nothing_stays_open(host: Host) -> None:
    watch = Watch(host.page)
    frames = host.open(f"{QUERY}&show=scoreboard", frames=MANY)  # which shows more of the runs than the picture
    frames[0].wait_for_function("document.body.dataset.settled")
    assert 1 <= watch.paths.count(PATH) < MANY, "those far below wait"
    for place in range(MANY):
        host.page.locator("iframe").nth(place).scroll_into_view_if_needed()
        frames[place].wait_for_function("document.body.dataset.settled")
    assert watch.paths.count(PATH) == MANY
    assert_rests(host, watch)


def test_a_picture_asks_for_no_runs_until_somebody_turns_to_it(host: Host) -> None:
    watch = Watch(host.page)
    frames = host.open(QUERY, frames=3)
    for place in range(3):
        host.page.locator("iframe").nth(place).scroll_into_view_if_needed()
        frames[place].wait_for_function("document.body.dataset.settled")
        expect(frames[place].locator(".plot-svg .path").first).to_be_visible()
    assert_rests(host, watch)
    assert not [path for path in watch.paths if path.startswith("/api/") or "/js/plot/plot.js" in path]
    frames[2].locator(".plot").first.hover()
    frames[2].wait_for_function("document.querySelector('.plot.is-committed')")
    assert watch.paths.count(PATH) == 1


def test_the_first_tap_on_a_picture_adds_a_start(host: Host) -> None:
    """Although what answers it loads only now, and the page around scrolls in the meantime."""
    held: list[Route] = []
    host.page.route("**/js/live.js", lambda route: held.append(route))
    (frame,) = host.open(f"{SCENARIO}&ui=minimal&layout=overlay", before='<div style="height: 300px"></div>')
    frame.wait_for_function("document.body.dataset.settled")
    area = frame.locator(".plot-svg .plot-area").first.bounding_box()
    assert area is not None
    with host.page.expect_request("**/js/live.js"):
        host.page.mouse.click(area["x"] + area["width"] * 0.75, area["y"] + area["height"] * 0.25)
    host.page.mouse.move(5, 5)
    host.page.evaluate("scrollTo(0, 60)")
    expect(frame.locator(".start-handle")).to_have_count(0)
    held[0].continue_()
    expect(frame.locator(".start-handle:not([hidden])")).to_have_count(2)
    added = host.call(call="get")["query"].split("&start=B,")[1].split("&")[0]
    assert [float(one) for one in added.split(",")] == pytest.approx([5, 2.5], abs=0.1)


def assert_rests(host: Host, watch: Watch) -> None:
    """Check that no request stays open, and that no frame has loaded Plotly before the reader turns to it."""
    end = time.monotonic() + 10
    while watch.open and time.monotonic() < end:
        host.page.wait_for_timeout(50)  # only while it waits does Playwright hear which requests have ended
    assert not watch.open, [request.url for request in watch.open]
    assert not watch.sockets
    assert not [path for path in watch.paths if path.endswith("/plotly.js")], "loaded before it is needed"


@pytest.mark.parametrize("source", ["wheel", "finger"])
def test_a_frame_takes_neither_wheel_nor_finger_from_the_page(
    tabs: Tabs, site: tuple[Path, str], server: str, source: str
) -> None:
    """Over the plot, and over it again once Plotly has drawn there."""
    with host_page(tabs, *site, server, has_touch=source == "finger") as host:
        frames = host.open(QUERY, frames=3)
        frames[0].wait_for_function("document.body.dataset.settled")
        box = frames[0].locator(".plot").first.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 3, box["y"] + box["height"] * 0.8
        scroll(host.page, source, x, y)
        host.page.evaluate("scrollTo(0, 0)")
        frames[0].locator(".plot").first.hover()
        frames[0].wait_for_function("document.querySelector('.plot.is-committed')")
        scroll(host.page, source, x, y)
        assert frames[0].evaluate("scrollY") == 0
        expect(frames[0].locator(".start-handle:not([hidden])")).to_have_count(1)  # a finger that scrolls adds none


def test_it_works_where_storage_throws(host: Host) -> None:
    host.page.add_init_script(DENIED)
    (frame,) = host.open(f"{SCENARIO}&ui=full")
    frame.wait_for_function("document.body.dataset.settled")
    with pytest.raises(Exception, match="denied"):
        frame.evaluate("localStorage.length")
    frame.get_by_role("button", name="Theme").click()
    expect(frame.locator(":root")).to_have_attribute("data-theme", "light")
    frame.get_by_role("textbox", name="SGD learning rate").fill("0.01")
    assert "lr=0.01" in host.heard('data.event === "change"')["query"]
    frame.get_by_role("button", name="Reset").click()
    expect(frame.get_by_role("textbox", name="SGD learning rate")).to_have_value("0.07")


def test_a_plot_tells_the_step_where_it_rests(host: Host) -> None:
    """Also before Plotly comes, which in a frame it may never do."""
    (frame,) = host.open(f"{SCENARIO}&ui=minimal")
    frame.wait_for_function("document.body.dataset.settled")
    runs = simulate(Scenario.from_query(SCENARIO))
    for step in (50, 0, 1, 50):
        host.call(call="seek", step=step)
        expect(frame.locator(".panel-reading")).to_have_text([f"A {run.loss[step]:.2g}" for run in runs])

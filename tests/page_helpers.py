"""What the tests of the page share: opening it, waiting for it, and finding a point of the surface on the screen."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from playwright.sync_api import Locator, Page, Request, TimeoutError, expect

from optimizers import SURFACES
from tests.touch import DRAWN

SLIDE = """async (slider) => {
    const gaps = [];
    let before = performance.now();
    for (let move = 0; move < 20; move++) {
        slider.value = Number(slider.value) + 1;
        slider.dispatchEvent(new Event("input", {bubbles: true}));
        await new Promise((resolve) => setTimeout(resolve, 100));
        gaps.push(performance.now() - before);
        before = performance.now();
    }
    return gaps;
}"""
"""Moves a slider ten times a second, as the benchmark of a class does; returns how long it took from move to move."""
REFUSED = "Object.defineProperty(navigator, 'clipboard', {value: undefined}); document.execCommand = () => false;"
"""A script with which the page is refused the clipboard."""
TURN = "document.querySelector('.panel-list')?.dispatchEvent(new Event('pointerenter'))"
"""Does what happens when a pointer comes over the plots, without a pointer that would stay there."""
PLOTLY = "**/packaged/plotly.js"
EMPTY = """document.addEventListener("readystatechange", () => {
    const bench = document.querySelector("[data-plotly$='plotly.js']");
    if (bench) bench.dataset.plotly += "?empty";
})"""
"""A script that changes the address of plotly.js before the page's modules run."""


def visit(page: Page, query: str = "") -> None:
    """Open the page, and wait until Plotly has taken over."""
    page.goto(f"/?{query}")
    settle(page)


def visit_light(page: Page, query: str = "") -> None:
    """Open the page with an empty file for plotly.js: posters and canvases stay, and half the time is saved."""
    without_plotly(page)
    page.goto(f"/?{query}")
    ready(page)


def without_plotly(page: Page) -> None:
    """Give the page an empty file for plotly.js whenever it is opened from now on.

    In Chromium not by a route, for which Playwright would switch the cache off. The file has an address of its own, so
    that pages with the real one may share that cache.
    """
    assert page.context.browser
    if page.context.browser.browser_type.name != "chromium":
        page.route(PLOTLY, lambda route: route.fulfill(body="", content_type="text/javascript"))
        return
    page.add_init_script(EMPTY)
    session = page.context.new_cdp_session(page)
    headers = [{"name": "content-type", "value": "text/javascript"}]

    def answer(event: dict[str, Any]) -> None:
        session.send(
            "Fetch.fulfillRequest",
            {"requestId": event["requestId"], "responseCode": 200, "responseHeaders": headers, "body": ""},
        )

    session.on("Fetch.requestPaused", answer)
    session.send("Fetch.enable", {"patterns": [{"urlPattern": "*/packaged/plotly.js?empty"}]})


def resize(page: Page, width: int, height: int) -> None:
    """Give the page another size, and wait until it has drawn itself in it."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function("(size) => innerWidth === size[0] && innerHeight === size[1]", arg=[width, height])
    page.evaluate(DRAWN)


def settle(page: Page) -> None:
    """Turn to the plots, so that Plotly comes; wait until it shows the state and nothing is about to change.

    Again and again, since a page whose scripts do not run yet hears of no pointer.
    """
    page.wait_for_function(f"({TURN}, document.body.dataset.settled)")


def turn_to_plots(page: Page) -> None:
    """Let the page hear that a pointer has come over the plots."""
    page.evaluate(TURN)


def ready(page: Page) -> None:
    """Wait until the first answer is drawn on every canvas."""
    expect(page.locator(".score-table tbody tr").first).to_be_attached()  # the first answer may wait for kernels
    expect(page.locator(".plot:not(.is-live, .is-committed)")).to_have_count(0)


def computing(page: Page) -> None:
    """Wait until the page computes runs, which are checked: it loads what it needs for that when it is idle."""
    slider = card(page, 0).get_by_role("slider").first
    for key in ("ArrowRight", "ArrowLeft") * 20:
        slider.press(key)
        page.wait_for_timeout(50)
        if page.evaluate("performance.getEntriesByType('resource').some(({name}) => name.endsWith('/engine/look.js'))"):
            break
    for key in ("ArrowRight", "ArrowLeft"):
        slider.press(key)
    expect(page.locator(".check-mark")).to_be_visible()


def slide(slider: Locator) -> int:
    """Move a slider for two seconds; return how often it was at rest for the page too, as it is on a busy machine."""
    gaps: list[float] = slider.evaluate(SLIDE)
    return sum(gap > 140 for gap in gaps)


def asked(page: Page) -> list[str]:
    """The resources that are asked for from now on, and each time anew, the explanation of any step as "steps".

    Without scripts, some of which load at a first touch.
    """
    found: list[str] = []

    def note(request: Request) -> None:
        if request.resource_type != "script":
            found.append(request.url.partition("?")[0].rstrip("/0123456789").rpartition("/")[2])

    page.on("request", note)
    return found


def address(page: Page) -> list[str]:
    """Return the items of the address."""
    query: str = page.evaluate("location.search.slice(1)")  # of Firefox's history Playwright does not hear
    return unquote(query).split("&")


def expect_address(page: Page, *items: str, without: Sequence[str] = ()) -> None:
    """Wait until the address has ``items`` and no item that begins with one of ``without``."""
    try:
        page.wait_for_function(
            """([items, without]) => {
                const found = decodeURIComponent(location.search.slice(1)).split("&");
                return items.every((item) => found.includes(item))
                    && !without.some((start) => found.some((item) => item.startsWith(start)));
            }""",
            arg=[items, without],
        )
    except TimeoutError:
        raise AssertionError(f"expected {items} without {without} in {page.url}") from None


def starts(page: Page, labels: str) -> dict[str, tuple[float, float]]:
    """Return the starts of the address by label, once it has those of ``labels`` and no other."""
    try:
        page.wait_for_function(
            """(labels) => labels === decodeURIComponent(location.search).split("&")
                .filter((item) => item.startsWith("start=")).map((item) => item[6]).join("")""",
            arg=labels,
        )
    except TimeoutError:
        raise AssertionError(f"expected the starts {labels} in {page.url}") from None
    found = [item.removeprefix("start=").split(",") for item in address(page) if item.startswith("start=")]
    return {label: (float(x), float(y)) for label, x, y in found}


def frame(page: Page, panel: int = 0) -> dict[str, float]:
    """Return the box of a plot's frame on the screen: Plotly's where it has drawn, else the poster's."""
    box: dict[str, float] = (
        page.locator(".plot")
        .nth(panel)
        .evaluate(
            """(plot) => {
            const drawn = plot.querySelector(".nsewdrag");
            const {x, y, width, height} = (drawn ?? plot.querySelector(".plot-area")).getBoundingClientRect();
            return {x, y, width, height};
        }"""
        )
    )
    return box


def spot(page: Page, x: float, y: float, panel: int = 0, surface: str = "ellipse") -> tuple[float, float]:
    """Return where on the screen a point of the surface lies."""
    (left, right), (bottom, top) = SURFACES[surface].domain
    box = frame(page, panel)
    return (
        box["x"] + (x - left) / (right - left) * box["width"],
        box["y"] + (top - y) / (top - bottom) * box["height"],
    )


def unit(page: Page, panel: int = 0, surface: str = "ellipse") -> float:
    """Return how much of the surface one pixel covers."""
    left, right = SURFACES[surface].domain[0]
    return (right - left) / frame(page, panel)["width"]


def handle(page: Page, label: str, panel: int = 0) -> Locator:
    """Return the button of a start on a plot."""
    return page.locator(".plot").nth(panel).locator(".start-handle").filter(has_text=label)


def centre(target: Locator) -> tuple[float, float]:
    """Return the middle of an element on the screen."""
    box = target.bounding_box()
    assert box is not None, f"{target} is not on the page"
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def card(page: Page, place: int) -> Locator:
    """Return the card of an optimizer."""
    return page.locator(".card").nth(place)


def open_variant(page: Page, place: int) -> Locator:
    """Open the published variants of an optimizer, unless they are open, and return them."""
    button = card(page, place).locator(".variant-button")
    if button.get_attribute("aria-expanded") == "false":
        button.click()
    return card(page, place).locator(".variant-body")


def open_all(page: Page) -> None:
    """Open whatever is seen folded."""
    for fold in page.locator("summary, .variant-button").all():
        if fold.is_visible() and fold.evaluate(
            "(one) => one.ariaExpanded === 'false' || one.parentElement.open === false"
        ):
            fold.click()


def add_optimizer(page: Page, name: str) -> None:
    choose(page, ".add-optimizer", name)


def choose_surface(page: Page, name: str) -> None:
    choose(page, ".surface-form", name)


def choose(page: Page, host: str, name: str) -> None:
    """Choose an entry in the menu of surfaces or of optimizers."""
    page.locator(f"{host} .entry-menu").click()
    page.locator(f"{host} [data-name={name}]").click()


def loss(page: Page, run: str) -> str:
    """Return what the table tells of the loss of a run, such as "Adam A"."""
    return page.locator(".score-table tbody tr").filter(has_text=run).locator("td").first.inner_text()


def traces(page: Page, panel: int = 0) -> list[dict[str, Any]]:
    """Return the paths Plotly has drawn on a plot: name, x and y as lists."""
    found: list[dict[str, Any]] = (
        page.locator(".plotly-host")
        .nth(panel)
        .evaluate(
            """(scene) => scene.data.filter((trace) => trace.name && trace.hovertemplate)
            .map(({name, x, y, customdata}) => ({name, x: [...x], y: [...y], loss: [...customdata]}))"""
        )
    )
    return found


def ink(target: Locator) -> int:
    """Return how many pixels of a canvas are drawn on."""
    count: int = target.evaluate(
        """(canvas) => {
        const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", {willReadFrequently: true});
        copy.drawImage(canvas, 0, 0);
        const {data} = copy.getImageData(0, 0, canvas.width, canvas.height);
        return data.filter((value, place) => place % 4 === 3 && value > 0).length;
    }"""
    )
    return count

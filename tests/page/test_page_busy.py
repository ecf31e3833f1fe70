"""The page while the server is busy: it says so, waits as long as the server asks, and comes back by itself."""

import re
from collections import Counter

from playwright.sync_api import BrowserContext, Page, expect

from tests.answers import BROWSER, busy_client
from tests.intercepting import Intercepted, intercept
from tests.page_helpers import asked, card, computing, loss, ready, slide, visit_light

API = "*/api/v1/*"
BUSY = "The server is busy. This page will ask again; until then you see the last runs that arrived."
GOES_ON = "The server is busy. The page computes what it can by itself; the rest will follow later."


# Lets time pass at once, for whoever waits for it or looks at the clock. Without it the page keeps the usual time.
SKIP = """{
    const {setTimeout, clearTimeout} = window, now = performance.now.bind(performance), waiting = new Map();
    let ahead = 0;
    performance.now = () => now() + ahead;
    window.setTimeout = (act, ms = 0, ...given) => {
        const done = () => {
            window.clearTimeout(id);
            act(...given);
        };
        const id = setTimeout(done, ms);
        waiting.set(id, {end: performance.now() + ms, done});
        return id;
    };
    window.clearTimeout = (id) => {
        waiting.delete(id);
        clearTimeout(id);
    };
    window.skip = (ms) => {
        ahead += ms;
        for (const {end, done} of [...waiting.values()]) if (end <= performance.now()) done();
    };
}"""


def new_page(context: BrowserContext) -> Page:
    """A tab in which time can be skipped."""
    page = context.new_page()
    page.add_init_script(SKIP)
    return page


def skip(page: Page, seconds: int) -> None:
    """Let as much time pass as a busy server has asked for, and what the page adds to that by chance."""
    page.evaluate("(ms) => skip(ms)", 1000 * (seconds + 2))


def refuse(request: Intercepted, seconds: int = 60) -> None:
    """Answer as a busy server does."""
    request.answer("{}", 503, {"retry-after": str(seconds), "content-type": "application/problem+json"})


def test_while_the_server_is_busy_the_page_says_so_goes_on_and_asks_again(context: BrowserContext) -> None:
    page = new_page(context)
    visit_light(page)
    computing(page)
    page.wait_for_load_state("networkidle")
    before = loss(page, "SGD A")
    answer_again = intercept(page, API, refuse)
    with page.expect_response("**/api/v1/trajectories?*"):  # at rest, perhaps after another that is refused
        page.get_by_role("textbox", name="SGD learning rate", exact=True).fill("0.05")
    expect(page.locator(".notice")).to_have_text([GOES_ON + "×"])
    requests = asked(page)
    rows = page.locator(".score-table tbody tr")
    expect(rows.first.locator("td").first).not_to_have_text(before)  # the page computes it
    before = loss(page, "SGD A")
    slider = card(page, 0).get_by_role("slider")
    for _ in range(10):
        slider.press("ArrowRight")
    expect(page.get_by_role("textbox", name="SGD learning rate", exact=True)).not_to_have_value("0.05")
    page.get_by_role("button", name="Overlay").click()
    expect(page.locator(".panel")).to_have_count(1)
    assert "trajectories" not in requests, "the server has asked for a minute"
    answer_again()
    skip(page, 60)
    expect(page.locator(".notice")).to_have_count(0)
    assert requests.count("trajectories") == 1, "of all that was wanted, the newest"
    expect(page.locator(".score-table tbody tr").first.locator("td").first).not_to_have_text(before)
    expect(page.locator(".verdict:not(.is-stale)")).to_be_visible()


def test_whatever_is_refused_comes_later(context: BrowserContext) -> None:
    for kind in ("trajectories", "surface", "verdict"):
        page = new_page(context)
        answer_again = intercept(page, f"*/api/v1/{kind}?*", refuse)
        page.goto("/")
        expect(page.locator(".notice")).to_have_text([BUSY + "×"])
        answer_again()
        skip(page, 60)
        ready(page)
        expect(page.locator(".notice")).to_have_count(0)
        expect(page.locator(".verdict:not(.is-stale)")).to_be_visible()


def test_a_step_is_explained_once_the_server_has_time(context: BrowserContext) -> None:
    page = new_page(context)
    intercept(page, "*/api/v1/steps/*", refuse, times=1)
    visit_light(page, "optimizer=bfgs")  # whose steps the page does not explain by itself
    expect(page.locator(".why-body .hint").first).to_have_text(
        "Explaining this step needs the server, which is busy. This page will ask again."
    )
    expect(page.locator(".slice")).to_be_hidden()
    skip(page, 60)
    expect(page.locator(".why-lines").first).to_be_visible()


def test_a_file_is_saved_when_the_server_has_time_and_its_error_never_is(context: BrowserContext) -> None:
    page = new_page(context)
    visit_light(page)
    intercept(page, "*/export.csv?*", refuse, times=1)
    page.get_by_role("button", name="Share").click()
    page.get_by_role("tab", name="Export & cite").click()
    status = page.get_by_role("tabpanel").locator(".share-status").first
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Every step, CSV").click()
        expect(status).to_contain_text("Every step, CSV: The server is busy.")
        skip(page, 60)
    assert waiting.value.suggested_filename == "trajectories-ellipse.csv"
    assert waiting.value.path().read_bytes().startswith(b"#")
    expect(status).to_have_text("")


def test_a_citation_comes_once_the_server_has_time(context: BrowserContext) -> None:
    page = new_page(context)
    visit_light(page)
    intercept(page, "*/export.bib?*", refuse, times=1)
    page.get_by_role("button", name="Share").click()
    page.get_by_role("tab", name="Export & cite").click()
    field = page.get_by_label("BibTeX")
    expect(field).to_have_value(re.compile(r"^The server is busy\. This page will ask again in 6[0-2] s\.$"))
    skip(page, 60)
    expect(field).to_have_value(re.compile("^@"))


def test_a_page_that_is_refused_loads_itself_again(context: BrowserContext) -> None:
    page = context.new_page()
    refused = busy_client({"Retry-After": "1"}).get("/busy", headers=BROWSER)
    headers = {name: value for name, value in refused.headers.items() if name != "content-length"}
    intercept(page, "*/?steps=30", lambda request: request.answer(refused.text, 503, headers), times=1)
    page.goto("/?steps=30")
    expect(page.get_by_role("heading")).to_have_text("503 The server is busy")
    ready(page)
    expect(page.locator(".player-reading")).to_have_text("step 30 of 30")


def test_sliding_asks_once_for_each_move_and_judges_at_rest(page: Page) -> None:
    """Where the page cannot compute: on a surface that changes, and whose minima only the server finds."""
    with page.expect_request("**/api/v1/steps/**"):  # the explanation, which is asked for after the verdict, at rest
        visit_light(page, "surface=logistic-regression")
    requests = asked(page)
    with page.expect_request("**/api/v1/verdict?*"):  # at rest, though the page may have found it before
        pauses = slide(page.locator(".surface-form").first.get_by_role("slider").first)
    expect(page.locator(".verdict:not(.is-stale)")).to_be_visible()
    found = Counter(requests)
    assert 0 < found["trajectories"] <= 20
    assert 0 < found["surface"] <= 20
    assert 0 < found["verdict"] <= pauses + 1
    assert found["steps"] <= pauses + 1
    assert found.keys() <= {"trajectories", "surface", "verdict", "steps", "icon.svg"}

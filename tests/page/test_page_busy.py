"""The page while the server is busy: it says so, waits as long as the server asks, and comes back by itself."""

import re
from collections import Counter

from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.answers import BROWSER, busy_client
from tests.page_helpers import asked, card, computing, loss, ready, slide, visit_light

API = "**/api/v1/*"
BUSY = "The server is busy. This page will ask again; until then you see the last runs that arrived."
GOES_ON = "The server is busy. The page computes what it can by itself; the rest will follow later."


def refuse(route: Route, seconds: int = 1) -> None:
    """Answer as a busy server does."""
    route.fulfill(
        status=503, headers={"retry-after": str(seconds), "content-type": "application/problem+json"}, body="{}"
    )


def test_while_the_server_is_busy_the_page_says_so_goes_on_and_asks_again(context: BrowserContext) -> None:
    page = context.new_page()
    visit_light(page)
    computing(page)
    page.wait_for_load_state("networkidle")
    before = loss(page, "SGD A")
    context.route(API, lambda route: refuse(route, 20))
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
    assert "trajectories" not in requests, "the server has asked for twenty seconds"
    context.unroute(API)
    expect(page.locator(".notice")).to_have_count(0, timeout=40_000)
    assert requests.count("trajectories") == 1, "of all that was wanted, the newest"
    expect(page.locator(".score-table tbody tr").first.locator("td").first).not_to_have_text(before)
    expect(page.locator(".verdict:not(.is-stale)")).to_be_visible()


def test_whatever_is_refused_comes_later(context: BrowserContext) -> None:
    pages = [(context.new_page(), f"**/api/v1/{kind}?*") for kind in ("trajectories", "surface", "verdict")]
    for page, kind in pages:
        page.route(kind, refuse)
        page.goto("/")
        expect(page.locator(".notice")).to_have_text([BUSY + "×"])
        page.unroute(kind)
    for page, _ in pages:  # all of them wait at the same time
        ready(page)
        expect(page.locator(".notice")).to_have_count(0, timeout=40_000)
        expect(page.locator(".verdict:not(.is-stale)")).to_be_visible()


def test_a_step_is_explained_once_the_server_has_time(context: BrowserContext) -> None:
    page = context.new_page()
    context.route("**/api/v1/steps/**", refuse, times=1)
    visit_light(page, "optimizer=bfgs")  # whose steps the page does not explain by itself
    expect(page.locator(".why-body .hint").first).to_have_text(
        "Explaining this step needs the server, which is busy. This page will ask again."
    )
    expect(page.locator(".slice")).to_be_hidden()
    expect(page.locator(".why-lines").first).to_be_visible()


def test_a_file_is_saved_when_the_server_has_time_and_its_error_never_is(context: BrowserContext) -> None:
    page = context.new_page()
    visit_light(page)
    context.route("**/export.csv?*", refuse, times=1)
    page.get_by_role("button", name="Share").click()
    page.get_by_role("tab", name="Export & cite").click()
    status = page.get_by_role("tabpanel").locator(".share-status").first
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Every step, CSV").click()
        expect(status).to_contain_text("Every step, CSV: The server is busy.")
    assert waiting.value.suggested_filename == "trajectories-ellipse.csv"
    assert waiting.value.path().read_bytes().startswith(b"#")
    expect(status).to_have_text("")


def test_a_citation_comes_once_the_server_has_time(context: BrowserContext) -> None:
    page = context.new_page()
    visit_light(page)
    context.route("**/export.bib?*", refuse)
    page.get_by_role("button", name="Share").click()
    page.get_by_role("tab", name="Export & cite").click()
    field = page.get_by_label("BibTeX")
    expect(field).to_have_value(re.compile(r"^The server is busy\. This page will ask again in [1-9] s\.$"))
    context.unroute("**/export.bib?*")
    expect(field).to_have_value(re.compile("^@"))


def test_a_page_that_is_refused_loads_itself_again(context: BrowserContext) -> None:
    page = context.new_page()
    refused = busy_client({"Retry-After": "1"}).get("/busy", headers=BROWSER)
    headers = {name: value for name, value in refused.headers.items() if name != "content-length"}
    context.route("**/?steps=30", lambda route: route.fulfill(status=503, headers=headers, body=refused.text), times=1)
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

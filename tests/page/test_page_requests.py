"""The page and its server: answers that are late, a server that stops, a page without JavaScript or Plotly."""

from collections import Counter

from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.intercepting import Held, Intercepted, intercept
from tests.page_helpers import (
    PLOTLY,
    asked,
    card,
    choose_surface,
    computing,
    expect_address,
    loss,
    ready,
    settle,
    slide,
    starts,
    turn_to_plots,
    visit,
    visit_light,
)

RUNS, API = "*/api/v1/trajectories?*", "*/api/v1/*"
# Gives the page an engine that computes nothing, so that the server computes everything.
WITHOUT_ENGINE = """async () => {
    const {src} = document.querySelector("script[src$='/main.js']");
    const {Engine} = await import(src.replace("main.js", "service/engine.js"));
    Engine.prototype.compute = (state, known, done) => done(null);
    Engine.prototype.gridOf = () => null;
}"""
ALONE = "The server cannot be reached. The page computes what it can by itself; the rest will follow later.×"
SILENT = "The server does not answer. You see the last runs that arrived.×"


def test_what_happens_while_an_answer_is_on_its_way(page: Page) -> None:
    visit_light(page)
    page.evaluate(WITHOUT_ENGINE)
    held = Held(page, RUNS)
    page.get_by_role("button", name="Remove start A").click()
    page.get_by_role("button", name="Step back").click()  # the picture still has two starts
    page.get_by_role("button", name="Overlay").click()
    expect(page.locator(".panel")).to_have_count(1)
    expect(page.locator(".player-reading")).to_have_text("step 119 of 120")
    expect(page.locator(".score-table tbody tr")).to_have_count(8)
    held.pass_on()
    expect(page.locator(".score-table tbody tr")).to_have_count(4)
    expect(page.locator(".panel")).to_have_count(1)  # the newer layout, not that of the question
    expect(page.locator(".player-reading")).to_have_text("step 119 of 120")
    expect_address(page, "layout=overlay", "step=119", without=["start=A"])


def in_time(route: Route) -> None:
    """Answer as a server that is not late: from a late one the page would ask for one thing at a time."""
    response = route.fetch()
    headers = {name: value for name, value in response.headers.items() if name != "server-timing"}
    route.fulfill(response=response, headers=headers)


def test_only_the_newest_answer_counts(page: Page) -> None:
    visit_light(page)
    page.evaluate(WITHOUT_ENGINE)
    page.route("**/api/v1/trajectories?*", in_time)
    field = page.get_by_role("textbox", name="SGD learning rate", exact=True)
    row = page.locator(".score-table tbody tr").first.locator("td").first
    first = row.inner_text()
    field.fill("0.05")
    expect(row).not_to_have_text(first)
    newest = row.inner_text()
    field.fill("0.06")
    expect(row).not_to_have_text(newest)
    held: list[Route] = []
    page.route("**/api/v1/trajectories?*lr=0.061*", lambda route: held.append(route))
    field.fill("0.061")
    field.fill("0.05")
    expect(row).to_have_text(newest)
    with page.expect_response("**/api/v1/trajectories?*lr=0.061*"):
        held[0].continue_()
    field.fill("0.07")
    expect(row).to_have_text(first)


def test_a_server_that_stops_and_comes_back(context: BrowserContext) -> None:
    page = context.new_page()
    visit(page)
    page.evaluate(WITHOUT_ENGINE)
    drawn = page.locator(".plotly-host").first.evaluate("(scene) => [...scene.data.find(({name}) => name).x]")
    come_back = intercept(page, API, Intercepted.fail)
    card(page, 0).get_by_role("slider").press("ArrowRight")
    expect(page.locator(".notice")).to_have_text([SILENT])
    page.get_by_role("button", name="Remove start A").click()
    page.get_by_role("button", name="Overlay").click()
    choose_surface(page, "saddle")
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator(".notice")).to_have_count(0)
    expect(page.locator(".panel")).to_have_count(1)
    settle(page)
    assert page.locator(".plotly-host").first.evaluate(
        "(scene) => [...scene.data.find(({name}) => name).x].length"
    ) == len(drawn)
    come_back()
    card(page, 0).get_by_role("slider").press("ArrowRight")
    expect(page.locator(".score-table tbody tr")).to_have_count(8)
    expect(page.locator(".notice")).to_have_count(0)
    assert starts(page, "AB") == {"A": (-3.5, 0.01), "B": (2, -0.5)}
    # What came before the server went away is at rest too: only the axes tell that the new surface is drawn.
    page.wait_for_function(
        "document.querySelector('.plotly-host')._fullLayout.xaxis.range.every((edge) => Math.abs(edge) < 4.01)"
    )


def test_a_server_that_comes_back_is_noticed_without_the_reader(context: BrowserContext) -> None:
    """What was asked for meanwhile is shown, and the notice goes; one that was dismissed does not come again."""
    page = context.new_page()
    visit_light(page)
    page.evaluate(WITHOUT_ENGINE)
    before = loss(page, "SGD A")
    come_back = intercept(page, API, Intercepted.fail)
    page.get_by_role("textbox", name="SGD learning rate", exact=True).fill("0.05")
    expect(page.locator(".notice")).to_have_text([SILENT])
    page.get_by_role("button", name="Dismiss").click()
    with page.expect_request("**/api/v1/trajectories?*"):
        pass  # it tries again
    expect(page.locator(".notice")).to_have_count(0)
    page.get_by_role("textbox", name="SGD learning rate", exact=True).fill("0.04")
    expect(page.locator(".notice")).to_have_text([SILENT])
    come_back()
    expect(page.locator(".notice")).to_have_count(0, timeout=40_000)
    expect(page.locator(".score-table tbody tr").first.locator("td").first).not_to_have_text(before)
    expect(page.locator(".verdict:not(.is-stale)")).to_be_visible()


def test_a_slider_needs_no_server_which_is_asked_at_rest_and_may_be_away(context: BrowserContext) -> None:
    """With noise too, which the page draws as the server does."""
    page = context.new_page()
    visit_light(page, "noise=0.1&seed=3")
    computing(page)
    expect(page.locator(".verdict:not(.is-stale)")).to_be_visible()
    slider, mark = card(page, 0).get_by_role("slider").first, page.locator(".check-mark")
    requests = asked(page)
    with page.expect_request("**/api/v1/verdict?*"):  # at rest, though the page has found it
        pauses = slide(slider)
    expect(mark).to_have_text("Checked against the server: equal")
    expect(mark).to_be_visible()
    expect(page.locator(".verdict:not(.is-stale)")).to_be_visible()
    expect(page.locator(".slice-remark")).to_be_visible()
    found = Counter(requests)
    assert found.keys() <= {"trajectories", "verdict", "steps", "icon.svg"}  # the last one as the address changes
    assert all(1 <= found[name] <= pauses + 1 for name in ("trajectories", "verdict")), found

    come_back = intercept(page, API, Intercepted.fail)
    canvas = page.locator(".plot-canvas").first
    before, drawn = loss(page, "SGD A"), canvas.screenshot()
    slide(slider)
    expect(page.locator(".notice")).to_have_text([ALONE])
    expect(mark).to_be_hidden()
    expect(page.locator(".verdict:not(.is-stale)")).to_be_visible()
    expect(page.locator(".verdict-remark")).to_be_hidden()
    expect(page.locator(".why-remark")).to_be_hidden()  # the page explains the step
    assert loss(page, "SGD A") != before
    assert canvas.screenshot() != drawn
    form = page.locator(".surface-form")
    form.locator("summary").filter(has_text="noise").click()
    form.get_by_role("textbox", name="Scenario noise").fill("0")
    card(page, 0).get_by_role("textbox", name="SGD learning rate", exact=True).fill("0.09")
    expect(page.locator(".verdict:not(.is-stale)")).to_contain_text(
        "SGD diverges: its rate 0.09 is above 2/λmax = 0.08"
    )
    come_back()
    expect(page.locator(".notice")).to_have_count(0, timeout=40_000)
    expect(mark).to_be_visible()
    expect(page.locator(".verdict:not(.is-stale)")).to_be_visible()
    expect(page.locator(".verdict-remark")).to_be_hidden()


def test_a_server_that_is_gone_before_the_first_answer(context: BrowserContext) -> None:
    page = context.new_page()
    come_back = intercept(page, API, Intercepted.fail)
    page.goto("/")
    expect(page.locator(".notice")).to_have_text([SILENT])
    expect(page.locator(".plot-svg .path").first).to_be_visible()
    come_back()
    card(page, 0).get_by_role("slider").press("ArrowRight")
    ready(page)
    settle(page)


def test_an_answer_that_breaks_off_is_told(page: Page) -> None:
    visit_light(page)
    begun = '{"event":"scenario","query":"", "version":""}\n'
    answer_whole = intercept(page, RUNS, lambda request: request.answer(begun))
    card(page, 0).get_by_role("slider").press("ArrowRight")
    expect(page.locator(".notice")).to_contain_text("was cut off")
    answer_whole()
    before = page.locator(".score-table tbody tr").first.inner_text()
    card(page, 0).get_by_role("slider").press("ArrowRight")
    expect(page.locator(".score-table tbody tr").first).not_to_have_text(before)


def test_without_plotly_all_but_hovering_works_and_plotly_that_comes_later_is_used(context: BrowserContext) -> None:
    page = context.new_page()
    context.route(PLOTLY, lambda route: route.abort("connectionrefused"))
    page.goto("/")
    ready(page)  # before, it might not hear that it is turned to
    turn_to_plots(page)
    expect(page.locator(".notice")).to_contain_text("Plotly did not load")
    handle = page.locator(".start-handle").first
    handle.press("Shift+ArrowRight")
    expect_address(page, without=["start=A,-8,1.2"])
    starts(page, "AB")
    context.unroute(PLOTLY)
    expect(page.locator(".notice")).to_have_count(0, timeout=40_000)
    expect(page.locator(".plot.is-committed").first).to_be_visible()


def test_without_javascript_the_poster_tells_the_scenario(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    page.goto("/?surface=rosenbrock&optimizer=sgd&optimizer=adam&start=A,-1,1&start=B,1,2&start=C,0,0&steps=50")
    expect(page.locator("noscript .notice")).to_be_visible()
    expect(page.locator("noscript .notice")).to_contain_text("Without JavaScript this page only shows")
    expect(page.locator(".plot-svg .path")).to_have_count(6)
    expect(page.locator(".plot-svg .path").first).to_be_visible()
    expect(page.locator(".panel-title")).to_have_text(["SGD", "Adam"])
    expect(page.locator(".caption")).to_contain_text("axes 1:1")
    assert page.get_by_role("button", disabled=False).count() == 0, "nothing that does nothing"
    context.close()

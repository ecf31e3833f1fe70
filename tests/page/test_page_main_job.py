"""The main job: open the page, see four optimizers run from A and B, click, slide and watch."""

from playwright.sync_api import Page, Route, expect

from tests.page_helpers import PLOTLY, card, expect_address, handle, loss, settle, spot, starts, turn_to_plots, visit
from tests.path_data import lines

TITLES = ["SGD", "Momentum", "RMSprop", "Adam"]


def marks(page: Page) -> dict[str, float]:
    found: dict[str, float] = page.evaluate(
        "Object.fromEntries(performance.getEntriesByType('mark').map(({name, startTime}) => [name, startTime]))"
    )
    return found


def test_the_first_load_shows_four_optimizers_side_by_side_from_a_and_b(page: Page) -> None:
    visit(page)
    panels = page.locator(".panel")
    expect(panels.locator(".panel-title")).to_have_text(TITLES)
    expect(page.locator(".caption")).to_contain_text("axes 1:1")
    expect(page.get_by_role("button", name="Side by side")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".notice")).to_have_count(0)
    boxes = [panel.bounding_box() for panel in panels.all()]
    places = [(box["x"], box["y"], box["width"]) for box in boxes if box]
    assert places[0][0] < places[1][0]
    assert places[0][1] == places[1][1], "the first two stand in one row"
    assert len({width for *_, width in places}) == 1
    for panel in range(4):
        for label in "AB":
            expect(handle(page, label, panel)).to_be_in_viewport(ratio=0.999)  # the browser rounds areas
    assert "surface=ellipse,kappa=25,theta=0" in page.url
    assert starts(page, "AB") == {"A": (-8, 1.2), "B": (-0.6, 4)}
    assert not page.evaluate("document.querySelector('.plot:not(.is-committed)')")
    assert marks(page).keys() == {"first-path", "interactive"}


def test_the_path_is_there_before_plotly(page: Page) -> None:
    held: list[Route] = []
    page.route(PLOTLY, lambda route: held.append(route))
    page.goto("/", wait_until="commit")
    page.wait_for_function("performance.getEntriesByName('first-path').length")
    paths = page.locator(".plot-svg .path")
    expect(paths).to_have_count(8)
    for path in paths.all():
        (line,) = lines(path.get_attribute("d") or "")
        assert len(line) > 10, "a path and not a dot"
    page.locator(".plot.is-live").nth(3).wait_for()  # the canvas moves over the posters
    assert marks(page).keys() == {"first-path"}
    assert page.evaluate("window.Plotly === undefined")
    with page.expect_request(PLOTLY):
        turn_to_plots(page)
    page.evaluate("0")  # the route hears of the request after whoever expects it
    held[0].continue_()
    settle(page)
    found = marks(page)
    assert found["first-path"] < found["interactive"]
    expect(page.locator(".plot-svg").first).to_be_hidden()


def test_click_slide_and_watch(page: Page) -> None:
    visit(page)
    page.mouse.click(*spot(page, 5, 2))
    page.mouse.click(*spot(page, 3, -4, panel=3))
    starts(page, "ABCD")
    settle(page)
    for label in "CD":
        expect(page.locator(".start-handle").filter(has_text=label)).to_have_count(4)
    expect(page.locator(".score-table tbody tr")).to_have_count(16)

    before = loss(page, "SGD C")
    page.evaluate("performance.clearMeasures()")
    card(page, 0).locator(".slider").first.press("ArrowLeft")
    page.wait_for_function("performance.getEntriesByName('slider-to-paint').length === 1")
    measured = page.evaluate("performance.getEntriesByName('slider-to-paint').map(({duration}) => duration)")
    assert measured[0] > 0
    settle(page)
    assert loss(page, "SGD C") != before
    expect_address(page, "optimizer=sgd,lr=0.0692", without=["optimizer=sgd,lr=0.07"])

    page.get_by_role("button", name="Play").click()
    page.wait_for_function("[3, 4, 5, 6, 7, 8, 9].includes(parseInt(document.querySelector('.player-scrub').value))")
    page.get_by_role("button", name="Pause").click()
    settle(page)
    step = page.locator(".player-scrub").input_value()
    assert 3 <= int(step) < 120
    expect_address(page, f"step={step}")
    assert loss(page, "SGD C") != before

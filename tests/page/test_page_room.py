"""The room of the page: plots, player and controls are seen together, and nothing moves when the page comes to life."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from optimizers import SURFACES
from tests.conftest import OpenPage
from tests.page_helpers import ready, resize, settle, visit_light, without_plotly

CORE = {"ellipse": (0.4, 0.42), "rosenbrock": (0.38, 0.33), "saddle": (0.35, 0.27), "sphere": (0.38, 0.33)}
"""Surfaces, and how much of the stage their four plots take at least at 1440 × 900 and at 1280 × 720."""
BOXES = """(all) => all.map((one) => {
    const {left, right, top, bottom} = one.getBoundingClientRect();
    return {left, right, top, bottom};
})"""
PLACES = """(source) => [...document.querySelectorAll(".plot")].map((plot) => {
    const box = (one) => (({x, y, width, height}) => [x, y, width, height])(one.getBoundingClientRect());
    const middle = (one) => (([x, y, width, height]) => [x + width / 2, y + height / 2])(box(one));
    const drawn = plot.querySelector(source === "poster" ? ".plot-svg" : ".plot-ground");
    const starts = plot.querySelectorAll(source === "poster" ? ".start > circle:first-child" : ".start-handle");
    const labels = [...drawn.querySelectorAll(".tick-label")];
    const plotly = source === "poster" ? null : plot.querySelector(".nsewdrag");
    return {
        area: [box(drawn.querySelector(".plot-area")), ...plotly ? [box(plotly)] : []],
        ticks: [...drawn.querySelectorAll(".tick")].map(middle),
        labels: labels.map(box),
        words: labels.map((one) => [one.textContent, getComputedStyle(one).font, getComputedStyle(one).fill]),
        starts: [...starts].map(middle),
    };
})"""
"""Where frame, ticks, numbers and starts of each plot are on the screen."""
SLACK = 0.1  # px
WIDE, NARROW = (1440, 900), (390, 844)


def boxes(found: Locator) -> list[dict[str, float]]:
    result: list[dict[str, float]] = found.evaluate_all(BOXES)
    return result


def whole(found: Locator, width: int, height: int) -> bool:
    seen = boxes(found)
    assert seen
    return all(
        box["left"] >= 0 and box["top"] >= 0 and box["right"] <= width and box["bottom"] <= height for box in seen
    )


def extent(box: dict[str, float]) -> tuple[float, float]:
    return box["right"] - box["left"], box["bottom"] - box["top"]


def test_four_plots_and_the_player_are_whole_on_the_first_screen(page: Page) -> None:
    without_plotly(page)
    for surface in CORE:
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(f"/?surface={surface}")
        ready(page)
        expect_whole(page, surface)


def expect_whole(page: Page, surface: str) -> None:
    (left, right), (bottom, top) = SURFACES[surface].domain
    for (width, height), least in zip(((1440, 900), (1280, 720)), CORE[surface], strict=True):
        resize(page, width, height)
        assert page.evaluate("document.scrollingElement.scrollHeight") <= height, surface
        assert whole(page.locator(".plot, .panel-header, .player-scrub, .player-play"), width, height)
        plots = boxes(page.locator(".plot"))
        assert len(plots) == 4
        stage = extent(boxes(page.locator(".stage"))[0])
        share = sum(wide * high for wide, high in map(extent, plots)) / (stage[0] * stage[1])
        assert share >= least, f"{share:.1%} at {width} × {height} of {surface}"
        for wide, high in map(extent, plots):
            assert wide / high == pytest.approx((right - left) / (top - bottom), rel=0.01), "axes 1:1"
        scores = page.locator(".score-scroller")
        assert scores.evaluate("(one) => one.scrollWidth - one.clientWidth") <= 0, "the scoreboard does not scroll"
        for header in page.locator(".panel-title").all():
            assert header.evaluate("(one) => one.scrollWidth <= one.clientWidth"), "its name is whole"

    resize(page, 1440, 900)
    assert whole(page.locator(".card, .add-optimizer"), 1440, 900)
    before = boxes(page.locator(".plot"))
    page.get_by_role("button", name="Add start point").click()
    expect(page.locator(".start-row")).to_have_count(3)
    expect(page.locator(".verdict")).not_to_have_class("verdict is-stale")
    page.locator(".controls").evaluate("(one) => { one.scrollTop = one.scrollHeight; }")
    assert boxes(page.locator(".plot")) == before, "a third start and scrolling controls move no plot"
    assert page.evaluate("scrollY") == 0


def test_small_and_low_windows_show_plot_and_player_together(open_page: OpenPage) -> None:
    """640 × 360 is what a window of 1280 × 720 has at 200 % zoom."""
    page = open_page(viewport={"width": 390, "height": 844})
    visit_light(page)
    for width, height, least in ((390, 844, 170), (844, 390, 180), (640, 360, 155), (320, 640, 120)):
        resize(page, width, height)
        expect(page.locator(".panel")).to_have_count(1)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
        assert whole(page.locator(".plot, .player-scrub"), width, height), (width, height)
        (plot,), (player,) = boxes(page.locator(".plot")), boxes(page.locator(".player-play"))
        assert plot["bottom"] <= player["top"], "the player lies below the plot"
        assert extent(plot)[1] >= least, (width, height)
        assert whole(page.locator(".sheet-tabs"), width, height), "and so do the controls"


@pytest.mark.parametrize("surface", ["rosenbrock", "saddle"])
def test_no_plot_is_alone_in_a_row(open_page: OpenPage, surface: str) -> None:
    page = open_page(viewport={"width": 768, "height": 1024})
    visit_light(page, f"surface={surface}&layout=side-by-side")
    for width, height in ((768, 1024), (1024, 768), (960, 700), (1920, 1080)):
        resize(page, width, height)
        tops = [round(box["top"]) for box in boxes(page.locator(".plot"))]
        assert len(tops) == 4
        assert min(tops.count(top) for top in tops) > 1, (width, height)


@pytest.mark.parametrize(("surface", "sizes"), [("ellipse", (WIDE, NARROW)), ("saddle", (NARROW, WIDE))])
def test_nothing_jumps_when_the_live_picture_replaces_the_poster(
    page: Page, surface: str, sizes: tuple[tuple[int, int], tuple[int, int]]
) -> None:
    """In the first size, in which the page comes to life, and in the second, to which it is changed then."""
    held: list[Route] = []
    page.route("**/js/main.js", lambda route: held.append(route))
    resize(page, *sizes[0])
    page.goto(f"/?surface={surface}&layout=side-by-side", wait_until="commit")
    expect(page.locator(".plot-svg .path")).to_have_count(8)
    page.wait_for_function("document.styleSheets.length === document.querySelectorAll('link[rel=stylesheet]').length")
    posters: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for size in reversed(sizes):
        resize(page, *size)
        posters[size] = page.evaluate(PLACES, "poster")
    held[0].continue_()
    for size in sizes:
        resize(page, *size)
        settle(page)
        expect_same_places(posters[size], page.evaluate(PLACES, "live"))


def expect_same_places(poster: list[dict[str, Any]], live: list[dict[str, Any]]) -> None:
    """Compare the poster before the scripts run with what they draw."""
    assert len(poster) == len(live) == 4
    for before, after in zip(poster, live, strict=True):
        assert before["words"] == after["words"], "numbers, font and color"
        assert len(before["labels"]) >= 6
        assert 3 <= len(before["ticks"]) < len(before["labels"]), "a tick before a number looks like a minus"
        assert len(before["starts"]) == 2
        for name in ("ticks", "labels", "starts"):
            assert after[name] == [pytest.approx(one, abs=SLACK) for one in before[name]], name
        assert after["area"] == [pytest.approx(before["area"][0], abs=1)] * 2, "Plotly's is whole pixels"
        assert after["area"][0] == pytest.approx(before["area"][0], abs=SLACK)

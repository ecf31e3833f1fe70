"""Narrow screens and fingers: nothing is cut off, everything can be reached and hit."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import OpenPage
from tests.page_helpers import handle, resize, settle, visit, visit_light, without_plotly

SIZES = {"phone": (390, 844), "small phone": (360, 640), "tablet": (768, 1024)}
TARGETS = """() => {
    const found = [];
    for (const element of document.querySelectorAll("a, button, input, select, summary")) {
        if (!element.checkVisibility()) continue;
        const label = element.type === "checkbox" ? element.closest("label") : null;
        const {x, width, height} = (label ?? element).getBoundingClientRect();
        const name = element.getAttribute("aria-label") ?? element.textContent;
        found.push({name, left: x, right: x + width, width, height, inline: element.matches("p a"),
            // Regions of their own, which keys scroll too.
            scrolls: element.closest(".score-scroller, .stage-bar") !== null});
    }
    return found;
}"""


def targets(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(TARGETS)
    return found


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_off_and_everything_can_be_hit(open_page: OpenPage, size: str) -> None:
    width, height = SIZES[size]
    page = open_page(viewport={"width": width, "height": height}, has_touch=True, is_mobile=True)
    visit_light(
        page, "steps=0&surface=saddle,wall=0&optimizer=rmsprop&optimizer=rmsprop&optimizer=adam&optimizer=momentum"
    )
    for summary in page.locator(".card:not(.is-off) .variant-button").all():
        summary.click()
    for layout in ("Overlay", "Side by side"):
        page.get_by_role("button", name=layout).click()
        expect(page.locator(".panel")).to_have_count(1 if layout == "Overlay" else 4)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
        tabs = page.locator(".sheet-tabs [role=tab]").all()
        assert len(tabs) == 5
        for tab in (*tabs[1:], tabs[0]):
            tab.click()
            found = targets(page)
            assert len(found) > (50 if tab == tabs[0] else 20)
            for target in found:
                assert target["scrolls"] or 0 <= target["left"] < target["right"] <= width, target
                assert target["inline"] or min(target["width"], target["height"]) >= 24, target
        for end in (page.locator(".stage-bar button").last, page.locator(".stage-bar button").first):
            end.focus()
            expect(end).to_be_in_viewport(ratio=0.999)
    page.get_by_role("textbox", name="Adam learning rate", exact=True).fill("x")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width


@pytest.mark.parametrize("size", ["small phone", "tablet"])
def test_plots_fill_the_width_and_the_player_leaves_room(open_page: OpenPage, size: str) -> None:
    width, height = SIZES[size]
    page = open_page(viewport={"width": width, "height": height}, has_touch=True, is_mobile=True)
    visit(page)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    stage = page.locator(".stage-room").bounding_box()
    player = page.locator(".player-buttons").bounding_box()
    assert stage is not None
    assert player is not None
    boxes = [box for plot in page.locator(".plot").all() if (box := plot.bounding_box())]
    row = [box for box in boxes if box["y"] == boxes[0]["y"]]
    assert len(row) == (2 if size == "tablet" else 1)
    assert boxes[0]["width"] == page.locator(".plot .main-svg").first.evaluate("(drawn) => drawn.clientWidth")
    room = stage["width"] - 20  # without what badges at the edge of a plot need
    used = row[-1]["x"] + row[-1]["width"] - row[0]["x"]
    if size == "tablet":  # all four, a little smaller than the width allows, and controls below them
        assert 0.9 * room < used <= room + 1
        expect(page.locator(".plot").nth(3)).to_be_in_viewport(ratio=0.999)
        expect(page.locator(".card input[type=range]").first).to_be_in_viewport(ratio=0.999)
    else:
        assert room - 1 <= used <= room + 1
    assert player["height"] < height / 6, "it stays in sight while the plots scroll"
    expect(page.locator(".player-scrub")).to_be_in_viewport()


def test_turning_the_phone_fits_the_plots_again(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    visit(page, "layout=overlay")
    narrow = page.locator(".plotly-host").evaluate("(scene) => scene._fullLayout.width")
    resize(page, 844, 390)
    page.wait_for_function(
        "(narrow) => document.querySelector('.plotly-host')._fullLayout.width !== narrow", arg=narrow
    )
    settle(page)
    drawn = page.locator(".plotly-host").evaluate("({_fullLayout: {width, height}}) => [width, height]")
    box = page.locator(".plot").evaluate("(plot) => plot.getBoundingClientRect().toJSON()")
    assert drawn == [box["width"], box["height"]]
    expect(page.locator(".plot")).to_be_in_viewport(ratio=0.999)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 844
    lengths = page.locator(".plotly-host").evaluate(
        "({_fullLayout: {xaxis, yaxis}}) => [xaxis, yaxis].map(({_length, range}) => _length / (range[1] - range[0]))"
    )
    assert lengths[0] == pytest.approx(lengths[1], rel=1e-9)


ON_TOP = """([x, y]) => document.elementFromPoint(x, y)?.closest(".start-handle")?.getAttribute("aria-label") ?? ''"""


@pytest.mark.parametrize("place", ["/embed?ui=minimal&", "/?"])
def test_badges_of_starts_outside_are_seen_whole_on_a_poster_too(open_page: OpenPage, place: str) -> None:
    page = open_page(viewport={"width": 390, "height": 844})
    without_plotly(page)
    page.goto(f"{place}optimizer=sgd&layout=overlay&start=A,-40,1&start=B,40,3&start=C,0,40&start=D,0,-40")
    page.locator(".panel-list").hover()  # a frame is a picture until the reader turns to it
    expect(page.locator(".start-handle.is-outside")).to_have_count(4)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    for label in "ABCD":
        badge = handle(page, label).locator(".start-label").bounding_box()
        assert badge
        x, y = badge["x"] + badge["width"] / 2, badge["y"] + badge["height"] / 2
        for dx, dy in ((9, 0), (-9, 0), (0, 9), (0, -9)):
            assert f"Start {label} " in page.evaluate(ON_TOP, [x + dx, y + dy]), (label, dx, dy)


def test_the_player_of_a_frame_is_whole_at_every_width(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 720, "height": 700})
    page.goto("/embed?ui=compact&optimizer=sgd&start=A,-8,1.2&steps=1200")
    expect(page.locator(".player-reading")).to_have_text("step 1200 of 1200")
    for width in (320, 480, 720, 770, 800, 830, 860, 900):
        resize(page, width, 700)
        cut = page.locator(".timeline").evaluate(
            """(timeline) => [...timeline.querySelectorAll("*")].filter((one) => one.checkVisibility()
                && one.getBoundingClientRect().right > timeline.getBoundingClientRect().right + 0.5)
                .map(({className}) => className)"""
        )
        assert cut == [], width

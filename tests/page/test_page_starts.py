"""Starts on the plots: click, tap, drag, keys."""

import math
import re

import pytest
from playwright.sync_api import Page, expect

from optimizers import SURFACES
from tests.conftest import OpenPage
from tests.page_helpers import (
    centre,
    expect_address,
    frame,
    handle,
    ready,
    settle,
    spot,
    starts,
    unit,
    visit,
    visit_light,
)
from tests.touch import finger


@pytest.mark.parametrize("drawn", ["by Plotly", "by the poster"])
def test_a_click_adds_one_start_exactly_there(page: Page, drawn: str) -> None:
    if drawn == "by Plotly":
        visit(page)
    else:
        visit_light(page)
    page.mouse.click(*spot(page, 6.123, -2.345, panel=2))
    found = starts(page, "ABC")["C"]
    tenth = 0.1 * unit(page)
    assert found == pytest.approx((6.123, -2.345), abs=tenth)
    expect(page.locator(".verdict.is-stale")).to_have_count(0)  # with its text the plots may move
    assert math.dist(centre(handle(page, "C")), spot(page, 6.123, -2.345)) < 0.2
    assert len(str(found[0])) < 7, "no more digits than a pixel can tell"
    x, y = spot(page, 6, 2)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 3, y + 4)  # a hand that trembles
    page.mouse.up()
    assert math.dist(starts(page, "ABCD")["D"], (6, 2)) < unit(page), "where it was pressed"


def test_a_tap_adds_one_start_exactly_there(open_page: OpenPage) -> None:
    page = open_page(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844}, device_scale_factor=3)
    visit(page)
    page.touchscreen.tap(*spot(page, 6, -2))
    found = starts(page, "ABC")["C"]
    assert math.dist(found, (6, -2)) < unit(page), "a finger is located to a pixel"
    settle(page)
    starts(page, "ABC")


@pytest.mark.parametrize("drawn", ["by Plotly", "by the poster"])
def test_two_taps_are_two_starts(open_page: OpenPage, drawn: str) -> None:
    """However quickly they follow; but a second one at the same place is one on the handle of the first one's start."""
    open_it = visit if drawn == "by Plotly" else visit_light
    touched = open_page(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    open_it(touched)
    for place in ((6, -2), (8, 4), (8, 4)):  # the second away from the paths, whose steps answer a tap
        touched.touchscreen.tap(*spot(touched, *place))
    assert list(starts(touched, "ABCD")) == ["A", "B", "C", "D"]
    assert touched.evaluate("visualViewport.scale") == 1
    clicked = open_page()
    open_it(clicked)
    clicked.mouse.dblclick(*spot(clicked, 6, -2, panel=1))
    clicked.mouse.click(*spot(clicked, 6, 2, panel=2))
    starts(clicked, "ABCD")
    clicked.wait_for_timeout(400)  # longer than a browser or Plotly waits for the second click of two
    starts(clicked, "ABCD")
    starts(touched, "ABCD")


def test_what_adds_no_start(page: Page) -> None:
    visit_light(page)
    x, y = spot(page, 6, 2)
    page.mouse.click(x, y, button="right")
    box = frame(page)
    page.mouse.click(box["x"] - 8, y)  # in the margins
    page.mouse.click(x, box["y"] + box["height"] + 8)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 5, y + 5)
    page.mouse.up()
    page.mouse.move(x, y)  # outside
    page.mouse.down()
    page.mouse.move(x, box["y"] - 30)
    page.mouse.up()
    page.mouse.click(*centre(handle(page, "A")))
    page.mouse.click(*spot(page, 6, -2))  # so that there is something to wait for
    assert math.dist(starts(page, "ABC")["C"], (6, -2)) < unit(page)
    expect_a_drag_to_end_at_the_edge(page)


def test_a_finger_that_scrolls_adds_no_start(open_page: OpenPage) -> None:
    """In a window too low for the plots, where the page scrolls."""
    page = open_page(has_touch=True, is_mobile=True, viewport={"width": 540, "height": 400})
    visit_light(page)
    page.evaluate("addEventListener('scrollend', () => document.body.dataset.scrolled = scrollY)")
    x, y = spot(page, 6, -4)
    finger(page, (x, y), *((x, y - 10 * k) for k in range(1, 12)))
    page.wait_for_function("document.body.dataset.scrolled > 40")
    page.touchscreen.tap(*spot(page, 6, -2))
    assert math.dist(starts(page, "ABC")["C"], (6, -2)) < unit(page)


def rested(page: Page, label: str) -> tuple[float, float]:
    """Return where a start stands, once the address has it so: between keys or moves it may hold an earlier place."""
    x, y = (page.locator(f"#start-{label}-{axis}").input_value() for axis in "xy")
    expect_address(page, f"start={label},{x},{y}")
    return float(x), float(y)


def test_a_start_follows_the_mouse(page: Page) -> None:
    visit(page)
    x, y = centre(handle(page, "A", 1))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 12, y + 5)
    page.mouse.move(x + 30, y - 20)
    expect(handle(page, "A", 0)).to_have_attribute("aria-label", handle(page, "A", 1).get_attribute("aria-label") or "")
    assert math.dist(centre(handle(page, "A", 1)), (x + 30, y - 20)) < 0.2
    page.mouse.up()
    settle(page)
    scale = unit(page)
    assert rested(page, "A") == pytest.approx((-8 + 30 * scale, 1.2 + 20 * scale), abs=scale / 10)
    assert starts(page, "AB")["B"] == (-0.6, 4)


def expect_a_drag_to_end_at_the_edge(page: Page) -> None:
    page.mouse.move(*centre(handle(page, "B")))
    page.mouse.down()
    page.mouse.move(1400, 5)
    page.mouse.up()
    expect_address(page, "start=B,10,5")


def test_a_start_follows_a_finger_and_the_page_does_not_scroll(open_page: OpenPage) -> None:
    page = open_page(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    visit_light(page)
    x, y = centre(handle(page, "B"))
    finger(page, (x, y), *((x + 2 * k, y + 3 * k) for k in range(1, 16)))
    scale = unit(page)
    assert math.dist(rested(page, "B"), (-0.6 + 30 * scale, 4 - 45 * scale)) < 2 * scale
    assert page.evaluate("scrollY") == 0


def test_arrow_keys_move_a_start_by_a_pixel_or_ten_and_delete_removes_it_but_not_the_last(page: Page) -> None:
    visit_light(page)
    a = handle(page, "A")
    scale = unit(page)
    before = centre(a)
    for key in ("ArrowRight", "ArrowRight", "ArrowUp", "Shift+ArrowDown", "Shift+ArrowLeft"):
        a.press(key)
    assert math.dist(centre(a), (before[0] - 8, before[1] + 9)) < 0.5
    assert math.dist(rested(page, "A"), (-8 - 8 * scale, 1.2 - 9 * scale)) < scale / 2
    expect(a).to_be_focused()
    expect(a).to_have_attribute("aria-label", re.compile(f"^Start A at {page.locator('#start-A-x').input_value()}, "))

    a.press("Delete")
    starts(page, "B")
    expect(page.locator(".start-handle")).to_have_count(4)
    handle(page, "B").press("Backspace")
    expect(page.locator(".notice")).to_contain_text("Keep at least one start point.")
    page.get_by_role("button", name="Remove start B").click()
    starts(page, "B")
    page.get_by_role("button", name="Add start point").click()
    starts(page, "BA")  # the letter is free again


def test_a_start_outside_the_frame_has_its_handle_at_the_edge(page: Page) -> None:
    visit_light(page, "start=A,-8,1.2&start=B,100,4&start=C,0,-1e6")
    expect(handle(page, "B")).to_have_attribute("aria-label", re.compile("^Start B at 100, 4, outside the plot"))
    assert math.dist(centre(handle(page, "B")), spot(page, 10, 4)) < 0.2
    assert math.dist(centre(handle(page, "C")), spot(page, 0, -5)) < 0.2
    x, y = centre(handle(page, "B"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 30, y + 20, steps=3)
    page.mouse.up()
    scale = unit(page)
    assert rested(page, "B") == pytest.approx((10 - 30 * scale, 4 - 20 * scale), abs=scale / 5)
    expect(handle(page, "B")).not_to_have_class(re.compile("is-outside"))
    page.locator("#start-C-y").fill("4")
    assert math.dist(centre(handle(page, "C")), spot(page, 0, 4)) < 0.2


def test_starts_at_one_place_can_each_be_seen_focused_and_dragged(page: Page) -> None:
    visit_light(page, "start=A,-8,1.2&start=B,-8,1.2&start=C,-8,1.2")
    hit = """(handle) => {
        const {x, y, width, height} = handle.getBoundingClientRect();
        return handle.contains(document.elementFromPoint(x + width / 2, y + height / 2));
    }"""
    for label in "ABC":
        assert handle(page, label).evaluate(hit), f"{label} is covered"
        handle(page, label).focus()
        expect(handle(page, label)).to_be_focused()
        expect(handle(page, label)).to_have_attribute("aria-label", re.compile("the same point as "))
    x, y = centre(handle(page, "B"))
    page.mouse.click(x, y)
    assert starts(page, "ABC")["B"] == (-8, 1.2), "a press alone moves nothing"
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=4)
    assert math.dist(centre(handle(page, "B")), (x + 60, y + 40)) < 0.2, "it stays under the pointer"
    page.mouse.up()
    moved = rested(page, "B")
    assert math.dist(centre(handle(page, "B")), spot(page, *moved)) < 0.2
    assert starts(page, "ABC") == {"A": (-8, 1.2), "B": moved, "C": (-8, 1.2)}


def test_starts_are_added_at_free_places(page: Page) -> None:
    surface = SURFACES["saddle"]
    (left, right), (bottom, top) = surface.domain
    visit_light(page, "surface=saddle,wall=0.05&start=A,0,0")
    landmarks = page.evaluate(
        """fetch("api/v1/surface?surface=saddle,wall=0.05").then((answer) => answer.json())
            .then(({minima, saddles}) => [...minima, ...saddles])"""
    )
    assert len(landmarks) >= 3
    add = page.get_by_role("button", name="Add start point")
    for _ in range(6):
        add.press("Enter")
    found = list(starts(page, "ABCDEFG").values())[1:]
    for i, place in enumerate(found):
        assert left < place[0] < right
        assert bottom < place[1] < top
        others = [*landmarks, (0, 0), *found[:i]]
        assert min(math.dist(place, other) for other in others) > 20 * unit(page, surface="saddle")


def test_at_most_twenty_six_starts(page: Page) -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXY"
    visit_light(page, "&".join(f"start={letter},{i / 4 - 3},{i % 3 - 1}" for i, letter in enumerate(letters)))
    add = page.get_by_role("button", name="Add start point")
    add.click()
    starts(page, letters + "Z")
    expect(page.locator(".notice")).to_have_count(0)
    add.click()
    page.mouse.click(*spot(page, 9, -4))
    expect(page.locator(".notice")).to_have_text(["There can be at most 26 start points.×"])
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator(".notice")).to_have_count(0)
    page.reload()
    ready(page)
    starts(page, letters + "Z")
    expect(page.locator(".start-row")).to_have_count(26)

"""Zoom: by wheel, box and keys, in the address, and back."""

import math

from playwright.sync_api import Page, expect

from tests.conftest import OpenPage
from tests.page_helpers import address, expect_address, frame, settle, spot, starts, visit, visit_light
from tests.touch import pinch


def region(page: Page) -> list[float]:
    """Return left, right, bottom and top of what the plots show, once the address has a region."""
    page.wait_for_function("location.search.includes('region=')")
    (item,) = [item for item in address(page) if item.startswith("region=")]
    return [float(side) for side in item.removeprefix("region=").split(",")]


def wait_for_region(page: Page) -> None:
    """Wait until every plot has drawn the region of the address, 1:1."""
    page.wait_for_function(
        """() => {
            const found = /region=([^&]*)/.exec(decodeURIComponent(location.search));
            const plots = [...document.querySelectorAll(".plotly-host")];
            return found && plots.every((host) => {
                const [left, right] = found[1].split(",").map(Number);
                const {xaxis, yaxis} = host._fullLayout;
                const same = Math.abs(xaxis.range[0] - left) + Math.abs(xaxis.range[1] - right) < 0.02 * (right - left);
                const scales = [xaxis, yaxis].map((axis) => axis._length / (axis.range[1] - axis.range[0]));
                return same && Math.abs(scales[0] / scales[1] - 1) < 0.01;
            });
        }"""
    )


def test_zoom_by_wheel_box_keys_and_double_click(page: Page) -> None:
    visit(page)
    page.mouse.move(*spot(page, 5, 2))
    page.mouse.wheel(0, -120)  # scrolls, as everywhere
    page.keyboard.down("Control")
    for _ in range(4):
        page.mouse.wheel(0, -120)
    page.keyboard.up("Control")
    page.wait_for_function("Number(/region=[^,]*,([^,]*)/.exec(decodeURIComponent(location.search))?.[1]) < 8")
    left, right, bottom, top = region(page)
    assert 4 < right - left < 10
    assert abs((5 - left) / (right - left) - 0.75) < 0.02, "the point under the pointer stays"
    assert abs((right - left) - 2 * (top - bottom)) < 0.02
    wait_for_region(page)
    expect(page.locator(".start-handle.is-outside")).to_have_count(8)  # A and B in four plots, at the edge

    page.locator(".plot").first.focus()
    for keys, shown in (
        ("0", None),
        ("+", [-5, 5, -2.5, 2.5]),
        ("ArrowRight", [-4, 6, -2.5, 2.5]),
        ("ArrowUp", [-4, 6, -2, 3]),
        ("+", [-1.5, 3.5, -0.75, 1.75]),
        ("-", [-4, 6, -2, 3]),
        ("0", None),
    ):
        page.keyboard.press(keys)
        if shown:
            expect_address(page, f"region={','.join(map(str, shown))}")
        else:
            expect_address(page, without=["region="])
    settle(page)
    (x0, y0), (x1, y1) = spot(page, -2, 1), spot(page, 2, -1)
    page.keyboard.down("Shift")
    page.mouse.move(x0, y0)
    page.mouse.down()
    page.mouse.move(x1, y1, steps=3)
    page.mouse.up()
    page.keyboard.up("Shift")
    assert [round(side, 1) for side in region(page)] == [-2, 2, -1, 1]
    wait_for_region(page)
    settle(page)

    box = frame(page)
    left, right, bottom, top = region(page)
    x, y = box["x"] + 0.75 * box["width"], box["y"] + 0.12 * box["height"]
    page.mouse.click(x, y)
    found = starts(page, "ABC")["C"]
    assert math.dist(found, (left + 0.75 * (right - left), top - 0.12 * (top - bottom))) < 0.02, "exactly there"
    page.wait_for_timeout(450)  # longer than the pause within a double click
    page.mouse.dblclick(box["x"] + 0.9 * box["width"], box["y"] + 0.9 * box["height"])
    expect_address(page, without=["region=", "start=D"])
    starts(page, "ABC")
    page.go_back()
    assert [round(side, 1) for side in region(page)] == [-2, 2, -1, 1]


def test_a_region_of_the_address_and_the_menu(page: Page) -> None:
    visit(page, "region=-2,2,-1,1")
    wait_for_region(page)
    page.get_by_role("button", name="Zoom").click()
    page.get_by_role("button", name="To the minimum").click()
    page.wait_for_function("!decodeURIComponent(location.search).includes('region=-2,2,-1,1')")
    left, right, _, top = region(page)
    assert abs(left + right) < 0.01
    assert 0.1 < top < 1.5
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_function(
        "(before) => Number(/region=[^,]*,([^,]*)/.exec(decodeURIComponent(location.search))?.[1]) < 0.6 * before",
        arg=right,
    )
    page.get_by_role("button", name="Whole surface").click()
    expect_address(page, without=["region="])
    expect(page.locator(".plot")).to_have_count(4)
    page.get_by_role("button", name="Draw a box").click()
    settle(page)
    page.mouse.move(*spot(page, -2, 1))
    page.mouse.down()
    page.mouse.move(*spot(page, 2, -1), steps=3)
    page.mouse.up()
    assert [round(side, 1) for side in region(page)] == [-2, 2, -1, 1]
    starts(page, "AB")


def test_two_fingers_zoom_around_the_point_between_them(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    visit_light(page)
    pinch(page, *spot(page, 5, 2), 40, 60, 100, 160)
    page.wait_for_function("/region=/.test(location.search)")
    left, right, bottom, top = region(page)
    assert abs(right - left - 20 / 4) < 0.1
    assert abs(top - bottom - 10 / 4) < 0.1
    assert abs((5 - left) / (right - left) - 0.75) < 0.02
    assert abs((top - 2) / (top - bottom) - 0.3) < 0.02
    assert page.evaluate("visualViewport.scale") == 1
    starts(page, "AB")

"""Zoom, the 3-D view, paper and the presenter's view."""

import re

from playwright.sync_api import Page, expect

from tests.page_helpers import address, expect_address, frame, handle, settle, spot, starts, visit


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
                const [left, right, bottom, top] = found[1].split(",").map(Number);
                const {xaxis, yaxis} = host._fullLayout;
                const same = Math.abs(xaxis.range[0] - left) + Math.abs(xaxis.range[1] - right) < 0.02 * (right - left);
                const scales = [xaxis, yaxis].map((axis) => axis._length / (axis.range[1] - axis.range[0]));
                return same && Math.abs(scales[0] / scales[1] - 1) < 0.01;
            });
        }"""
    )


def test_zoom_by_wheel_box_keys_and_menu(page: Page) -> None:
    visit(page)
    x, y = spot(page, 5, 2)
    page.mouse.move(x, y)
    page.mouse.wheel(0, -120)  # scrolls, and does not zoom
    page.keyboard.down("Control")
    for _ in range(4):
        page.mouse.wheel(0, -120)
    page.keyboard.up("Control")
    left, right, bottom, top = region(page)
    assert 4 < right - left < 10
    assert abs((5 - left) / (right - left) - 0.75) < 0.02, "the point under the pointer stays"
    assert abs((right - left) - 2 * (top - bottom)) < 0.01
    wait_for_region(page)
    expect(page.locator(".start-handle.is-outside")).to_have_count(8)  # A and B in four plots, at the edge

    page.locator(".plot").first.focus()
    page.keyboard.press("0")
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

    box = frame(page)
    page.mouse.click(box["x"] + 0.75 * box["width"], box["y"] + 0.25 * box["height"])  # exactly there
    found = starts(page, "ABC")["C"]
    assert abs(found[0] - 1) < 0.02
    assert abs(found[1] - 0.5) < 0.02
    expect(handle(page, "C")).to_be_visible()
    page.wait_for_timeout(450)  # no longer a double click
    page.mouse.dblclick(box["x"] + 0.25 * box["width"], box["y"] + 0.25 * box["height"])
    expect_address(page, without=["region=", "start=D"])
    starts(page, "ABC")

    page.get_by_role("button", name="Zoom").click()
    page.get_by_role("button", name="To the minimum").click()
    left, right, _, top = region(page)
    assert abs(left + right) < 0.01
    assert 0.1 < top < 1.5
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_function(
        "(before) => Number(/region=[^,]*,([^,]*)/.exec(location.search)[1]) < 0.6 * before", arg=right
    )
    page.get_by_role("button", name="Whole surface").click()
    expect_address(page, without=["region="])


def test_the_3_d_view_turns_and_follows_the_step(page: Page) -> None:
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    visit(page, "surface=rosenbrock&step=40")
    page.get_by_role("button", name="3-D").click()
    scene = page.locator(".view-3d-scene")
    expect(scene.locator("canvas").first).to_be_visible()
    expect(page.locator(".panel-list")).to_be_hidden()
    expect(page.locator(".view-3d-caption")).to_contain_text("logarithm of f")
    expect_address(page, "layout=3-d")
    settle(page)
    eye = "(scene) => scene._fullLayout.scene.camera.eye.x"
    before = scene.evaluate(eye)
    scene.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "([scene, before]) => scene._fullLayout.scene.camera.eye.x !== before", arg=[scene.element_handle(), before]
    )
    count = "(scene) => scene.data.filter(({type}) => type === 'scatter3d')[0].x.length"
    longer = scene.evaluate(count)
    page.get_by_role("slider", name="Step").fill("3")
    page.wait_for_function(
        "([scene, longer]) => scene.data.filter(({type}) => type === 'scatter3d')[0].x.length < longer",
        arg=[scene.element_handle(), longer],
    )
    page.get_by_role("button", name="Side by side").click()
    expect(page.locator(".panel-list")).to_be_visible()
    expect(scene.locator("canvas")).to_have_count(0)
    assert heard == []


def test_without_webgl_the_page_says_so_and_shows_the_plot(page: Page) -> None:
    page.add_init_script(
        """const get = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
            return kind.startsWith("webgl") ? null : get.call(this, kind, ...more);
        };"""
    )
    visit(page, "layout=3-d")
    expect(page.locator(".view-3d-message")).to_contain_text("no WebGL")
    expect(page.locator(".plot")).to_have_count(1)
    expect(page.locator(".plot")).to_be_visible()


def test_paper_and_the_presenters_view(page: Page) -> None:
    visit(page, "theme=dark&region=-2,2,-1,1")
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type == "error" else None)
    printed = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".print-poster .plot-svg")).to_have_count(4)
    for shown in (".verdict", ".print-poster", ".score-table", ".score-table th"):
        expect(page.locator(shown).first).to_be_visible()
    for hidden in (".top-bar", ".controls", ".player", ".segments", ".panel-list", ".zoom-menu"):
        expect(page.locator(hidden).first).to_be_hidden()
    dark = page.locator(".print-poster .plot-page").evaluate("(page) => getComputedStyle(page).fill")
    assert dark == "rgb(255, 255, 255)"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(page.locator(".panel-list")).to_be_visible()
    assert heard == []

    before = address(page)
    page.keyboard.press("Alt+p")
    code = page.locator(".presenter-code")
    expect(code).to_be_visible()
    page.wait_for_function("document.querySelector('.presenter-code').naturalWidth > 0")
    for shown in (".verdict", ".player", ".plot"):
        expect(page.locator(shown).first).to_be_visible()
    for hidden in (".top-bar", ".controls", ".readout", ".segments"):
        expect(page.locator(hidden).first).to_be_hidden()
    page.keyboard.press("Escape")
    expect(code).to_be_hidden()
    expect(page.locator(".controls")).to_be_visible()
    assert address(page) == before

"""The 3-D view: it opens, turns, follows the step, and says so where it cannot be shown."""

from playwright.sync_api import Page, expect

from tests.axe import expect_accessible
from tests.conftest import OpenPage
from tests.page_helpers import expect_address, settle, visit

EYE = "(scene) => scene._fullLayout.scene.camera.eye.x"
LONGEST = "(scene) => Math.max(...scene.data.filter(({name}) => name).map(({x}) => x.length))"  # paths have names
STEPPED = f"([scene, before]) => ({LONGEST})(scene) < before"


def test_it_turns_by_keys_and_follows_the_step(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 1000, "height": 700})  # without a graphics card each pixel takes time
    with page.expect_response("**/api/v1/surface?*") as first:
        visit(page, "surface=rosenbrock&step=40")
    assert "z" not in first.value.json(), "only the 3-D view needs the values on a grid"
    page.get_by_role("button", name="3-D").click()
    scene = page.locator(".view-3d-scene")
    expect(scene.locator("canvas").first).to_be_visible()
    expect(page.locator(".panel-list")).to_be_hidden()
    expect(page.locator(".view-3d-caption")).to_contain_text("logarithm of f")
    expect(page.locator(".view-3d-message")).to_be_empty()
    expect_address(page, "layout=3-d")
    settle(page)
    expect_accessible(page)
    before, longer = scene.evaluate(EYE), scene.evaluate(LONGEST)
    scene.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"([scene, before]) => ({EYE})(scene) !== before", arg=[scene.element_handle(), before])
    page.keyboard.press("0")
    page.wait_for_function(f"([scene, before]) => ({EYE})(scene) === before", arg=[scene.element_handle(), before])
    page.get_by_role("slider", name="Step", exact=True).fill("3")
    page.wait_for_function(STEPPED, arg=[scene.element_handle(), longer])
    page.get_by_role("button", name="Side by side").click()
    expect(page.locator(".panel-list")).to_be_visible()
    expect(scene.locator("canvas")).to_have_count(0)

    page.goto("/embed?surface=ellipse&optimizer=sgd&start=B,-0.6,4&steps=60&layout=3-d")
    page.locator("body").click()
    expect(scene.locator("canvas").first).to_be_visible()
    settle(page)
    longer = scene.evaluate(LONGEST)
    page.get_by_role("slider", name="Step", exact=True).fill("2")
    page.wait_for_function(STEPPED, arg=[scene.element_handle(), longer])


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

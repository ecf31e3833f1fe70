"""The 3-D view where it cannot be shown."""

from playwright.sync_api import Page, expect

from tests.page_helpers import visit


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

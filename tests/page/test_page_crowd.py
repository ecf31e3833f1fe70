"""As much as the limits allow at once."""

from playwright.sync_api import Page, expect

from tests.page_helpers import add_optimizer, centre, expect_address, handle, settle, starts, traces, visit

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NAMES = ("sgd", "momentum", "rmsprop", "adam")


def test_sixteen_optimizers_from_twenty_six_starts(page: Page) -> None:
    optimizers = [f"optimizer={NAMES[k % 4]},lr={0.01 * (k + 1):.2g}" for k in range(16)]
    many = [f"start={letter},{k % 7 * 2 - 6},{k % 5 * 2 - 4}" for k, letter in enumerate(LETTERS)]
    visit(page, "&".join((*optimizers, *many, "steps=20")))
    expect(page.locator(".notice")).to_have_count(0)
    expect(page.locator(".plot.is-committed")).to_have_count(16)
    expect(page.locator(".score-table tbody tr")).to_have_count(416)
    for panel in (0, 15):
        drawn = traces(page, panel)
        assert len(drawn) == 26
        assert {len(trace["x"]) for trace in drawn} == {21}
    titles = page.locator(".panel-title").all_inner_texts()
    assert titles[-1] == "Adam η = 0.16"
    assert len(set(titles)) == 16
    assert len({swatch.get_attribute("class") for swatch in page.locator(".panel .swatch").all()}) == 16

    add_optimizer(page, "sgd")
    expect(page.locator(".notice")).to_contain_text("There can be at most 16 optimizers.")
    handle(page, "H").scroll_into_view_if_needed()
    x, y = centre(handle(page, "H"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y)
    page.mouse.up()
    expect_address(page, without=[many[7]])
    starts(page, LETTERS)
    page.get_by_role("button", name="Overlay").click()
    expect(page.locator(".panel")).to_have_count(1)
    settle(page)
    assert len(traces(page)) == 416

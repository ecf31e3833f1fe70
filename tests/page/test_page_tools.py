"""Undo and redo, the help, paper, and the presenter's view."""

import re

from playwright.sync_api import Page, expect

from tests.conftest import OpenPage
from tests.page_helpers import address, card, expect_address, visit_light

INSIDE = "document.querySelector('dialog.help').contains(document.activeElement)"


def test_undo_redo_and_help(page: Page) -> None:
    visit_light(page)
    press = page.keyboard.press
    undo, redo = (page.get_by_role("button", name=name, exact=True) for name in ("Undo", "Redo"))
    for button in (undo, redo):
        expect(button).to_have_attribute("aria-disabled", "true")
    rate = card(page, 0).get_by_role("textbox", name="learning rate")
    rate.fill("0.01")
    expect(undo).to_have_attribute("aria-disabled", "false")
    rate.evaluate("(field) => field.blur()")
    for keys, value in (("z", "0.07"), ("Shift+Z", "0.01"), ("z", "0.07"), ("y", "0.01")):
        press(f"Control+{keys}")
        expect(rate).to_have_value(value)
        expect_address(page, f"optimizer=sgd,lr={value}")
    expect(redo).to_have_attribute("aria-disabled", "true")
    undo.click()
    expect(rate).to_have_value("0.07")
    expect(undo).to_have_attribute("aria-disabled", "true")
    expect(undo).to_be_focused()  # a button that is disabled would lose the focus
    redo.click()
    expect(rate).to_have_value("0.01")
    before = address(page)
    press("Control+z")
    expect(rate).to_have_value("0.07")
    redo.click()
    expect(rate).to_have_value("0.01")
    rate.press("Control+z")  # a text field has an undo of its own
    assert address(page) == before

    page.get_by_role("button", name="Help").press("Enter")
    dialog = page.get_by_role("dialog", name="Help")
    expect(dialog).to_be_visible()
    for key in ("Tab", "Tab", "Tab", "Shift+Tab", "Shift+Tab"):
        press(key)
        assert page.evaluate(f"document.activeElement === document.body || {INSIDE}"), "the rest of the page is inert"
    press("Control+z")
    assert address(page) == before, "shortcuts of the page do not apply"
    press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Help")).to_be_focused()


def test_paper_and_the_presenters_view(page: Page) -> None:
    visit_light(page, "theme=dark&region=-2,2,-1,1")
    printed = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".print-poster .plot-svg")).to_have_count(4)
    for shown in (".verdict", ".print-poster", ".score-table", ".score-table th"):
        expect(page.locator(shown).first).to_be_visible()
    for hidden in (".top-bar", ".controls", ".player", ".segments", ".panel-list", ".zoom-menu"):
        expect(page.locator(hidden).first).to_be_hidden()
    paper = page.locator(".print-poster .plot-page").evaluate("(page) => getComputedStyle(page).fill")
    assert paper == "rgb(255, 255, 255)"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(page.locator(".panel-list")).to_be_visible()

    before = address(page)
    size = "(verdict) => parseFloat(getComputedStyle(verdict).fontSize)"
    usual = page.locator(".verdict").evaluate(size)
    share = page.get_by_role("button", name="Share")
    share.click()
    page.get_by_role("button", name="Presenter’s view").click()
    code = page.locator(".presenter-code")
    expect(code).to_be_visible()
    page.wait_for_function("document.querySelector('.presenter-code').naturalWidth > 0")
    assert page.locator(".verdict").evaluate(size) > 1.4 * usual
    for shown in (".verdict", ".player", ".plot"):
        expect(page.locator(shown).first).to_be_visible()
    for hidden in (".top-bar", ".controls", ".readout", ".segments"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_focused()
    box = page.locator(".workbench").bounding_box()
    assert box
    assert (box["width"], box["height"]) == tuple(page.evaluate("[innerWidth, innerHeight]"))
    page.keyboard.press("Escape")
    expect(code).to_be_hidden()
    expect(page.locator(".controls")).to_be_visible()
    expect(share).to_be_focused()
    assert address(page) == before
    page.keyboard.press("Alt+p")
    expect(code).to_be_visible()
    page.get_by_role("button", name="Leave").press("Enter")
    expect(code).to_be_hidden()

    for _ in range(3):  # left and entered at once, while the browser is still changing the screen
        page.keyboard.press("Alt+p")
        page.keyboard.press("Alt+p")
    page.keyboard.press("Alt+p")
    page.wait_for_function("document.fullscreenElement")
    expect(code).to_be_visible()
    page.evaluate("document.exitFullscreen()")
    expect(code).to_be_hidden()


def test_keys_are_named_only_where_there_is_a_keyboard(open_page: OpenPage) -> None:
    for touch in (True, False):
        page = open_page(has_touch=touch, is_mobile=touch)
        visit_light(page, "")
        page.get_by_role("button", name="Zoom", exact=True).click()
        menu = page.locator(".zoom-actions")
        expect(menu.get_by_role("button", name="Draw a box")).to_be_visible()
        expect(menu.get_by_text("Shift + drag")).to_be_visible(visible=not touch)
        expect(menu.get_by_text("turn the wheel with Ctrl")).to_be_visible(visible=not touch)
        expect(menu.get_by_text("Double-tap it")).to_be_visible(visible=touch)
        page.context.close()

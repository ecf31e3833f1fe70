"""The whole page by keyboard alone: everything can be reached, the focus is seen, and the main job can be done."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.page_helpers import expect_address, handle, starts, visit_light

FOCUS = """() => {
    const element = document.activeElement;
    if (element === document.body) return null;
    const {outlineStyle, outlineWidth} = getComputedStyle(element);
    const {top, bottom} = element.getBoundingClientRect();
    const name = element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent;
    return {
        name: name.trim(),
        kind: element.tagName,
        ring: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
        inView: bottom > 0 && top < innerHeight,
    };
}"""


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the element of that name has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus and focus["name"] == name:
            return
    raise AssertionError(f"Tab does not lead to {name}")


def test_tab_reaches_everything_and_the_focus_is_seen(page: Page) -> None:
    visit_light(page)
    for summary in page.locator("summary").all():
        summary.click()
    page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
    wanted = page.evaluate(
        """[...document.querySelectorAll("a, button, input, select, summary")]
            .filter((element) => element.checkVisibility() && !element.disabled).length"""
    )
    page.locator(".top-bar-name").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    reached: list[dict[str, Any]] = []
    while (focus := page.evaluate(FOCUS)) is not None and len(reached) < 2 * wanted:
        if focus["kind"] in ("A", "BUTTON", "INPUT", "SELECT", "SUMMARY"):
            reached.append(focus)
            assert focus["ring"], focus
            assert focus["inView"], focus
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "top-bar-name":
            break
    assert len(reached) == wanted
    assert all(focus["name"] for focus in reached)


def test_the_main_job_by_keyboard(page: Page) -> None:
    visit_light(page)
    tab_to(page, "Overlay")
    page.keyboard.press("Enter")
    expect(page.locator(".panel")).to_have_count(1)

    page.locator("body").click(position={"x": 2, "y": 2})
    tab_to(page, handle(page, "A").get_attribute("aria-label") or "")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    expect_address(page, without=["start=A,-8,1.2"])
    tab_to(page, "Play")
    page.keyboard.press("Enter")
    page.wait_for_function("document.querySelector('.player-play').title === 'Pause'")
    expect(page.locator(".player-play")).to_be_focused()
    page.keyboard.press("Space")
    page.wait_for_function("document.querySelector('.player-play').title === 'Play'")

    tab_to(page, "Cost surface")
    page.keyboard.press("ArrowDown")
    expect_address(page, "surface=rosenbrock,a=1,b=100")
    tab_to(page, "+ Add start point")
    page.keyboard.press("Enter")
    starts(page, "ABC")
    tab_to(page, "Start C, x")
    page.keyboard.press("Backspace")
    page.keyboard.type("0.5")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Start C, x")).to_have_value("0.5")
    tab_to(page, "Run Momentum")
    page.keyboard.press("Space")
    expect_address(page, without=["optimizer=momentum"])
    tab_to(page, "Adam learning rate")
    page.keyboard.press("ArrowRight")
    expect_address(page, without=["optimizer=adam,lr=0.02,"])
    tab_to(page, "Optimizer to add")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".panel-name")).to_have_count(3)  # choosing is not adding
    tab_to(page, "Add")
    page.keyboard.press("Enter")
    expect(page.locator(".panel-name")).to_have_text(["SGD", "RMSprop", "Adam", "RMSprop 2"])


def test_the_focus_stays_near_what_was_removed(page: Page) -> None:
    """Who removes by keyboard must not begin again at the top of the page."""
    visit_light(page)
    handle(page, "A").press("Delete")
    expect(handle(page, "A")).to_have_count(0)
    expect(handle(page, "B")).to_be_focused()
    page.get_by_role("button", name="+ Add start point").press("Enter")
    page.get_by_role("button", name="Remove start B").press("Enter")
    expect(page.get_by_role("button", name="Remove start A")).to_be_focused()
    page.get_by_role("button", name="Remove Momentum").press("Enter")
    expect(page.get_by_label("Run RMSprop")).to_be_focused()
    page.get_by_role("button", name="Remove Adam").press("Enter")
    expect(page.get_by_label("Run RMSprop")).to_be_focused()


def test_what_changes_is_announced(page: Page) -> None:
    visit_light(page)
    expect(page.locator(".notice-list")).to_have_role("status")
    field = page.get_by_role("textbox", name="SGD learning rate", exact=True)
    field.fill("fast")
    expect(page.get_by_role("alert")).to_have_text("Allowed: a number from 1e-12 to 1e+100.")
    expect(page.get_by_role("img", name="Loss per step, for SGD, Momentum, RMSprop, Adam")).to_have_count(1)
    table = page.get_by_role("table", name="Scoreboard")
    expect(table.get_by_role("row")).to_have_count(9)
    expect(table.get_by_role("rowheader", name="Adam B")).to_have_count(1)

"""The whole page by keyboard alone: everything can be reached, the focus is seen, and the main job can be done."""

from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.conftest import OpenPage
from tests.page_helpers import address, expect_address, handle, loss, open_all, starts, visit_light

FOCUS = """() => {
    const element = document.activeElement;
    if (element === document.body) return null;
    const {outlineStyle, outlineWidth} = getComputedStyle(element);
    const {top, bottom} = element.getBoundingClientRect();
    const name = element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.innerText;
    return {
        name: name.trim(),
        kind: element.tagName,
        ring: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
        inView: bottom > 0 && top < innerHeight,
    };
}"""

NAMES = "(rows) => rows.map((row) => row.dataset.name)"


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press Tab, or Shift+Tab, until the element of that name has the focus."""
    for _ in range(120):
        page.keyboard.press(key)
        focus = page.evaluate(FOCUS)
        if focus and focus["name"] == name:
            return
    raise AssertionError(f"Tab does not lead to {name}")


def item(page: Page, start: str) -> str:
    """Return the item of the address that begins so."""
    (found,) = [item for item in address(page) if item.startswith(start)]
    return found


def test_tab_reaches_everything_and_the_focus_is_seen(page: Page) -> None:
    visit_light(page)
    expect(page.locator(".slider-mark").first).to_be_attached()  # they come with the verdict
    open_all(page)
    page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
    wanted = page.evaluate(
        """[...document.querySelectorAll("a, button, input, select, summary")]
            .filter((element) => element.checkVisibility() && !element.disabled)
            .filter((element) => !element.matches("[role=tab][aria-selected=false]")).length"""  # arrows reach them
    )
    page.locator(".skip-link").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    reached: list[dict[str, Any]] = []
    while (focus := page.evaluate(FOCUS)) is not None and len(reached) < 2 * wanted:
        if focus["kind"] in ("A", "BUTTON", "INPUT", "SELECT", "SUMMARY"):
            reached.append(focus)
            assert focus["ring"], focus
            assert focus["inView"], focus
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "skip-link":
            break
    assert len(reached) == wanted
    assert all(focus["name"] for focus in reached)


def test_on_a_phone_the_choice_with_the_focus_is_not_cut(open_page: OpenPage) -> None:
    """The bar above the plots scrolls sideways; Chromium by itself leaves a button cut that is partly visible."""
    page = open_page(viewport={"width": 390, "height": 844})
    visit_light(page)
    tab_to(page, "Own rates")
    for name in ("Own rates", "Same rate", "Same step length", "Each tuned"):
        choice = page.get_by_role("button", name=name, exact=True)
        expect(choice).to_be_focused()
        expect(choice).to_be_in_viewport(ratio=0.99)  # scrolled by whole px
        page.keyboard.press("Tab")


def test_the_main_job_by_keyboard(page: Page) -> None:
    """From the first view to a lesson with page.keyboard alone, in the order in which a reader would do it."""
    press = page.keyboard.press
    visit_light(page)
    page.evaluate("document.activeElement.blur()")
    tab_to(page, "Elongated ellipse")
    press("ArrowDown")  # opens the menu at what is chosen
    press("ArrowDown")
    press("Enter")
    expect_address(page, "surface=rosenbrock,a=1,b=100")

    tab_to(page, "+ Add start point")
    press("Enter")
    added = starts(page, "ABC")["C"]
    tab_to(page, "Start C, x")
    page.keyboard.type("0.5")  # Tab has selected what was there
    expect_address(page, f"start=C,0.5,{added[1]:g}")
    tab_to(page, handle(page, "A").get_attribute("aria-label") or "", "Shift+Tab")
    before = starts(page, "ABC")["A"]
    press("Shift+ArrowRight")
    press("ArrowUp")
    page.wait_for_function(
        "(before) => !decodeURIComponent(location.search).includes(before)", arg=f"start=A,{before[0]:g},{before[1]:g}"
    )
    moved = starts(page, "ABC")["A"]
    assert moved[0] > before[0]
    assert moved[1] > before[1]

    tab_to(page, "Run Momentum")
    press("Space")
    expect_address(page, without=["optimizer=momentum"])
    tab_to(page, "Adam learning rate")
    rate = item(page, "optimizer=adam")
    press("ArrowRight")
    expect_address(page, without=[rate])
    press("ArrowLeft")
    expect_address(page, rate)
    tab_to(page, "+ Add optimizer")
    press("Enter")
    page.keyboard.type("rms")
    expect(page.locator(".panel-name")).to_have_count(3)  # searching is not adding
    press("Enter")
    expect(page.locator(".panel-name")).to_have_text(["SGD", "RMSprop 1", "Adam", "RMSprop 2"])
    expect(page.locator(".add-optimizer .entry-menu")).to_be_focused()

    tab_to(page, "Overlay", "Shift+Tab")
    press("Enter")
    expect(page.locator(".panel")).to_have_count(1)
    tab_to(page, "Same step length")
    press("Enter")
    expect_address(page, "fair=length")
    expect(page.locator(".caption")).to_contain_text("same step length as SGD for all")

    tab_to(page, "Play")
    press("Enter")
    page.wait_for_function("document.querySelector('.player-play').title === 'Pause'")
    expect(page.locator(".player-play")).to_be_focused()
    press("Space")
    page.wait_for_function("document.querySelector('.player-play').title === 'Play'")
    page.wait_for_url("**&step=*")
    step = int(item(page, "step=").removeprefix("step="))
    tab_to(page, "Step forward")
    press("Enter")
    expect_address(page, f"step={step + 1}")
    tab_to(page, "Step")
    press("Home")
    press("ArrowRight")
    press("ArrowRight")
    expect_address(page, "step=2")

    tab_to(page, "Loss")
    press("Enter")
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Loss")
    rows = [loss(page, run) for run in page.locator(".score-table tbody tr").evaluate_all(NAMES)]
    assert rows == sorted(rows, key=float)
    expect(page.get_by_role("button", name="Loss", exact=True)).to_be_focused()
    tab_to(page, "Why this step")
    press("Enter")  # closes it
    expect(page.locator(".why-body")).to_be_hidden()
    press("Enter")
    expect(page.locator(".why-body")).to_contain_text("Step 2 starts at")
    tab_to(page, "Run to explain")
    press("ArrowDown")
    expect(page.locator(".why-body")).to_contain_text("Step 2 starts at")

    tab_to(page, "Share", "Shift+Tab")
    press("Enter")
    dialog = page.get_by_role("dialog", name="Share")
    shared = dialog.get_by_label("Link to this picture").input_value()
    assert "fair=length" in shared
    assert "step=2" in shared
    press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Share")).to_be_focused()
    tab_to(page, "Lessons", "Shift+Tab")
    press("Enter")
    page.wait_for_url("**/lessons")
    tab_to(page, "4. Does RMSprop make it worse from B?")
    press("Enter")
    page.wait_for_url("**/lessons/rmsprop-from-b*")
    expect(page.get_by_role("heading", level=1)).to_have_text("Does RMSprop make it worse from B?")


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
    expect(page.get_by_role("img", name="Loss at each step from A, for SGD, Momentum, RMSprop, Adam")).to_have_count(1)
    table = page.get_by_role("table", name="Scoreboard")
    expect(table.get_by_role("row")).to_have_count(6)  # two of headings, and the runs from A
    expect(table.get_by_role("rowheader", name="Adam A")).to_have_count(1)
    page.get_by_role("tab", name="From B").click()
    expect(page.get_by_role("tabpanel").get_by_role("rowheader", name="Adam B")).to_have_count(1)


def test_a_link_skips_what_stands_before_the_plots(page: Page) -> None:
    visit_light(page)
    address = page.url
    link = page.get_by_role("link", name="Skip to the plots")
    expect(link).not_to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator(".stage-room")).to_be_focused()
    assert page.url == address
    page.keyboard.press("Tab")
    expect(page.locator(".plot").first).to_be_focused()  # for the keys of the zoom
    page.keyboard.press("Tab")
    expect(handle(page, "A")).to_be_focused()


def test_every_page_has_that_link(browser: Browser, server: str) -> None:
    """Not in a watched page: for that, an answer of 404 is a complaint."""
    context = browser.new_context(base_url=server)
    page = context.new_page()
    for path in ("/lessons", "/lessons/rmsprop-from-b", "/nowhere"):
        page.goto(path)
        page.keyboard.press("Tab")
        expect(page.locator(".skip-link")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#content")).to_be_focused()
    context.close()

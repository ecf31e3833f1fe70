"""axe finds nothing: on the page with all of it open, lessons, what an error says; light and dark, narrow and wide."""

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.axe import COLORLESS, COLORS, expect_accessible
from tests.conftest import OpenPage
from tests.page_helpers import open_all, resize, settle, visit, visit_light
from tests.touch import DRAWN

WIDTHS = (390, 1440)
LESSON, OWN = "lessons/rmsprop-from-b", "write-your-own?task=rmsprop"
# What of a page is not color: every element, whether it is seen, its size, and what a reader hears of it.
OUTLINE = """[...document.querySelectorAll("body *:not(svg *)")].map((one) => [
    one.tagName, one.checkVisibility(), one.offsetWidth, one.offsetHeight, one.tabIndex,
    ...[...one.attributes].filter(({name}) => /^(role|aria-.*|title|alt|for|type|lang)$/.test(name))
        .map(({value}) => value),
].join(" "))"""
TEXT = "getComputedStyle(document.body).color"
# What the answer of axe's rules about colors depends on, of every text that is seen, once each: its color, whether it
# is large, how opaque it is, what is painted behind it, and how a link differs from the text around.
CONTRASTS = """[...new Set([...document.querySelectorAll("body *")]
    .filter((one) => [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()))
    .filter((one) => one.checkVisibility())
    .map((one) => {
        const {color, fontSize, fontWeight, textDecorationLine} = getComputedStyle(one);
        const large = parseFloat(fontSize) >= (fontWeight >= 700 ? 18.66 : 24);
        const link = one.closest("a");
        const around = link ? [textDecorationLine, getComputedStyle(link.parentElement).color] : [];
        const behind = [];
        let seen = 1, covered = false;
        for (let box = one; box; box = box.parentElement) {
            const {backgroundColor, backgroundImage, opacity} = getComputedStyle(box);
            seen *= opacity;
            if (covered) continue;
            if (backgroundImage !== "none") behind.push(backgroundImage);
            if (backgroundColor !== "rgba(0, 0, 0, 0)") behind.push(backgroundColor);
            covered = backgroundColor.startsWith("rgb(");
        }
        return [color, large, seen, ...behind, ...around].join();
    }))].sort()"""
REPEATED = "main section:nth-of-type(n + 3) article, main section:not(:last-of-type) article:nth-of-type(n + 3)"
"""Entries of the reference which look like those before them."""
EXPLAINED = "!document.querySelector('.why[open]')?.checkVisibility() || document.querySelector('.why-lines')"
"""Whether the panel of the step has its answer, if it is seen."""


def unfold(page: Page) -> None:
    """Open whatever folds, in every tab of a narrow page, and wait for what is only asked for then."""
    for tab in [*sheet_tabs(page), None]:
        if tab:
            tab.click()
        open_all(page)
    expect(page.locator(".why-lines").first).to_be_visible()


def sheet_tabs(page: Page) -> list[Locator]:
    """Return the tabs of the scenario and the results, of which a wide page has none; the last is Why."""
    return [tab for tab in page.locator(".sheet-tabs [role=tab]").all() if tab.is_visible()]


AWAY = "document.querySelector('.plot')?.scrollIntoView({block: 'center'})"
"""Scrolls the first plot away from the bar of the player, which covers what the page scrolls below it."""


class Looks:
    """Lets axe look at pages as they stand, light and dark. About each contrast it is asked once: that takes long."""

    def __init__(self) -> None:
        self._asked: set[str] = set()

    def at(self, page: Page, where: str, inside: str | None = None) -> None:
        """Fail with what axe finds on a page, or in that part of it, at its width.

        In the dark only the rules about colors are asked again; that nothing else has changed is compared.
        """
        still(page)
        expect_accessible(page, where, inside, **({} if self._has_new(page) else COLORLESS))
        light, text = page.evaluate(OUTLINE), page.evaluate(TEXT)
        page.emulate_media(color_scheme="dark")
        page.wait_for_function(f"(light) => {TEXT} !== light", arg=text)
        still(page)
        if self._has_new(page):
            expect_accessible(page, f"{where}, dark", inside, **COLORS)
        assert page.evaluate(OUTLINE) == light
        page.emulate_media(color_scheme="light")

    def everywhere(
        self, page: Page, where: str = "", widths: Sequence[int] = WIDTHS, inside: str | None = None
    ) -> None:
        """The same, at each width."""
        for width in widths:
            resize(page, width, 844)
            page.evaluate(AWAY)
            self.at(page, f"{where or page.url}, {width} px wide", inside)

    def _has_new(self, page: Page) -> bool:
        """Whether a page has contrasts that axe has not been asked about; from now on it has."""
        found = set(page.evaluate(CONTRASTS))
        assert found
        new = found - self._asked
        self._asked |= new
        return bool(new)


@pytest.fixture
def looks() -> Looks:
    """For all pages of a test."""
    return Looks()


def still(page: Page) -> None:
    """Wait until a page of any kind, with Plotly's drawings or without, shows what has just changed."""
    page.evaluate(DRAWN)
    page.wait_for_function("document.body.dataset.settled || !document.querySelector('.main-svg')")
    page.wait_for_function(EXPLAINED)


def test_the_page(page: Page, looks: Looks) -> None:
    visit(page)
    looks.everywhere(page, "first view")
    page.get_by_role("button", name="Overlay").click()
    unfold(page)
    page.get_by_role("button", name="More columns").click()
    page.get_by_role("button", name="Detour").click()
    settle(page)
    looks.everywhere(page, "overlay, all open, sorted")
    resize(page, 390, 844)
    tabs = sheet_tabs(page)
    assert len(tabs) == 5
    for tab in tabs[1:]:  # the first has been looked at
        tab.click()
        looks.at(page, f"tab {tab.inner_text()}")


def test_what_opens_above_the_page(page: Page, looks: Looks) -> None:
    visit_light(page)
    page.get_by_role("button", name="Zoom").click()
    expect(page.locator(".zoom-actions")).to_be_visible()
    looks.at(page, "zoom")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Help").click()
    expect(page.get_by_role("dialog", name="Help")).to_be_visible()
    looks.at(page, "help")
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+p")
    expect(page.locator(".presenter-code")).to_be_visible()
    looks.at(page, "presenter's view")


def test_notices_and_a_field_in_error(page: Page, looks: Looks) -> None:
    visit_light(page, "optimizer=nope&steps=-1")
    page.get_by_role("textbox", name="Condition").fill("much")
    expect(page.locator(".notice")).to_have_count(2)
    looks.everywhere(page)


def test_lessons_and_errors(browser: Browser, server: str, looks: Looks) -> None:
    """Not in a watched page: for that, an answer of 404 is a complaint."""
    context = browser.new_context(base_url=server, reduced_motion="reduce")  # so that nothing plays
    page = context.new_page()
    for path in ("lessons", LESSON, OWN, "nowhere"):
        page.goto(f"/{path}")
        if path == LESSON:
            settle(page)
            expect(page.locator(".main-svg").first).to_be_attached()
        if path == OWN:
            expect(page.locator(".own-verdict")).to_have_text("Your update differs from RMSprop from step 1 on.")
            page.locator("#own-step").fill("s = beta*s + (1-beta)*g**2\nx = x - lr*(g/(sqrt(s)+eps))")
            expect(page.locator(".own-verdict")).to_have_text("Your update equals RMSprop to the last bit.")
        looks.everywhere(page)
        if path == LESSON:
            page.locator(".prediction-choice").first.click()
            expect(page.locator(".lesson-body")).to_have_attribute("open", "")
            looks.at(page, "a lesson after the prediction")
    context.close()


def test_the_reference(page: Page, looks: Looks) -> None:
    """All of it, but for contrasts, which take axe long: these are asked of entries which have every one there is."""
    page.goto("/reference")
    for width in WIDTHS:
        resize(page, width, 844)
        expect_accessible(page, f"all entries, {width} px wide", **COLORLESS)
    contrasts = page.evaluate(CONTRASTS)
    page.evaluate(
        "(repeated) => { for (const one of document.querySelectorAll(repeated)) one.hidden = true; }", REPEATED
    )
    assert page.evaluate(CONTRASTS) == contrasts
    looks.everywhere(page)


def test_the_frame(page: Page, looks: Looks) -> None:
    widths = (280, 390, 1440)
    for view in ("", "ui=minimal&links=0", "ui=full&lock=all&title=Ravine&hide=chart"):
        page.goto(f"/embed?{view}")
        settle(page)
        looks.everywhere(page, view, widths)
    for width in widths:
        resize(page, width, 120)
        still(page)
        expect_accessible(page, "too low")


def test_the_share_dialog(page: Page, looks: Looks) -> None:
    visit_light(page)
    page.get_by_role("button", name="Share").click()
    dialog = page.get_by_role("dialog", name="Share")
    tabs = dialog.get_by_role("tab")
    expect(tabs).to_have_count(4)
    for place, tab in enumerate(tabs.all()):
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        for summary in dialog.locator("summary").all():
            if summary.is_visible():
                summary.click()
        looks.everywhere(page, tab.inner_text(), inside="dialog" if place else None)  # the page behind it is the same


def test_without_scripts_there_is_a_heading_and_a_picture(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Optimizer Trajectories")
    expect(page.locator(".plot-svg .path").first).to_be_visible()
    context.close()


def test_headings_are_in_order(page: Page) -> None:
    visit_light(page)
    unfold(page)
    levels = page.locator("h1, h2, h3, h4").evaluate_all("(found) => found.map((one) => Number(one.tagName[1]))")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels


def test_what_plays_is_not_read_out_step_by_step(page: Page) -> None:
    """A screen reader hears where the player stops, and the verdict, and not sixty steps a second."""
    visit_light(page)
    reading = page.locator(".player-reading")
    expect(page.locator(".verdict")).to_have_role("status")
    expect(reading).to_have_attribute("aria-live", "polite")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(reading).to_have_attribute("aria-live", "off")
    page.get_by_role("button", name="Pause").click()
    expect(reading).to_have_attribute("aria-live", "polite")


def test_a_formula_that_is_too_wide_scrolls_by_keyboard(open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 280, "height": 700})
    visit_light(page, "surface=goldstein-price")
    unfold(page)
    found = 0
    for tab in sheet_tabs(page):
        tab.click()
        still(page)
        stops = page.locator(".scroller").evaluate_all(
            "(found) => found.filter((one) => one.checkVisibility())"
            ".map((one) => [one.scrollWidth > one.clientWidth, one.tabIndex === 0])"
        )
        assert all(wider == stop for wider, stop in stops)
        if any(wider for wider, _ in stops):
            found += 1
            expect_accessible(page, tab.inner_text())
    assert found


def test_every_name_that_the_page_makes_is_one_to_be_read_out(page: Page) -> None:
    """It begins like a sentence, ends with a word that can end one, and says what it is about."""
    rules = "optimizer=momentum&optimizer=momentum&optimizer=rmsprop,schedule=step"
    visit_light(page, f"{rules}&start=A,1,1&start=B,1,1&start=C,99,0")
    unfold(page)
    expect(page.locator(".slider-mark").first).to_be_attached()
    found = page.locator("[aria-label]").evaluate_all(
        "(all) => all.map((one) => [one.getAttribute('class') ?? '', one.getAttribute('aria-label'), one.title ?? ''])"
    )
    names = [name for _, name, _ in found]
    assert len(names) > 80
    for name in names:
        assert re.fullmatch(r"[A-Z].*[\w).]", name), name
        assert not re.search(r"  |\b(undefined|null|NaN)\b|\b(to|of|from|on|the|at)$", name), name
        assert not re.search(r"\bto (the(?! lowest point)|from|on)\b", name), name
    marked = page.locator(".slider-track:has(.slider-mark)").evaluate_all(
        """(tracks) => tracks.map((track) => [track.querySelector(".slider").getAttribute("aria-description"),
            [...track.querySelectorAll(".slider-mark")].map(({title}) => title)])"""
    )
    assert len(marked) > 1
    for description, titles in marked:
        assert description == f"Marks: {'; '.join(titles)}"
        assert all(re.match(r"[\d.e−]+: [^ ].+[\w).]$", title) for title in titles), titles
    assert len({name for name in names if name.startswith("Momentum")}) > 10

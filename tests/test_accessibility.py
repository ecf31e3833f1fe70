"""axe finds nothing: on the page with all of it open, lessons, what an error says; light and dark, narrow and wide."""

import re
from itertools import pairwise
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.axe import expect_accessible
from tests.conftest import OpenPage
from tests.page_helpers import settle, visit, visit_light

Theme = Literal["light", "dark"]
THEMES = ("light", "dark")
WIDTHS = (390, 1440)
LESSON = "lessons/rmsprop-from-b"


def unfold(page: Page) -> None:
    """Open whatever folds, and wait for what is only asked for then."""
    for summary in page.locator("summary").all():
        if summary.is_visible():
            summary.click()
    expect(page.locator(".why-lines").first).to_be_visible()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_page(open_page: OpenPage, theme: Theme, width: int) -> None:
    page = open_page(color_scheme=theme, viewport={"width": width, "height": 844})
    visit(page)
    expect_accessible(page, "first view")
    page.get_by_role("button", name="Overlay").click()
    unfold(page)
    page.get_by_role("button", name="Detour").click()
    settle(page)
    expect_accessible(page, "overlay, all open, sorted")
    visit_light(page, "optimizer=no-such-optimizer&steps=-1")
    page.get_by_role("textbox", name="Condition").fill("much")
    expect_accessible(page, "notices and a field in error")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_lessons_and_errors(browser: Browser, server: str, theme: Theme, width: int) -> None:
    """Not in a watched page: for that, an answer of 404 is a complaint."""
    context = browser.new_context(base_url=server, color_scheme=theme, viewport={"width": width, "height": 844})
    page = context.new_page()
    page.goto("/lessons")
    expect_accessible(page)
    page.goto(f"/{LESSON}")
    settle(page)
    expect_accessible(page)
    page.goto("/nowhere")
    expect_accessible(page)
    context.close()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [280, 390, 1440])
def test_the_frame(open_page: OpenPage, theme: Theme, width: int) -> None:
    page = open_page(color_scheme=theme, viewport={"width": width, "height": 844})
    for view in ("", "ui=minimal&links=0", "ui=full&lock=all&title=Ravine&hide=chart"):
        page.goto(f"/embed?{view}")
        settle(page)
        expect_accessible(page)
    page.set_viewport_size({"width": width, "height": 120})
    expect_accessible(page, "too low")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_share_dialog(open_page: OpenPage, theme: Theme, width: int) -> None:
    page = open_page(color_scheme=theme, viewport={"width": width, "height": 844})
    visit_light(page)
    page.get_by_role("button", name="Share").click()
    dialog = page.get_by_role("dialog", name="Share")
    for tab in dialog.get_by_role("tab").all():
        tab.click()
        for summary in dialog.locator("summary").all():
            if summary.is_visible():
                summary.click()
        expect_accessible(page, tab.inner_text())


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
    """Where the reader stops is told, and the verdict; sixty steps a second are not."""
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
    visit_light(page)
    unfold(page)
    stops = page.locator(".scroller").evaluate_all(
        "(found) => found.filter((one) => one.checkVisibility())"
        ".map((one) => [one.scrollWidth > one.clientWidth, one.tabIndex === 0])"
    )
    assert any(wider for wider, _ in stops)
    assert all(wider == stop for wider, stop in stops)
    expect_accessible(page)


def test_every_name_that_the_page_makes_is_one_to_be_read_out(page: Page) -> None:
    """It begins like a sentence, ends with a word that can end one, and says what it is about."""
    rules = "optimizer=momentum&optimizer=momentum&optimizer=rmsprop,schedule=step"
    visit_light(page, f"{rules}&start=A,1,1&start=B,1,1&start=C,99,0")
    unfold(page)
    expect(page.locator(".slider-mark").first).to_be_attached()
    found = page.locator("[aria-label]").evaluate_all(
        "(all) => all.map((one) => [one.className, one.getAttribute('aria-label'), one.title])"
    )
    names = [name for _, name, _ in found]
    assert len(names) > 80
    for name in names:
        assert re.fullmatch(r"[A-Z].*[\w).]", name), name
        assert not re.search(r"  |\b(undefined|null|NaN)\b|\b(to|of|from|on|the|at)$|\bto (the|from|on)\b", name), name
    ticks = [(name, title) for kind, name, title in found if kind == "slider-mark"]
    assert all(re.match(r"Set Momentum( 2)? .+ to [\d.e−]+: ", name) for name, _ in ticks), ticks
    assert len({name for name, _ in ticks}) == len(ticks), "each is about one slider"
    assert all(name.endswith(title) for name, title in ticks)
    assert len({name for name in names if name.startswith("Momentum")}) > 10

"""The frame in other people's pages: what it shows, and what can be changed there."""

import re
from itertools import product
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from app.embed_options import COMPONENTS, HIDABLE, UI, hidden
from tests.conftest import OpenPage
from tests.hosting import SCENARIO
from tests.page_helpers import resize, spot


@pytest.fixture
def embed(open_page: OpenPage) -> Page:
    return open_page(viewport={"width": 700, "height": 700})


def holding(text: str) -> re.Pattern[str]:
    return re.compile(re.escape(text))


def seen(page: Page) -> set[str]:
    """The names of the parts that are seen."""
    parts = {
        "verdict": ".verdict",
        "layout": ".layout-switch",
        "zoom": ".zoom-menu",
        "fair": ".fair-switch",
        "player": ".player",
        "surface": ".surface-form",
        "starts": ".start-list",
        "optimizers": ".optimizer-list",
        "chart": ".chart",
        "scoreboard": ".scoreboard",
        "why": ".why-panel",
        "pin": ".pin-button",
        "reset": ".reset-button",
        "theme": ".theme-button",
    }
    return {name for name, selector in parts.items() if page.locator(selector).is_visible()}


def test_as_much_is_seen_as_the_address_asks_for(embed: Page) -> None:
    changes = (("", (), ()), ("&show=scoreboard&hide=verdict,lr", ("scoreboard",), ("verdict", "lr")))
    for ui, (more, show, hide) in product(("", *UI), changes):
        embed.goto(f"/embed?{SCENARIO}{'&ui=' + ui if ui else ''}{more}")
        embed.wait_for_function("document.body.dataset.settled")
        unseen = hidden(ui or "compact", show, hide)
        assert seen(embed) == {c.name for c in COMPONENTS} - {*unseen, "share"}, (ui, more)
        expect(embed.locator(".caption")).to_have_text("own rates · axes 1:1 · no clipping · no noise")
        if "optimizers" not in unseen:
            rates = embed.get_by_role("slider", name="SGD learning rate")
            expect(rates).to_have_count(0 if "lr" in hide else 1)


@pytest.mark.parametrize("name", HIDABLE)
def test_every_name_can_be_hidden(name: str) -> None:
    for ui in UI:
        assert name in hidden(ui, (name,), (name,))
        assert name not in hidden("full", (), tuple(set(HIDABLE) - {name}))


def test_what_the_author_has_fixed_cannot_be_changed(embed: Page) -> None:
    embed.goto(f"/embed?{SCENARIO}&ui=full&lock=starts,lr,surface,optimizers")
    embed.wait_for_function("document.body.dataset.settled")
    for role, name in (
        ("slider", "SGD learning rate"),
        ("textbox", "RMSprop learning rate"),
        ("button", "Cost surface"),
        ("slider", "Elongated ellipse condition number"),
        ("checkbox", "Run SGD"),
        ("textbox", "Start A, x"),
        ("button", "+ Add start point"),
    ):
        # The stubs take a role only as one of their literals.
        expect(embed.get_by_role(role, name=name).first).to_be_disabled()  # type: ignore[arg-type]
    plot = embed.locator(".plot").first
    plot.click(position={"x": 90, "y": 60})
    expect(embed.locator(".start-handle:not([hidden])")).to_have_count(2)  # one start on two plots, as before
    slider = embed.get_by_role("slider", name="RMSprop decay rate of the average of squared gradients")
    slider.focus()
    slider.press("PageDown")
    decay = embed.get_by_role("textbox", name="RMSprop decay rate of the average of squared gradients")
    expect(decay).not_to_have_value("0.9")


def test_all_can_be_fixed(embed: Page) -> None:
    embed.goto(f"/embed?{SCENARIO}&ui=full&lock=all&show=starts")
    embed.wait_for_function("document.body.dataset.settled")
    controls = embed.locator(
        ":is(.surface-form, .start-list, .optimizer-list, .fair-switch) :is(input, select, button)"
    )
    assert controls.count() > 20
    # What only shows more of a card, or changes only the look, changes no scenario.
    free = controls.evaluate_all("(all) => all.filter((one) => !one.disabled).map((one) => one.className)")
    assert set(free) <= {"variant-button", "colormap-select"}, free
    expect(embed.get_by_role("button", name="Play", exact=True)).to_be_enabled()


def test_reset_returns_to_the_scenario_of_the_author(embed: Page) -> None:
    embed.goto(f"/embed?{SCENARIO}&step=20")
    embed.wait_for_function("document.body.dataset.settled")
    field = embed.get_by_role("textbox", name="SGD learning rate")
    field.fill("0.01")
    expect(embed.locator("a[data-open]").first).to_have_attribute("href", holding("optimizer=sgd,lr=0.01&"))
    embed.get_by_role("button", name="Reset").click()
    expect(field).to_have_value("0.07")
    expect(embed.locator(".player-reading")).to_have_text("step 20 of 50")
    assert embed.evaluate("history.length") <= 2  # a frame that added entries would be in the way of the reader's Back


def test_a_path_answers_the_pointer_whatever_is_seen_beside_it(embed: Page) -> None:
    for ui in UI:
        embed.goto(f"/embed?{SCENARIO}&ui={ui}&layout=overlay")
        embed.wait_for_function("document.body.dataset.settled")
        embed.locator(".plot").hover()  # Plotly comes
        embed.wait_for_function("document.querySelector('.plot.is-committed')")
        embed.mouse.move(*spot(embed, 0.02, 0.02))
        expect(embed.locator(".hoverlayer .hovertext").first).to_be_visible()


def test_links_out_can_be_left_out_and_hold_no_key_of_the_frame(embed: Page) -> None:
    embed.goto(f"/embed?{SCENARIO}&links=0&ui=compact")
    expect(embed.locator("a[target=_blank]:visible")).to_have_count(0)
    embed.goto(f"/embed?{SCENARIO}&ui=compact&title=T&hide=chart")
    href = embed.locator("a[data-open]:visible").get_attribute("href") or ""
    assert href.startswith("./?v=2&surface=ellipse")
    assert not any(key in href for key in ("ui=", "title=", "hide="))


def test_nothing_is_cut_off_whatever_the_width(embed: Page) -> None:
    for ui in UI:
        resize(embed, 280, 500)
        embed.goto(f"/embed?{SCENARIO}&ui={ui}&title=A+title+of+some+length")
        for width in (280, 320, 480, 720, 1200):
            resize(embed, width, 500)
            embed.wait_for_function("document.body.dataset.settled")
            assert embed.evaluate("document.documentElement.scrollWidth") <= width, ui
            expect(embed.locator(".plot").first).to_be_in_viewport()


def test_a_frame_too_low_says_so(embed: Page) -> None:
    resize(embed, 300, 100)
    embed.goto(f"/embed?{SCENARIO}")
    expect(embed.get_by_text("This frame is not tall enough to show the plots")).to_be_in_viewport(ratio=1)
    expect(embed.locator(".workbench")).to_be_hidden()
    resize(embed, 300, 400)
    expect(embed.locator(".plot").first).to_be_visible()


BAD = {
    "hide=charts": "The parameter hide cannot be charts. Allowed: one of verdict",
    "v=3": "The parameter v cannot be 3. Allowed: 1 or 2, the versions that this program reads.",
    "surface=no-such-surface": "Unknown surface no-such-surface.",
    "lock=everything": "The parameter lock cannot be everything. Allowed: one of all",
}


def test_a_bad_address_is_answered_with_a_picture_and_what_is_wrong(embed: Page) -> None:
    for bad, message in BAD.items():
        embed.goto(f"/embed?{bad}&steps=30&ui=minimal")
        embed.wait_for_function("document.body.dataset.settled")
        expect(embed.get_by_text(message)).to_be_visible()
        expect(embed.locator(".player-reading")).to_have_text("step 30 of 30")


def test_it_does_not_play_by_itself_for_those_who_want_no_motion(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce")
    page.goto(f"/embed?{SCENARIO}&autoplay=1")
    page.wait_for_function("document.body.dataset.settled")
    expect(page.locator(".player-reading")).to_have_text("step 50 of 50")


def test_a_title_of_the_author_is_text(embed: Page) -> None:
    title = "<img src=x onerror=alert(1)> & \"A\" 'B'"
    embed.goto(f"/embed?{SCENARIO}&title={quote(title)}")
    expect(embed.get_by_role("heading", level=1)).to_have_text(title)

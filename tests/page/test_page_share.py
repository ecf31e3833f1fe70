"""The share dialog: the link, the embed with its snippets, the files; by pointer and by keyboard, wide and narrow.

A little over 300 lines: all tests open the same dialog.
"""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import av
import numpy as np
import pytest
from playwright.sync_api import FrameLocator, Locator, Page, Route, expect

from app.view import demand
from optimizers import Scenario
from optimizers.query.choices import Limits
from tests.conftest import OpenPage
from tests.intercepting import intercept
from tests.page_helpers import REFUSED, visit_light

QUERY = "optimizer=sgd,lr=0.07&optimizer=adam,lr=0.3&start=A,-8,1.2&steps=60"
CLIPBOARD = ["clipboard-read", "clipboard-write"]
BIBTEX = "@misc{optimizer-trajectories}"


@pytest.fixture
def shared(open_page: OpenPage) -> Page:
    """The page with its dialog open."""
    page = open_page(permissions=CLIPBOARD)
    visit_light(page, f"{QUERY}&layout=overlay&step=20")
    page.get_by_role("button", name="Share").click()
    return page


class Counting:
    """Lets requests for posters pass, and notes the steps that they are of; a step left out is the last one."""

    def __init__(self) -> None:
        self.steps: list[int] = []

    def __call__(self, route: Route) -> None:
        step = parse_qs(urlsplit(route.request.url).query).get("step", ["60"])
        self.steps.append(int(step[0]))
        route.continue_()


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Share")


def tab(page: Page, name: str) -> Locator:
    return dialog(page).get_by_role("tab", name=name)


def clipboard(page: Page) -> str:
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def preview(page: Page) -> FrameLocator:
    return page.frame_locator(".embed-preview iframe")


def cite(page: Page) -> None:
    """Answer for the server when it is asked for a citation."""
    headers = {"content-type": "application/x-bibtex"}
    intercept(page, "*/export.bib?*", lambda request: request.answer(BIBTEX, headers=headers))


def show_exports(page: Page) -> None:
    cite(page)
    tab(page, "Export & cite").click()


def source(snippet: str) -> str:
    """Return the address of the one frame in a snippet."""
    found: list[str] = []

    class Frames(HTMLParser):
        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            if tag == "iframe":
                found.append(dict(attributes)["src"] or "")

    Frames().feed(snippet)
    (address,) = found
    return address


def expect_source(page: Page, item: str) -> None:
    """Wait until the preview's frame has ``item`` in its address."""
    page.wait_for_function(
        "(item) => document.querySelector('.embed-preview iframe')?.src.split(/[?&]/).includes(item)", arg=item
    )


def test_nothing_is_copied_unasked(open_page: OpenPage) -> None:
    """What a reader holds in the clipboard stays there, whatever is opened."""
    page = open_page(permissions=CLIPBOARD)
    visit_light(page, QUERY)
    page.evaluate("navigator.clipboard.writeText('mine')")
    page.get_by_role("button", name="Share").click()
    cite(page)
    for name in ("Embed", "Offline file", "Export & cite", "Link"):
        tab(page, name).click()
    dialog(page).get_by_label("Link to this picture").focus()
    expect(dialog(page).get_by_role("tabpanel").get_by_role("status")).to_have_text("")
    page.keyboard.press("Escape")
    page.locator(".why summary").click()
    assert clipboard(page) == "mine"


def copy_link(page: Page) -> None:
    dialog(page).get_by_role("tabpanel", name="Link").get_by_role("button", name="Copy").click()


def test_the_link_is_copied_by_its_button_and_a_snippet_in_three_clicks(shared: Page, server: str) -> None:
    copy_link(shared)
    expect(dialog(shared).get_by_role("status").first).to_have_text("Copied")
    link = clipboard(shared)
    expect(dialog(shared).get_by_label("Link to this picture")).to_have_value(link)
    assert link.startswith(f"{server}/?v=2&")
    understood = demand(urlsplit(link).query, Limits())
    assert understood.scenario == Scenario.from_query(QUERY)
    assert (understood.view.layout, understood.view.step, understood.view.theme) == ("overlay", 20, "auto")
    pins = dialog(shared).locator(".share-pins")
    expect(pins).to_contain_text(
        "2 optimizers with all their settings, 1 start, 60 steps, no noise, own rates, the overlay, step 20"
    )
    expect_a_snippet(shared)


def test_where_the_clipboard_is_refused_the_text_is_selected(open_page: OpenPage) -> None:
    page = open_page()
    page.add_init_script(REFUSED)
    visit_light(page, QUERY)
    page.get_by_role("button", name="Share").click()
    copy_link(page)
    expect(dialog(page).get_by_role("status").first).to_contain_text("press Ctrl+C")
    field = dialog(page).get_by_label("Link to this picture")
    expect(field).to_be_focused()
    selected = field.evaluate("({value, selectionStart, selectionEnd}) => value.slice(selectionStart, selectionEnd)")
    assert selected == field.input_value()


def expect_a_snippet(shared: Page) -> None:
    tab(shared, "Embed").click()
    expect(preview(shared).locator(".panel")).to_have_count(1)
    dialog(shared).locator(".share-embed .copy-button").click()
    expect(dialog(shared).locator(".share-embed").get_by_role("status")).to_have_text("Copied")
    address = source(clipboard(shared))
    understood = demand(urlsplit(address).query, Limits())
    assert understood.scenario == Scenario.from_query(QUERY)
    assert (understood.view.layout, understood.view.step, understood.view.ui) == ("overlay", 20, "compact")
    shared.goto(address)
    expect(shared.locator(".panel")).to_have_count(1)
    expect(shared.locator(".top-bar")).to_have_count(0)


def test_preview_and_snippet_follow_the_form(shared: Page) -> None:
    tab(shared, "Embed").click()
    form = dialog(shared).locator(".embed-form")
    snippet = dialog(shared).get_by_role("textbox", name="Snippet")
    expect(preview(shared).locator(".verdict")).to_be_visible()
    form.get_by_label("Interface").select_option("minimal")
    expect_source(shared, "ui=minimal")
    expect(preview(shared).locator(".verdict")).to_be_hidden()
    expect(form.get_by_label("Verdict")).not_to_be_checked()
    form.get_by_label("Verdict").check()
    form.get_by_label("Playback").uncheck()
    form.get_by_label("Learning rates").check()
    form.get_by_label("Theme", exact=True).first.select_option("dark")
    form.get_by_label("Title").fill('A "title" & more')
    form.get_by_label("Link to the full page").uncheck()
    form.get_by_label("Width, px").fill("640")
    form.get_by_label("Height, px").fill("500")
    expect_source(shared, "title=A%20%22title%22%20%26%20more")
    frame = shared.locator(".embed-preview iframe")
    expect(frame).to_have_attribute("width", "640")
    expect(frame).to_have_attribute("height", "500")
    expect(preview(shared).locator(".verdict")).to_be_visible()
    expect(preview(shared).locator(".author-title")).to_have_text('A "title" & more')
    view = demand(urlsplit(source(snippet.input_value())).query, Limits()).view
    assert (view.ui, view.show, view.hide, view.lock) == ("minimal", ("verdict",), ("player",), ("lr",))
    assert (view.theme, view.links, view.title) == ("dark", "0", 'A "title" & more')
    for kind, text in (("myst", ":::{iframe} http"), ("reveal", "<section>"), ("component", '<script type="module"')):
        dialog(shared).get_by_role("combobox", name="For", exact=True).select_option(kind)
        assert snippet.input_value().startswith(text)
    form.get_by_label("Everything").check()
    expect(form.get_by_label("Learning rates")).to_be_disabled()
    assert 'lock="all"' in snippet.input_value()
    form.get_by_label("Height, px").fill("10")
    expect(form.get_by_label("Height, px")).to_have_attribute("aria-invalid", "true")


def expect_a_frame_as_high_as_what_it_shows(shared: Page) -> None:
    """Without a height of its own."""
    frame = shared.locator(".embed-preview iframe")
    expect(frame).not_to_have_attribute("height", "480")
    expect(preview(shared).locator(".panel")).to_have_count(1)
    shared.wait_for_function(
        """() => {
            const frame = document.querySelector(".embed-preview iframe");
            const {scrollHeight, clientHeight} = frame.contentDocument.scrollingElement;
            const snippetText = document.querySelector(".share-embed textarea").value;
            return scrollHeight <= clientHeight && snippetText.includes(`height="${frame.height}"`);
        }"""
    )


def test_the_frame_is_as_high_as_what_it_shows_and_goes_when_nobody_looks(shared: Page) -> None:
    expect(shared.locator("iframe")).to_have_count(0)
    tab(shared, "Embed").click()
    expect(shared.locator("iframe")).to_have_count(1)
    expect_a_frame_as_high_as_what_it_shows(shared)
    entries = shared.evaluate("history.length")
    dialog(shared).get_by_label("Interface").select_option("full")
    expect_source(shared, "ui=full")
    assert shared.evaluate("history.length") == entries, "the preview leaves nothing in the page's history"
    show_exports(shared)
    expect(shared.locator("iframe")).to_have_count(0)
    tab(shared, "Embed").click()
    expect(shared.locator("iframe")).to_have_count(1)
    expect(dialog(shared).get_by_label("Interface")).to_have_value("full")
    shared.keyboard.press("Escape")
    expect(shared.locator("iframe")).to_have_count(0)


def test_by_keyboard(open_page: OpenPage) -> None:
    page = open_page(permissions=CLIPBOARD)
    visit_light(page, QUERY)
    button = page.get_by_role("button", name="Share")
    button.press("Enter")
    expect(tab(page, "Link")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(tab(page, "Embed")).to_be_focused()
    expect(tab(page, "Embed")).to_have_attribute("aria-selected", "true")
    expect(dialog(page).get_by_role("tabpanel")).to_have_count(1)
    cite(page)
    page.keyboard.press("End")
    expect(tab(page, "Export & cite")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(tab(page, "Link")).to_be_focused()
    field = dialog(page).get_by_label("Link to this picture")
    field.focus()
    page.keyboard.press("Space")
    assert page.locator(".player-play").get_attribute("title") == "Play", "the keys of the page are not for the dialog"
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    expect(button).to_be_focused()


def test_the_files_are_of_the_picture_as_seen(open_page: OpenPage) -> None:
    page = open_page(permissions=CLIPBOARD, color_scheme="dark")
    visit_light(page, f"{QUERY}&layout=overlay&step=20")
    page.get_by_role("button", name="Share").click()
    show_exports(page)
    links = dialog(page).locator(".share-files a")
    for link in links.all():
        address = urlsplit(link.evaluate("(link) => link.href"))
        drawn = address.path.startswith("/poster")
        understood = demand(address.query, Limits())
        assert understood.scenario == Scenario.from_query(QUERY)
        assert (understood.view.layout, understood.view.step) == ("overlay", 20)
        assert understood.view.theme == ("dark" if drawn else "auto")
    for title, name, start in (
        ("Picture, SVG", "trajectories.svg", b"<svg"),
        ("Picture, PNG", "trajectories.png", b"\x89PNG"),
        ("Animated picture, SVG", "trajectories-animated.svg", b"<svg"),
    ):
        with page.expect_download() as waiting:
            dialog(page).get_by_role("link", name=title, exact=True).click()
        assert waiting.value.suggested_filename == name
        assert waiting.value.path().read_bytes().startswith(start)
    expect(dialog(page).get_by_label("BibTeX")).to_have_value(BIBTEX)
    credit = dialog(page).get_by_label("Attribution").input_value()
    assert credit.startswith("SGD and Adam on Elongated ellipse from A. Made with Optimizer Trajectories, http")


def test_it_says_that_files_do_not_show_the_3d_view(shared: Page) -> None:
    said = dialog(shared).get_by_text("Pictures and videos show the paths on contours, not the 3-D view.")
    show_exports(shared)
    expect(dialog(shared).get_by_role("button", name="Video, WebM")).to_be_visible()
    expect(said).to_be_hidden()
    shared.get_by_role("button", name="Close").click()
    shared.get_by_role("button", name="3-D").click()
    shared.get_by_role("button", name="Share").click()
    show_exports(shared)
    expect(said).to_be_visible()


@pytest.mark.parametrize("width", [390, 360])
def test_on_a_narrow_screen_nothing_is_cut_off(open_page: OpenPage, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 700}, has_touch=True, is_mobile=True, permissions=CLIPBOARD)
    visit_light(page, QUERY)
    page.get_by_role("button", name="More", exact=True).tap()
    page.get_by_role("button", name="Share").tap()
    cite(page)
    for name in ("Link", "Embed", "Offline file", "Export & cite"):
        tab(page, name).tap()
        found = dialog(page).evaluate(
            """(dialog) => [...dialog.querySelectorAll("button, a, input, select, textarea")]
                .filter((element) => element.checkVisibility())
                .map((element) => {
                    const {left, right, width, height} = (element.closest("label") ?? element).getBoundingClientRect();
                    return {name: element.id || element.textContent, left, right, least: Math.min(width, height)};
                })"""
        )
        assert len(found) > 5
        assert dialog(page).evaluate("({scrollWidth, clientWidth}) => scrollWidth <= clientWidth")
        for target in found:
            assert target["left"] >= 0, target
            assert target["right"] <= width, target
            assert target["least"] >= 24, target
    dialog(page).get_by_role("button", name="Close").tap()
    expect(dialog(page)).to_have_count(0)


def test_a_video_is_recorded_and_can_be_stopped(shared: Page, tmp_path: Path) -> None:
    """What is saved is a video of the picture, from the first step to the last, as the server draws them."""
    count = Counting()
    shared.route("**/poster.svg?*", count)
    show_exports(shared)
    part = dialog(shared).locator(".share-video")
    part.get_by_role("button", name="Video, WebM").click()
    part.get_by_role("button", name="Stop recording").click()
    expect(part.get_by_role("status")).to_have_text("Stopped")
    count.steps.clear()
    with shared.expect_download(timeout=120_000) as saved:
        part.get_by_role("button", name="Video, WebM").click()
    expect(part.get_by_role("status")).to_have_text("Saved")
    assert count.steps[0] == 0
    assert count.steps[-1] == 60
    assert count.steps == sorted({*count.steps})
    assert saved.value.suggested_filename == "trajectories.webm"
    file = tmp_path / "run.webm"
    saved.value.save_as(file)
    with av.open(str(file)) as container:
        read = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    height, width, _ = read[0].shape
    assert (width, height % 2) == (1280, 0)
    assert len(read) > 20
    assert np.abs(read[0].astype(float) - read[-1]).mean() > 0.2, "paths have grown"

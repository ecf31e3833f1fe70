"""The main job in Firefox, in Debian's as it is installed; everything else is tested in Chromium.

A little over 300 lines: one Firefox, which takes long to start, serves all tests.
"""

import itertools
import math
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright, Route, expect

from optimizers import SURFACES, Scenario
from optimizers.picture.palette import palette
from tests.browser import FIREFOX, find
from tests.firefox import launch
from tests.hosting import Host
from tests.offline import check, opened, written
from tests.page_helpers import (
    card,
    centre,
    choose_surface,
    expect_address,
    handle,
    settle,
    spot,
    starts,
    traces,
    unit,
    visit,
    visit_light,
)
from tests.tabs import Tabs

INK = """(canvas, color) => {
    const wanted = color.match(/\\w\\w/g).map((digits) => parseInt(digits, 16));
    const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let k = 0; k < data.length; k += 4) {
        if (data[k + 3] === 255 && wanted.every((value, i) => Math.abs(data[k + i] - value) <= 1)) count++;
    }
    return count;
}"""
LABELS = """(plot) => {
    const outer = plot.getBoundingClientRect();
    return [...plot.querySelectorAll(".tick-label")].map((label) => {
        const {left, right, top, bottom} = label.getBoundingClientRect();
        return {text: label.textContent, seen: right > left, left: left - outer.left, top: top - outer.top,
            right: outer.right - right, bottom: outer.bottom - bottom};
    });
}"""
# Replaces the body by that of another address. A request may parse HTML; a DOMParser may not, by the page's policy.
REPLACE = """(address) => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.onload = () => resolve(document.body.replaceWith(request.response.body));
    request.onerror = reject;
    request.send();
})"""
# Without its style sheets, which may come later than the picture, a plot has another size. As long as they are on their
# way, their rules cannot be read.
STYLED = """[...document.querySelectorAll("link[rel=stylesheet]")].every(({sheet}) => {
    try {
        return sheet.cssRules.length > 0;
    } catch {
        return false;
    }
})"""
POSTER = f"""async (address) => {{
    if (address) await ({REPLACE})(address);
    const plot = document.querySelector(".plot-svg");
    return {{
        paths: document.querySelectorAll(".plot-svg .path").length,
        lengths: [...plot.querySelectorAll(".path")].map((path) => path.getTotalLength()),
        labels: ({LABELS})(plot),
    }};
}}"""
PLOTTED = ("ellipse", "rosenbrock", "saddle", "goldstein-price", "linear-regression")  # axes of every kind
PICTURE = "document.querySelector('.plot-canvas').toDataURL()"
PARTS = """(slider) => ["progress", "thumb", "track"].map((part) =>
    getComputedStyle(slider, `::-moz-range-${part}`).backgroundColor)"""
KNOB_EDGE = "(slider) => getComputedStyle(slider, '::-moz-range-thumb').borderTopColor"
# In pixels: the box of a label has the height of its font, and its top pixel is empty.
EMPTY_EDGE = 0.5


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Firefox, for all tests of this file. Where there is none they fail: they are never skipped."""
    path = find(FIREFOX)
    if path is None:
        pytest.fail(FIREFOX.missing, pytrace=False)
    with launch(playwright, path) as firefox:
        yield firefox


@pytest.fixture(scope="module")
def tabs(browser: Browser, server: str) -> Tabs:
    """Tabs of Firefox, which ends with this file."""
    return Tabs(browser, server)


def rgb(color: str) -> str:
    """Return #rrggbb as the browser writes it."""
    return "rgb({}, {}, {})".format(*(int(color[k : k + 2], 16) for k in (1, 3, 5)))


def parts(color: str) -> list[float]:
    """Return red, green and blue, from 0 to 1, of "color(srgb r g b)"."""
    return [float(part) for part in color.removeprefix("color(srgb ").removesuffix(")").split()]


def mixed(edge: str, page: str) -> list[float]:
    """Return red, green and blue, from 0 to 1, of the track of a slider: 45 % of an edge's color on the page's."""
    return [(0.45 * int(edge[k : k + 2], 16) + 0.55 * int(page[k : k + 2], 16)) / 255 for k in (1, 3, 5)]


def ink(page: Page, panel: int) -> int:
    """Return how many pixels of a plot's canvas have the color of the one optimizer in it."""
    count: int = page.locator(".plot-canvas").nth(panel).evaluate(INK, palette("light").series[panel])
    return count


def texts(found: list[dict[str, Any]]) -> list[str]:
    """Return the texts of tick labels, none of which is hidden or beyond the edge of its plot."""
    for label in found:
        assert label["seen"], f"hidden: {label}"
        assert min(label[side] for side in ("left", "right", "top", "bottom")) >= -EMPTY_EDGE, f"cut: {label}"
    return [label["text"] for label in found]


def labels(plot: Locator) -> list[str]:
    """Return the tick labels of a plot, as they should be."""
    return texts(plot.evaluate(LABELS))


def step(page: Page) -> int:
    return int(page.locator(".player-scrub").input_value())


def hold_main(page: Page) -> list[Route]:
    """Keep main.js back; return the list in which its requests are put."""
    held: list[Route] = []
    page.route("**/js/main.js", lambda route: held.append(route))
    return held


def poster_labels(page: Page, surface: str, address: str = "") -> list[str]:
    """Return the labels of the first poster, after a look at its paths and at how far its labels reach."""
    poster = page.evaluate(POSTER, address)
    assert poster["paths"] == 8
    assert min(poster["lengths"]) > 1  # the way into the nearest of many minima is short
    landmarks = SURFACES[surface].landmarks(SURFACES[surface].defaults())
    assert len(landmarks.minima) > 5 or landmarks.circles or poster["lengths"][0] > 50
    written = texts(poster["labels"])
    marked = sorted({float(text.replace("−", "-")) for text in written})
    step = max(right - left for left, right in itertools.pairwise(marked))
    for low, high in SURFACES[surface].domain:
        for end in (low, high):
            assert min(abs(one - end) for one in marked) <= max(step, (high - low) / 4), "the outermost"
    return written


def test_posters_are_there_before_the_scripts_and_no_label_of_a_poster_or_a_plot_is_cut(page: Page) -> None:
    """In one page, whose body is replaced for each surface, so that no surface needs a page load of its own."""
    held = hold_main(page)
    page.goto("/", wait_until="commit")
    expect(page.locator(".plot-svg .path")).to_have_count(8)
    page.wait_for_function(STYLED)
    written = {PLOTTED[0]: poster_labels(page, PLOTTED[0])}
    for surface in SURFACES:
        written[surface] = poster_labels(page, surface, f"/?surface={surface}")
    held[0].fulfill(body="", content_type="text/javascript")
    page.unroute("**/js/main.js")
    visit_light(page)
    for surface in (*PLOTTED[1:], PLOTTED[0]):
        choose_surface(page, surface)
        expect(page.locator(".plot-ground").first.locator(".tick-label")).to_have_text(written[surface])
        assert labels(page.locator(".plot-ground").first) == written[surface]


def test_play_compare_share_go_back_click_drag_and_slide(page: Page) -> None:
    visit(page)
    assert labels(page.locator(".plot-ground").first)  # below what Plotly draws
    expect(page.locator(".plot-svg").first).to_be_hidden()
    page.get_by_role("combobox", name="Speed").select_option("0.25")  # so that it does not end before it is paused
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("parseInt(document.querySelector('.player-scrub').value) % 120 > 3")
    page.get_by_role("button", name="Pause").click()
    settle(page)
    paused = step(page)
    assert 3 < paused < 120
    page.get_by_role("button", name="Step forward").click()
    expect(page.locator(".player-reading")).to_have_text(f"step {paused + 1} of 120")

    page.get_by_role("button", name="Overlay").click()
    expect(page.locator(".panel")).to_have_count(1)
    expect_address(page, "layout=overlay")  # changes in quick succession would be one entry of the history
    page.get_by_role("button", name="Same step length").click()
    expect_address(page, "layout=overlay", "fair=length", f"step={paused + 1}")
    expect(page.locator(".caption")).to_contain_text("same step length as SGD for all")
    settle(page)
    assert len(traces(page)) == 8

    page.get_by_role("button", name="Share").click()
    dialog = page.get_by_role("dialog", name="Share")
    link = dialog.get_by_role("textbox", name="Link to this picture").input_value()
    assert re.search(r"[?&]surface=ellipse.*&fair=length.*&layout=overlay", link)
    for name in ("Embed", "Export & cite"):
        dialog.get_by_role("tab", name=name).click()
        expect(dialog.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()

    page.evaluate("history.back()")
    expect_address(page, "layout=overlay", without=["fair="])
    page.evaluate("history.back()")
    expect_address(page, without=["layout=", "fair="])
    expect(page.locator(".panel")).to_have_count(4)
    page.get_by_role("button", name="To the end").click()
    settle(page)

    expect(page.locator(".panel-title")).to_have_text(["SGD", "Momentum", "RMSprop", "Adam"])
    assert [len(traces(page, panel)) for panel in range(4)] == [2, 2, 2, 2]

    page.mouse.click(*spot(page, 5, 2, panel=1))
    assert math.dist(starts(page, "ABC")["C"], (5, 2)) < unit(page)
    settle(page)
    x, y = centre(handle(page, "A"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 12, y + 5)
    page.mouse.move(x + 30, y - 20)
    for panel in range(4):  # Plotly's paths are hidden meanwhile
        assert ink(page, panel) > 99
    page.mouse.up()
    settle(page)
    scale = unit(page)
    assert starts(page, "ABC")["A"] == pytest.approx((-8 + 30 * scale, 1.2 + 20 * scale), abs=scale / 2)

    slider = card(page, 0).locator(".slider").first
    slider.press("ArrowLeft")
    expect_address(page, "optimizer=sgd,lr=0.0692")
    box = slider.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 2)
    page.wait_for_function("document.querySelector('.plot.is-live')")
    drawn = page.evaluate(PICTURE)
    page.mouse.move(box["x"] + 2, box["y"] + box["height"] / 2)
    page.wait_for_function(f"(drawn) => {PICTURE} !== drawn", arg=drawn)  # before the button is released
    page.mouse.up()
    settle(page)
    expect_address(page, without=["optimizer=sgd,lr=0.0692"])


def test_sliders_and_scrollbars_have_the_colors_of_the_page(page: Page) -> None:
    visit_light(page, "theme=light")
    expect_colors(page, "light")
    page.get_by_role("button", name="Theme: light").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect_colors(page, "dark")


def expect_colors(page: Page, theme: str) -> None:
    colors = palette(theme)
    for place, series in enumerate(colors.series[:4]):
        slider = card(page, place).locator(".slider").first
        progress, knob, track = slider.evaluate(PARTS)
        assert [progress, knob] == [rgb(series), rgb(colors.roles["page"])]
        assert slider.evaluate(KNOB_EDGE) == rgb(series)
        assert parts(track) == pytest.approx(mixed(colors.roles["edge"], colors.roles["page"]), abs=0.003)
    text = rgb(colors.roles["text"])
    edge = rgb(colors.roles["edge"])  # of the axis on which the knob of the timeline moves
    assert page.locator(".player-scrub").evaluate(PARTS) == ["rgba(0, 0, 0, 0)", text, edge]
    scrollbar = page.locator(".score-scroller").evaluate("(element) => getComputedStyle(element).scrollbarColor")
    assert scrollbar == f"{rgb(colors.roles['edge'])} {rgb(colors.roles['page'])}"


def test_a_lesson(page: Page) -> None:
    page.goto("/lessons")
    with page.expect_navigation():
        page.locator(".lesson-list li a").first.click()
    settle(page)
    expect(page.locator(".lesson")).to_be_visible()
    assert traces(page)


def test_a_frame_in_a_page_of_another_site(host: Host) -> None:
    (frame,) = host.open()
    frame.wait_for_function("document.body.dataset.settled")
    expect(frame.locator(".panel-title")).to_have_text(["SGD", "RMSprop"])
    corner = host.page.locator("iframe").bounding_box()
    assert corner is not None
    x, y = frame.get_by_role("button", name="Step back").evaluate(
        "(button) => (({x, y, width, height}) => [x + width / 2, y + height / 2])(button.getBoundingClientRect())"
    )
    host.page.mouse.click(corner["x"] + 2 + x, corner["y"] + 2 + y)  # its border; a frame's own clicks never end
    expect(frame.locator(".player-reading")).to_have_text("step 49 of 50")
    assert host.call(call="get")["step"] == 49


def test_a_lesson_file_plays_from_disk_without_a_request(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, written(tmp_path)) as page:
        check(page)


BOOK = "surface=ellipse,kappa=25&optimizer=sgd,lr=0.07&start=B,-0.6,4&steps=60&show=surface"
CONF = 'extensions = ["optimizers.sphinx"]\nproject = "Course"\nhtml_theme = "basic"\n'


def test_a_page_of_a_book_and_a_saved_notebook_slide_without_a_network(browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "conf.py").write_text(CONF)
    (tmp_path / "index.rst").write_text(f"Course\n======\n\n.. optimizer-trajectories:: {BOOK}\n   :height: 700\n")
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(tmp_path), str(tmp_path / "html")]
    subprocess.run(command, check=True, capture_output=True)
    html = Scenario.from_query(BOOK.partition("&show")[0]).widget("show=surface", height=700)._repr_mimebundle_()
    (tmp_path / "notebook.html").write_text(f"<!doctype html><title>Notebook</title>{html['text/html']}", "utf-8")
    with browser.new_context(viewport={"width": 1000, "height": 900}) as context:
        asked: list[str] = []
        context.on("request", lambda one: asked.append(one.url) if one.url.startswith("http") else None)
        context.route(re.compile("https?:"), lambda route: route.abort())
        page = context.new_page()
        for file in ("html/index.html", "notebook.html"):
            page.goto((tmp_path / file).as_uri())
            frame = page.frame_locator("iframe")
            frame.locator("body[data-settled]").wait_for()
            frame.get_by_role("slider", name="Condition number").press("End")
            expect(frame.locator(".verdict")).to_contain_text("its rate 0.07 is above 2/λmax = 0.002")
        assert asked == []

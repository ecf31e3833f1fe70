"""The page compares fairly: what is held equal, the verdict, the scoreboard, the charts and the ghost."""

import csv
import io
import json
import math
import re
from urllib.parse import urlsplit
from urllib.request import urlopen

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from optimizers import Scenario, simulate
from optimizers.run.tuning import caption
from tests.conftest import OpenPage
from tests.intercepting import intercept
from tests.page_helpers import REFUSED, address, card, expect_address, ink, settle, spot, traces, visit, visit_light

TWO = "surface=ellipse,kappa=25,theta=0&optimizer=sgd,lr=0.07&optimizer=rmsprop,lr=0.3,beta=0.9&start=A,-8,1.2&steps=60"

SMALL = TWO.replace("steps=60", "steps=120")  # the table writes a loss of it with an exponent


def answer(page: Page) -> dict[str, object]:
    """Return what the service says of the scenario in the address."""
    items = [item for item in address(page) if not item.startswith(("step=", "layout=", "theme="))]
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
    with urlopen(f"{origin}/api/v1/verdict?{'&'.join(items)}") as response:
        found: dict[str, object] = json.load(response)
    return found


def headings(page: Page) -> list[str]:
    return page.locator(".score-heads th").all_inner_texts()


def column(page: Page, name: str) -> list[str]:
    place = [text.casefold() for text in headings(page)].index(name.casefold())
    return page.locator(f".score-table tbody tr > :nth-child({place + 1})").all_inner_texts()


def held(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name="Held equal").get_by_role("button", name=name, exact=True)


def test_what_is_held_equal_changes_paths_caption_and_address(page: Page) -> None:
    visit(page, TWO)
    own = traces(page, 1)
    for name, item in (("Same rate", "rate"), ("Same step length", "length"), ("Each tuned", "tuned")):
        expect(held(page, "Own rates")).to_have_attribute("aria-pressed", "true")
        held(page, name).click()
        expect(held(page, name)).to_have_attribute("aria-pressed", "true")
        expect(held(page, "Own rates")).to_have_attribute("aria-pressed", "false")
        expect_address(page, f"fair={item}")
        scenario = Scenario.from_query(f"{TWO}&fair={item}")
        expect(page.locator(".caption")).to_have_text(caption(scenario))
        settle(page)
        (path,) = traces(page, 1)
        assert path["x"] == pytest.approx(list(simulate(scenario)[1].x[:, 0]), abs=1e-3)
        assert path["x"] != own[0]["x"]
        held(page, "Own rates").click()
        expect_address(page, without=["fair="])
        settle(page)
        assert traces(page, 1) == own


def test_tuning_tells_how_far_it_is(page: Page) -> None:
    """Every text of the caption on the way is kept, because progress may be shorter than a look."""
    visit_light(page, TWO.replace("kappa=25", "kappa=26"))
    page.evaluate(
        """() => {
        window.captions = [];
        const caption = document.querySelector(".caption");
        const options = {childList: true, subtree: true, characterData: true};
        new MutationObserver(() => captions.push(caption.textContent)).observe(caption, options);
    }"""
    )
    held(page, "Each tuned").click()
    page.wait_for_function("captions.some((text) => text.startsWith('each tuned'))")
    captions = page.evaluate("captions")
    assert "Tuning: 1 of 2 optimizers" in captions
    assert captions[-1].startswith("each tuned so that its slowest run stays earliest within 500 steps: SGD ")


def test_tuned_where_nothing_stays_is_told(page: Page) -> None:
    visit_light(page, "surface=saddle,wall=0&optimizer=sgd,lr=0.03&fair=tuned")
    expect(page.locator(".caption")).to_contain_text("SGD keeps 0.03 because no rate reaches a minimum")
    expect(page.locator(".notice")).to_have_count(0)


def test_the_verdict_is_that_of_the_service_or_marked_as_about_something_else(page: Page) -> None:
    visit_light(page, TWO)
    verdict = page.locator(".verdict")
    first = answer(page)["verdict"]
    expect(verdict).to_have_text(str(first))
    named = verdict.locator("b.verdict-optimizer.series-0")
    expect(named.first).to_have_css("color", "rgb(0, 114, 178)")  # as its path
    card(page, 0).get_by_role("textbox", name="learning rate").fill("0.09")
    expect_address(page, "optimizer=sgd,lr=0.09")
    second = answer(page)["verdict"]
    assert second != first
    assert "diverge" in str(second)
    expect(verdict).to_have_text(str(second))
    expect(verdict).not_to_have_class(re.compile("is-stale"))
    intercept(page, "*/api/v1/verdict?*", lambda request: None)
    card(page, 0).get_by_role("textbox", name="learning rate").fill("0.05")
    expect(verdict).to_have_class(re.compile("is-stale"))


def test_the_scoreboard_sorts_and_marks_the_best(page: Page) -> None:
    query = TWO + "&start=B,-0.6,4&optimizer=adam,lr=0.3"
    visit_light(page, query)
    runs = simulate(Scenario.from_query(query))
    titles = ["SGD", "RMSprop", "Adam"]
    names = {f"{titles[run.optimizer]} {'AB'[run.start]}": run for run in runs}
    rows = page.locator(".score-table tbody tr")
    expect(rows).to_have_count(6)
    heading = page.locator(".score-heads th").filter(has_text="Reached")

    def steps(ascending: bool) -> list[str]:
        def order(name: str) -> tuple[bool, int]:
            step = names[name].metrics.reached
            return (step is None, 0 if step is None else step if ascending else -step)

        return [
            "never" if (step := names[name].metrics.reached) is None else str(step) for name in sorted(names, key=order)
        ]

    before = column(page, "Reached")
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    assert column(page, "Reached") == steps(True) != before
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    assert column(page, "Reached") == steps(False)
    expect(page.locator(".score-table [aria-sort]")).to_have_count(1)
    heading.get_by_role("button").click()
    expect(page.locator(".score-table [aria-sort]")).to_have_count(0)
    assert column(page, "Reached") == before

    place = headings(page).index(heading.inner_text())
    marked = {
        row.get_attribute("data-name")
        for row in rows.all()
        if row.locator("td").nth(place - 1).evaluate("(td) => td.classList.contains('is-best')")
    }
    expected = set()
    for start in range(2):
        mine = {name: run.metrics.reached for name, run in names.items() if run.start == start}
        least = min(step for step in mine.values() if step is not None)
        expected |= {name for name, step in mine.items() if step == least}
    assert marked == expected


def test_the_scoreboard_is_copied_as_a_table_that_programs_read(open_page: OpenPage) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    visit(page, SMALL)
    page.locator(".scoreboard").get_by_role("button", name="Copy").click()
    expect(page.locator(".scoreboard").get_by_role("button", name="Copied")).to_be_visible()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.isascii()
    table = list(csv.DictReader(io.StringIO(text), delimiter="\t"))
    assert [row["Run"] for row in table] == ["SGD A", "RMSprop A"]
    for row, run in zip(table, simulate(Scenario.from_query(SMALL)), strict=True):
        assert float(row["Loss"]) == pytest.approx(run.loss[-1], rel=1e-6)
        assert row["Status"] == run.status
        assert not row.get("Stays until"), "empty for a run that does not leave"
        words = {name: value for name, value in row.items() if name not in ("Run", "Status", "Stays until")}
        assert all(value == "never" or math.isfinite(float(value)) for value in words.values()), words


def test_a_selection_of_the_scoreboard_is_copied_with_ascii_numbers(open_page: OpenPage) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    visit_light(page, SMALL)
    assert "−" in column(page, "Loss")[0]
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.score-table tbody'))")
    page.keyboard.press("Control+C")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert column(page, "Loss")[0].replace("−", "-") in copied
    assert "−" not in copied


def test_where_the_clipboard_is_refused_the_scoreboard_is_a_text_to_select(open_page: OpenPage) -> None:
    page = open_page()
    page.add_init_script(REFUSED)
    visit_light(page, TWO)
    field = page.get_by_label("Scoreboard as text")
    expect(field).to_be_hidden()
    page.locator(".scoreboard").get_by_role("button", name="Copy").first.click()
    expect(field).to_be_focused()
    assert field.evaluate(
        "({value, selectionStart, selectionEnd}) => value.slice(selectionStart, selectionEnd)"
    ).isascii()
    assert field.input_value().startswith("Run\tLoss\t")


def test_the_chart_shows_another_quantity_and_moves_the_step(page: Page) -> None:
    visit_light(page, TWO)
    chart, menu = page.locator(".chart-canvas"), page.get_by_label("Quantity in the chart")
    before = chart.evaluate("(canvas) => canvas.toDataURL()")
    menu.select_option("length")
    page.wait_for_function("(before) => document.querySelector('.chart-canvas').toDataURL() !== before", arg=before)
    expect(chart).to_have_attribute("aria-label", re.compile("^Step length at each step"))
    expect_address(page, "quantity=length")
    box = chart.bounding_box()
    assert box
    left, width = box["x"] + 52, box["width"] - 64  # the chart's margins
    page.mouse.move(left + width * 10 / 60, box["y"] + 20)
    page.mouse.down()
    expect(page.locator(".player-reading")).to_have_text("step 10 of 60")
    page.mouse.move(left + width * 25 / 60, box["y"] + 30, steps=4)
    expect(page.locator(".player-reading")).to_have_text("step 25 of 60")
    page.mouse.up()
    page.mouse.move(left + width * 40 / 60, box["y"] + 30)
    lengths = [float(np.hypot(*(run.x[40] - run.x[39]))) for run in simulate(Scenario.from_query(TWO))]
    tip = page.locator(".chart-tip")
    expect(tip).to_contain_text("Step 40")
    shown = [float(text.replace("−", "-")) for text in tip.locator(".chart-tip-value").all_inner_texts()]
    assert shown == pytest.approx(lengths, rel=1e-3)
    expect_address(page, "step=25")
    expect(page.locator(".player-reading")).to_have_text("step 25 of 60")
    page.mouse.move(left + width / 2, box["y"] - 200)
    expect(tip).to_be_hidden()
    slider = page.get_by_role("slider", name="Step", exact=True)
    expect(slider).to_be_focused()  # the arrow keys go on from the drag
    page.keyboard.press("ArrowRight")
    expect_address(page, "step=26")
    thumb = slider.bounding_box()
    assert thumb
    assert (thumb["x"] + 8, thumb["width"] - 16) == pytest.approx((left, width)), "the thumb stands below the cursor"


def test_without_a_minimum_there_is_no_distance_to_it(page: Page) -> None:
    visit_light(page, "surface=saddle,wall=0&optimizer=sgd&quantity=distance")
    menu = page.get_by_label("Quantity in the chart")
    expect(menu.locator("option[value=distance]")).to_be_disabled()
    expect(menu).to_have_value("loss")
    expect(page.locator(".chart-canvas")).to_have_attribute("aria-label", re.compile("^Loss at each step"))
    expect(page.locator(".score-table thead")).to_contain_text("Escape")


def test_a_pinned_picture_stays_below_the_next(page: Page) -> None:
    visit_light(page, TWO + "&layout=overlay")
    canvas = page.locator(".plot-canvas")
    plain = ink(canvas)
    pin = page.get_by_role("button", name="Pin", exact=True)
    pin.click()
    expect(page.get_by_role("button", name="Unpin")).to_have_attribute("aria-pressed", "true")
    card(page, 0).get_by_role("textbox", name="learning rate").fill("0.01")
    expect_address(page, "optimizer=sgd,lr=0.01")
    expect(page.locator(".verdict")).to_have_text(str(answer(page)["verdict"]))
    with_ghost = ink(canvas)
    page.get_by_role("button", name="Unpin").click()
    expect(pin).to_have_attribute("aria-pressed", "false")
    page.wait_for_function(
        """(before) => {
        const canvas = document.querySelector(".plot-canvas");
        const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", {willReadFrequently: true});
        copy.drawImage(canvas, 0, 0);
        const {data} = copy.getImageData(0, 0, canvas.width, canvas.height);
        return data.filter((value, place) => place % 4 === 3 && value > 0).length < before;
    }""",
        arg=with_ghost,
    )
    assert plain > 0


def test_hovering_a_path_highlights_its_row(page: Page) -> None:
    visit(page, TWO + "&layout=overlay")
    point = simulate(Scenario.from_query(TWO))[1].x[3]
    page.mouse.move(*spot(page, float(point[0]), float(point[1])))
    rows = page.locator(".score-table tbody tr.is-hovered")
    expect(rows).to_have_count(1)
    expect(rows).to_have_attribute("data-name", "RMSprop A")
    page.mouse.move(*spot(page, 9, -4.5))
    expect(rows).to_have_count(0)

"""The scoreboard on the page: what it says of runs at rest, when it is known how they go on after their last step."""

import re

from playwright.sync_api import Page, expect

from optimizers import Scenario, simulate
from optimizers.tell.scoreboard import cells
from tests.page_helpers import visit_light

LEAVES = (
    "surface=ellipse,kappa=10,theta=0&optimizer=rmsprop,lr=0.1,beta=0.9&optimizer=sgd,lr=0.15&start=A,-3,1&steps=60"
)


def expect_table(page: Page, query: str) -> None:
    """Wait until the table says what the library says."""
    scenario = Scenario.from_query(query)
    head, *body = cells(scenario, simulate(scenario))
    table = page.locator(".score-table")
    expect(table.locator(".score-heads th")).to_have_text(head)
    for row, wanted in zip(table.locator("tbody tr").all(), body, strict=True):
        expect(row.locator("td").last).to_have_text(wanted[-1])
        for place in (head.index("Reached"), head.index("Stays")):
            expect(row.locator("td").nth(place - 1)).to_have_text(wanted[place])


def test_a_run_that_leaves_again_is_not_called_converged(page: Page) -> None:
    visit_light(page, LEAVES)
    expect_table(page, LEAVES)
    expect(page.locator(".score-table")).to_contain_text("stays until step 76")
    expect(page.locator(".score-table")).to_contain_text("36 until 76")


def test_where_there_are_several_minima_the_table_says_at_which_a_run_stays(page: Page) -> None:
    query = "surface=saddle,wall=0.05&optimizer=sgd,lr=0.1&start=A,1,1&start=B,1,-1&steps=200"
    visit_light(page, query)
    expect_table(page, query)
    expect(page.locator(".score-table tbody tr").first).to_contain_text("(0, 3.16)")


def test_at_1440_the_usual_columns_fit_and_the_others_are_behind_a_button(page: Page) -> None:
    visit_light(page)
    usual = ["Run", "Loss", "Reached", "Stays", "Flips", "Status"]
    heads, scroller = page.locator(".score-heads th:visible"), page.locator(".score-scroller")
    expect(page.locator(".score-table")).to_contain_text("converged")
    tabs = page.get_by_role("tablist", name="Start").get_by_role("tab")
    for start in range(2):
        tabs.nth(start).click()
        expect(heads).to_have_text(usual)
        wide, room = scroller.evaluate("(box) => [box.scrollWidth, box.clientWidth]")
        assert wide <= room
    page.get_by_role("button", name="More columns").click()
    expect(heads).to_have_count(page.locator(".score-heads th").count())
    page.get_by_role("button", name="Fewer columns").click()
    expect(heads).to_have_text(usual)


def test_each_start_has_a_tab_which_the_chart_follows(page: Page) -> None:
    visit_light(page)
    rows, tabs = (
        page.locator(".score-table tbody tr:visible"),
        page.get_by_role("tablist", name="Start").get_by_role("tab"),
    )
    expect(rows).to_have_text([re.compile(f"^{name} A") for name in ("SGD", "Momentum", "RMSprop", "Adam")])
    tabs.first.press("ArrowRight")
    expect(tabs.nth(1)).to_be_focused()
    expect(tabs.nth(1)).to_have_attribute("aria-selected", "true")
    expect(rows).to_have_text([re.compile(f"^{name} B") for name in ("SGD", "Momentum", "RMSprop", "Adam")])
    expect(page.get_by_role("tabpanel", name="From B").get_by_role("table")).to_be_visible()
    menu = page.get_by_label("Starts in the chart")
    expect(menu).to_have_value("1")
    expect(page.locator(".chart-canvas")).to_have_attribute(
        "aria-label", re.compile("^Loss at each step from B, for SGD")
    )
    menu.select_option("0")
    expect(tabs.first).to_have_attribute("aria-selected", "true")
    menu.select_option("all")
    tabs.nth(1).click()
    expect(menu).to_have_value("all")


def test_an_earlier_step_does_not_tell_how_the_run_ends(page: Page) -> None:
    visit_light(page, LEAVES + "&step=0")
    table = page.locator(".score-table")
    expect(table).to_contain_text("At step 0")
    expect(table).not_to_contain_text(re.compile("stays until|converged|36"))
    expect(table.locator("tbody td:nth-child(3)")).to_have_text(["not yet", "not yet"])
    expect(table.locator("tbody td:nth-child(4)")).to_have_text(["…", "…"])
    page.get_by_role("button", name="Show the results at the end of the run").click()
    expect(table).to_contain_text("stays until step 76")
    expect(table.locator("tbody td:nth-child(3)")).to_have_text(["not yet", "not yet"])
    page.get_by_role("button", name="To the end").click()
    expect(table).to_contain_text("At step 60")
    expect(table.locator("tbody td:nth-child(3)")).not_to_have_text(["not yet", "not yet"])

"""The scoreboard on the page: what it says of runs at rest, when it is known how they go on after their last step."""

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
    expect(table.locator("thead th")).to_have_text(head)
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

"""The page while the server is away: it finds verdicts by itself, and says what needs the server."""

import re

from playwright.sync_api import BrowserContext, Page, expect

from optimizers import Scenario, simulate, verdict
from optimizers.tell.theory import theory
from optimizers.terms.text import encoded
from tests.intercepting import Intercepted, intercept
from tests.page_helpers import card, computing, visit_light

CURRENT, REMARK = ".verdict:not(.is-stale)", ".verdict-remark"


def alone(context: BrowserContext, query: str) -> Page:
    """Open the page, and take the server away once the page computes runs."""
    page = context.new_page()
    visit_light(page, query)
    computing(page)
    expect(page.locator(CURRENT)).to_be_visible()
    intercept(page, "*/api/v1/*", Intercepted.fail)
    return page


def test_the_verdict_follows_a_slider_of_the_surface(context: BrowserContext) -> None:
    """From the saddle point too, where no run moves."""
    page = alone(context, "optimizer=sgd,lr=0.07&start=A,-8,1.2&start=B,0,0&steps=120")
    form = page.locator(".surface-form")
    form.get_by_role("textbox", name="Elongated ellipse condition number").fill("40")
    expect(page.locator(CURRENT)).to_contain_text("is above 2/λmax = 0.05")
    form.get_by_role("textbox", name="Elongated ellipse condition number").fill("20")
    expect(page.locator(CURRENT)).not_to_contain_text("λmax")
    expect(page.locator(REMARK)).to_be_hidden()


def test_a_surface_slid_to_a_start_that_may_not_be_level_needs_the_server_for_the_verdict(
    context: BrowserContext,
) -> None:
    page = alone(context, "surface=rosenbrock&optimizer=sgd,lr=0.001&start=A,1.5,2.25&steps=50")
    field = page.get_by_role("textbox", name="Rosenbrock where the minimum lies: (a, a²)")
    field.fill("1.4")
    expect(page.locator(CURRENT)).to_be_visible()
    field.fill("1.5")
    expect(page.locator(REMARK)).to_be_visible()
    expect(page.locator(REMARK)).to_have_text("Needs the server")


def test_noise_of_another_seed_and_of_more_steps_has_a_verdict(context: BrowserContext) -> None:
    """The page draws it as NumPy does, also after the last step."""
    query = "optimizer=sgd,lr=0.07&start=A,-8,1.2&steps=120&noise=2&tolerance=0.05"
    page = alone(context, f"{query}&seed=3")
    card(page, 0).get_by_role("textbox", name="SGD learning rate", exact=True).fill("0.07")
    page.locator(".surface-form summary").filter(has_text="noise").click()
    page.get_by_role("textbox", name="Scenario seed").fill("8")
    assert said(f"{query}&seed=8") != said(f"{query}&seed=3")
    expect(page.locator(CURRENT)).to_have_text(said(f"{query}&seed=8"))
    page.get_by_role("textbox", name="Number of steps").fill("300")
    expect(page.locator(CURRENT)).to_have_text(said(f"{query}&seed=8".replace("120", "300")))
    expect(page.locator(REMARK)).to_be_hidden()


def said(query: str) -> str:
    """Return the library's verdict."""
    scenario = Scenario.from_query(query)
    return verdict(scenario, simulate(scenario))


def test_marks_of_theory_follow_a_slider_of_the_surface(context: BrowserContext) -> None:
    page = alone(context, "optimizer=sgd,lr=0.07&start=A,-8,1.2&steps=120")
    slider = card(page, 0).get_by_role("slider", name="SGD learning rate", exact=True)
    expect(slider).to_have_accessible_description(marks("optimizer=sgd"))
    page.locator(".surface-form").get_by_role("textbox", name="Elongated ellipse condition number").fill("40")
    assert marks("surface=ellipse,kappa=40&optimizer=sgd") != marks("optimizer=sgd")
    expect(slider).to_have_accessible_description(marks("surface=ellipse,kappa=40&optimizer=sgd"))


def test_marks_of_another_surface_disappear_where_the_page_cannot_find_them(context: BrowserContext) -> None:
    """On a typed surface only the server searches for minima."""
    typed = encoded("x**2 + 10*y**2")
    page = alone(context, f"surface=custom,f={typed}&optimizer=sgd,lr=0.07&start=A,-3,1.2&steps=20")
    slider = card(page, 0).get_by_role("slider", name="SGD learning rate", exact=True)
    expect(slider).to_have_attribute("aria-description", re.compile("^Marks:"))
    page.locator(".surface-form").get_by_role("textbox", name="Your own function xmin").fill("-4")
    expect(page.locator(REMARK)).to_have_text("Needs the server")
    expect(slider).not_to_have_attribute("aria-description", re.compile(""))


def marks(query: str) -> re.Pattern[str]:
    """Return what the description of the slider of the first optimizer's rate says: the library's values."""
    (found,) = theory(Scenario.from_query(query))
    values = sorted(mark.value for mark in found.marks if mark.parameter == "lr")
    return re.compile("Marks: " + ".*".join(re.escape(f"{value:.3g}: ") for value in values))

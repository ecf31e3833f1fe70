"""Why this step, the marks of theory, and the fields of what disturbs a run, as the page shows them."""

import json
import re
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Locator, Page, expect

from optimizers import Scenario
from optimizers.tell.theory import notes, theory
from tests.intercepting import Intercepted, intercept
from tests.page_helpers import add_optimizer, address, card, expect_address, open_variant, visit_light

TWO = "surface=ellipse,kappa=25,theta=0&optimizer=sgd,lr=0.07&optimizer=rmsprop,lr=0.3,beta=0.9&start=A,-8,1.2&steps=60"

FRAMES = """async () => {
    let count = 0;
    const real = window.requestAnimationFrame;
    window.requestAnimationFrame = (draw) => {
        count++;
        return real(draw);
    };
    await new Promise((resolve) => setTimeout(resolve, 1000));
    window.requestAnimationFrame = real;
    return count;
}"""
"""How often the page draws in a second."""

HAS_LOADED = "(file) => performance.getEntriesByType('resource').some(({name}) => name.endsWith(file))"


def explanation(page: Page, optimizer: int, start: int, step: int) -> dict[str, Any]:
    items = [item for item in address(page) if not item.startswith(("step=", "layout=", "theme="))]
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(page.url))
    with urlopen(f"{origin}/api/v1/steps/{optimizer}/{start}/{step}?{'&'.join(items)}") as response:
        found: dict[str, Any] = json.load(response)
    return found


def expect_explained(page: Page, optimizer: int, start: int, step: int) -> None:
    """Wait until the panel tells of that step, and compare all of it with what the service answers."""
    body = page.locator(".why-body")
    expect(body).to_contain_text(f"Step {step} starts at")
    answer = explanation(page, optimizer, start, step)
    lines = [line for lines in answer["lines"] for line in lines]
    expect(body.locator(".why-lines .formula")).to_have_text([words(line["mathml"]) for line in lines])
    for line, formula in zip(lines, body.locator(".why-lines .formula").all(), strict=True):
        mantissa = f"{abs(line['value']):.4g}".partition("e")[0]
        assert mantissa in formula.locator("mn").all_text_contents()
    expect(page.locator(".slice-remark")).to_have_text(answer["along"]["remark"])
    angle = float(f"{answer['angle_to_minimum']:.3g}")
    expect(body).to_contain_text(f"to the minimum: {angle:g}°")
    expect(body.locator(".why-legend li")).to_have_count(len(answer["arrows"]))


def words(mathml: str) -> str:
    """Return what a formula says, without its markup."""
    return "".join(ElementTree.fromstring(mathml).itertext())


def fold(owner: Locator, text: str) -> None:
    owner.locator("summary").filter(has_text=text).click()


def test_the_panel_agrees_with_the_service_and_follows_the_step(page: Page) -> None:
    visit_light(page, TWO + "&start=B,-0.6,4&step=5")
    expect_explained(page, 0, 0, 5)
    assert page.evaluate(FRAMES) <= 1, "what is explained is not drawn again and again"
    page.get_by_label("Run to explain").select_option(label="RMSprop from B")
    expect_explained(page, 1, 1, 5)
    page.get_by_role("button", name="Step forward").click()
    expect_explained(page, 1, 1, 6)
    for step in (5, 4):
        page.get_by_role("button", name="Step back").click()
        expect_explained(page, 1, 1, step)
    page.get_by_role("button", name="To the start").click()
    expect_explained(page, 1, 1, 1)
    expect(page.locator(".why-body")).to_contain_text("to the minimum: 36.5°")


def test_without_the_server_the_page_explains_what_it_computes(page: Page) -> None:
    visit_light(page, TWO + "&layout=overlay&step=5")
    expect_explained(page, 0, 0, 5)
    page.wait_for_function(HAS_LOADED, arg="translated.js")
    page.get_by_role("button", name="Step forward").click()
    expect_explained(page, 0, 0, 6)
    page.wait_for_function(HAS_LOADED, arg="forms.js")
    intercept(page, "*/api/v1/steps/*", Intercepted.fail)  # a request that fails would fail this test
    page.get_by_role("button", name="Step forward").click()
    expect_explained(page, 0, 0, 7)
    expect(page.locator(".why")).not_to_have_class(re.compile("is-stale"))
    card(page, 0).get_by_role("textbox", name="learning rate").fill("0.05")
    expect_address(page, "optimizer=sgd,lr=0.05")
    expect_explained(page, 0, 0, 7)
    expect(page.locator(".why")).not_to_have_class(re.compile("is-stale"))


def test_the_arrows_are_drawn_while_the_panel_is_open(page: Page) -> None:
    visit_light(page, TWO + "&layout=overlay&step=3")
    expect(page.locator(".slice-remark")).to_be_visible()
    canvas = page.locator(".plot-canvas")
    before = canvas.evaluate("(canvas) => canvas.toDataURL()")
    differs = "(before) => (document.querySelector('.plot-canvas').toDataURL() !== before)"
    fold(page.locator(".why-panel"), "Why this step")
    page.wait_for_function(differs, arg=before)
    fold(page.locator(".why-panel"), "Why this step")
    page.wait_for_function("(before) => document.querySelector('.plot-canvas').toDataURL() === before", arg=before)


def test_no_line_is_wider_than_the_panel(page: Page) -> None:
    for rule in ("normalized-gd", "shampoo", "muon", "adan", "sophia"):
        visit_light(page, f"optimizer={rule}&start=A,-8,1.2&steps=60&step=46")
        expect(page.locator(".slice-remark")).to_be_visible()
        wide = page.locator(".why-lines").evaluate_all(
            "(groups) => groups.map((box) => box.scrollWidth - box.clientWidth)"
        )
        assert len(wide) == 2, rule
        assert max(wide) <= 0, rule


def test_the_slice_shows_the_two_ends_and_the_lowest_point_and_says_why_there_is_none(page: Page) -> None:
    visit_light(page, "optimizer=sgd,lr=0.07&start=A,-8,1.2&steps=60&step=1")
    remark = page.locator(".slice-remark")
    expect(remark).to_have_text(re.compile("^The step goes 1.64 times as far as the lowest point on this line"))
    picture = page.get_by_role("img", name="The step goes 1.64 times")
    middle = picture.evaluate(
        """(picture) => Object.fromEntries(["before", "landed", "lowest"].map((name) => {
            const {x, y, width, height} = picture.querySelector(`.slice-${name}`).getBoundingClientRect();
            return [name, [x + width / 2, y + height / 2]];
        }))"""
    )
    assert middle["before"][0] < middle["lowest"][0] < middle["landed"][0], "it overshoots"
    assert middle["before"][1] < middle["landed"][1], "and lands lower than it began"
    for axis in "xy":
        page.get_by_role("textbox", name=f"Start A, {axis}", exact=True).fill("0")
    expect(remark).to_have_text("This step does not move, so there is no line to show.")
    expect(page.locator(".slice-picture")).to_be_hidden()


def test_the_marks_of_theory_set_the_value(page: Page) -> None:
    query = TWO.replace("optimizer=rmsprop,lr=0.3,beta=0.9", "optimizer=momentum,lr=0.07,beta=0.9")
    visit_light(page, query)
    for place in (0, 1):
        expect_marks_to_set_the_value(page, query, place)


def expect_marks_to_set_the_value(page: Page, query: str, place: int) -> None:
    marks = next(one.marks for one in theory(Scenario.from_query(query)) if one.optimizer == place)
    ticks = card(page, place).locator(".slider-mark")
    expect(ticks).to_have_count(len(marks))
    rates = sorted((mark for mark in marks if mark.parameter == "lr"), key=lambda mark: mark.value)
    row = card(page, place).locator("[data-control=lr]")
    slider, field = row.get_by_role("slider"), row.get_by_role("textbox", name="learning rate")
    for mark, title in zip(
        rates, row.locator(".slider-mark").evaluate_all("(all) => all.map(({title}) => title)"), strict=True
    ):
        value, _, meaning = title.partition(": ")
        assert float(value) == pytest.approx(mark.value, rel=5e-3)
        assert meaning == mark.meaning
        field.fill(f"{0.99 * mark.value:.4g}")
        slider.press("PageUp")  # a large step, which stops at the mark
        expect(field).to_have_value(f"{float(f'{mark.value:.4g}'):g}")
    field.fill("0.01")
    row.locator(".slider-mark").last.click()
    name = "sgd" if place == 0 else "momentum"
    expect_address(page, *[f"optimizer={name},lr={float(f'{rates[-1].value:.4g}'):g}{',beta=0.9' * place}"])


def test_where_there_is_no_theory_there_is_no_tick(page: Page) -> None:
    visit_light(page, TWO)
    expect(card(page, 0).locator(".slider-mark")).to_have_count(2)
    expect(card(page, 1).locator(".slider-mark")).to_have_count(0)


def test_noise_seed_and_tolerance(page: Page) -> None:
    visit_light(page, TWO)
    form = page.locator(".surface-form")
    fold(form, "noise")
    fold(form, "counts as reached")
    for name, value in (("noise", "0.5"), ("seed", "7"), ("tolerance", "0.01")):
        form.get_by_role("textbox", name=f"Scenario {name}").fill(value)
        expect_address(page, f"{name}={value}")
    expect(page.locator(".caption")).to_contain_text("noise 0.5, the same for all, seed 7")
    field = form.get_by_role("textbox", name="Scenario tolerance")
    for wrong in ("0", "1.5"):
        field.fill(wrong)
        error = form.get_by_role("alert").filter(has_text="Allowed: a number from 1e-12 to 1.")
        expect(error).to_be_visible()
    expect_address(page, "tolerance=0.01")
    field.blur()
    expect(field).to_have_value("0.01")


def test_the_step_length_of_another_optimizer(page: Page) -> None:
    visit_light(page, TWO)
    loss = page.locator(".score-table tbody tr").filter(has_text="RMSprop A").locator("td").first
    before = loss.inner_text()
    open_variant(page, 1)
    menu = card(page, 1).get_by_label("RMSprop takes the step length of")
    expect(menu.locator("option")).to_have_text(["its own", "SGD"])
    menu.select_option("sgd")
    expect_address(page, "optimizer=rmsprop,lr=0.3,beta=0.9,length=sgd")
    expect(page.locator(".caption")).to_contain_text("RMSprop takes the step length of SGD")
    expect(loss).not_to_have_text(before)
    open_variant(page, 0)
    card(page, 0).get_by_label("SGD takes the step length of").select_option("rmsprop")  # a circle
    expect(page.locator(".notice")).to_have_text(
        re.compile("A step length has to come from another optimizer that is switched on.")
    )


def test_conversions_follow_the_value(page: Page) -> None:
    query = TWO.replace("optimizer=sgd,lr=0.07", "optimizer=momentum,lr=0.07,beta=0.9")
    visit_light(page, query)
    for place, sentences in enumerate(notes(Scenario.from_query(query))):
        open_variant(page, place)
        expect(card(page, place).locator(".hint").filter(has_text=sentences[0])).to_be_visible()
    card(page, 0).get_by_role("textbox", name="learning rate").fill("0.05")
    changed = notes(Scenario.from_query(query.replace("lr=0.07", "lr=0.05")))[0][0]
    expect(card(page, 0).locator(".hint").filter(has_text=changed)).to_be_visible()


def test_a_second_rmsprop(page: Page) -> None:
    visit_light(page, TWO)
    add_optimizer(page, "rmsprop")
    expect(page.locator(".score-table tbody tr")).to_have_count(3)
    expect(page.locator(".card:not(.is-off)")).to_have_count(3)
    names = page.locator(".score-table tbody tr").evaluate_all("(rows) => rows.map((row) => row.dataset.name)")
    assert len({*names}) == 3
    assert sum(name.startswith("RMSprop") for name in names) == 2
    page.wait_for_function('location.search.split("optimizer=rmsprop").length === 3')


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("step=500", "step"),
        ("tolerance=0", "tolerance"),
        ("fair=half", "fair"),
    ],
)
def test_a_bad_item_is_a_notice_and_the_page_works(page: Page, item: str, words: str) -> None:
    visit_light(page, f"{TWO}&{item}")
    notice = page.locator(".notice")
    expect(notice).to_have_count(1)
    expect(notice).to_contain_text(words)
    expect(notice).to_contain_text(item.partition("=")[2])
    expect_address(page, without=[item])

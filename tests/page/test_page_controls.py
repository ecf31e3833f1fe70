"""The controls: optimizers, sliders, number fields, surfaces, steps, layout."""

import re

from playwright.sync_api import Locator, Page, expect

from optimizers.query import schedules
from tests.page_helpers import add_optimizer, card, choose_surface, expect_address, loss, open_variant, visit_light

TITLES = ["SGD", "Momentum", "RMSprop", "Adam"]
SGD, MOMENTUM, RMSPROP, ADAM = range(4)


def slide(slider: Locator, place: int) -> None:
    """Put a slider at ``place``, 0 to 1000, as a hand does: with an input event."""
    slider.focus()
    slider.evaluate(
        "(slider, place) => { slider.value = place; slider.dispatchEvent(new Event('input', {bubbles: true})); }", place
    )


def number(page: Page, name: str) -> Locator:
    return page.get_by_role("textbox", name=name, exact=True)


def slider(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=name, exact=True)


def test_each_optimizer_goes_off_and_on_but_one_stays(page: Page) -> None:
    visit_light(page)
    powers = [card(page, place).get_by_role("checkbox").first for place in range(4)]
    for place in range(3):
        powers[place].uncheck()
        expect(page.locator(".panel-title")).to_have_text(TITLES[place + 1 :])
        expect_address(page, without=[f"optimizer={TITLES[place].lower()}"])
    powers[ADAM].click()
    expect(powers[ADAM]).to_be_checked()
    expect(page.locator(".notice")).to_contain_text("Keep at least one optimizer.")
    card(page, ADAM).get_by_role("button", name="Remove").click()
    expect(page.locator(".card")).to_have_count(4)
    powers[SGD].check()
    expect(page.locator(".panel-title")).to_have_text(["SGD", "Adam"])
    expect_address(page, "optimizer=sgd,lr=0.07")


def test_a_second_rmsprop_has_its_own_name_color_and_rate(page: Page) -> None:
    visit_light(page)
    add_optimizer(page, "rmsprop")
    expect(page.locator(".panel-title")).to_have_text(["SGD", "Momentum", "RMSprop 1", "Adam", "RMSprop 2"])
    keys = [panel.locator(".swatch").get_attribute("class") for panel in page.locator(".panel").all()]
    assert len(set(keys)) == 5
    number(page, "RMSprop 2 learning rate").fill("0.1")
    expect_address(page, "optimizer=rmsprop,lr=0.3,beta=0.9", "optimizer=rmsprop,lr=0.1,beta=0.9")
    expect(page.locator(".score-table tbody tr").filter(has_text="RMSprop η = 0.1 A")).to_have_count(1)
    page.get_by_role("button", name="Remove RMSprop η = 0.3", exact=True).click()
    expect(page.locator(".panel-title")).to_have_text(["SGD", "Momentum", "Adam", "RMSprop"])
    expect(page.locator(".card-title")).to_have_text(["SGD", "Momentum", "Adam", "RMSprop"])
    expect_address(page, "optimizer=rmsprop,lr=0.1,beta=0.9", without=["optimizer=rmsprop,lr=0.3"])


def test_cards_and_plots_call_the_same_optimizer_the_same(page: Page) -> None:
    """Also where the first of two is off."""
    visit_light(page, "optimizer=rmsprop,lr=0.3&optimizer=rmsprop,lr=0.1")
    shown = page.locator(".panel-title .panel-name")
    expect(shown).to_have_text(["RMSprop η = 0.3", "RMSprop η = 0.1"])
    card(page, 0).get_by_role("checkbox").first.uncheck()
    expect(shown).to_have_count(1)
    on = page.locator(".card:not(.is-off)")
    expect(on.locator(".card-title")).to_have_text(shown.inner_text())
    swatch = (page.locator(".panel .swatch").get_attribute("class") or "").split()
    (series,) = (name for name in swatch if name.startswith("series-"))
    expect(on).to_have_class(re.compile(rf"\b{series}\b"))


SCALES = (  # name, place on the slider, value there
    ("SGD learning rate", 500, "0.01"),  # 1e-5 to 10, logarithmic
    ("Adam learning rate", 0, "0.00001"),
    ("Adam learning rate", 1000, "10"),
    ("Momentum decay rate of the average of gradients", 500, "0.99"),  # 0 to 0.9999 on −log10(1 − β)
    ("Momentum decay rate of the average of gradients", 250, "0.9"),
    ("RMSprop decay rate of the average of squared gradients", 0, "0"),
    ("Adam decay rate of the average of squared gradients", 1000, "0.9999"),
    ("Elongated ellipse condition number", 500, "31.6"),  # 1 to 1000, logarithmic
    ("Elongated ellipse angle of the flat axis, in degrees", 750, "45"),  # linear
)


def test_sliders_have_the_scales_of_their_parameters_and_fields_say_what_is_allowed(page: Page) -> None:
    visit_light(page)
    for name, place, value in SCALES:
        slide(slider(page, name), place)
        expect(number(page, name)).to_have_value(value)
        expect(slider(page, name)).to_have_attribute("aria-valuetext", value)
        slide(slider(page, name), 333)
        expect(number(page, name)).not_to_have_value(value)
        number(page, name).fill(value)
        expect(slider(page, name)).to_have_value(str(place))
    expect_fields_to_say_what_is_allowed_and_to_restore(page)


def expect_fields_to_say_what_is_allowed_and_to_restore(page: Page) -> None:
    for name, bad, allowed in (
        ("SGD learning rate", ("", "-1", "nan", "1e999", "1,000.5", "0x1"), "Allowed: a number from 1e-12 to 1e+100."),
        ("Adam decay rate of the average of gradients", ("1", "-0.1"), "Allowed: a number from 0 to 0.99999."),
        ("Number of steps", ("0", "1.5", "1e9"), "Allowed: a whole number from 1 to 10000."),
        ("Start A, x", ("1e7", "here"), "Allowed: a number from -1000000 to 1000000."),
    ):
        field = number(page, name)
        before = field.input_value()
        for text in bad:
            field.fill(text)
            expect(field).to_have_attribute("aria-invalid", "true")
            expect(field).to_have_accessible_description(allowed)
            expect(page.locator(".field-error:visible")).to_have_text([allowed])
        field.blur()
        expect(field).to_have_value(before)
        expect(field).not_to_have_attribute("aria-invalid", "true")
        expect(page.locator(".field-error:visible")).to_have_count(0)
    field = number(page, "Start A, y")
    field.fill("−2.5")  # a true minus sign, as the page writes it elsewhere
    expect_address(page, "start=A,-8,-2.5")
    for text, value in (("7e-2", "0.07"), (" 0,08 ", "0.08"), ("1e−3", "0.001")):
        number(page, "SGD learning rate").fill(text)
        number(page, "SGD learning rate").blur()
        expect(number(page, "SGD learning rate")).to_have_value(value)
        expect_address(page, f"optimizer=sgd,lr={value}")


def test_variants_change_the_run(page: Page) -> None:
    visit_light(page, "optimizer=sgd&optimizer=momentum&optimizer=rmsprop,eps=0.5&optimizer=adam")
    for place, name, item in (
        (MOMENTUM, "Nesterov’s look-ahead", "optimizer=momentum,lr=0.07,beta=0.9,nesterov=1"),
        (RMSPROP, "ε inside the root", "optimizer=rmsprop,lr=0.3,beta=0.9,eps=0.5,eps_inside=1"),
        (RMSPROP, "bias correction", "optimizer=rmsprop,lr=0.3,beta=0.9,eps=0.5,eps_inside=1,bias_correction=1"),
        (
            RMSPROP,
            "centered: divide by the deviation",
            "optimizer=rmsprop,lr=0.3,beta=0.9,eps=0.5,eps_inside=1,bias_correction=1,centered=1",
        ),
        (ADAM, "bias correction", "optimizer=adam,lr=0.3,beta1=0.9,beta2=0.999,bias_correction=0"),
    ):
        variant = open_variant(page, place)
        expect(variant.locator("math").first).to_be_visible()
        before = loss(page, f"{TITLES[place]} A")
        variant.get_by_role("checkbox", name=f"{TITLES[place]} {name}").click()
        row = page.locator(".score-table tbody tr").filter(has_text=f"{TITLES[place]} A").locator("td").first
        expect(row).not_to_have_text(before)
        expect_address(page, item)
    before = loss(page, "Momentum B")
    page.get_by_role("combobox", name="Momentum V is").select_option("heavy-ball")
    expect_address(page, "optimizer=momentum,lr=0.07,beta=0.9,form=heavy-ball,nesterov=1")
    expect(page.locator(".score-table tbody tr").filter(has_text="Momentum B").locator("td").first).not_to_have_text(
        before
    )


def test_a_surface_brings_its_starts_rates_and_formula(page: Page) -> None:
    visit_light(page)
    formula = page.locator(".surface-formula").inner_text()
    choose_surface(page, "rosenbrock")
    expect_address(
        page,
        "surface=rosenbrock,a=1,b=100",
        "optimizer=sgd,lr=0.001",
        "optimizer=adam,lr=0.02,beta1=0.9,beta2=0.999",
        "start=A,-1.2,1",
        "start=B,0.3,2.5",
        "steps=500",
    )
    expect(slider(page, "Rosenbrock steepness of the walls")).to_be_visible()
    expect(page.locator(".parameter-list .parameter-field")).to_have_count(2)
    assert page.locator(".surface-formula").inner_text() != formula
    expect(page.locator(".surface-formula math")).to_have_attribute("alttext", r"f(x, y) = (a - x)^2 + b\,(y - x^2)^2")


def test_a_schedule_shows_its_formula(page: Page) -> None:
    visit_light(page)
    open_variant(page, SGD)
    field = card(page, SGD).locator('[data-control="schedule"]')
    expect(field.locator("math")).to_have_attribute("alttext", schedules.FORMULAS["constant"])
    for name, formula in schedules.FORMULAS.items():
        field.get_by_role("combobox").select_option(name)
        expect(field.locator("math")).to_have_count(1)
        expect(field.locator("math")).to_have_attribute("alttext", formula)
    box, menu = field.locator(".choice-formula").bounding_box(), field.get_by_role("combobox").bounding_box()
    assert box is not None
    assert menu is not None
    assert box["y"] >= menu["y"] + menu["height"]
    assert box["height"] > 10


def test_a_saddle_without_a_wall_is_remarked_on(page: Page) -> None:
    visit_light(page)
    choose_surface(page, "saddle")
    remark = page.locator(".remark")
    expect(page.locator(".parameter-list .parameter-field")).to_have_count(1)
    expect(remark).to_be_hidden()
    number(page, "Saddle height of the walls; 0 removes them").fill("0")
    expect(remark).to_have_text("Without a wall this surface is unbounded below: no run can converge.")
    number(page, "Saddle height of the walls; 0 removes them").fill("0.01")
    expect(remark).to_be_hidden()


def test_layouts_and_steps_and_their_limits(page: Page) -> None:
    visit_light(page)
    expect_layouts(page)
    number(page, "Number of steps").fill("7")
    expect(page.locator(".player-reading")).to_have_text("step 7 of 7")
    expect(page.locator(".player-scrub")).to_have_attribute("max", "7")
    number(page, "Number of steps").fill("10000")
    expect(page.locator(".player-reading")).to_have_text("step 10000 of 10000")
    expect(page.locator(".notice")).to_have_count(0)


def expect_layouts(page: Page) -> None:
    page.get_by_role("button", name="Overlay").click()
    expect(page.locator(".panel")).to_have_count(1)
    expect(page.locator(".panel-name")).to_have_text(TITLES)
    expect(page.get_by_role("button", name="Overlay")).to_have_attribute("aria-pressed", "true")
    expect_address(page, "layout=overlay")
    page.get_by_role("button", name="Side by side").click()
    expect(page.locator(".panel")).to_have_count(4)
    expect_address(page, without=["layout"])


def test_a_short_run_cuts_the_warm_up_for_as_long_as_it_is_short(page: Page) -> None:
    visit_light(page, "optimizer=sgd,lr=0.07,warmup=50&start=A,-8,1.2&steps=120")
    steps = page.get_by_role("textbox", name="Number of steps")
    steps.fill("20")
    expect(page.locator(".notice")).to_have_text(
        ["The warm-up of SGD, 50 steps, was shortened to the length of the run.×"]
    )
    expect_address(page, "steps=20", "optimizer=sgd,lr=0.07,warmup=20")
    steps.fill("120")
    expect(page.locator(".notice")).to_have_count(0)
    expect_address(page, "steps=120", "optimizer=sgd,lr=0.07,warmup=50")


def test_what_a_card_holds_stays_inside_it(page: Page) -> None:
    visit_light(page)
    for place in range(4):
        open_variant(page, place)
    outside = page.evaluate(
        """[...document.querySelectorAll(".card")].flatMap((card) => {
            const {left, right} = card.getBoundingClientRect();
            return [...card.querySelectorAll("select, input, button")].filter((control) => {
                const box = control.getBoundingClientRect();
                return control.checkVisibility() && (box.left < left || box.right > right);
            }).map((control) => control.ariaLabel ?? control.id);
        })"""
    )
    assert outside == []
    assert page.locator(".card select:visible").count() > 4

"""What an author has fixed: every name on its own, and no control left that does nothing."""

import re
from collections.abc import Iterable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.embed_options import CONTROLS
from optimizers import OPTIMIZERS, SURFACES, Rule, Surface
from optimizers.query.registry import RULE_FAMILIES, SURFACE_FAMILIES, parameters_of
from tests.page_helpers import without_plotly

# A page for each name takes long; a group has names from all over the page.
GROUPS = [CONTROLS[k::6] for k in range(6)]
# Keeps every action that a control asks for, and whether it is refused.
LISTEN = """async () => {
    const {src} = document.querySelector("script[src$='/embedded.js']");
    const [{Store}, {isLocked}] = await Promise.all(
        ["store", "locks"].map((name) => import(src.replace("embedded.js", `state/${name}.js`))));
    const {dispatch} = Store.prototype;
    Store.prototype.dispatch = function (action, cause) {
        globalThis.asked.push({action, refused: isLocked(action, this.locked)});
        return dispatch.call(this, action, cause);
    };
}"""
# Uses whatever can be used: fields and sliders, menus, buttons, the handles' keys, and a click on the plot.
USE_ALL = """async () => {
    const rest = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    for (const fold of document.querySelectorAll("details")) fold.open = true;
    for (const button of document.querySelectorAll(".variant-button[aria-expanded=false]")) button.click();
    await rest();
    const usable = (control) => control.isConnected && !control.disabled && control.checkVisibility();
    const tell = (control, ...names) => {
        for (const name of names) control.dispatchEvent(new Event(name, {bubbles: true}));
    };
    globalThis.asked = [];
    const used = new Set();
    const write = (field, ...values) => {
        for (const value of values) {
            field.value = value;
            tell(field, "input");
        }
    };
    const useFields = () => {
        for (const field of document.querySelectorAll("input")) {
            if (used.has(field) || !usable(field)) continue;
            used.add(field);
            if (field.type === "checkbox") {
                field.click();
                field.click();
            }
            else write(field, "1", "0", "0.5", field.value);
        }
    };
    useFields();
    // Fields that have no effect are hidden: those of a weight decay of 0, of no noise, of another schedule.
    for (const field of [...used].filter(({value}) => value === "0")) {
        write(field, "0.5");
        if (field.getAttribute("aria-invalid") === "true") write(field, "1");
    }
    await rest();
    useFields();
    for (const field of document.querySelectorAll("textarea")) {
        if (!usable(field)) continue;
        const before = field.value;
        // Legal for an expression and for statements; and a table of two classes, whose field has a placeholder.
        for (const value of field.placeholder ? ["1,0 2,1 3,0".replaceAll(" ", "\\n")] : [`${before} + 1`, before]) {
            const known = globalThis.asked.length;
            field.value = value;
            tell(field, "input", "change");
            const read = () => globalThis.asked.slice(known).some(({action}) => action.name);
            for (let k = 0; k < 300 && !read(); k++) await rest();  // the server reads it
        }
    }
    for (const menu of document.querySelectorAll("select")) {
        if (!usable(menu)) continue;
        const before = menu.value;
        for (const {value} of [...menu.options]) {
            menu.value = value;
            tell(menu, "input", "change");
            useFields();
        }
        menu.value = before;
        tell(menu, "change");
    }
    for (const handle of document.querySelectorAll(".start-handle")) {
        if (!usable(handle)) continue;
        for (const key of ["ArrowLeft", "Delete"]) {
            handle.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
        }
    }
    const plot = document.querySelector(".plot");
    const {x, y, width, height} = plot.getBoundingClientRect();
    for (const part of [0.3, 0.5, 0.7]) {
        const press = {bubbles: true, isPrimary: true, clientX: x + part * width, clientY: y + part * height};
        plot.dispatchEvent(new PointerEvent("pointerdown", press));
        plot.dispatchEvent(new PointerEvent("pointerup", press));
    }
    for (const button of document.querySelectorAll("button:not(.start-handle)")) {
        if (usable(button)) button.click();
    }
    for (const option of document.querySelectorAll(".entry-option:nth-child(3)")) option.click();
    await rest();
    return globalThis.asked;
}"""


@pytest.fixture
def embed(page: Page) -> Page:
    """A page in which Plotly is an empty file: it adds no control."""
    without_plotly(page)
    return page


ALL_SURFACES = [*SURFACES.values(), *(family.usual for family in SURFACE_FAMILIES.values())]
ALL_RULES = [*OPTIMIZERS.values(), *(family.usual for family in RULE_FAMILIES.values())]


FEWEST, MOST = 2, 6  # optimizers in a frame: some controls need two, and all of it is drawn anew after each action


def names_of(entry: Surface | Rule) -> set[str]:
    return {p.name for p in (entry.parameters if isinstance(entry, Surface) else parameters_of(entry))}


def having(names: Iterable[str]) -> tuple[Surface, list[Rule]]:
    """Return the surface that has the most of these parameters, and as few optimizers that have the most of them."""
    wanted = set(names)
    surface = max(ALL_SURFACES, key=lambda one: len(names_of(one) & wanted))
    rules: list[Rule] = []
    while len(rules) < MOST:
        rule = max((one for one in ALL_RULES if one not in rules), key=lambda one: len(names_of(one) & wanted))
        if len(rules) >= FEWEST and not names_of(rule) & wanted:
            break
        rules.append(rule)
        wanted -= names_of(rule)
    return surface, rules


def visit(page: Page, surface: Surface, rules: list[Rule], more: str = "") -> None:
    """Open the frame of these, with one plot, since all of it is drawn anew after each action."""
    items = "&".join(f"optimizer={rule.name}" for rule in rules)
    page.goto(f"/embed?surface={surface.name}&{items}&start=A,-1,1&start=B,1,1&steps=20&ui=full&layout=overlay{more}")
    expect(page.locator(".plot.is-live")).to_have_count(1)


def use_all(page: Page) -> list[dict[str, Any]]:
    page.evaluate(LISTEN)
    asked: list[dict[str, Any]] = page.evaluate(USE_ALL)
    return asked


@pytest.mark.parametrize("names", [("all",), *GROUPS], ids=",".join)
def test_no_control_is_left_that_does_nothing(embed: Page, names: tuple[str, ...]) -> None:
    visit(embed, *having(names), f"&lock={','.join(names)}")
    asked = use_all(embed)
    assert len(asked) > 5, "what is not fixed is used"
    refused = [one["action"] for one in asked if one["refused"]]
    assert not refused


def test_every_name_has_a_control_that_it_fixes(embed: Page) -> None:
    """Else the test above would pass for a name that nothing asks for."""
    actions: list[dict[str, Any]] = []
    entries: list[Surface | Rule] = [*ALL_SURFACES, *ALL_RULES]
    left = set().union(*map(names_of, entries))
    while left:  # no frame shows all at once
        surface, rules = having(left)
        left -= names_of(surface).union(*map(names_of, rules))
        visit(embed, surface, rules, "&hide=verdict,player,chart,scoreboard,why")  # where nothing can be fixed
        actions += [one["action"] for one in use_all(embed)]
    assert {"chooseSurface", "addOptimizer"} <= {action["type"] for action in actions}
    fixed = embed.evaluate(
        """async ([actions, names]) => {
            const {src} = document.querySelector("script[src$='/embedded.js']");
            const {isLocked} = await import(src.replace("embedded.js", "state/locks.js"));
            return names.filter((name) => actions.some((action) => isLocked(action, [name])));
        }""",
        [actions, CONTROLS],
    )
    assert set(fixed) == set(CONTROLS)


def test_what_is_fixed_looks_so(embed: Page) -> None:
    """Every control that is disabled is paler than one that is not, but for what is chosen, and says why."""
    visit(embed, *having(CONTROLS), "&lock=all")
    found = embed.locator(".workbench :is(button, input, select):disabled").evaluate_all(
        """(all) => all.filter((one) => one.checkVisibility() && !one.matches(".start-handle, [aria-pressed=true]"))
            .map((one) => [one.title, one.outerHTML.slice(0, 90), getComputedStyle(one).opacity < 1
                || one.matches("[type=range], [type=checkbox]")])"""
    )  # a browser draws its own sliders and boxes paler
    assert len(found) > 20
    for title, control, pale in found:
        assert title == "Locked by the author", control
        assert pale, control


def test_a_fixed_plot_does_not_look_as_if_a_click_did_something(embed: Page) -> None:
    cursor = "(element) => getComputedStyle(element).cursor"
    visit(embed, *having([]))
    assert embed.locator(".plot").first.evaluate(cursor) == "crosshair"
    visit(embed, *having([]), "&lock=starts")
    assert embed.locator(".plot").first.evaluate(cursor) == "default"
    handle = embed.locator(".start-handle").first
    assert handle.evaluate(cursor) == "default"
    expect(handle).to_have_attribute("title", "Locked by the author")
    expect(embed.get_by_text("Click a plot to add")).to_have_count(0)


def test_where_all_is_fixed_pin_and_reset_wait_until_they_can_do_something(embed: Page) -> None:
    pin, reset = embed.locator(".pin-button"), embed.locator(".reset-button")
    visit(embed, *having(CONTROLS), "&lock=all")
    for button in (pin, reset):
        expect(button).to_be_disabled()
        expect(button).to_have_attribute("title", re.compile("locked all values"))
    embed.get_by_role("button", name="Side by side").click()
    expect(reset).to_be_enabled()
    expect(pin).to_be_disabled()
    reset.click()
    expect(reset).to_be_disabled()
    expect(embed.get_by_role("button", name="Overlay")).to_have_attribute("aria-pressed", "true")
    visit(embed, *having(["lr"]), "&lock=lr")
    expect(pin).to_be_enabled()
    expect(pin).to_have_attribute("title", "Keep these paths visible beneath the new ones")

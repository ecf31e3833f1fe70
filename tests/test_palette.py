"""The palette is what the browser makes of colors.css."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser

from optimizers.picture.palette import THEMES, palette, plain
from optimizers.picture.series import SLOTS
from optimizers.picture.styles import CSS, sheet

SHEETS = sorted(path.stem for path in CSS.glob("*.css"))


@pytest.mark.parametrize("theme", THEMES)
def test_colours_are_plain(theme: str) -> None:
    found = palette(theme)
    assert {"page", "text", "contour-low", "casing", "series-0"} <= set(found.roles)
    for value in found.roles.values():
        assert re.fullmatch(r"#[0-9a-f]{6}|rgba\(\d+,\d+,\d+,0?\.\d+\)", value)
    assert found.series == tuple(found.roles[f"series-{slot}"] for slot in range(SLOTS))


def test_by_hand() -> None:
    assert (palette("light").roles["page"], palette("dark").roles["page"]) == ("#ffffff", "#12161c")
    assert palette("light").roles["casing"] == "rgba(255,255,255,0.8)"
    assert palette("dark").dashes[:4] == ((), (9.0, 5.0), (2.0, 4.0), (10.0, 4.0, 2.0, 4.0))


@pytest.mark.parametrize("theme", ["auto", "", "Dark"])
def test_no_other_theme(theme: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"theme = {theme!r} is not allowed: one of light, dark")):
        palette(theme)


@pytest.mark.parametrize("theme", THEMES)
def test_a_plain_style_sheet_has_values_only(theme: str) -> None:
    css = plain(sheet("colors", "plot", "poster"), theme)
    assert not re.search(r"var\(|light-dark\(|--|@", css)
    assert (
        f".path.series-2,.key.series-2{{stroke:{palette(theme).series[2]};stroke-width:2;stroke-dasharray:2 4}}" in css
    )


def test_what_a_class_brings_reaches_whoever_has_it_too() -> None:
    css = ":root{--a:red}.x{--b:var(--a)}.y{--b:blue}.p,.q{fill:var(--b);color:var(--a)}@media print{.p{fill:red}}"
    own = ".p.x,.q.x{fill:#ff0000;color:#ff0000}.p.y,.q.y{fill:#0000ff;color:#ff0000}"
    assert plain(css, "light") == own


@pytest.mark.parametrize("theme", THEMES)
def test_the_browser_finds_the_same(browser: Browser, theme: str) -> None:
    """Chromium resolves the style sheet on its own."""
    page = browser.new_page()
    page.set_content(f'<html data-theme="{theme}"><style>{sheet("colors")}</style><div></div></html>')
    page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
    read = """names => names.map((name) => {
        const box = document.querySelector("div");
        box.style.color = `var(--${name})`;
        return getComputedStyle(box).color.match(/[\\d.]+/g).map(Number);
    })"""
    names = list(palette(theme).roles)
    found: list[Any] = page.evaluate(read, names)
    page.close()
    assert dict(zip(names, found, strict=True)) == {
        name: numbers(value) for name, value in palette(theme).roles.items()
    }


def numbers(color: str) -> list[float]:
    if color.startswith("#"):
        return [int(color[i : i + 2], 16) for i in (1, 3, 5)]
    return [float(number) for number in re.findall(r"[\d.]+", color)]

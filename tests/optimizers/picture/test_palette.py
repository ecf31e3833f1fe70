"""The palette: colors that everybody can tell apart, the same in pictures, style sheets and the browser."""

import re
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser

from optimizers.picture.palette import HUES, SLOTS, THEMES, palette, variables
from optimizers.picture.styles import CSS, RULES, plain, sheet, written
from optimizers.terms.types import Matrix, Vector

VISION = {
    "all receptors": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
"""What is left of linear sRGB: Machado, Oliveira and Fernandes 2009, severity 1."""

TO_CONES = [
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
]
TO_LAB = [
    [0.2104542553, 0.7936177850, -0.0040720468],
    [1.9779984951, -2.4285922050, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.8086757660],
]
"""Oklab, in which distances are as they are seen: Ottosson 2020."""


def linear(color: str) -> Vector:
    part = np.array([int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)


def seen(color: str, vision: Any) -> Matrix:
    """Return a color as it is seen, in Oklab."""
    cones = np.asarray(TO_CONES) @ np.clip(np.asarray(vision) @ linear(color), 0, 1)
    return np.asarray(TO_LAB @ np.cbrt(cones), dtype=np.float64)


def contrast(color: str, other: str) -> float:
    """Return the contrast of WCAG 2."""
    low, high = sorted(float(linear(one) @ [0.2126, 0.7152, 0.0722]) for one in (color, other))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("vision", VISION)
def test_no_two_colors_look_alike_to_anybody(theme: str, vision: str) -> None:
    series = palette(theme).series[: len(HUES)]
    for a, b in combinations(series, 2):
        assert np.linalg.norm(seen(a, VISION[vision]) - seen(b, VISION[vision])) > 0.065, (a, b)


@pytest.mark.parametrize("theme", THEMES)
def test_series_are_readable_on_the_page(theme: str) -> None:
    colors = palette(theme)
    assert min(contrast(color, colors.roles["page"]) for color in colors.series) >= 4.5
    assert contrast(colors.roles["edge"], colors.roles["page"]) >= 3


def test_a_color_that_comes_twice_comes_with_another_dash() -> None:
    colors = palette("light")
    assert len({*zip(colors.series, colors.dashes, strict=True)}) == len({*colors.dashes}) == SLOTS


@pytest.mark.parametrize("name", written())
def test_the_style_sheets_are_written_from_the_palette_and_the_styles(name: str) -> None:
    assert sheet(name) == written()[name], "python -m tests.tables writes it"


@pytest.mark.parametrize("theme", THEMES)
def test_colors_are_plain(theme: str) -> None:
    for value in palette(theme).roles.values():
        assert re.fullmatch(r"#[0-9a-f]{6}|rgba\(\d+,\d+,\d+,0?\.\d+\)", value)


def test_by_hand() -> None:
    assert (palette("light").roles["page"], palette("dark").roles["page"]) == ("#ffffff", "#12161c")
    assert palette("light").roles["casing"] == "rgba(255,255,255,0.8)"
    assert palette("dark").dashes[:4] == ((), (14.0, 6.0), (3.0, 5.0), (16.0, 5.0, 3.0, 5.0))


def test_every_role_that_the_style_sheets_name_is_in_the_palette() -> None:
    used = {name for path in CSS.glob("*.css") for name in re.findall(r"var\((--[\w-]+)", path.read_text("utf-8"))}
    motion = {"--length", "--loop", "--pace"}  # of a picture's own
    assert used - motion <= {*variables(), "--series", "--dash"}


@pytest.mark.parametrize("theme", ["auto", "", "Dark"])
def test_no_other_theme(theme: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"theme = {theme!r} is not allowed: one of light, dark")):
        palette(theme)


@pytest.mark.parametrize("theme", THEMES)
def test_a_plain_style_has_values_only(theme: str) -> None:
    css = plain(theme)
    assert not re.search(r"var\(|light-dark\(|--|@", css)
    color = palette(theme).series[2]
    names = ".path.series-2,.head.series-2,.key.series-2"
    assert f"{names}{{stroke:{color};stroke-width:2;stroke-dasharray:3 5}}" in css
    assert all(selector in css for selectors, _ in RULES for selector in selectors)


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
    colors = palette(theme)
    known = {**colors.roles, **{f"series-{slot}": color for slot, color in enumerate(colors.series)}}
    known |= {f"shade-{k}": color for k, color in enumerate(colors.shades)}
    found: list[Any] = page.evaluate(read, list(known))
    page.close()
    assert dict(zip(known, found, strict=True)) == {name: numbers(value) for name, value in known.items()}


def numbers(color: str) -> list[float]:
    if color.startswith("#"):
        return [int(color[i : i + 2], 16) for i in (1, 3, 5)]
    return [float(number) for number in re.findall(r"[\d.]+", color)]

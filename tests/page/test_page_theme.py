"""Light and dark: by the system, by the button, by the address; everything drawn follows."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.conftest import OpenPage
from tests.page_helpers import expect_address, ready, settle, visit, visit_light

COLORS = """() => {
    const color = (name) => {
        const canvas = document.querySelector(name);
        const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", {willReadFrequently: true});
        copy.drawImage(canvas, 0, 0);
        const {data} = copy.getImageData(0, 0, canvas.width, canvas.height);
        const counts = new Map();
        for (let i = 0; i < data.length; i += 4) {
            if (data[i + 3] === 255) {
                const key = `${data[i]},${data[i + 1]},${data[i + 2]}`;
                counts.set(key, (counts.get(key) ?? 0) + 1);
            }
        }
        return [...counts].sort((a, b) => b[1] - a[1])[0][0];  // the most frequent opaque one
    };
    return {
        page: getComputedStyle(document.body).backgroundColor,
        path: color(".plot-canvas"),
        chart: color(".chart-canvas"),
        scheme: getComputedStyle(document.documentElement).colorScheme,
    };
}"""
DRAWN = """({data}) => [data.findLast((trace) => trace.name).line.color]"""
GROUND = """(ground) => [...ground.querySelectorAll("path, text")].map((one) => getComputedStyle(one))
    .map(({fill, stroke}) => [fill, stroke])"""
SGD = {"light": "0,114,178", "dark": "86,176,232"}  # --series-0 of colors.css
PAGE = {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 22, 28)"}


def colors(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(COLORS)
    return found


def test_everything_drawn_follows_the_systems_scheme(page: Page) -> None:
    scheme, other = "light", "dark"
    visit(page, "optimizer=sgd")
    found = colors(page)
    assert found["page"] == PAGE[scheme]
    assert found["path"] == SGD[scheme]
    drawn = page.locator(".plotly-host").evaluate(DRAWN)
    ground = page.locator(".plot-ground").evaluate(GROUND)
    assert drawn[0].replace(" ", "") == f"rgb({SGD[scheme]})"

    page.emulate_media(color_scheme="dark")  # the evening comes while the page is open
    expect(page.locator(".plot.is-live")).to_have_count(1)
    settle(page)
    after = colors(page)
    assert after["page"] == PAGE[other]
    assert after["path"] == SGD[other]
    assert after["chart"] != found["chart"]
    later = page.locator(".plotly-host").evaluate(DRAWN)
    assert later[0].replace(" ", "") == f"rgb({SGD[other]})"
    assert all(old != new for old, new in zip(drawn, later, strict=True))
    later = page.locator(".plot-ground").evaluate(GROUND)
    assert len(ground) > 5
    assert all(old != new for old, new in zip(ground, later, strict=True))


def test_the_button_goes_round_and_the_address_keeps_it(page: Page) -> None:
    visit_light(page, "optimizer=sgd")
    assert colors(page)["page"] == PAGE["light"]
    for theme, scheme in (
        ("light", "light"),
        ("dark", "dark"),
        ("auto", "light"),
        ("light", "light"),
        ("dark", "dark"),
    ):
        page.locator(".theme-button").click()
        expect(page.locator(".theme-button")).to_have_text(f"Theme: {theme}")
        expect(page.locator("body")).to_have_css("background-color", PAGE[scheme])
        page.wait_for_function(f"({COLORS})().path === '{SGD[scheme]}'")
    expect_address(page, "theme=dark")
    page.reload()
    ready(page)
    found = colors(page)
    assert (found["page"], found["path"], found["scheme"]) == (PAGE["dark"], SGD["dark"], "dark")


def test_the_poster_comes_in_the_theme_of_the_address(open_page: OpenPage) -> None:
    page = open_page(color_scheme="light", java_script_enabled=False)
    page.goto("/?theme=dark&optimizer=sgd")
    path = page.locator(".plot-svg .path").first
    expect(path).to_have_css("stroke", f"rgb({SGD['dark'].replace(',', ', ')})")
    expect(page.locator("body")).to_have_css("background-color", PAGE["dark"])


def test_texts_and_controls_stand_out(open_page: OpenPage) -> None:
    """Contrast of every visible text against what is behind it: 4.5 to 1, as WCAG asks."""
    for scheme in ("light", "dark"):
        page = open_page(color_scheme=scheme)
        visit_light(page, "surface=saddle,wall=0&steps=0")  # with a remark and a notice
        poor = page.evaluate(
            """() => {
                const rgb = (color) => color.match(/[\\d.]+/g).map(Number);
                const linear = (v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
                const light = ([r, g, b]) =>
                    0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
                const behind = (element) => {
                    for (let e = element; e; e = e.parentElement) {
                        const color = rgb(getComputedStyle(e).backgroundColor);
                        if (color.length === 3 || color[3] > 0) return color;
                    }
                };
                const poor = [];
                const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                while (walker.nextNode()) {
                    const element = walker.currentNode.parentElement;
                    if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
                    if (element.closest("svg, script")) continue;
                    const both = [light(rgb(getComputedStyle(element).color)), light(behind(element))];
                    const contrast = (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
                    if (contrast < 4.5) poor.push([walker.currentNode.data, contrast]);
                }
                return poor;
            }"""
        )
        assert poor == []

"""The ring around every minimum, on the page's plots."""

import math
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.intercepting import intercept
from tests.page_helpers import spot, visit, visit_light

# Reads a copy of the canvas, which may be read often.
MARKED = """(canvas, points) => {
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", {willReadFrequently: true});
    copy.drawImage(canvas, 0, 0);
    const {left, top, width} = canvas.getBoundingClientRect();
    const ratio = canvas.width / width;
    const text = getComputedStyle(document.body).color.match(/\\d+/g).map(Number);
    return points.map(([x, y]) => {
        const {data} = copy.getImageData(Math.round((x - left) * ratio) - 1, Math.round((y - top) * ratio) - 1, 3, 3);
        const pixels = Array.from({length: 9}, (_, k) => data.subarray(4 * k, 4 * k + 4));
        return pixels.some((pixel) => pixel[3] > 200 && text.every((value, i) => Math.abs(value - pixel[i]) < 60));
    });
}"""
DIAGONAL = math.hypot(20, 10)  # of the ellipse's domain


def ring(page: Page, radius: float) -> list[bool]:
    """Whether there is a line at places of a circle around the minimum, between the arms of its cross."""
    angles = [math.radians(degrees) for degrees in range(15, 360, 30)]
    points = [spot(page, radius * math.cos(angle), radius * math.sin(angle)) for angle in angles]
    found: list[bool] = page.locator(".plot-canvas").first.evaluate(MARKED, points)
    return found


@pytest.mark.parametrize("draw", [visit_light, visit])
def test_a_ring_stands_around_the_minimum(page: Page, draw: Callable[[Page, str], None]) -> None:
    draw(page, "optimizer=sgd&start=A,-8,1.2&layout=overlay&tolerance=0.1&theme=light")
    for theme in ("light", "dark"):
        if theme == "dark":
            page.get_by_role("button", name="Theme: light").click()
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
        wait_until(page, lambda: all(ring(page, 0.1 * DIAGONAL)))
        assert not any(ring(page, 0.08 * DIAGONAL))
        assert not any(ring(page, 0.12 * DIAGONAL))
        arms = [spot(page, x / 20, y / 20) for x, y in ((1, 0), (0, 1), (-1, 0), (0, -1), (0, 0))]
        assert all(page.locator(".plot-canvas").first.evaluate(MARKED, arms)), "the cross lies over the path's end"


@pytest.mark.parametrize("draw", [visit_light, visit])
def test_a_saddle_point_is_marked_by_a_cross_that_stands_askew(page: Page, draw: Callable[[Page, str], None]) -> None:
    draw(page, "surface=saddle&optimizer=sgd&start=A,3,4&steps=1&layout=overlay")
    x, y = spot(page, 0, 0, surface="saddle")
    askew = [(x + dx, y + dy) for dx in (-3, 3) for dy in (-3, 3)]
    upright = [(x + dx, y + dy) for dx, dy in ((-6, 0), (6, 0), (0, -6), (0, 6))]
    canvas = page.locator(".plot-canvas").first
    assert all(canvas.evaluate(MARKED, askew))
    assert not any(canvas.evaluate(MARKED, upright))


def test_plotly_has_the_ring_over_the_paths_and_says_what_it_is(page: Page) -> None:
    visit(page, "optimizer=sgd&start=A,-8,1.2&layout=overlay&tolerance=0.1")
    scene = page.locator(".plotly-host")
    names = scene.evaluate("(scene) => scene.data.map((trace) => trace.hovertemplate ?? trace.type)")
    path = next(i for i, name in enumerate(names) if "fullData.name" in name)
    rings = next(i for i, name in enumerate(names) if name.startswith("the ring"))
    assert rings > path
    x, y = scene.evaluate("(scene, i) => [[...scene.data[i].x], [...scene.data[i].y]]", rings)
    points = [(a, b) for a, b in zip(x, y, strict=True) if a is not None]
    assert [math.hypot(*point) for point in points] == pytest.approx([0.1 * DIAGONAL] * len(points))
    page.mouse.move(*spot(page, *points[9]))
    expect(page.locator(".hoverlayer")).to_contain_text("the ring: a run within 2.24 of the minimum has reached it")


def test_the_ring_follows_the_slider_before_any_answer_and_goes_with_the_target(page: Page) -> None:
    visit_light(page, "optimizer=sgd&start=A,-8,1.2&layout=overlay&tolerance=0.1")
    intercept(page, "*/api/v1/trajectories*", lambda request: None)  # the server is at its slowest
    form = page.locator(".surface-form")
    form.locator("summary").filter(has_text="counts as reached").click()
    for _ in range(10):
        form.get_by_role("slider", name="Scenario tolerance").press("ArrowRight")
    tolerance = float(form.get_by_role("textbox", name="Scenario tolerance").input_value())
    assert tolerance > 0.11
    wait_until(page, lambda: all(ring(page, tolerance * DIAGONAL)))
    assert not all(ring(page, 0.1 * DIAGONAL))
    form.get_by_role("button", name="Loss", exact=True).click()
    wait_until(page, lambda: not any(ring(page, tolerance * DIAGONAL)))


def test_where_the_loss_counts_there_is_no_ring(page: Page) -> None:
    visit(page, "optimizer=sgd&start=A,-8,1.2&layout=overlay&target=loss&tolerance=0.1")
    assert not any(ring(page, 0.1 * DIAGONAL))
    drawn = page.locator(".plotly-host").evaluate(
        "(scene) => JSON.stringify(scene.data.map((one) => [one.hovertemplate, one.text]))"
    )
    assert '["minimum"]' in drawn
    assert "ring" not in drawn


def wait_until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait for what only Python can tell of the picture."""
    for _ in range(100):
        if holds():
            return
        page.evaluate("() => new Promise((resolve) => requestAnimationFrame(resolve))")
    raise AssertionError("it did not come in a hundred frames")

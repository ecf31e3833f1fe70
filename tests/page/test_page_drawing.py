"""What is drawn: the numbers of the server at the right places, by Plotly, by the canvas and by the poster."""

import base64
import json
import math
import urllib.request
from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from optimizers import SURFACES, Scenario, Surface, continuations, simulate
from tests.conftest import OpenPage
from tests.page_helpers import card, centre, choose_surface, handle, settle, spot, traces, visit, visit_light

# Each reads a copy of the canvas, which may be read often.
INKED = """(canvas, points) => {
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", {willReadFrequently: true});
    copy.drawImage(canvas, 0, 0);
    const inked = ([x, y]) => copy.getImageData(Math.round(x) - 1, Math.round(y) - 1, 3, 3).data.some((value) => value);
    return points.map(inked);
}"""
# Whether all axes are those of a surface; Plotly's frame is a whole number of pixels.
RANGES = """(domain) => [...document.querySelectorAll(".plotly-host")].every(({_fullLayout: {xaxis, yaxis}}) =>
    [xaxis, yaxis].every(({range}, axis) => {
        const [low, high] = domain[axis];
        return Math.abs(range[0] - low) + Math.abs(range[1] - high) < 0.002 * (high - low);
    }))"""
INK = """(canvas) => {
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d", {willReadFrequently: true});
    copy.drawImage(canvas, 0, 0);
    return copy.getImageData(0, 0, canvas.width, canvas.height).data.filter((value, i) => i % 4 === 3 && value).length;
}"""

# Notes every change between moving and resting, and while it moves, which may be short, what is on the canvas.
WATCH = f"""() => {{
    const plot = document.querySelector(".plot");
    window.seen = [];
    const look = () => {{
        if (!plot.classList.contains("is-live")) return;
        window.ink = ({INK})(plot.querySelector("canvas"));
        window.showsPlotly = plot.querySelector(".scatterlayer").checkVisibility({{visibilityProperty: true}});
        requestAnimationFrame(look);
    }};
    new MutationObserver(() => {{
        window.seen.push(plot.className);
        requestAnimationFrame(look);
    }}).observe(plot, {{attributeFilter: ["class"]}});
}}"""


def ask(server: str, page: Page) -> dict[tuple[int, int], dict[str, Any]]:
    """Return what the API answers to the scenario of the page, float32, by optimizer and start."""
    query = page.url.partition("?")[2]
    with urllib.request.urlopen(f"{server}/api/v1/trajectories?{query}&precision=f4") as answer:
        lines = [json.loads(line) for line in answer]
    return {
        (line["optimizer"], line["start"]): {
            name: np.frombuffer(base64.b64decode(line[name]["bdata"]), "<f4") for name in ("x", "y", "loss")
        }
        for line in lines
        if line["event"] == "points"
    }


def test_plotly_holds_the_numbers_of_the_server_and_tells_them(page: Page, server: str) -> None:
    visit(page)
    answered = ask(server, page)
    assert len(answered) == 8
    for panel, title in enumerate(("SGD", "Momentum", "RMSprop", "Adam")):
        drawn = traces(page, panel)
        assert [trace["name"] for trace in drawn] == [f"{title} from A", f"{title} from B"]
        for start, trace in enumerate(drawn):
            for name in ("x", "y", "loss"):
                assert trace[name] == answered[panel, start][name].tolist()
    trace = traces(page, 1)[0]
    page.mouse.move(*spot(page, trace["x"][3], trace["y"][3], panel=1))
    text = page.locator(".hoverlayer .hovertext").first
    expect(text).to_contain_text("Momentum from A, step 3")
    expect(text).to_contain_text(f"x {trace['x'][3]:.6g}")
    expect(text).to_contain_text(f"f {trace['loss'][3]:.4g}")


def of_every_shape() -> Iterable[Surface]:
    """Return one surface of each ratio of width to height."""
    shapes = {np.divide(*np.ptp(entry.domain, axis=1)): entry for entry in SURFACES.values()}
    return shapes.values()


def test_axes_are_one_to_one_and_ours_are_plotlys(page: Page) -> None:
    """On a surface of every shape, in both layouts."""
    visit(page, "optimizer=sgd&optimizer=adam")
    for entry in of_every_shape():
        choose_surface(page, entry.name)
        for layout in ("Overlay", "Side by side"):
            page.get_by_role("button", name=layout).click()
            settle(page)
            page.wait_for_function(RANGES, arg=entry.domain)
            for panel in range(page.locator(".panel").count()):
                axes = (
                    page.locator(".plotly-host")
                    .nth(panel)
                    .evaluate(
                        """(scene, starts) => {
                        const {xaxis, yaxis} = scene._fullLayout;
                        const {x, y} = scene.getBoundingClientRect();
                        const units = ({range, _length}) => _length / (range[1] - range[0]);
                        return {
                            ranges: [xaxis.range, yaxis.range], units: [units(xaxis), units(yaxis)],
                            starts: starts.map((p) =>
                                [x + xaxis._offset + xaxis.l2p(p[0]), y + yaxis._offset + yaxis.l2p(p[1])]),
                        };
                    }""",
                        entry.suggestion(entry.defaults()).starts,
                    )
                )
                for found, interval in zip(axes["ranges"], entry.domain, strict=True):
                    assert found == pytest.approx(interval, rel=1e-3)  # Plotly's frame is a whole number of pixels
                assert axes["units"][0] == pytest.approx(axes["units"][1], rel=1e-9)
                for label, place in zip("AB", axes["starts"], strict=True):
                    assert math.dist(centre(handle(page, label, panel)), place) < 1


def test_the_canvas_draws_what_moves_and_plotly_what_rests(page: Page) -> None:
    visit(page)
    plot = page.locator(".plot").first
    resting = plot.locator("canvas").evaluate(INK)
    expect(plot.locator(".scatterlayer .lines path.js-line").first).to_be_visible()
    page.evaluate(WATCH)
    card(page, 0).locator(".slider").first.press("ArrowLeft")
    settle(page)
    moving = page.evaluate("window.ink")
    assert moving > resting > 0, "while it moves the lines too are on the canvas"
    assert not page.evaluate("window.showsPlotly")
    assert page.evaluate("window.seen.map((name) => [name.includes('is-live'), name.includes('is-committed')])") == [
        [True, False],
        [False, True],
    ]
    assert plot.locator("canvas").evaluate(INK) < moving


def test_the_canvas_draws_every_step_where_plotlys_axes_have_it(page: Page, server: str) -> None:
    visit(page)
    page.evaluate("() => { Plotly.react = () => new Promise(() => {}); }")  # the canvas keeps the picture
    page.get_by_role("button", name="To the start").click()
    page.locator(".plot.is-live").nth(3).wait_for()
    page.get_by_role("button", name="To the end").click()
    expect(page.locator(".player-reading")).to_have_text("step 120 of 120")
    for panel, (x, y) in enumerate(
        [(run["x"], run["y"]) for (_, start), run in ask(server, page).items() if start == 0]
    ):
        points = (
            page.locator(".plotly-host")
            .nth(panel)
            .evaluate(
                """(scene, points) => {
                const {xaxis, yaxis} = scene._fullLayout;
                // The canvas reaches 10 px beyond the plot.
                return points.map(([x, y]) => [10 + xaxis._offset + xaxis.l2p(x), 10 + yaxis._offset + yaxis.l2p(y)]);
            }""",
                np.column_stack((x, y)).tolist(),
            )
        )
        canvas = page.locator(".plot-canvas").nth(panel)
        assert all(canvas.evaluate(INKED, points))
        assert not any(canvas.evaluate(INKED, [[px, py + 60] for px, py in points[1:5]]))


def test_a_run_that_diverges_is_not_clamped_and_says_when(page: Page, server: str) -> None:
    visit(page, "optimizer=sgd,lr=0.1&start=A,-8,1.2&steps=1000")
    y = ask(server, page)[0, 0]["y"]
    assert len(y) < 1001, "it leaves the finite world"
    assert np.array_equal(np.array(traces(page)[0]["y"], dtype=np.float32), y)
    left = np.flatnonzero(np.abs(y) > SURFACES["ellipse"].domain[1][1])[0]
    assert np.abs(y[left:]).min() > SURFACES["ellipse"].domain[1][1], "for good"
    expect(page.locator(".score-table tbody td:last-child")).to_contain_text(f"diverged at step {left}")
    expect(page.locator(".panel-reading")).to_have_text("A > 3.4e38")
    expect(page.locator(".plot-svg .arrow")).to_have_count(1)


WRITTEN = """
    globalThis.written = [];
    const {prototype} = CanvasRenderingContext2D;
    const really = prototype.fillText;
    prototype.fillText = function (text, ...place) {
        written.push(text);
        really.call(this, text, ...place);
    };
"""
"""Keeps what is written on every canvas."""


@pytest.mark.parametrize("place", ["/?", "/embed?ui=minimal&"])
def test_a_run_that_comes_back_when_it_is_continued_has_left_and_not_diverged(page: Page, place: str) -> None:
    query = "optimizer=momentum,lr=0.15,beta=0.9,form=heavy-ball&start=A,-8,4&steps=5"
    scenario = Scenario.from_query(query)
    (run,) = simulate(scenario)
    assert (run.status, run.diverged_at) == ("diverged", 1)
    assert continuations(scenario, [run])[0].status == "running"
    page.add_init_script(WRITTEN)
    page.goto(f"{place}{query}")
    page.locator(".player-scrub").focus()  # a frame draws when the reader turns to it
    page.wait_for_function("written.findLast((text) => text.includes(' at step ')) === 'left at step 1'")


@pytest.mark.parametrize(("width", "surfaces"), [(1440, ("ellipse", "rosenbrock")), (390, ("saddle",))])
def test_handles_lie_on_the_posters_starts(open_page: OpenPage, width: int, surfaces: tuple[str, ...]) -> None:
    """Before Plotly has loaded, the poster is what a click is measured against."""
    page = open_page(viewport={"width": width, "height": 900})
    for surface in surfaces:
        for layout in ("overlay", "side-by-side"):
            visit_light(page, f"surface={surface}&layout={layout}&optimizer=sgd&optimizer=adam")
            for panel in range(page.locator(".panel").count()):
                for place, label in enumerate("AB"):
                    circle = page.locator(".plot").nth(panel).locator(".start circle").nth(place)
                    assert math.dist(centre(handle(page, label, panel)), centre(circle)) < 1, (surface, layout)


def test_the_hover_label_lies_above_paths_and_handles(page: Page) -> None:
    visit(page, "optimizer=sgd,lr=0.07&optimizer=adam,lr=0.3&start=A,-8,1.2&start=B,-6,0.4&layout=overlay")
    path = traces(page)[0]
    page.mouse.move(*spot(page, path["x"][1] + 0.02, path["y"][1]))
    label = page.locator(".hoverlayer .hovertext")
    expect(label).to_be_visible()
    above = page.locator(".plot").evaluate(
        """(plot) => {
        for (const part of plot.querySelectorAll(".plot-canvas, .start-handle, .hoverlayer, .hoverlayer *")) {
            part.style.pointerEvents = "all"; // so that the page can be asked what lies on top
        }
        const {left, top, width, height} = plot.querySelector(".hovertext path").getBoundingClientRect();
        const found = [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((across) => [0.3, 0.5, 0.7].map((down) =>
            document.elementsFromPoint(left + across * width, top + down * height)));
        return found.filter((stack) => stack.some((part) => part.matches(".plot-canvas")))
            .map(([first]) => Boolean(first.closest(".hoverlayer")));
    }"""
    )
    assert len(above) == 15
    assert all(above)


def test_the_run_under_the_pointer_has_its_label_and_nothing_else_is_drawn_again(page: Page) -> None:
    visit(page, "optimizer=sgd,lr=0.07&optimizer=adam,lr=0.3&start=A,-8,1.2&layout=overlay&steps=200")
    canvas, plot = page.locator(".plot-canvas"), page.locator(".plot")
    before = canvas.evaluate("(canvas) => canvas.toDataURL()")
    path = traces(page)[1]
    page.mouse.move(*spot(page, path["x"][3], path["y"][3]))
    page.wait_for_function("(before) => document.querySelector('.plot-canvas').toDataURL() !== before", arg=before)
    expect(plot).to_have_class("plot is-drawn is-committed")
    page.mouse.move(*spot(page, 8, -4))
    page.wait_for_function("(before) => document.querySelector('.plot-canvas').toDataURL() === before", arg=before)


"""Whether there is ink in the color of text at points of the screen."""

"""The drawing is the simulation: paths, contours, ticks and marks lie where the numbers say.

A little over 300 lines: all tests read the drawing with the same helpers.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import numpy as np
import pytest
from numpy.typing import NDArray

from optimizers import SURFACES, Run, Scenario, simulate
from optimizers.picture.geometry import ring_lines
from optimizers.picture.lines import EXACT, LEVELS
from optimizers.picture.motion import Clock
from optimizers.picture.outlines import CELLS
from optimizers.picture.plot_svg import draw, plot_area
from optimizers.picture.series import slots
from optimizers.run.contours import sample
from tests.path_data import apart, lines

WIDTH = 480.0
NUMBER = r"-?\d+(?:\.\d+)?"
ROUNDED = 0.05 * 2**0.5 + 1e-9  # px between a point and its nearest tenths


def drawn(query: str | Scenario, step: int | None = None) -> tuple[Scenario, list[Run], Element]:
    """A scenario, its runs and their plot."""
    scenario = Scenario.from_query(query) if isinstance(query, str) else query
    runs = simulate(scenario)
    places = slots([choice.name for choice in scenario.optimizers])
    text = draw(scenario, runs, places, WIDTH, step, first=True)
    assert not re.search(r"\b(nan|inf)", text, re.IGNORECASE)
    return scenario, runs, ElementTree.fromstring(text)


def of_class(svg: Element, name: str) -> list[Element]:
    return [element for element in svg.iter() if name in element.get("class", "").split()]


def marks(svg: Element, name: str) -> list[Element]:
    """What marks the minima, without the casings that lie under them."""
    casings = [mark for casing in of_class(svg, "minimum-casing") for mark in casing]
    return [mark for mark in of_class(svg, name) if mark not in casings]


def points(text: str, scenario: Scenario) -> NDArray[np.float64]:
    """The points of the surface under the pixels that a text writes as pairs."""
    return on_surface([tuple(map(float, pair.split())) for pair in re.findall(rf"{NUMBER} {NUMBER}", text)], scenario)


def placed(element: Element, scenario: Scenario, names: tuple[str, str]) -> tuple[float, float]:
    """The px of the plot area that the attributes ``names`` tell as parts of its width and height."""
    area = plot_area(scenario, WIDTH)
    shares = [element.get(name, "") for name in names]
    assert all(share.endswith("%") for share in shares), "words and marks keep their size in a plot of another size"
    x, y = (float(share[:-1]) / 100 for share in shares)
    return x * area.width, y * area.height


def badge(start: Element, scenario: Scenario) -> tuple[float, float]:
    """The middle of the badge of a start, in px of the plot area."""
    middle = placed(start[0], scenario, ("cx", "cy"))
    assert all(placed(one, scenario, ("cx", "cy")) == middle for one in start.iter("circle"))
    assert placed(start[-1], scenario, ("x", "y")) == middle
    return middle


def on_surface(pixels: Iterable[Sequence[float]], scenario: Scenario) -> NDArray[np.float64]:
    area = plot_area(scenario, WIDTH)
    return np.array([(area.domain[0][0] + x / area.scale, area.domain[1][1] - y / area.scale) for x, y in pixels])


@pytest.mark.parametrize("step", [None, 0, 1, 46, 120])
@pytest.mark.parametrize("surface", SURFACES)
def test_a_path_goes_through_every_point_of_its_run(surface: str, step: int | None) -> None:
    """No point is farther beside the line than what the simplification and the tenths of a pixel allow."""
    scenario, runs, svg = drawn(f"surface={surface}&steps=120", step)
    paths = of_class(svg, "path")
    assert len(paths) == len(runs)
    area = plot_area(scenario, WIDTH)
    for path, run in zip(paths, runs, strict=True):
        shown = run.x if step is None else run.x[: step + 1]
        pixels = np.column_stack((area.across(shown[:, 0]), area.down(shown[:, 1])))
        found = lines(path.get("d", ""))
        within = np.all((pixels > -19) & (pixels < np.array((area.width, area.height)) + 19), axis=1)
        assert within.any()
        for k in np.flatnonzero(within).tolist():
            assert min(apart(pixels[k], line) for line in found) < LEVELS[0].error + ROUNDED
        corners = np.concatenate(found)
        for first in range(min(EXACT, len(pixels))):  # the first steps keep all their corners
            if within[: first + 1].all():
                assert np.abs(corners - pixels[first]).max(axis=1).min() < ROUNDED
        for corner in corners[((corners > -19) & (corners < np.array((area.width, area.height)) + 19)).all(axis=1)]:
            assert np.hypot(*(pixels - corner).T).min() < ROUNDED
        assert path.get("class") == f"path series-{slots([c.name for c in scenario.optimizers])[run.optimizer]}", (
            "dashed"
        )


@pytest.mark.parametrize("surface", [*SURFACES, "ellipse,kappa=3,theta=30", "saddle,wall=0"])
def test_a_contour_lies_on_its_level(surface: str) -> None:
    scenario, _, svg = drawn(f"surface={surface}&steps=1")
    levels = sample(scenario.surface, CELLS).levels
    contours = of_class(svg, "contour")
    assert len(contours) == len(levels) - 1
    area = plot_area(scenario, WIDTH)
    cell = (area.domain[0][1] - area.domain[0][0]) / CELLS
    checked = 0
    for path, level in zip(contours, levels[:0:-1], strict=True):
        corners = on_surface(np.concatenate(lines(path.get("d", ""))), scenario)
        margin = [min(x - low, high - x) for pair in corners for x, (low, high) in zip(pair, area.domain, strict=True)]
        for x, y in corners[np.array(margin).reshape(-1, 2).min(axis=1) > cell]:
            slope = np.hypot(*scenario.surface.gradient(x, y))
            bend = max(map(abs, scenario.surface.hessian(x, y)))
            pixel = 0.05 * 2**0.5 / area.scale
            assert abs(scenario.surface.value(x, y) - level) <= slope * pixel + bend * cell**2 * 2
            checked += 1
    assert checked > 100


def test_some_lines_are_labelled_with_their_level() -> None:
    svg = drawn("steps=1")[2]
    assert [text.text for text in of_class(svg, "contour-label")] == ["22.7", "90.6", "204"]
    assert len(of_class(svg, "is-labelled")) == 3


def test_the_axes_are_one_to_one_and_numbered() -> None:
    for surface in SURFACES:
        scenario, _, svg = drawn(f"surface={surface}&steps=1")
        area = plot_area(scenario, WIDTH)
        labels = of_class(svg, "tick-label")
        across = [label for label in labels if label.get("class") == "tick-label"]
        down = [label for label in labels if label not in across]
        assert min(len(across), len(down)) >= 3
        assert {label.get("y") for label in across} == {"100%"}
        assert len({label.get("x") for label in down}) == 1
        scales = [_scale([(label.get("x", ""), label.text) for label in across], area.width)]
        scales.append(-_scale([(label.get("y", ""), label.text) for label in down], area.height))
        assert np.allclose(scales, area.scale, rtol=1e-3)
        assert (svg.get("width"), svg.get("height")) == (f"{WIDTH:g}", f"{area.height:.1f}")
        for inner in svg.iter("svg"):
            assert (
                inner is svg or not inner.get("viewBox") or inner.get("viewBox") == f"0 0 {WIDTH:g} {area.height:.1f}"
            )


def _scale(labels: Sequence[tuple[str, str | None]], length: float) -> float:
    """Pixels a unit, from the first and the last label of an axis that is ``length`` px long."""
    (first, low), *_, (last, high) = [(float(at[:-1]), float((text or "").replace("−", "-"))) for at, text in labels]
    return (last - first) / 100 * length / (high - low)


def test_minima_and_starts_stand_in_their_place() -> None:
    scenario, _, svg = drawn("surface=saddle,wall=0.05&start=Q,1,-2&start=R,-3,0.5&start=Far,999,0&steps=3")
    minima = SURFACES["saddle"].landmarks(scenario.surface.values).minima
    crosses = [points(cross.get("d", "").split("m")[0], scenario)[0] for cross in marks(svg, "minimum")]
    near = 0.06 / plot_area(scenario, WIDTH).scale
    assert np.allclose(crosses, minima, atol=near)
    starts = of_class(svg, "start")
    assert ["".join(start.itertext()) for start in starts] == ["Q", "R", "Far"]
    middles = on_surface([badge(start, scenario) for start in starts], scenario)
    assert np.allclose(middles, [(1, -2), (-3, 0.5), (4, 0)], atol=near)


@pytest.mark.parametrize("tolerance", [0.005, 0.05])
@pytest.mark.parametrize("surface", SURFACES)
def test_the_ring_has_the_size_of_what_counts_as_there(surface: str, tolerance: float) -> None:
    """A part of the domain's diagonal, around every minimum."""
    scenario, _, svg = drawn(f"surface={surface}&tolerance={tolerance}&steps=1")
    entry, area = SURFACES[surface], plot_area(scenario, WIDTH)
    diagonal = math.dist(*zip(*entry.domain, strict=True))
    rings = marks(svg, "ring")
    thin = [ring for group in of_class(svg, "faint") for ring in group]  # below those with a mark
    centers = [points(f"{ring.get('cx')} {ring.get('cy')}", scenario)[0] for ring in rings]
    radius = tolerance * diagonal * area.scale
    minima = [one for one in scenario.surface.stationary if one.kind == "minimum"]
    minima.sort(key=lambda one: one.marked and not one.radius)
    expected = [(one, line) for one in minima for line in ring_lines(one.radius * area.scale, radius)]
    assert sum(ring in thin for ring in rings) == sum(bool(one.radius) or not one.marked for one, _ in expected)
    assert np.allclose(centers, [(one.x, one.y) for one, _ in expected], atol=0.06 / area.scale)
    assert [float(ring.get("r", "")) for ring in rings] == pytest.approx([line for _, line in expected], abs=0.01)


@pytest.mark.parametrize("query", ["tolerance=0.005", "tolerance=0.1", "target=loss"])
def test_a_cross_has_four_arms_of_one_length_outside_a_small_ring(query: str) -> None:
    svg = drawn(f"{query}&steps=1")[2]
    (cross,), rings = marks(svg, "minimum"), marks(svg, "ring")
    radius = float(rings[0].get("r", "")) if rings else 0.0
    begin = radius if radius < 6 else 0.0
    place, arms = np.zeros(2), []
    for command, a, b in re.findall(r"([mhv])(-?[\d.]+)(?: (-?[\d.]+))?", cross.get("d", "")):
        after = place + {"m": (float(a), float(b or 0)), "h": (float(a), 0.0), "v": (0.0, float(a))}[command]
        if command != "m":
            arms.append([place, after])
        place = after
    directions = np.array([(1, 0), (0, 1), (-1, 0), (0, -1)])
    expected = [[begin * one, (begin + 6) * one] for one in directions]
    assert np.allclose(arms, expected, atol=0.02)


def test_without_a_distance_or_a_minimum_there_is_no_ring() -> None:
    for query, crosses in (("target=loss", 1), ("surface=saddle,wall=0", 0)):
        svg = drawn(f"{query}&steps=1")[2]
        assert (len(marks(svg, "ring")), len(marks(svg, "minimum"))) == (0, crosses)


@pytest.mark.parametrize("clock", [None, Clock(120)], ids=["still", "moving"])
def test_ring_and_cross_lie_over_paths_and_under_starts(clock: Clock | None) -> None:
    scenario = Scenario.from_query("steps=120")
    svg = ElementTree.fromstring(draw(scenario, simulate(scenario), range(4), WIDTH, None, True, clock))
    order = [(element.get("class") or "").split()[0] for element in svg.iter() if element.get("class")]
    last = len(order) - 1 - min(order[::-1].index(name) for name in ("path", "end", "casing"))
    assert order[last + 1 :][:5] == ["minimum-casing", "ring", "minimum", "ring", "minimum"]
    assert "start" in order[last + 6 :]
    assert len(marks(svg, "ring")) == 1


def test_labels_of_paths_that_leave_do_not_cover_each_other() -> None:
    """Both leave within a few pixels, and both arrows keep their words."""
    svg = drawn("surface=ellipse,kappa=10&optimizer=sgd,lr=0.3&start=A,-3,1&start=B,-4,-2&steps=60")[2]
    labels = of_class(svg, "end-label")
    assert sorted(label.text or "" for label in labels) == ["diverged at step 2", "diverged at step 3"]
    scenario = Scenario.from_query("surface=ellipse,kappa=10")
    boxes = []
    for label in labels:
        (x, y), width = placed(label, scenario, ("x", "y")), 6.6 * len(label.text or "")
        left = x - width if "end-label-left" in label.get("class", "") else x
        boxes.append((left, left + width, y))
    for (a, b, y), (c, d, z) in combinations(boxes, 2):
        assert b <= c or d <= a or abs(y - z) >= 15.9


def test_a_label_cannot_become_markup() -> None:
    """The parser lets only letters and digits through; the drawing does not rely on it."""
    scenario = Scenario.from_query("steps=1")
    sly = replace(scenario, starts=(replace(scenario.starts[0], label='</text><script x="&">'),))
    _, _, svg = drawn(sly)
    assert not list(svg.iter("script"))
    assert ["".join(start.itertext()) for start in of_class(svg, "start")] == ['</text><script x="&">']


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("optimizer=sgd,lr=0.5&start=A,-8,1&steps=60", "diverged"),
        ("optimizer=sgd,lr=1e100&start=A,-8,1", "diverged"),
        ("optimizer=adam,lr=1e100&start=A,-8,1&steps=9", "left"),
        ("surface=saddle,wall=0&optimizer=sgd,lr=0.01&start=A,0,1&steps=90", "left"),
    ],
)
def test_a_path_that_leaves_ends_in_an_arrow_that_says_when(query: str, words: str) -> None:
    scenario, (run,), svg = drawn(query)
    area = plot_area(scenario, WIDTH)
    outside = [not area.holds(*point) for point in run.x]
    step = len(outside) - outside[::-1].index(False)
    (label,) = of_class(svg, "end-label")
    assert label.text == f"{words} at step {step}"
    assert (run.diverged_at == step) == (words == "diverged")
    (arrow,) = of_class(svg, "arrow")
    (place,) = [one for one in svg.iter("svg") if arrow in one and not one.get("viewBox")]
    ((x, y),) = on_surface([placed(place, scenario, ("x", "y"))], scenario)
    on_edge = [abs(value - edge) for value, ends in zip((x, y), area.domain, strict=True) for edge in ends]
    assert min(on_edge) < 0.06 / area.scale
    assert not of_class(svg, "end")


def test_a_path_that_stays_ends_in_a_dot() -> None:
    scenario, runs, svg = drawn("optimizer=adam")
    dots = of_class(svg, "end")
    assert not of_class(svg, "arrow")
    places = on_surface([placed(dot, scenario, ("cx", "cy")) for dot in dots], scenario)
    assert np.allclose(places, [run.x[-1] for run in runs], atol=0.06 / plot_area(scenario, WIDTH).scale)


def test_only_the_first_plot_of_a_document_draws_the_contours() -> None:
    scenario = Scenario.from_query("steps=1&optimizer=sgd")
    first, other = (ElementTree.fromstring(draw(scenario, [], [0], WIDTH, None, first=k)) for k in (True, False))
    assert {element.get("id") for element in first.iter()} == {None, "plot-area", "contours", "contour-labels"}
    assert {element.get("id") for element in other.iter()} == {None}
    for svg in (first, other):
        assert [element.get("href") for element in svg.iter("use")] == ["#contours", "#contour-labels"]


def test_no_badge_of_a_start_covers_another_and_a_line_leads_from_it_to_its_start() -> None:
    scenario, _, svg = drawn("optimizer=sgd&start=A,-4,1&start=B,-4,1&start=C,90,0&start=D,2,2&steps=9")
    area = plot_area(scenario, WIDTH)
    badges = of_class(svg, "start")
    middles = [badge(one, scenario) for one in badges]
    for (x, y), (u, v) in combinations(middles, 2):
        assert math.hypot(x - u, y - v) > 18, "px that a badge is wide"
    at = area.across(-4.0), area.down(1.0)
    for middle, tether in zip(middles, of_class(svg, "start-tether"), strict=False):
        ends = [placed(tether[0], scenario, names) for names in (("x1", "y1"), ("x2", "y2"))]
        assert [*ends[0], *ends[1]] == pytest.approx([*middle, *at], abs=0.06)
    assert len(of_class(svg, "start-tether")) == 2, "A and B"
    assert middles[2] == pytest.approx((area.width, area.down(0.0)), abs=0.06), "C lies outside"
    assert middles[3] == pytest.approx((area.across(2.0), area.down(2.0)), abs=0.06)
    assert [len(of_class(one, "start-outside")) for one in badges] == [0, 0, 1, 0]


def test_words_at_the_edge_do_not_cover_the_badge_of_a_start() -> None:
    query = "optimizer=sgd,lr=0.081&start=A,-8,1.2&start=B,-0.6,4&steps=120"
    scenario, _, svg = drawn(query)
    labels = of_class(svg, "end-label")
    assert len(labels) == 2
    for start in of_class(svg, "start"):
        x, y = badge(start, scenario)
        for label in labels:
            low, baseline = placed(label, scenario, ("x", "y"))
            width = 6.6 * len(label.text or "")
            if "end-label-left" in label.get("class", ""):
                low -= width
            apart = x + 9 <= low or x - 9 >= low + width or y + 9 <= baseline - 12 or y - 9 >= baseline + 4
            assert apart, (label.text, x, y)


@pytest.mark.parametrize("surface", SURFACES)
def test_words_at_the_edge_cover_no_number_of_the_axes_and_no_badge_covers_part_of_one(surface: str) -> None:
    rates = "optimizer=sgd,lr=2&optimizer=momentum,lr=3&optimizer=rmsprop,lr=0.3"
    scenario, _, svg = drawn(f"surface={surface}&{rates}&steps=60")
    numbers = [_covered(text, scenario) for text in of_class(svg, "tick-label")]
    words = [_covered(text, scenario) for text in of_class(svg, "end-label")]
    for start in of_class(svg, "start"):
        x, y = badge(start, scenario)
        words.append((x - 6, x + 6, y - 6, y + 6))  # a square in the circle
    for left, right, top, bottom in words:
        for low, high, above, below in numbers:
            assert right <= low or high <= left or bottom <= above or below <= top


def _covered(text: Element, scenario: Scenario) -> tuple[float, float, float, float]:
    """What a word covers at least, in px: digits are 9 px high and 6 px wide. The y of axes is at their left edge."""
    area, names = plot_area(scenario, WIDTH), text.get("class", "").split()
    side = text.get("x", "")
    x = area.width * float(side[:-1]) / 100 if side.endswith("%") else float(side)
    baseline = area.height * float(text.get("y", "")[:-1]) / 100 + float(text.get("dy", 0))
    width = 6.0 * len(text.text or "")
    left = {"tick-label-left": x, "tick-label": x - width / 2, "end-label-left": x - width, "end-label": x}[names[-1]]
    return left, left + width, baseline - 9, baseline

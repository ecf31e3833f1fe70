"""The twins agree: what the page draws is where the server draws it, in the same colors."""

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.view import CHOICES
from optimizers import OPTIMIZERS, SURFACES
from optimizers.picture import geometry, numbers, palette, series
from optimizers.picture.badges import badges
from optimizers.picture.colormaps import COLORMAPS
from optimizers.picture.dots import dotted
from optimizers.picture.end_labels import End, lay
from optimizers.query.choices import Start
from tests.javascript import Ask
from tests.optimizers.query.test_scenario import unhurried
from tests.static.conftest import CATALOG

DOMAINS = [surface.domain for surface in SURFACES.values()]


@unhurried
@given(st.lists(st.sampled_from(list(OPTIMIZERS)), max_size=20))
def test_runs_have_the_same_colors(ask: Ask, names: list[str]) -> None:
    assert ask("slots", names, CATALOG) == series.slots(names)


def test_both_have_the_same_palette_and_names(ask: Ask) -> None:
    assert ask("constants") == {
        "hues": len(palette.HUES),
        "slots": palette.SLOTS,
        "colormaps": list(COLORMAPS),
        "quantities": list(CHOICES["quantity"]),
    }


coordinate = st.floats(-12, 12) | st.sampled_from([-10.0, -5.0, -4.0, 0.0, 4.0, 5.0, 10.0]) | st.floats(-1e300, 1e300)


@unhurried
@given(st.sampled_from(DOMAINS), st.floats(1, 4000), coordinate, coordinate)
def test_points_have_the_same_pixels(ask: Ask, domain: Any, width: float, x: float, y: float) -> None:
    area = geometry.PlotArea(domain, width)
    assume(math.isfinite(area.across(x)) and math.isfinite(area.down(y)))
    theirs, across, down = ask("area", domain, width, x, y)
    assert theirs == {
        "domain": json.loads(json.dumps(domain)),
        "width": width,
        "scale": area.scale,
        "height": area.height,
    }
    assert (across, down) == (area.across(x), area.down(y))


@unhurried
@given(st.sampled_from(DOMAINS), st.lists(st.tuples(coordinate, coordinate), min_size=1, max_size=30))
def test_paths_leave_at_the_same_point(ask: Ask, domain: Any, path: list[tuple[float, float]]) -> None:
    ours = geometry.leave(np.array(path), geometry.PlotArea(domain, 400.0))
    theirs = ask("leave", [x for x, _ in path], [y for _, y in path], domain)
    if ours is None:
        assert theirs is None
        return
    assert theirs == {**ours._asdict(), "angle": theirs["angle"]}
    assert theirs["angle"] == pytest.approx(ours.angle, abs=1e-12)  # the last bit of atan2 may differ


pixel = st.floats(-500, 500) | st.sampled_from([-20.0, 0.0, 420.0]) | st.floats(-1e300, 1e300)


@unhurried
@given(st.sampled_from(DOMAINS), pixel, pixel, pixel, pixel)
def test_the_same_part_of_a_line_is_drawn(ask: Ask, domain: Any, ax: float, ay: float, bx: float, by: float) -> None:
    area = geometry.PlotArea(domain, 400.0)
    line = np.array([[ax, ay], [bx, by]])
    ours = [points.tolist() for points, _ in geometry.pieces(line, area)]
    theirs = ask("visible", domain, 400.0, ax, ay, bx, by)
    far = np.array((area.width, area.height)) + geometry.ROOM
    if (line >= -geometry.ROOM).all() and (line <= far).all():
        assert (ours, theirs) == ([line.tolist()], [0, 1]), "nothing is cut, so nothing is rounded"
        return
    assert ours == ([] if theirs is None else [[[ax + k * (bx - ax), ay + k * (by - ay)] for k in theirs]])


@unhurried
@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6), st.integers(1, 12))
def test_ticks_stand_at_the_same_numbers(ask: Ask, low: float, length: float, most: int) -> None:
    high = low + length
    assume(high - low > 1e-9 * max(abs(low), abs(high)))  # else rounding decides which ticks there are
    ours = geometry.ticks((low, high), most)
    assert ask("ticks", [low, high], most) == pytest.approx(ours, rel=1e-12, abs=1e-12 * length)
    assert len(ours) <= most + 1


@unhurried
@given(st.sampled_from(DOMAINS), st.floats(0.02, 50))
def test_the_axes_have_the_same_ticks(ask: Ask, domain: Any, zoom: float) -> None:
    (left, right), (bottom, top) = domain
    shown = ((left / zoom, right / zoom), (bottom / zoom, top / zoom))
    theirs, (across, down) = ask("axes", shown), geometry.axes(shown)
    for found, ours in ((theirs["across"], across), (theirs["down"], down)):
        assert found == pytest.approx(ours, rel=1e-12, abs=1e-9)


@unhurried
@given(st.floats(0, 2000) | st.sampled_from([0.0, 5.999, 6.0]))
def test_the_cross_of_a_minimum_leaves_the_same_ring_free(ask: Ask, ring: float) -> None:
    assert tuple(ask("arms", ring)) == geometry.arms(ring)


@unhurried
@given(st.floats(0, 2000) | st.just(0.0), st.floats(0, 2000) | st.just(0.0))
def test_the_ring_of_a_circle_of_minima_has_the_same_lines(ask: Ask, radius: float, ring: float) -> None:
    assert tuple(ask("ring lines", radius, ring)) == geometry.ring_lines(radius, ring)


def test_saddle_points_and_maxima_have_the_same_glyphs(ask: Ask) -> None:
    assert ask("glyphs") == json.loads(json.dumps(geometry.GLYPHS))


edges = st.tuples(st.floats(0, 400), st.floats(0, 200), st.sampled_from(["left at step 7", "diverged at step 12"]))


@unhurried
@given(
    st.lists(st.tuples(edges, st.sampled_from([1.0, 2.0, 3.0, math.inf])), max_size=12),
    st.lists(st.tuples(st.floats(0, 400), st.floats(0, 200)), max_size=6),
    st.lists(st.tuples(st.floats(0, 400), st.floats(0, 200), st.text("0123456789.−", max_size=5)), max_size=8),
)
def test_labels_at_the_edge_stand_where_those_of_the_page_stand(
    ask: Ask,
    ends: list[tuple[tuple[float, float, str], float]],
    around: list[tuple[float, float]],
    written: list[tuple[float, float, str]],
) -> None:
    area = geometry.PlotArea(((0.0, 400.0), (0.0, 200.0)), 400.0)
    given_ends = [End(x, y, text, 6.5 * len(text), loss) for (x, y, text), loss in ends]
    boxes = [numbers.centered(text, x, y) for x, y, text in written]
    sent = [{**end._asdict(), "loss": min(end.loss, 1e300)} for end in given_ends]  # JSON knows no infinity
    positions = [
        one and {"x": one.x, "baseline": one.baseline, "align": "right" if one.left else "left"}
        for one in lay(given_ends, area, around, boxes)
    ]
    sent_boxes = [box._asdict() for box in boxes]
    assert ask("labels", sent, {"width": 400, "height": 200}, around, sent_boxes) == positions


@unhurried
@given(
    st.text("0123456789.−", max_size=6),
    st.floats(0, 400),
    st.floats(0, 200),
    st.lists(st.tuples(st.floats(0, 400), st.floats(0, 200)), max_size=6),
)
def test_numbers_in_a_plot_take_the_same_room_and_give_way_to_the_same_badges(
    ask: Ask, text: str, x: float, y: float, around: list[tuple[float, float]]
) -> None:
    boxes = [numbers.centered(text, x, y), numbers.below(text, x, 200.0), numbers.beside(text, y)]
    assert ask("numbers", text, x, y, 200, around) == [[box._asdict(), numbers.hidden(box, around)] for box in boxes]


whole = st.tuples(st.integers(-12, 12), st.integers(-6, 6))


@unhurried
@given(st.sampled_from(DOMAINS), st.lists(whole, max_size=8))
def test_badges_of_starts_stand_where_those_of_the_page_stand(
    ask: Ask, domain: Any, points: list[tuple[int, int]]
) -> None:
    starts = [Start(str(k), float(x), float(y)) for k, (x, y) in enumerate(points)]
    ours = badges(starts, geometry.PlotArea(domain, 300.0))
    theirs = ask("badges", domain, 300.0, points)
    assert np.array(ours) == pytest.approx(np.array(theirs), abs=1e-6)


@unhurried
@given(st.sampled_from(DOMAINS), st.lists(st.tuples(st.floats(-20, 420), st.floats(-20, 420) | pixel), max_size=60))
def test_the_same_steps_have_a_dot(ask: Ask, domain: Any, points: list[tuple[float, float]]) -> None:
    area = geometry.PlotArea(domain, 400.0)
    ours = dotted(np.array(points, dtype=np.float64).reshape(-1, 2), area)
    assert ask("dots", area.width, area.height, points) == ours.tolist()

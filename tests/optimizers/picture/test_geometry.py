"""From the surface to the pixels: axes 1:1, where a path leaves the plot area, and where ticks stand."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optimizers.picture.geometry import PlotArea, leave, pieces, ticks

unhurried = settings(deadline=None)  # whatever else the machine does
DOMAIN = ((-10.0, 10.0), (-5.0, 5.0))
AREA = PlotArea(DOMAIN, 400.0)
edges = st.integers(-1000, 1000)
intervals = st.tuples(edges, edges).filter(lambda pair: pair[0] < pair[1]).map(lambda pair: (pair[0] / 8, pair[1] / 8))
areas = st.builds(PlotArea, st.tuples(intervals, intervals), st.floats(10, 2000))
inside = st.tuples(st.floats(-10, 10), st.floats(-5, 5))
anywhere = st.tuples(st.floats(-1e150, 1e150), st.floats(-1e150, 1e150))


def path(*points: tuple[float, float]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.array(points, dtype=np.float64)


@unhurried
@given(areas)
def test_the_domain_fills_the_frame_at_one_scale(area: PlotArea) -> None:
    (left, right), (bottom, top) = area.domain
    assert (area.across(left), area.down(top)) == (0, 0)
    assert math.isclose(area.across(right), area.width)
    assert math.isclose(area.down(bottom), area.height)
    assert math.isclose(area.across(left + 1), area.scale, rel_tol=1e-9)
    assert math.isclose(area.down(top - 1), area.scale, rel_tol=1e-9)


def test_the_edge_belongs_to_the_frame() -> None:
    assert AREA.holds(-10, 5)
    assert AREA.holds(10, -5)
    for x, y in ((10.0000001, 0), (0, -5.0000001), (math.nan, 0), (0, math.inf)):
        assert not AREA.holds(x, y)


@unhurried
@given(st.lists(anywhere, max_size=5), inside)
def test_a_path_that_ends_inside_does_not_leave(before: list[tuple[float, float]], end: tuple[float, float]) -> None:
    assert leave(path(*before, end), AREA) is None


@unhurried
@given(st.lists(anywhere, max_size=3), inside, st.lists(anywhere, min_size=1, max_size=3))
def test_a_path_leaves_on_the_edge_between_the_last_point_inside_and_the_next(
    before: list[tuple[float, float]], last: tuple[float, float], after: list[tuple[float, float]]
) -> None:
    assume(not any(AREA.holds(*point) for point in after))
    leaving = leave(path(*before, last, *after), AREA)
    assert leaving is not None
    assert leaving.step == len(before) + 1
    direction = math.atan2(after[0][1] - last[1], after[0][0] - last[0])
    assert leaving.angle == direction
    distances = [abs(abs(leaving.x) - 10), abs(abs(leaving.y) - 5)]
    assert min(distances) < 1e-9, "it lies on the edge"
    assert abs(leaving.x) <= 10 + 1e-9
    assert abs(leaving.y) <= 5 + 1e-9
    along = (leaving.x - last[0], leaving.y - last[1])
    across = abs(along[0] * math.sin(direction) - along[1] * math.cos(direction))
    assert across < 1e-9, "it lies on the way"
    assert along[0] * math.cos(direction) + along[1] * math.sin(direction) > -1e-9


@unhurried
@given(st.lists(anywhere, min_size=1, max_size=4))
def test_a_path_never_inside_is_shown_at_the_nearest_place_of_the_edge(points: list[tuple[float, float]]) -> None:
    assume(not any(AREA.holds(*point) for point in points))
    leaving = leave(path(*points), AREA)
    assert leaving is not None
    x, y = points[-1]
    nearest = (min(max(x, -10), 10), min(max(y, -5), 5))
    assert (leaving.step, leaving.x, leaving.y) == (0, *nearest)
    assert leaving.angle == math.atan2(y - nearest[1], x - nearest[0])


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([(0, 0), (20, 0)], (1, 10, 0, 0)),
        ([(0, 0), (0, -10)], (1, 0, -5, -math.pi / 2)),
        ([(0, 0), (20, 0), (0, 0), (-20, 0), (-40, 0)], (3, -10, 0, math.pi)),
        ([(0, 0), (20, 10)], (1, 10, 5, math.atan2(10, 20))),  # through the corner
        ([(10, 0), (11, 0)], (1, 10, 0, 0)),  # from the edge itself
    ],
)
def test_by_hand(points: list[tuple[float, float]], expected: tuple[float, ...]) -> None:
    """The same cases are in geometry.test.mjs."""
    assert leave(path(*points), AREA) == expected


def test_a_path_is_drawn_in_the_pieces_that_can_be_seen() -> None:
    area = PlotArea(((-10, 10), (-5, 5)), 400)  # 200 px high, and 20 px of room around it

    def seen(*pixels: tuple[float, float]) -> list[list[list[float]]]:
        return [points.tolist() for points, _ in pieces(np.array(pixels, dtype=np.float64), area)]

    assert seen((1, 2), (3, 4), (400, 200)) == [[[1, 2], [3, 4], [400, 200]]]
    assert seen((0, 0), (840, 420), (0, 0)) == [[[0, 0], [420, 210]], [[420, 210], [0, 0]]]
    assert seen((100, 100), (100 + 4e30, 100 - 3e30)) == [[[100, 100], [260, -20]]], "it keeps its direction"
    assert seen((-1000, 50), (1000, 50)) == [[[-20, 50], [420, 50]]], "from outside to outside, through the plot area"
    assert seen((500, 0), (500, 100)) == []
    assert seen((500, 0)) == []
    assert seen((7, 7), (7, 7)) == [[[7, 7], [7, 7]]]
    assert seen((-1e13, 50), (1e13, 50)) == [], "float64 does not know where it passes"


@unhurried
@given(st.tuples(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6)), st.integers(1, 12))
def test_ticks_are_round_and_even(interval: tuple[float, float], most: int) -> None:
    low, high = interval[0], interval[0] + interval[1]
    assume(high - low > 1e-4 * abs(low))  # rounding leaves nothing of a spacing far smaller
    found = ticks((low, high), most)
    slack = 1e-8 * (high - low)
    assert len(found) <= most + 1
    assert all(low - slack <= value <= high + slack for value in found)
    if len(found) < 2:
        return
    spacing = found[1] - found[0]
    assert np.allclose(np.diff(found), spacing, rtol=1e-6)
    figure = spacing / 10 ** math.floor(math.log10(spacing) + 1e-6)
    assert min(abs(figure - wanted) for wanted in (1, 2, 5, 10)) < 1e-4
    assert found[0] - low < spacing + slack, "none is missing at the ends"
    assert high - found[-1] < spacing + slack
    assert spacing < 2.5 * (high - low) / most + slack, "there are not far fewer than asked for"
    if low <= 0 <= high:
        assert 0 in found


def test_ticks_of_the_ellipse() -> None:
    assert ticks((-10, 10), 5) == [-10, -5, 0, 5, 10]
    assert ticks((-5, 5), 4) == [-5, 0, 5]
    assert ticks((0, 1), 5) == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1])

"""Path data: short, and nowhere farther beside the points than it says."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from optimizers.picture.path_data import path_data, simplified
from tests.path_data import apart, lines

PIXELS = st.floats(-20.0, 3000.0, width=32)
CLOSE = st.floats(-1.0, 1.0, width=32)


@settings(deadline=None)  # the first call compiles
@given(
    st.one_of(
        arrays(np.float64, st.tuples(st.integers(1, 40), st.just(2)), elements=PIXELS),
        arrays(np.float64, st.tuples(st.integers(1, 40), st.just(2)), elements=CLOSE),
    ),
    st.sampled_from([0.05, 0.1, 0.6, 4.0]),
    st.integers(0, 8),
)
def test_no_point_is_farther_beside_the_line_than_the_error(
    points: NDArray[np.float64], error: float, exact: int
) -> None:
    kept = simplified(points, error, exact)
    assert kept[: exact + 1].all()
    assert kept[-1]
    corners = np.flatnonzero(kept)
    for begin, end in pairwise(corners):
        for k in range(begin + 1, end):
            assert apart(points[k], points[[begin, end]]) <= error * (1 + 1e-6)


@given(arrays(np.float64, st.tuples(st.integers(1, 40), st.just(2)), elements=st.one_of(PIXELS, CLOSE)))
def test_what_is_written_reads_back_in_tenths(points: NDArray[np.float64]) -> None:
    (line,) = lines(path_data(points))
    rounded = np.rint(points * 10) / 10
    moved = np.append(True, (np.diff(rounded, axis=0) != 0).any(axis=1))
    expected = rounded[moved]
    assert np.allclose(line if len(expected) > 1 else line[:1], expected, atol=1e-9)


def test_a_curve_has_as_many_corners_as_its_bend_needs() -> None:
    """The height of an arc over its chord is the error: π/√(2·error/radius) chords around a circle, twice as many here.

    The line starts each chord on the circle, so it cannot lie on both sides.
    """
    angles = np.linspace(0, 2 * np.pi, 2001)
    circle = 100.0 * np.column_stack((np.cos(angles), np.sin(angles)))
    fewest = np.pi / np.arccos(1 - 0.1 / 100.0)
    assert fewest <= simplified(circle, 0.1).sum() <= 2 * fewest
    straight = np.column_stack((np.linspace(0, 400, 1001), np.zeros(1001)))
    assert np.flatnonzero(simplified(straight, 0.1)).tolist() == [0, 1000]


def test_a_way_back_is_a_corner() -> None:
    points = np.array([(0.0, 0.0), (50.0, 0.0), (20.0, 0.0), (30.0, 0.0)])
    assert simplified(points, 0.1).all()


@pytest.mark.parametrize(
    ("points", "text"),
    [
        ([(1, 2)], "M1 2h0"),
        ([(1, 2), (1.04, 2.04)], "M1 2h0"),
        ([(-0.5, 0), (0, -0.25), (1000.3, 7)], "M-.5 0l.5-.2 1000.3 7.2"),
    ],
)
def test_it_is_short(points: list[tuple[float, float]], text: str) -> None:
    assert path_data(np.array(points, dtype=np.float64)) == text


def test_a_closed_one_ends_where_it_begins() -> None:
    assert path_data(np.array([(0.0, 0.0), (3.0, 0.0), (3.0, 4.0)]), closed=True) == "M0 0l3 0 0 4Z"


def test_lines_that_are_not_drawn_are_gaps() -> None:
    points = np.array([(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (3.0, 0.0), (3.0, 5.0), (9.0, 5.0)])
    assert path_data(points, drawn=np.array([True, False, False, True, False])) == "M0 0l1 0m2 0 0 5"
    assert path_data(points[1:], drawn=np.array([False, False, True, False])) == "M3 0l0 5"
    standing = np.array([(0.0, 0.0), (0.0, 0.0), (2.0, 0.0), (3.0, 0.0)])
    assert path_data(standing, drawn=np.array([True, False, True])) == "M0 0m2 0 1 0"
    assert [len(line) for line in lines("M0 0l1 0m2 0 0 5")] == [2, 2]

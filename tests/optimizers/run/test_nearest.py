"""The nearest minimum, and how far a point may move until another one can be nearer."""

import numpy as np
import pytest

from optimizers.run.nearest import nearest, toward
from optimizers.run.target import Target

BETWEEN = np.array([(0.5, 0.5), (0.5, 0.4999999999), (1e6, 1e6), (0.5, 0.5), (0.5, 0.50000000001)])
"""Points between four minima, and one that is far from all."""


@pytest.mark.parametrize("spread", [1e-200, 1.0, 1e200])
def test_the_nearest_minimum_is_found_among_many(spread: float) -> None:
    """It is not searched for at each step, and yet the first of the nearest ones, as measuring all distances finds."""
    generator = np.random.default_rng(11)
    points = spread * np.stack(np.meshgrid(np.arange(-5.0, 6.0), np.arange(-5.0, 6.0)), axis=-1).reshape(-1, 2)
    minima = np.column_stack((points, np.zeros(len(points))))
    strides = spread * generator.choice([0.001, 0.03, 3.0], size=(2000, 1)) * generator.standard_normal((2000, 2))
    wandering = np.cumsum(strides, axis=0)
    for x in (wandering, spread * BETWEEN):
        apart = x[:, np.newaxis] - points
        with np.errstate(over="ignore"):  # numbers whose squares do not fit are all equally near
            squares = apart[..., 0] * apart[..., 0] + apart[..., 1] * apart[..., 1]
            at, free, since = 0, -1.0, 0
            for k, expected in enumerate(np.argmin(squares, axis=1)):
                dx, dy = (x[k] - x[since]).tolist()
                if not dx * dx + dy * dy < free:
                    since, (at, free) = k, nearest(minima, *x[k].tolist())
                assert at == expected
        if spread == 1.0:
            inside = Target(minima, 0.3, 0.0, 0.1).inside(x, np.zeros(len(x)), 0.0)
            assert np.array_equal(inside, squares.min(axis=1) <= 0.3 * 0.3)


def test_a_circle_is_as_near_as_its_nearest_point() -> None:
    minima = np.array([(0.0, 0.0, 0.0), (0.0, 0.0, 1.0), (0.0, 0.0, 3.0), (5.0, 0.0, 0.5)])
    for x, y, expected, way in [
        (0.0, 0.3, 0, (0.0, -0.3)),
        (0.0, 0.6, 1, (0.0, 0.4)),
        (-1.5, 0.0, 1, (0.5, 0.0)),
        (-2.4, -1.0, 2, None),
        (4.0, 0.0, 3, (0.5, 0.0)),
        (5.0, 0.0, 3, (0.5, 0.0)),  # in its center
    ]:
        at, free = nearest(minima, x, y)
        assert at == expected
        toward_it = toward(minima, at, x, y)
        angle = np.linspace(0, 2 * np.pi, 100_001)
        on_it = [
            minima[:, 0, None] + minima[:, 2, None] * np.cos(angle),
            minima[:, 1, None] + minima[:, 2, None] * np.sin(angle),
        ]
        away = np.hypot(on_it[0] - x, on_it[1] - y).min(axis=1)
        assert np.hypot(*toward_it) == pytest.approx(away.min(), abs=1e-8)
        assert way is None or toward_it == pytest.approx(way)
        second = np.sort(away)[1]
        assert np.sqrt(free) == pytest.approx((second - away.min()) / 2, abs=1e-6)


def test_the_ring_of_a_circle_is_a_band_on_both_sides() -> None:
    target = Target(np.array([(1.0, 0.0, 2.0)]), 0.1, 0.0, 0.1)
    x = np.array([(2.95, 0.0), (3.05, 0.0), (1.0, 1.95), (2.85, 0.0), (3.15, 0.0), (1.0, 0.0)])
    assert target.inside(x, np.zeros(6), 0.0).tolist() == [True, True, True, False, False, False]

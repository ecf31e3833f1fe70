"""Every metric on paths made by hand."""

import math
from typing import Any

import numpy as np
import pytest

from optimizers import Scenario, metrics, simulate
from optimizers.types import Matrix, Vector

SQUARE = ((-1.0, 1.0), (-2.0, 2.0))


def path(*points: tuple[float, float]) -> Matrix:
    return np.array(points, dtype=np.float64)


def losses(*values: float) -> Vector:
    return np.array(values, dtype=np.float64)


@pytest.mark.parametrize(
    ("loss", "hit", "settled"),
    [
        (losses(11, 6, 3, 1.5, 1.1), 3, 3),  # within a tenth of the way, here f ≤ 2
        (losses(11, 2, 3, 2, 1), 1, 3),  # leaves once more: hit before it settled; the bound itself counts
        (losses(11, 2, 3), 1, None),  # ends outside
        (losses(11, 6, 3), None, None),
        (losses(1, 1, 1), 0, 0),  # starts at the minimum and stays
        (losses(1, 5, 1), 0, 2),
        (losses(11), None, None),
    ],
)
def test_first_hit_and_settled(loss: Vector, hit: int | None, settled: int | None) -> None:
    assert metrics.first_hit(loss, floor=1.0, tolerance=0.1) == hit
    assert metrics.settled(loss, floor=1.0, tolerance=0.1) == settled


def test_nothing_is_hit_where_there_is_no_minimum() -> None:
    assert metrics.first_hit(losses(1, -1e9), floor=None, tolerance=0.1) is None
    assert metrics.settled(losses(1, -1e9), floor=None, tolerance=0.1) is None


def test_path_length() -> None:
    assert metrics.path_length(path((0, 0), (3, 4), (3, 4), (3, -1))) == 10.0
    assert metrics.path_length(path((7, 7))) == 0.0


@pytest.mark.parametrize("huge", [1e308, 1.7e308])
def test_a_path_too_long_for_a_number_is_infinite(huge: float) -> None:
    """The sum overflows, or already a step does; neither warns."""
    wild = path((-huge, 0), (huge, 0), (-huge, 0))
    assert metrics.path_length(wild) == math.inf
    assert metrics.flips(wild) == (1, 0)


@pytest.mark.parametrize(
    ("x", "flips"),
    [
        (path((0, 0), (1, 1), (2, 2), (3, 3)), (0, 0)),
        (path((0, 0), (1, 1), (0, 2), (1, 3)), (2, 0)),
        (path((0, 3), (0, 1), (0, 2), (0, 1)), (0, 2)),
        (path((0, 0), (1, 0), (1, 0), (2, 0)), (0, 0)),  # a rest between two steps of one sign
        (path((0, 0), (1, 0), (1, 0), (0, 0)), (1, 0)),  # and between two of different signs
        (path((0, 0)), (0, 0)),
    ],
)
def test_flips(x: Matrix, flips: tuple[int, int]) -> None:
    assert metrics.flips(x) == flips


@pytest.mark.parametrize(
    ("x", "finite", "step"),
    [
        (path((0, 0), (5, 0), (0, 0)), True, None),  # away for a while
        (path((0, 0), (5, 0), (9, 0)), True, None),  # away, but not far
        (path((0, 0), (201, 0)), True, None),  # exactly a hundred widths from the edge
        (path((0, 0), (201.5, 0)), True, 1),
        (path((0, 0), (-201.5, 0)), True, 1),
        (path((0, 0), (0, 402)), True, None),
        (path((0, 0), (0, 403)), True, 1),
        (path((0, 0), (3, 0), (1, 2), (0, -3), (0, -1000)), True, 3),  # the edge belongs to the domain
        (path((0, 0), (0.5, 0), (2, 0)), False, 2),
        (path((0, 0), (0.5, 0)), False, 2),  # the step that was not finite is the one that left
        (path((5, 5), (6, 6)), False, 0),  # was never inside
        (path((1e308, -1e308), (1e308, 1e308)), True, 0),
    ],
)
def test_diverged_at(x: Matrix, finite: bool, step: int | None) -> None:
    assert metrics.diverged_at(x, SQUARE, finite=finite) == step


def test_largest_step_and_detour() -> None:
    assert metrics.largest_step(path((0, 0), (3, 4), (3, 4), (3, 5))) == 5.0
    assert metrics.largest_step(path((7, 7))) == 0.0
    assert metrics.detour(path((0, 0), (3, 0), (3, 4))) == 1.4
    assert metrics.detour(path((0, 0), (1, 0), (2, 0))) == 1.0
    assert metrics.detour(path((1, 1), (2, 2), (1, 1))) is None  # back where it began
    assert metrics.detour(path((1, 1))) is None


@pytest.mark.parametrize("size", [1e-300, 1e-200, 1e200, 1e307])
def test_lengths_and_angles_of_any_size(size: float) -> None:
    """Their squares do not fit into a number."""
    x = size * path((0, 0), (3, 4), (3, 0))
    assert metrics.path_length(x) == pytest.approx(9 * size, rel=1e-12)
    assert metrics.largest_step(x) == pytest.approx(5 * size, rel=1e-12)
    assert metrics.detour(x) == pytest.approx(3, rel=1e-12)
    gradient = size * path((-3, -4), (1, 0), (0, 0))
    assert list(metrics.angle_to_gradient(x, gradient)) == pytest.approx([45, 0])
    assert list(metrics.angle_to_minimum(x[:2], size * path((4, -3)))) == pytest.approx([90, 90])


def test_a_path_too_long_for_a_number_has_no_detour() -> None:
    wild = path((-1.7e308, 0), (1.7e308, 0), (0, 0))
    assert metrics.largest_step(wild) == math.inf
    assert metrics.detour(wild) is None
    assert metrics.angle_to_gradient(wild, path((-1, 0), (0, 1), (0, 0))) == (45.0, 0.0)


def test_angle_to_the_gradient() -> None:
    x = path((0, 0), (1, 0), (1, 1), (1, 1), (0, 0))
    gradient = path((-1, 0), (-1, 0), (5, 5), (0, 0), (0, 0))  # 0°, 90°; no step; no gradient
    assert metrics.angle_to_gradient(x, gradient) == (45.0, 0.0)
    assert metrics.angle_to_gradient(path((0, 0), (-1, 0)), path((-2, 0), (0, 0))) == (180.0, 180.0)
    assert metrics.angle_to_gradient(path((0, 0), (0, 0), (0, 1)), path((1, 0), (0, 1), (0, 0))) == (180.0, None)
    assert metrics.angle_to_gradient(path((0, 0)), path((1, 0))) == (None, None)


def test_angle_to_the_nearest_minimum() -> None:
    minima = path((0, 0), (10, 0))
    x = path((2, 0), (1, 0), (9, 0), (9, 1))  # 0° to the left one; 180°; at (9, 0) the right one is nearer: 90°
    assert metrics.angle_to_minimum(x, minima) == (90.0, 0.0)
    assert metrics.angle_to_minimum(path((0, 0), (1, 0), (2, 0)), minima) == (180.0, None)  # from a minimum
    assert metrics.angle_to_minimum(x, np.empty((0, 2))) == (None, None)


@pytest.mark.parametrize(("start", "descent"), [("A,-8,1.2", 75.0686 - 8.5308), ("B,-0.6,4", 89.6562 - 81.4692)])
def test_first_angles_worked_out_by_hand(start: str, descent: float) -> None:
    """On ½(x² + 25 y²) the way to (0, 0) has slope y/x, gradient descent 25 y/x, sign descent −1.

    At A those are atan 0.15 = 8.5308°, atan 3.75 = 75.0686° and 45°; at B atan 6.6667 = 81.4692°, atan 166.67 =
    89.6562° and 45°: sign descent is 36.4692° off at both.
    """
    query = f"surface=ellipse,kappa=25&optimizer=sgd&optimizer=rmsprop&optimizer=adam&start={start}&steps=1"
    for run, expected in zip(simulate(Scenario.from_query(query)), (descent, 36.4692, 36.4692), strict=True):
        assert run.metrics["first_angle_to_minimum"] == pytest.approx(expected, abs=2e-4)


@pytest.mark.parametrize(
    ("loss", "floor", "saddle", "step"),
    [
        (losses(3, 1, 0, -0.4, -0.6), -5.0, 0.0, 4),  # below by a tenth of the way down to −5
        (losses(3, 1, -0.5), -5.0, 0.0, None),  # the bound itself does not count
        (losses(3, 1, -0.2, -0.4), None, 0.0, 3),  # no minimum: by a tenth of the way from the start
        (losses(0, 0, -1e-9), None, 0.0, 2),  # from the saddle itself any way down counts
        (losses(-1, 0), -5.0, 0.0, 0),  # already below
        (losses(3, -9), -5.0, None, None),  # no saddle
    ],
)
def test_escape_step(loss: Vector, floor: float | None, saddle: float | None, step: int | None) -> None:
    assert metrics.escape_step(loss, metrics.Marks(floor, 0.1, path((0, 0)), saddle)) == step


def test_summary_has_every_metric_as_plain_numbers() -> None:
    marks = metrics.Marks(0.0, 0.1, path((0, 0)), saddle=6.0)
    x, gradient = path((0, 4), (3, 0), (0, 0)), path((0, 8), (6, 0), (0, 0))
    summary: dict[str, Any] = metrics.summarize(x, losses(10, 1, 0), gradient, marks)
    slanted = math.degrees(math.atan2(3, 4))
    assert summary == {
        "first_hit": 1,
        "settled": 1,
        "escape_step": 1,
        "final_loss": 0.0,
        "path_length": 8.0,
        "detour": 2.0,
        "largest_step": 5.0,
        "flips": (1, 0),
        "angle_to_gradient": pytest.approx(slanted / 2),
        "first_angle_to_gradient": pytest.approx(slanted),
        "angle_to_minimum": pytest.approx(slanted / 2),
        "first_angle_to_minimum": pytest.approx(slanted),
        "gradient_evaluations": 2,
    }
    assert {type(value) for name, value in summary.items() if name != "flips"} == {int, float}

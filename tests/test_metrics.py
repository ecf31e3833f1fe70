"""Every metric on paths made by hand."""

import math
from typing import Any

import numpy as np
import pytest

from optimizers import metrics
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


def test_summary_has_every_metric_as_plain_numbers() -> None:
    summary: dict[str, Any] = metrics.summarize(path((0, 4), (3, 0), (0, 0)), losses(10, 1, 0), 0.0, 0.1)
    assert summary == {"first_hit": 1, "settled": 1, "final_loss": 0.0, "path_length": 8.0, "flips": (1, 0)}
    numbers = [summary["first_hit"], summary["settled"], summary["final_loss"], summary["path_length"]]
    assert [type(number) for number in numbers] == [int, int, float, float]

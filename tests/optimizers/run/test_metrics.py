"""Every metric on paths made by hand."""

import math
from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
import pytest
from numpy.typing import NDArray

from optimizers import Scenario, simulate
from optimizers.run import metrics
from optimizers.run.target import Target, last_outside, reached, stays
from optimizers.terms.types import Matrix, Vector

SQUARE = ((-1.0, 1.0), (-2.0, 2.0))


def path(*points: tuple[float, float]) -> Matrix:
    return np.array(points, dtype=np.float64)


def minima_at(*points: tuple[float, float]) -> Matrix:
    """Return minima that are points, as rows of x, y and a radius of 0."""
    return np.array([(x, y, 0.0) for x, y in points], dtype=np.float64).reshape(-1, 3)


def losses(*values: float) -> Vector:
    return np.array(values, dtype=np.float64)


def summarize(
    x: Matrix, loss: Vector, gradient: Matrix, criteria: metrics.Criteria, finite: bool = True
) -> metrics.Metrics:
    """Every metric of a trajectory, as a run gets them."""
    steps = len(loss) - 1 if finite else len(loss)
    effort = metrics.Effort(gradients=2, hessians=1)
    return metrics.metrics_of(metrics.measure(x, loss, gradient, steps, criteria, effort))


def found_on(x: Matrix, loss: Vector, finite: bool = True) -> metrics.Found:
    """What is found on a path whose gradient does not matter, which has no minimum to reach."""
    criteria = metrics.Criteria(Target(np.empty((0, 2)), 1.0, None, 0.1), domain=SQUARE)
    return metrics.measure(x, loss, np.zeros_like(x), len(loss) - 1 if finite else len(loss), criteria)


def measured(
    x: Matrix, gradient: Matrix | None = None, minima: Matrix | None = None, pixel: float = 0.0
) -> metrics.Metrics:
    """What is measured on a path whose loss does not matter."""
    criteria = metrics.Criteria(Target(minima_at((0, 0)) if minima is None else minima, 1.0, 0.0, 0.1), pixel)
    slope = np.zeros_like(x) if gradient is None else gradient
    return summarize(x, np.zeros(len(x)), slope, criteria)


def to_gradient(x: Matrix, gradient: Matrix) -> tuple[float | None, float | None]:
    found = measured(x, gradient)
    return found.angle_to_gradient, found.first_angle_to_gradient


def to_minimum(x: Matrix, minima: Matrix) -> tuple[float | None, float | None]:
    found = measured(x, minima=minima)
    return found.angle_to_minimum, found.first_angle_to_minimum


def inside_of(loss: Vector, floor: float | None, tolerance: float = 0.1) -> NDArray[np.bool_]:
    """Which rows are within the tolerance, by the loss."""
    return Target(minima_at((0, 0)), None, floor, tolerance).inside(np.zeros((len(loss), 2)), loss, float(loss[0]))


def test_the_loss_decides_by_the_part_of_the_way_that_is_left() -> None:
    assert inside_of(losses(11, 6, 2, 2.1, 1.1), floor=1.0).tolist() == [False, False, True, False, True]
    assert inside_of(losses(1, 1, 5), floor=1.0).tolist() == [True, True, False]
    assert not inside_of(losses(1, -1e9), floor=None).any()


@pytest.mark.parametrize("size", [1e-150, 1.0, 1e6, 1e150])
def test_the_ring_holds_what_is_at_most_its_radius_away(size: float) -> None:
    x = size * path((3, 4), (3, 4.01), (-3, -4), (10, 0), (10, 6), (1e150, 0))
    target = Target(size * minima_at((0, 0), (10, 0)), 5 * size * (1 + 1e-15), 0.0, 0.1)
    inside = target.inside(x, np.ones(len(x)), 1.0)
    assert inside.tolist() == [True, False, True, True, False, False]


def test_the_basin_is_that_of_the_nearest_minimum() -> None:
    for near, basin in ((0.5, 0), (9.5, 1)):
        stayed = path((4, 1), *[(near, 0)] * 11)
        assert measured(stayed, minima=minima_at((0, 0), (10, 0))).basin == basin
    assert measured(path(*[(0, 0)] * 12), minima=minima_at()).basin is None


@pytest.mark.parametrize(
    ("outside", "steps", "first", "since"),
    [
        ((), 10, 0, 0),  # there from the start
        ((), 9, 0, None),  # but not for ten steps
        ((0, 1, 2), 13, 3, 3),
        ((0, 1, 2), 12, 3, None),
        ((0, 2), 12, 1, None),  # nine steps after it came back
        ((0, 2), 13, 1, 3),  # reached, left once more, and then it stays
        ((*range(13), 13), 13, None, None),
        ((*range(180), 200), 200, 180, None),  # outside at the end
        (range(180), 200, 180, 180),  # a tenth of the run
        (range(181), 200, 181, None),
        (range(182), 202, 182, None),  # 20 steps are less than a tenth of 202
        (range(181), 202, 181, 181),
    ],
)
def test_reached_and_stays(outside: Sequence[int], steps: int, first: int | None, since: int | None) -> None:
    inside = np.ones(steps + 1, dtype=np.bool_)
    inside[list(outside)] = False
    assert (reached(inside), stays(last_outside(inside), steps)) == (first, since)


def test_path_length() -> None:
    assert measured(path((0, 0), (3, 4), (3, 4), (3, -1))).path_length == 10.0
    assert measured(path((7, 7))).path_length == 0.0


@pytest.mark.parametrize("huge", [1e308, 1.7e308])
def test_a_path_too_long_for_a_number_is_infinite(huge: float) -> None:
    """The sum overflows, or already a step does; neither warns."""
    wild = path((-huge, 0), (huge, 0), (-huge, 0))
    assert measured(wild).path_length == math.inf
    assert measured(wild).flips == (1, 0)


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
    assert measured(x).flips == flips


def test_a_turn_counts_where_the_way_back_is_more_than_a_pixel() -> None:
    shrinking = path(*((0.0, 0.8**k * (-1) ** k) for k in range(40)))  # swings of 1.8 · 0.8^k
    assert measured(shrinking, pixel=1.0).flips == (0, sum(1.8 * 0.8**k > 1.0 for k in range(1, 39)))
    assert measured(shrinking).flips == (0, 38)
    creeping = path(*((0.3 * k + 0.2 * (-1) ** k, 0.0) for k in range(20)))  # back by 0.1 at every second step
    assert measured(creeping, pixel=0.5).flips == (0, 0)
    assert measured(creeping, pixel=0.05).flips == (18, 0)
    slow = path((0, 0), (0.6, 0), (1.2, 0), (0.9, 0), (0.6, 0), (0.1, 0), (0.4, 0))  # back in small steps, by 1.1
    assert measured(slow, pixel=1.0).flips == (1, 0)


@pytest.mark.parametrize(
    ("x", "loss", "finite", "answer"),
    [
        (path((0, 0), (5, 0), (0, 0)), losses(1, 2, 3), True, False),  # away for a while
        (path((0, 0), (5, 0), (9, 0)), losses(1, 2, 3), True, True),
        (path((0, 0), (5, 0), (9, 0)), losses(3, 2, 1), True, False),  # outside, and lower
        (path((0, 0), (5, 0), (9, 0)), losses(1, 3, 2), True, False),  # outside, and coming back
        (path((0, 0), (5, 0), (9, 0), (9, 0)), losses(1, 4, 2, 3), True, False),  # rising, but not higher than before
        (path((99, 0), (5, 0), (9, 0)), losses(1, 2, 3), True, False),  # nearer than it began
        (path((0, 0), (0.5, 0)), losses(1, 0), False, True),  # left the finite world
        (path((1e308, 0), (1e308, 1e308)), losses(1, 2), True, True),
    ],
)
def test_diverges(x: Matrix, loss: Vector, finite: bool, answer: bool) -> None:
    assert metrics.status_of(found_on(x, loss, finite)) == ("diverged" if answer else "running")


@pytest.mark.parametrize(
    ("x", "step"),
    [
        (path((0, 0), (3, 0), (1, 2), (0, -3), (0, -1000)), 3),  # the edge belongs to the domain
        (path((0, 0), (0.5, 0), (2, 0)), 2),
        (path((0, 0), (0.5, 0)), 2),  # the step that was not finite is the one that left
        (path((5, 5), (6, 6)), 1),  # was never inside: a start has not left
    ],
)
def test_left_at(x: Matrix, step: int) -> None:
    assert metrics.diverged_at(found_on(x, np.zeros(len(x)), finite=False)) == step


def test_largest_step_and_detour() -> None:
    assert measured(path((0, 0), (3, 4), (3, 4), (3, 5))).largest_step == 5.0
    assert measured(path((7, 7))).largest_step == 0.0
    assert measured(path((0, 0), (3, 0), (3, 4))).detour == 1.4
    assert measured(path((0, 0), (1, 0), (2, 0))).detour == 1.0
    assert measured(path((1, 1), (2, 2), (1, 1))).detour is None  # back where it began
    assert measured(path((1, 1))).detour is None


@pytest.mark.parametrize("size", [1e-300, 1e-200, 1e200, 1e307])
def test_lengths_and_angles_of_any_size(size: float) -> None:
    """Their squares do not fit into a number."""
    x = size * path((0, 0), (3, 4), (3, 0))
    assert measured(x).path_length == pytest.approx(9 * size, rel=1e-12)
    assert measured(x).largest_step == pytest.approx(5 * size, rel=1e-12)
    assert measured(x).detour == pytest.approx(3, rel=1e-12)
    gradient = size * path((-3, -4), (1, 0), (0, 0))
    assert to_gradient(x, gradient) == pytest.approx((45, 0), abs=1e-12)
    assert to_minimum(x[:2], size * path((4, -3))) == pytest.approx((90, 90))


def test_a_path_too_long_for_a_number_has_no_detour() -> None:
    wild = path((-1.7e308, 0), (1.7e308, 0), (0, 0))
    assert measured(wild).largest_step == math.inf
    assert measured(wild).detour is None
    assert to_gradient(wild, path((-1, 0), (0, 1), (0, 0))) == pytest.approx((45.0, 0.0), abs=1e-12)


def test_angle_to_the_gradient() -> None:
    x = path((0, 0), (1, 0), (1, 1), (1, 1), (0, 0))
    gradient = path((-1, 0), (-1, 0), (5, 5), (0, 0), (0, 0))  # 0°, 90°; no step; no gradient
    assert to_gradient(x, gradient) == pytest.approx((45.0, 0.0), abs=1e-12)
    assert to_gradient(path((0, 0), (-1, 0)), path((-2, 0), (0, 0))) == pytest.approx((180.0, 180.0), abs=1e-12)
    assert to_gradient(path((0, 0), (0, 0), (0, 1)), path((1, 0), (0, 1), (0, 0))) == (180.0, None)
    assert to_gradient(path((0, 0)), path((1, 0))) == (None, None)


def test_angle_to_the_nearest_minimum() -> None:
    minima = minima_at((0, 0), (10, 0))
    x = path((2, 0), (1, 0), (9, 0), (9, 1))  # 0° to the left one; 180°; at (9, 0) the right one is nearer: 90°
    assert to_minimum(x, minima) == pytest.approx((90.0, 0.0), abs=1e-12)
    assert to_minimum(path((0, 0), (1, 0), (2, 0)), minima) == (180.0, None)  # from a minimum
    assert to_minimum(x, minima_at()) == (None, None)


@pytest.mark.parametrize(("start", "descent"), [("A,-8,1.2", 75.0686 - 8.5308), ("B,-0.6,4", 89.6562 - 81.4692)])
def test_first_angles_worked_out_by_hand(start: str, descent: float) -> None:
    """On ½(x² + 25 y²) the way to (0, 0) has slope y/x, gradient descent 25 y/x, sign descent −1.

    At A those are atan 0.15 = 8.5308°, atan 3.75 = 75.0686° and 45°; at B atan 6.6667 = 81.4692°, atan 166.67 =
    89.6562° and 45°: sign descent is 36.4692° off at both.
    """
    query = f"surface=ellipse,kappa=25&optimizer=sgd&optimizer=rmsprop&optimizer=adam&start={start}&steps=1"
    for run, expected in zip(simulate(Scenario.from_query(query)), (descent, 36.4692, 36.4692), strict=True):
        assert run.metrics.first_angle_to_minimum == pytest.approx(expected, abs=2e-4)


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
    criteria = metrics.Criteria(Target(path((0, 0)), None, floor, 0.1), saddle=saddle, below=0.1)
    x = np.zeros((len(loss), 2))
    assert summarize(x, loss, x, criteria).escape_step == step


def test_summary_has_every_metric_as_plain_numbers() -> None:
    criteria = metrics.Criteria(Target(path((0, 0)), None, 0.0, 0.1), saddle=6.0, below=0.1)
    x = path((0, 4), (3, 0), *[(0, 0)] * 11)
    gradient = path((0, 8), (6, 0), *[(0, 0)] * 11)
    summary = summarize(x, losses(10, 1, *[0] * 11), gradient, criteria)
    slanted = math.degrees(math.atan2(3, 4))
    assert asdict(summary) == {
        "reached": 1,
        "stays": 1,
        "basin": 0,
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
        "gradient_evaluations": 24,
        "loss_evaluations": 0,
        "hessian_evaluations": 12,
    }
    assert {type(value) for name, value in asdict(summary).items() if name != "flips"} == {int, float}


def test_the_turns_of_noise_are_no_oscillation() -> None:
    criteria = metrics.Criteria(Target(path((0, 0)), None, 0.0, 0.1), noisy=True)
    assert summarize(path((0, 4), (3, 0), (0, 0)), losses(10, 1, 0), path(*[(1, 1)] * 3), criteria).flips is None

"""What is known of rules in closed form: one is another in disguise, one turns with the axes, one arrives at once."""

import math

import numpy as np
import pytest

from optimizers import Run, Scenario, simulate
from optimizers.rules.muon import newton_schulz
from optimizers.terms.types import Matrix
from tests.comparing import GRADIENTS
from tests.feeding import feed, path_error, read, steps

GIVEN = GRADIENTS[:200]


def run(query: str) -> Run:
    return simulate(Scenario.from_query(query))[0]


def moved(item: str, gradients: Matrix = GIVEN) -> Matrix:
    return feed(*read(item), gradients)[0]


def test_muon_without_momentum_is_normalized_gradient_descent_with_0_70_of_its_rate() -> None:
    muon = moved("muon,lr=0.1,momentum=0,nesterov=0")
    same = moved(f"normalized-gd,lr={0.1 * newton_schulz(1.0)!r}")
    assert path_error(muon, same) <= 1e-12
    assert path_error(muon, moved("normalized-gd,lr=0.1")) > 0.1


def test_newton_schulz_makes_of_one_what_the_polynomial_does() -> None:
    """0.701 is the polynomial at 1, then at 0.701, and so on."""
    found = [1.0]
    for _ in range(5):
        s = found[-1]
        found.append(3.4445 * s - 4.775 * s**3 + 2.0315 * s**5)
    assert newton_schulz(1.0) == pytest.approx(found[-1], rel=1e-12)
    assert f"{newton_schulz(1.0):.4f}" == "0.6964"


@pytest.mark.parametrize("momentum", [0.5, 0.95])
def test_every_step_of_muon_has_one_length(momentum: float) -> None:
    lengths = np.hypot(*steps(*read(f"muon,lr=0.1,momentum={momentum}"), GIVEN).T)
    assert lengths == pytest.approx(0.1 * newton_schulz(1.0), rel=1e-12)


def turned(vectors: Matrix, degrees: float) -> Matrix:
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    found: Matrix = vectors @ np.array([[c, s], [-s, c]])
    return found


@pytest.mark.parametrize("degrees", [17.0, 90.0, 135.0])
def test_shampoo_turns_with_the_axes_and_adagrad_does_not(degrees: float) -> None:
    """Gradients of moderate size, so that turning them loses nothing."""
    given = np.sign(GIVEN) * np.abs(GIVEN) ** 0.1
    expected = turned(moved("shampoo,lr=0.1", given), degrees)
    assert moved("shampoo,lr=0.1", turned(given, degrees)) == pytest.approx(expected, rel=1e-10, abs=1e-10)
    if degrees != 90.0:
        other = moved("adagrad,lr=0.1", turned(given, degrees))
        assert np.abs(other - turned(moved("adagrad,lr=0.1", given), degrees)).max() > 0.01


def test_shampoo_is_the_inverse_root_of_the_matrix_of_all_gradients() -> None:
    """By numpy's eigenvalues, which cancel little where the two are of similar size."""
    given, matrix = np.sign(GIVEN) * np.abs(GIVEN) ** 0.1, 1e-4 * np.eye(2)
    for g, found in zip(given, steps(*read("shampoo,lr=0.1,eps=1e-4"), given), strict=True):
        matrix = matrix + np.outer(g, g)
        values, axes = np.linalg.eigh(matrix)
        assert found == pytest.approx(-0.1 * axes @ ((axes.T @ g) / np.sqrt(values)), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("surface", ["ellipse", "ellipse,kappa=300,theta=30", "booth", "matyas"])
def test_newton_is_at_the_minimum_of_a_quadratic_after_one_step(surface: str) -> None:
    scenario = Scenario.from_query(f"surface={surface}&optimizer=newton&steps=1")
    for one in simulate(scenario):
        assert one.x[1] == pytest.approx(np.array(scenario.surface.landmarks.minima[0]), abs=1e-12)


def test_newton_goes_to_a_saddle_point_and_with_absolute_curvatures_away_from_it() -> None:
    """On x² − y² + y⁴/20 from beside (0, 0), where the minima are (0, ±√10)."""
    start = "start=A,0.5,0.3&steps=30"
    assert run(f"surface=saddle&optimizer=newton&{start}").x[-1] == pytest.approx([0.0, 0.0], abs=1e-12)
    free = run(f"surface=saddle&optimizer=newton,saddle_free=1&{start}")
    assert free.x[-1] == pytest.approx([0.0, math.sqrt(10)], abs=1e-9)


def test_damping_makes_newton_a_short_step_of_gradient_descent() -> None:
    damped = run("surface=ellipse&optimizer=newton,damping=1e8&start=A,-8,1.2&steps=1")
    plain = run("surface=ellipse&optimizer=sgd,lr=1e-8&start=A,-8,1.2&steps=1")
    assert np.diff(damped.x, axis=0) == pytest.approx(np.diff(plain.x, axis=0), rel=1e-6)


def test_the_polyak_step_on_a_round_bowl_halves_the_way() -> None:
    """f = x² + y²: (f − 0)/‖g‖² = 1/4, and x − g/4 = x/2."""
    path = run("surface=sphere&optimizer=polyak&start=A,-4,1&steps=20").x
    assert path == pytest.approx(path[0] * 0.5 ** np.arange(21)[:, np.newaxis], rel=1e-12)


def test_a_largest_rate_below_the_polyak_step_makes_it_gradient_descent() -> None:
    capped = run("surface=sphere&optimizer=polyak,max_lr=0.1&start=A,-4,1&steps=20").x
    assert capped == pytest.approx(run("surface=sphere&optimizer=sgd,lr=0.1&start=A,-4,1&steps=20").x, rel=1e-12)


def test_clipping_is_gradient_descent_within_its_limit_and_normalized_beyond() -> None:
    assert path_error(moved("clipped-gd,lr=0.1,clip=1e9"), moved("sgd,lr=0.1")) <= 1e-12
    large = 1e3 * np.sign(GIVEN) * np.abs(GIVEN) ** 0.1
    large[(large == 0.0).all(axis=1)] = 1.0
    assert path_error(moved("clipped-gd,lr=0.1,clip=1e-3", large), moved("normalized-gd,lr=1e-4", large)) <= 1e-12


def test_schedule_free_without_interpolation_averages_the_path_of_gradient_descent() -> None:
    """β = 0: the gradient is taken at z, so z is gradient descent, and x the mean of its positions."""
    plain = run("surface=rosenbrock&optimizer=sgd,lr=0.001&start=A,-1.2,1&steps=60").x
    averaged = run("surface=rosenbrock&optimizer=schedule-free,lr=0.001,beta=0&start=A,-1.2,1&steps=60").x
    means = np.cumsum(plain[1:], axis=0) / np.arange(1, 61)[:, np.newaxis]
    assert averaged[1:] == pytest.approx(means, rel=1e-11)


def test_warming_up_schedule_free_weighs_steps_by_the_squares_of_their_rates() -> None:
    """β = 0 on ½ x², by hand: z ← (1 − η) z, and x is the mean of all z with weights η²."""
    path = run("surface=ellipse,kappa=1&optimizer=schedule-free,lr=0.1,beta=0,warmup=4&start=A,1,0&steps=5").x[:, 0]
    rates = 0.1 * np.array([0.25, 0.5, 0.75, 1.0, 1.0])
    z = np.cumprod(1 - rates)
    assert path[1:] == pytest.approx(np.cumsum(rates**2 * z) / np.cumsum(rates**2), rel=1e-12)

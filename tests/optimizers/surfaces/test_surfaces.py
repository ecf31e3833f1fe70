"""Every surface of the registry: its derivatives, its landmarks, and that one formula serves points and grids."""

from collections.abc import Iterator
from math import cos, radians, sin, sqrt
from typing import Any

import numpy as np
import pytest

from optimizers import SURFACES, Scenario, Surface, simulate
from optimizers.surfaces.bound import BoundSurface
from optimizers.terms.parameters import Parameter, Value
from optimizers.terms.types import Matrix
from tests.stationary import hessian, is_of_kind, stepped

RANDOM_SETTINGS = 6
STEP = 1e-30  # of the complex step: it is squared away, and nothing is subtracted


def draw(parameter: Parameter, random: np.random.Generator) -> Value:
    """Return a random legal value, spread as the slider spreads them."""
    low, high = parameter.low, parameter.high
    if parameter.scale == "text":
        return parameter.text
    if parameter.scale == "choice":
        return str(random.choice(parameter.choices))
    if parameter.scale == "switch":
        return float(random.integers(2))
    if parameter.scale == "log":
        return float(np.clip(np.exp(random.uniform(np.log(low), np.log(high))), low, high))
    return float(random.uniform(low, high))


def extreme(parameter: Parameter, bound: float) -> Value:
    if parameter.scale == "text":
        return parameter.text
    return parameter.choices[int(bound)] if parameter.scale == "choice" else bound


def settings(surface: Surface) -> Iterator[dict[str, Value]]:
    """The defaults, both ends of every range, and random legal values."""
    random = np.random.default_rng(0)
    yield surface.defaults()
    if not surface.parameters:
        return
    yield {p.name: extreme(p, p.low) for p in surface.parameters}
    yield {p.name: extreme(p, p.high) for p in surface.parameters}
    for _ in range(RANDOM_SETTINGS):
        yield {p.name: draw(p, random) for p in surface.parameters}


CASES = [
    pytest.param(surface, values, id=",".join([surface.name, *(f"{name}={v}" for name, v in values.items())]))
    for surface in SURFACES.values()
    for values in settings(surface)
]
every_setting = pytest.mark.parametrize(("surface", "values"), CASES)


def sample(surface: Surface, count: int = 20) -> Matrix:
    """Return random points of the domain, and its corners."""
    (west, east), (south, north) = surface.domain
    random = np.random.default_rng(1)
    inside = np.column_stack([random.uniform(west, east, count), random.uniform(south, north, count)])
    return np.concatenate([inside, [(west, south), (west, north), (east, south), (east, north)]])


@every_setting
def test_gradient_is_the_complex_step_of_the_value(surface: Surface, values: dict[str, Value]) -> None:
    q = surface.pack(values)
    points = sample(surface)
    stated = np.array([surface.gradient(x, y, q) for x, y in points])
    value = stepped(surface.value)
    measured = [(value(x + 1j * STEP, y, q).imag / STEP, value(x, y + 1j * STEP, q).imag / STEP) for x, y in points]
    np.testing.assert_allclose(stated, measured, rtol=0, atol=1e-14 * np.abs(stated).max())


@every_setting
def test_gradient_is_the_central_difference_of_the_value(surface: Surface, values: dict[str, Value]) -> None:
    q = surface.pack(values)
    points = sample(surface)
    stated = np.array([surface.gradient(x, y, q) for x, y in points])
    h = 1e-5
    measured = [
        (
            (surface.value(x + h, y, q) - surface.value(x - h, y, q)) / (2 * h),
            (surface.value(x, y + h, q) - surface.value(x, y - h, q)) / (2 * h),
        )
        for x, y in points
    ]
    np.testing.assert_allclose(stated, measured, rtol=0, atol=1e-8 * np.abs(stated).max())


@every_setting
def test_hessian_is_the_complex_step_of_the_gradient(surface: Surface, values: dict[str, Value]) -> None:
    q = surface.pack(values)
    points = sample(surface)
    stated = np.array([hessian(BoundSurface(surface, values), x, y) for x, y in points])
    gradient = stepped(surface.gradient)
    measured = [
        [
            [np.imag(derivative) / STEP for derivative in gradient(x + 1j * STEP, y, q)],
            [np.imag(derivative) / STEP for derivative in gradient(x, y + 1j * STEP, q)],
        ]
        for x, y in points
    ]
    np.testing.assert_allclose(stated, measured, rtol=0, atol=1e-14 * np.abs(stated).max())


def assert_stationary(surface: BoundSurface, x: float, y: float) -> None:
    """Gradient zero, up to what one rounding of x and y makes of it; on a kink exactly."""
    smooth = (x, y) not in surface.landmarks.kinks
    rounding = 1e-15 * np.abs(hessian(surface, x, y)).max() * max(abs(x), abs(y), 1.0) if smooth else 0.0
    assert np.abs(surface.gradient(x, y)).max() <= 4 * rounding


@every_setting
def test_minima_are_minima(surface: Surface, values: dict[str, Value]) -> None:
    one = BoundSurface(surface, values)
    floor, minima = one.floor, one.landmarks.minima
    assert (floor is None) == (not one.minima)
    for x, y in minima:
        assert_stationary(one, x, y)
        assert is_of_kind(one, "minimum", x, y, (x, y) not in one.landmarks.kinks)
        least = one.value(x, y)
        reach = 1e-3 * max(abs(x), abs(y), 1.0)
        around = [(x + reach * cos(angle), y + reach * sin(angle)) for angle in np.linspace(0, 6, 24)]
        assert all(one.value(*point) > least for point in around)
    if floor is not None:
        assert floor == min(one.value(x, y) for x, y in minima)
        assert (one.value(*sample(surface, count=1000).T) >= floor).all()


@every_setting
def test_saddles_and_maxima_are_such(surface: Surface, values: dict[str, Value]) -> None:
    one = BoundSurface(surface, values)
    for x, y in one.landmarks.saddles:
        assert_stationary(one, x, y)
        assert is_of_kind(one, "saddle", x, y)
    for x, y in one.landmarks.maxima:
        assert_stationary(one, x, y)
        assert is_of_kind(one, "maximum", x, y)


@every_setting
def test_a_grid_has_the_bits_of_its_points(surface: Surface, values: dict[str, Value]) -> None:
    q = surface.pack(values)
    x, y = sample(surface, count=10).T
    for function in (surface.value, surface.gradient, surface.hessian):
        grid = [np.broadcast_to(part, (y.size, x.size)) for part in as_tuple(function(x[None, :], y[:, None], q))]
        for j, i in np.ndindex(y.size, x.size):
            point = as_tuple(function(float(x[i]), float(y[j]), q))
            assert [float(part[j, i]).hex() for part in grid] == [float(part).hex() for part in point]


def as_tuple(result: Any) -> tuple[Any, ...]:
    return result if isinstance(result, tuple) else (result,)


@every_setting
def test_the_suggested_view_lies_in_the_domain(surface: Surface, values: dict[str, Value]) -> None:
    (west, east), (south, north) = surface.domain
    suggestion = surface.suggestion(values)
    for x, y in suggestion.starts:
        assert west <= x <= east
        assert south <= y <= north
    assert suggestion.steps > 0
    assert all(rate > 0 for rate in suggestion.rates.values())


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_the_default_view_shows_every_landmark(surface: Surface) -> None:
    (west, east), (south, north) = surface.domain
    landmarks = surface.landmarks(surface.defaults())
    assert landmarks.minima or landmarks.remark
    for x, y in landmarks.minima + landmarks.saddles:
        assert west <= x <= east
        assert south <= y <= north


def test_a_turned_ellipse_is_the_ellipse_turned() -> None:
    ellipse = SURFACES["ellipse"]
    level = ellipse.pack({"kappa": 25.0, "theta": 0.0})
    for theta in (-90.0, -37.5, 12.0, 45.0, 60.0, 90.0):
        turned = ellipse.pack({"kappa": 25.0, "theta": theta})
        c, s = cos(radians(theta)), sin(radians(theta))
        for u, v in sample(ellipse):
            assert ellipse.value(c * u - s * v, s * u + c * v, turned) == pytest.approx(
                ellipse.value(u, v, level), rel=1e-12
            )


def test_a_quarter_turn_is_exact() -> None:
    ellipse = SURFACES["ellipse"]
    level = ellipse.pack({"kappa": 25.0, "theta": 0.0})
    for theta in (-90.0, 90.0):
        upright = ellipse.pack({"kappa": 25.0, "theta": theta})
        for x, y in sample(ellipse):
            assert ellipse.value(x, y, upright) == ellipse.value(y, x, level)
            assert ellipse.gradient(x, y, upright) == ellipse.gradient(y, x, level)[::-1]


@pytest.mark.parametrize("theta", [45.0, -75.81])
def test_a_circle_is_the_same_at_every_angle(theta: float) -> None:
    """Turned and turned back, a coordinate of zero would get a slope by rounding, which Sign GD follows."""
    circle = SURFACES["ellipse"]
    q = circle.pack({"kappa": 1.0, "theta": theta})
    for x, y in sample(circle):
        assert circle.gradient(x, y, q) == (x, y)
    [run] = simulate(Scenario.from_query(f"surface=ellipse,kappa=1,theta={theta}&optimizer=sign-gd&start=A,0,2.99408"))
    assert not run.x[:, 0].any()


@pytest.mark.parametrize("theta", [-90.0, -33.0, 0.0, 45.0, 90.0])
@pytest.mark.parametrize("kappa", [1.0, 25.0, 1000.0])
def test_curvature_of_the_ellipse_is_one_and_kappa(kappa: float, theta: float) -> None:
    curvature = BoundSurface(SURFACES["ellipse"], {"kappa": kappa, "theta": theta}).curvature
    assert curvature == pytest.approx((1.0, kappa), abs=1e-14 * kappa, rel=0)


def test_curvature_of_rosenbrock() -> None:
    rosenbrock = SURFACES["rosenbrock"]
    root = sqrt(1002.0**2 - 4 * 400)  # of λ² − trace λ + determinant at (1, 1)
    low = 2 * 400 / (1002 + root)
    curvature = BoundSurface(rosenbrock, rosenbrock.defaults()).curvature
    assert curvature == pytest.approx((low, (1002 + root) / 2), rel=1e-11)
    assert (round(low, 5), round((1002 + root) / 2, 4)) == (0.39936, 1001.6006)


@pytest.mark.parametrize("wall", [0.0, 1e-320, 1e-200])
def test_a_saddle_without_a_wall_has_no_minimum(wall: float) -> None:
    """A wall so low that its minima cannot be reached, or squared, is none."""
    saddle = BoundSurface(SURFACES["saddle"], {"wall": wall})
    landmarks = saddle.landmarks
    assert landmarks.minima == ()
    assert landmarks.saddles == ((0.0, 0.0),)
    assert "unbounded below" in landmarks.remark
    assert saddle.floor is None
    assert saddle.curvature is None


def test_minima_of_the_saddle() -> None:
    saddle = BoundSurface(SURFACES["saddle"], {"wall": 0.125})
    assert saddle.landmarks.minima == ((0.0, -2.0), (0.0, 2.0))
    assert saddle.floor == -2.0
    assert saddle.curvature == (2.0, 4.0)
    assert saddle.landmarks.remark == ""


def test_a_saddle_without_a_wall_is_finite_as_far_as_its_squares_are() -> None:
    """y⁴ overflows at 1e77, and 0 · ∞ is no number; a run falls on until y² overflows."""
    saddle = BoundSurface(SURFACES["saddle"], {"wall": 0.0})
    for y in (1e80, 1e110, 1e153):
        assert saddle.value(0.0, y) == -y * y
        assert tuple(saddle.gradient(0.0, y)) == (0.0, -2.0 * y)
        assert tuple(saddle.hessian(0.0, y)) == (2.0, 0.0, -2.0)
    (run,) = simulate(Scenario.from_query("surface=saddle,wall=0&optimizer=sgd,lr=0.5&start=A,1,1&steps=600"))
    assert np.isfinite(run.loss).all()
    assert abs(run.x[-1, 1]) > 1e153

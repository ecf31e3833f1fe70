"""Where surfaces are stationary: all minima, local and kinked ones, maxima and saddle points; and what reads them."""

import math
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from app.catalog import written
from app.main import create_app
from optimizers import SURFACES, Scenario, Surface, simulate
from optimizers.picture import poster
from optimizers.surfaces.bound import BoundSurface
from optimizers.surfaces.surface import Landmarks, Point
from optimizers.tell.theory import theory
from optimizers.tell.verdict import verdict
from optimizers.terms.types import Vector
from tests.example_surfaces import ACKLEY, DOUBLE_WELL, EXAMPLES, HIMMELBLAU

STARTS = 40  # of Newton's method, along each side of the domain
SAME = 1e-6
every_surface = pytest.mark.parametrize("surface", [*SURFACES.values(), *EXAMPLES], ids=lambda one: one.name)


@pytest.fixture(scope="module", autouse=True)
def registered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("optimizers.form.kernel_cache.FOLDER", tmp_path_factory.mktemp("kernels"))
        for surface in EXAMPLES:
            patch.setitem(SURFACES, surface.name, surface)
        written.cache_clear()
        yield
    written.cache_clear()


def bound(surface: Surface) -> BoundSurface:
    return BoundSurface(surface, surface.defaults())


def hessian(surface: BoundSurface, x: float, y: float) -> Any:
    xx, xy, yy = surface.hessian(x, y)
    return np.array([[xx, xy], [xy, yy]], dtype=np.float64)


def found(surface: BoundSurface) -> list[Point]:
    """Return where Newton's method finds the gradient to be zero inside the domain, from starts all over it."""
    (west, east), (south, north) = surface.domain
    across = np.linspace(west, east, STARTS, endpoint=False) + 0.013
    up = np.linspace(south, north, STARTS, endpoint=False) + 0.017
    points: list[Point] = []
    for x, y in newton(surface, *(side.ravel() for side in np.meshgrid(across, up))):
        inside = west <= x <= east and south <= y <= north
        if inside and all(math.dist((x, y), other) > SAME for other in points):
            points.append((x, y))
    return points


def newton(surface: BoundSurface, x: Vector, y: Vector) -> list[Point]:
    """Return where Newton's method comes to rest from starts, all at once; others are left out."""
    derivatives: Any = (surface.gradient, surface.hessian)
    if surface.landmarks.kinks:  # where a surface may ask on which side it is, which an array cannot answer
        derivatives = map(np.vectorize, derivatives)
    slope, bend = derivatives
    resting: list[Point] = []
    with np.errstate(all="ignore"):
        for _ in range(50):
            (gx, gy), (xx, xy, yy) = slope(x, y), bend(x, y)
            determinant = xx * yy - xy * xy
            dx, dy = (yy * gx - xy * gy) / determinant, (xx * gy - xy * gx) / determinant
            x, y = x - dx, y - dy
            size = np.maximum(abs(x), abs(y))
            rests = np.maximum(abs(dx), abs(dy)) < 1e-12 * np.maximum(1.0, size)
            resting += zip(x[rests].tolist(), y[rests].tolist(), strict=True)
            going = (abs(determinant) >= 1e-12) & (size <= 1e6) & ~rests
            x, y = x[going], y[going]
            if not x.size:
                break
    return resting


@every_surface
def test_all_stationary_points_of_the_domain_are_landmarks(surface: Surface) -> None:
    """Found without the surface's help: by Newton's method from 1600 starts."""
    one = bound(surface)
    known = [point for point in one.stationary if point.smooth]
    points = found(one)
    assert len(points) == len(known) > 0
    for x, y in points:
        assert min(math.dist((x, y), (point.x, point.y)) for point in known) <= SAME


@every_surface
def test_each_landmark_is_of_its_kind(surface: Surface) -> None:
    one = bound(surface)
    for point in one.stationary:
        assert point.value == one.value(point.x, point.y)
        if not point.smooth:
            continue
        rounding = 1e-14 * np.abs(hessian(one, point.x, point.y)).max() * max(abs(point.x), abs(point.y), 1.0)
        assert max(map(abs, one.gradient(point.x, point.y))) <= rounding
        low, high = np.linalg.eigvalsh(hessian(one, point.x, point.y))
        assert {"minimum": low > 0, "maximum": high < 0, "saddle": low < 0 < high}[point.kind]


def test_the_tip_of_a_cone_is_a_minimum_without_a_gradient() -> None:
    one = bound(ACKLEY)
    tip, *others = one.stationary
    assert (tip.kind, tip.x, tip.y, tip.smooth, tip.lowest) == ("minimum", 0.0, 0.0, False, True)
    assert all(point.smooth and not point.lowest for point in others)
    assert one.gradient(0.0, 0.0) == (0.0, 0.0)
    for angle in np.linspace(0, 6, 12):
        x, y = 1e-6 * math.cos(angle), 1e-6 * math.sin(angle)
        along = (one.gradient(x, y)[0] * x + one.gradient(x, y)[1] * y) / 1e-6
        assert along == pytest.approx(2 * math.sqrt(2), rel=1e-4)  # the slope on every side of it


def test_a_kink_has_no_curvature() -> None:
    assert bound(ACKLEY).curvature is None
    assert theory(Scenario.from_query(f"surface={ACKLEY.name}&optimizer=sgd&steps=5")) == []
    assert theory(Scenario.from_query(f"surface={DOUBLE_WELL.name},tilt=0&optimizer=sgd&steps=5")) != []


@pytest.mark.parametrize(("tilt", "lowest"), [(0.2, [False, True]), (0.0, [True, True])])
def test_the_lowest_minima_are_known(tilt: float, lowest: list[bool]) -> None:
    one = BoundSurface(DOUBLE_WELL, {"tilt": tilt})
    assert [point.lowest for point in one.stationary if point.kind == "minimum"] == lowest
    assert one.floor == one.value(1.0, 0.0)


def test_all_four_minima_of_himmelblau_are_lowest() -> None:
    kinds = [point.kind for point in bound(HIMMELBLAU).stationary]
    assert [kinds.count(kind) for kind in ("minimum", "saddle", "maximum")] == [4, 4, 1]
    assert [point.lowest for point in bound(HIMMELBLAU).stationary] == [True] * 4 + [False] * 5


def test_runs_know_their_basin_and_the_verdict_says_that_it_is_a_local_one() -> None:
    scenario = Scenario.from_query(f"surface={DOUBLE_WELL.name}&optimizer=sgd,lr=0.2&steps=60")
    runs = simulate(scenario)
    assert [run.metrics.basin for run in runs] == [0, 1]
    assert [run.status for run in runs] == ["converged", "converged"]
    sentence = verdict(scenario, runs)
    assert "from A its minimum is not the lowest" in sentence
    assert "from B its" not in sentence
    even = Scenario.from_query(scenario.query.replace("tilt=0.2", "tilt=0"))
    assert "lowest" not in verdict(even, simulate(even))


def hill_value(x: Any, y: Any, q: Vector) -> Any:
    return x * x * x * x / 4.0 - x * x / 2.0 + y * y * y * y / 4.0 - y * y / 2.0


def hill_gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    return x * (x * x - 1.0), y * (y * y - 1.0)


def test_the_verdict_names_starts_on_a_maximum_on_a_kink_and_on_a_saddle_point(monkeypatch: pytest.MonkeyPatch) -> None:
    on_tip = Scenario.from_query(f"surface={ACKLEY.name}&optimizer=adam&steps=20&start=A,0,0")
    assert verdict(on_tip, simulate(on_tip)).startswith("A is a minimum: the gradient is zero there")
    hill = replace(
        HIMMELBLAU,
        name="example-hill",
        value=hill_value,
        gradient=hill_gradient,
        landmarks=lambda values: Landmarks(minima=((1.0, 1.0),), saddles=((0.0, 1.0),), maxima=((0.0, 0.0),)),
    )
    monkeypatch.setitem(SURFACES, hill.name, hill)
    on_top = Scenario.from_query(f"surface={hill.name}&optimizer=sgd,lr=0.1&steps=20&start=A,0,0&start=B,0,1")
    sentence = verdict(on_top, simulate(on_top))
    assert sentence.startswith(
        "B is a saddle point: the gradient is zero there; A is a maximum: the gradient is zero there."
    )


def test_the_api_and_the_catalog_carry_every_landmark() -> None:
    with TestClient(create_app()) as client:
        sentence = client.get(f"/api/v1/surface?surface={ACKLEY.name}").json()
        catalog = client.get("/api/v1/catalog").json()
    (entry,) = (one for one in catalog["surfaces"] if one["name"] == ACKLEY.name)
    assert sentence["landmarks"] == entry["landmarks"]
    assert [point["kind"] for point in sentence["landmarks"]].count("saddle") == len(sentence["saddles"]) == 12
    assert sentence["landmarks"][0] == asdict(bound(ACKLEY).stationary[0])
    assert not sentence["landmarks"][0]["smooth"]
    assert (len(sentence["minima"]), len(sentence["maxima"]), sentence["kinks"], sentence["curvature"]) == (
        9,
        4,
        [[0, 0]],
        None,
    )


def test_pictures_mark_each_kind_by_its_own_glyph() -> None:
    scenario = Scenario.from_query(f"surface={HIMMELBLAU.name}&optimizer=sgd&steps=5")
    svg = poster(scenario, "overlay", "light")
    assert [svg.count(f'class="{kind}"') // 2 for kind in ("minimum", "saddle", "maximum")] == [4, 4, 1]
    traces = {trace.name: trace for trace in scenario.figure().data}
    assert [len(traces[name].x) for name in ("minima", "saddle points", "maxima")] == [4, 4, 1]
    assert len({traces[name].marker.symbol for name in ("minima", "saddle points", "maxima")}) == 3
    well = Scenario.from_query(f"surface={DOUBLE_WELL.name}&optimizer=sgd&steps=5").figure()
    (minima,) = (trace for trace in well.data if trace.name == "minima")
    assert list(minima.text) == ["local minimum", "minimum"]

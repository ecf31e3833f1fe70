"""Where surfaces are stationary: all minima, local and kinked ones, maxima and saddle points; and what reads them."""

import math
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from app.catalog import catalog, written
from app.encoding import dumps
from app.main import create_app
from optimizers import SURFACES, Scenario, Surface, explain, simulate
from optimizers.picture import poster
from optimizers.query.choices import Limits
from optimizers.surfaces.bound import BoundSurface
from optimizers.surfaces.double_well import DOUBLE_WELL
from optimizers.surfaces.himmelblau import HIMMELBLAU
from optimizers.surfaces.surface import Landmarks
from optimizers.tell.scoreboard import cells
from optimizers.tell.theory import theory
from optimizers.tell.verdict import verdict
from optimizers.terms.parameters import Value
from optimizers.terms.types import Vector
from tests.answers import strict
from tests.example_surfaces import SMALL_ACKLEY
from tests.optimizers.surfaces.test_surfaces import every_setting
from tests.stationary import boundary, hessian, index, is_of_kind, searched, winding

STARTS = 110  # of Newton's method, along each side of the domain
SAME = 1e-6
every_surface = pytest.mark.parametrize("surface", [*SURFACES.values(), SMALL_ACKLEY], ids=lambda one: one.name)


@pytest.fixture(scope="module", autouse=True)
def registered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("optimizers.form.kernel_cache.FOLDER", tmp_path_factory.mktemp("kernels"))
        patch.setitem(SURFACES, SMALL_ACKLEY.name, SMALL_ACKLEY)
        written.cache_clear()
        yield
    written.cache_clear()


def bound(surface: Surface) -> BoundSurface:
    return BoundSurface(surface, surface.defaults())


@every_surface
def test_all_stationary_points_of_the_domain_are_landmarks(surface: Surface) -> None:
    """Found without the surface's help: by Newton's method from a grid of starts."""
    one = bound(surface)
    known = [point for point in one.stationary if point.smooth and not point.radius]
    points = searched(one, STARTS, same=SAME)
    assert one.stationary
    assert len(points) == len(known)
    for x, y in points:
        assert min(math.dist((x, y), (point.x, point.y)) for point in known) <= 4 * SAME


OTHERS = [one for one in SURFACES.values() if one.parameters and not one.data and not one.searches]


@pytest.mark.parametrize("surface", OTHERS, ids=lambda one: one.name)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_all_stationary_points_are_landmarks_wherever_the_sliders_are(surface: Surface, seed: int) -> None:
    random = np.random.default_rng(seed)
    values: dict[str, Value] = {p.name: float(random.uniform(*p.slider)) for p in surface.parameters}
    one = BoundSurface(surface, values)
    known = [point for point in one.stationary if point.smooth and not point.radius]
    points = searched(one, STARTS // 2, same=SAME)
    for x, y in points:
        assert min((math.dist((x, y), (point.x, point.y)) for point in known), default=1.0) <= 4 * SAME, (values, x, y)
    for point in known:
        assert max(map(abs, one.gradient(point.x, point.y))) <= 1e-12 * np.abs(hessian(one, point.x, point.y)).max()
        assert is_of_kind(one, point.kind, point.x, point.y)


@every_setting
def test_the_gradient_turns_around_the_domain_as_often_as_its_landmarks_say(
    surface: Surface, values: dict[str, Value]
) -> None:
    """Poincaré and Hopf: along its boundary the gradient turns as often as the indices of what is inside add up to."""
    one = BoundSurface(surface, values)
    if one.landmarks.circles:  # which cross the boundary: the next test follows the radius instead
        return
    (west, east), (south, north) = one.domain
    within = [p for p in one.stationary if west < p.x < east and south < p.y < north]
    size = max(east - west, north - south)
    found = 0
    for point in within:
        others = [math.dist((point.x, point.y), (other.x, other.y)) for other in one.stationary if other is not point]
        around = index(one, point.x, point.y, min(1e-3 * size, 0.3 * min(others, default=size)))
        assert point.kind == "saddle" or around == 1
        assert point.kind != "saddle" or around < 0
        found += around
    assert winding(one, boundary(one, 401)) == found


@pytest.mark.parametrize(
    "surface", [s for s in SURFACES.values() if s.landmarks(s.defaults()).circles], ids=lambda s: s.name
)
@pytest.mark.parametrize("turn", [0.1, 0.7854, 2.2, 4.0])
def test_along_the_radius_the_slope_changes_its_sign_at_every_circle_and_nowhere_else(
    surface: Surface, turn: float
) -> None:
    one = bound(surface)
    c, s = math.cos(turn), math.sin(turn)
    reach = min(abs(one.domain[0][1] / c), abs(one.domain[1][1] / s))
    r = np.linspace(1e-3, reach, 20_001)
    gx, gy = one.gradient(c * r, s * r)
    rising = c * gx + s * gy > 0
    at = np.flatnonzero(rising[1:] != rising[:-1])
    expected = sorted((circle.radius, circle.kind) for circle in one.landmarks.circles if circle.radius < reach)
    assert ["minimum" if rising[k + 1] else "maximum" for k in at] == [kind for _, kind in expected]
    for k, (radius, _) in zip(at, expected, strict=True):
        assert r[k] <= radius <= r[k + 1]


@every_surface
def test_each_landmark_is_of_its_kind(surface: Surface) -> None:
    one = bound(surface)
    for point in one.stationary:
        assert point.value == one.value(point.x + point.radius, point.y)
        places = [(point.x + point.radius * c, point.y + point.radius * s) for c, s in ((1, 0), (0, 1), (0.6, -0.8))]
        for x, y in places if point.radius else [(point.x, point.y)]:
            if not point.smooth:
                assert one.gradient(x, y) == (0.0, 0.0)
                assert is_of_kind(one, point.kind, x, y, smooth=False)
                continue
            rounding = 1e-14 * np.abs(hessian(one, x, y)).max() * max(abs(x), abs(y), 1.0)
            assert max(map(abs, one.gradient(x, y))) <= rounding
            if point.radius:  # along the radius; along the circle the curvature is zero
                along, across = np.array([x, y]) / point.radius, np.array([-y, x]) / point.radius
                bend = hessian(one, x, y)
                assert (along @ bend @ along > 0) == (point.kind == "minimum")
                assert abs(across @ bend @ across) <= 1e-12 * np.abs(bend).max()
            else:
                assert is_of_kind(one, point.kind, x, y)


def test_the_tip_of_a_cone_is_a_minimum_without_a_gradient() -> None:
    one = bound(SMALL_ACKLEY)
    tip, *others = one.stationary
    assert (tip.kind, tip.x, tip.y, tip.smooth, tip.lowest) == ("minimum", 0.0, 0.0, False, True)
    assert all(point.smooth and not point.lowest for point in others)
    assert one.gradient(0.0, 0.0) == (0.0, 0.0)
    for angle in np.linspace(0, 6, 12):
        x, y = 1e-6 * math.cos(angle), 1e-6 * math.sin(angle)
        along = (one.gradient(x, y)[0] * x + one.gradient(x, y)[1] * y) / 1e-6
        assert along == pytest.approx(2 * math.sqrt(2), rel=1e-4)  # the slope on every side of it


def test_a_kink_has_no_curvature() -> None:
    assert bound(SMALL_ACKLEY).curvature is None
    assert theory(Scenario.from_query(f"surface={SMALL_ACKLEY.name}&optimizer=sgd&steps=5")) == []
    assert theory(Scenario.from_query(f"surface={DOUBLE_WELL.name},tilt=0&optimizer=sgd&steps=5")) != []


@pytest.mark.parametrize(("tilt", "lowest"), [(0.2, [True, False]), (0.0, [True, True])])
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
    assert [run.metrics.basin for run in runs] == [1, 0]
    assert [run.status for run in runs] == ["converged", "converged"]
    sentence = verdict(scenario, runs)
    assert "it is at a minimum that is not the lowest" in sentence
    assert "from B its" not in sentence
    even = Scenario.from_query(scenario.query.replace("tilt=0.2", "tilt=0"))
    assert "lowest" not in verdict(even, simulate(even))


def hill_value(x: Any, y: Any, q: Vector) -> Any:
    return x * x * x * x / 4.0 - x * x / 2.0 + y * y * y * y / 4.0 - y * y / 2.0


def hill_gradient(x: Any, y: Any, q: Vector) -> tuple[Any, Any]:
    return x * (x * x - 1.0), y * (y * y - 1.0)


@pytest.mark.slow
def test_the_verdict_names_starts_on_a_maximum_on_a_kink_and_on_a_saddle_point(monkeypatch: pytest.MonkeyPatch) -> None:
    on_tip = Scenario.from_query(f"surface={SMALL_ACKLEY.name}&optimizer=adam&steps=20&start=A,0,0")
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
    assert sentence.startswith("B is a saddle point, and A is a maximum: the gradient is zero there.")


def test_the_api_and_the_catalog_carry_every_landmark() -> None:
    with TestClient(create_app()) as client:
        sentence = client.get(f"/api/v1/surface?surface={SMALL_ACKLEY.name}").json()
    # Not asked of the server: its catalog is written by another process, where the example is not registered.
    (entry,) = (one for one in strict(dumps(catalog(Limits())))["surfaces"] if one["name"] == SMALL_ACKLEY.name)
    assert sentence["landmarks"] == entry["landmarks"]
    assert [point["kind"] for point in sentence["landmarks"]].count("saddle") == len(sentence["saddles"]) == 12
    assert sentence["landmarks"][0] == asdict(bound(SMALL_ACKLEY).stationary[0])
    assert not sentence["landmarks"][0]["smooth"]
    assert (len(sentence["minima"]), len(sentence["maxima"]), sentence["kinks"], sentence["curvature"]) == (
        9,
        4,
        [[0, 0]],
        None,
    )


def test_of_very_many_landmarks_the_catalog_has_the_lowest_and_the_surface_all() -> None:
    (entry,) = (one for one in strict(dumps(catalog(Limits())))["surfaces"] if one["name"] == "rastrigin")
    assert [(point["x"], point["y"], point["lowest"]) for point in entry["landmarks"]] == [(0.0, 0.0, True)]
    assert entry["stationary"] == {"minimum": 121, "saddle": 220, "maximum": 100}
    svg = poster(Scenario.from_query("surface=rastrigin&optimizer=sgd&steps=5"), "overlay", "light")
    with_casing, without = 1, 120  # what has no mark has no casing below it either
    rings = 2 * with_casing + without
    assert [svg.count(f'class="{kind}"') for kind in ("minimum", "saddle", "maximum", "ring")] == [2, 0, 0, rings]


def test_pictures_draw_circles() -> None:
    """Two ring lines for each circle of minima and one for the minimum in the middle; a dotted line for maxima."""
    scenario = Scenario.from_query("surface=drop-wave&optimizer=sgd&steps=5")
    svg = poster(scenario, "overlay", "light")
    middle, on_circles = 1, 10  # the ring in the middle has a casing
    rings = 2 * middle + on_circles
    assert [svg.count(f'class="{name}"') for name in ("minimum", "ring", "maximum is-circle")] == [2, rings, 5]
    traces = {trace.name: trace for trace in scenario.figure().data}
    radii = {
        name: {round(float(r), 9) for r in np.hypot(traces[name].x, traces[name].y) if not math.isnan(r)}
        for name in ("rings", "circles of maxima")
    }
    ring = 0.005 * math.hypot(4, 4)
    circles = scenario.surface.landmarks.circles
    assert radii["circles of maxima"] == {round(one.radius, 9) for one in circles if one.kind == "maximum"}
    assert radii["rings"] == {
        round(one.radius + side, 9) for one in circles if one.kind == "minimum" for side in (-ring, ring)
    } | {round(ring, 9)}


def test_a_run_that_rests_on_a_circle_is_said_to() -> None:
    text = "surface=drop-wave&optimizer=sgd,lr=0.005&start=A,-1.3,0.7&steps=120"
    scenario = Scenario.from_query(text)
    runs = simulate(scenario)
    assert (runs[0].status, scenario.surface.minima[runs[0].metrics.basin or 0].radius > 1.5) == ("converged", True)
    sentence = verdict(scenario, runs)
    assert sentence.startswith("SGD stays in a ring from A (step 5 on); the run is on a circle of local minima.")
    (basin,) = (row[rows.index("Basin")] for rows, row in [cells(scenario, runs)])
    assert basin == "circle of radius 1.56, local"
    several = Scenario.from_query(f"{text}&optimizer=momentum,lr=0.005".replace("start=A", "start=Q"))
    assert "from Q that of SGD" not in verdict(several, simulate(several))
    assert "from Q, SGD is on a circle of local minima" in verdict(several, simulate(several))
    assert explain(scenario, 0, 0, 1).angle_to_minimum == pytest.approx(0.0, abs=1e-6)  # along the radius
    assert theory(scenario) == []


def test_pictures_mark_each_kind_by_its_own_glyph() -> None:
    scenario = Scenario.from_query(f"surface={HIMMELBLAU.name}&optimizer=sgd&steps=5")
    svg = poster(scenario, "overlay", "light")
    assert [svg.count(f'class="{kind}"') // 2 for kind in ("minimum", "saddle", "maximum")] == [4, 4, 1]
    traces = {trace.name: trace for trace in scenario.figure().data}
    assert [len(traces[name].x) for name in ("minima", "saddle points", "maxima")] == [4, 4, 1]
    assert len({traces[name].marker.symbol for name in ("minima", "saddle points", "maxima")}) == 3
    well = Scenario.from_query(f"surface={DOUBLE_WELL.name}&optimizer=sgd&steps=5").figure()
    (minima,) = (trace for trace in well.data if trace.name == "minima")
    assert list(minima.text) == ["minimum", "local minimum"]

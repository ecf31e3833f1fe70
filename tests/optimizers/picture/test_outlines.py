"""The outlines of contour levels: every closed line surrounds a stationary point, and lies on its level."""

import numpy as np
import pytest

from optimizers import SURFACES, Scenario
from optimizers.picture import outlines as outlines_module
from optimizers.picture.contours import contours
from optimizers.picture.geometry import PlotArea
from optimizers.picture.outlines import CELLS, FINER, outlines
from optimizers.run.contours import Domain, sample, values
from optimizers.surfaces.bound import BoundSurface
from optimizers.terms.types import Matrix, Vector
from tests.path_data import lines

HARD = [
    "rosenbrock,b=1000",
    "rosenbrock,b=1000,a=1.5",
    "rosenbrock,a=-1.5",
    "rosenbrock,b=1",
    "ellipse,kappa=1000,theta=30",
    "rastrigin,a=100",
    "custom,f=1000*(y-sin(3*x))^2%2Bx*x",
    "custom,f=(x*y-1)^2%2B0.001*x*x",
    "custom,f=log(x)%2By*y",
    "custom,f=sqrt(x*y)",
]
QUERIES = [*SURFACES, *HARD]
OPEN = {
    "rosenbrock,b=1000,a=1.5",
    "ellipse,kappa=1000,theta=30",
    "logistic-regression",
    "network-slice",
    "monkey-saddle",
    "custom,f=(x*y-1)^2%2B0.001*x*x",
    "custom,f=log(x)%2By*y",
    "custom,f=sqrt(x*y)",
}
"""Surfaces all of whose lines end at an edge."""
PIXEL = 1000.0  # px of a wide plot


def surface(query: str) -> BoundSurface:
    return Scenario.from_query(f"surface={query}").surface


def closed(found: Matrix, shown: BoundSurface, holes: Matrix) -> bool:
    """Return whether an outline is a contour line all the way round, which runs along no edge and along no hole."""
    edges = [abs(found[:, axis] - end) for axis in range(2) for end in shown.domain[axis]]
    size = max(high - low for low, high in shown.domain) / CELLS
    if min(map(np.min, edges)) < 1e-9 * size:
        return False
    left, bottom, right, top = holes.T
    near = [((x > left - size) & (x < right + size) & (y > bottom - size) & (y < top + size)).any() for x, y in found]
    return not any(near)


def surrounds(line: Matrix, point: Matrix) -> bool:
    """Return whether the direction from a point to a closed line turns around once."""
    angles = np.unwrap(np.arctan2(*(line - point).T[::-1]))
    return bool(abs(angles[-1] - angles[0]) > np.pi)


def stationary(shown: BoundSurface) -> list[Matrix]:
    """Return all stationary points, and some of each stationary circle."""
    turn = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    unit = np.column_stack((np.cos(turn), np.sin(turn)))
    found = []
    for one in shown.stationary:
        around = one.radius * unit if one.radius else np.zeros((1, 2))
        found += list(np.array((one.x, one.y)) + around)
    return found


@pytest.mark.parametrize("query", QUERIES)
def test_every_closed_line_surrounds_a_stationary_point(query: str) -> None:
    """On the lines that the page and a poster draw: anything else would look like a minimum that is not there."""
    shown = surface(query)
    points = np.array(stationary(shown))
    holes = np.array(outlines(shown, shown.domain).undefined, dtype=np.float64).reshape(-1, 4)
    area = PlotArea(shown.domain, PIXEL)
    checked = 0
    for band in contours(shown, area).bands:
        for drawn in lines(band.data):
            line = np.array(shown.domain)[:, 0] + np.column_stack((drawn[:, 0], area.height - drawn[:, 1])) / area.scale
            line = np.vstack((line, line[:1]))
            if len(line) < 4 or not closed(line, shown, holes):
                continue
            checked += 1
            inside = ((points > line.min(axis=0)) & (points < line.max(axis=0))).all(axis=1)
            assert any(surrounds(line, point) for point in points[inside]), (band.level, line.mean(axis=0))
    assert checked or query in OPEN


def test_a_valley_is_as_long_as_it_is() -> None:
    """The line of each level goes along the floor of the valley to both of its ends, but for a few cells."""
    shown = surface("rosenbrock")
    found = outlines(shown, shown.domain)
    for level, below in zip(found.levels[:3], found.below, strict=False):
        x = np.linspace(-1.999, 1.732, 4000)
        floor = np.column_stack((x, x * x))[np.asarray(shown.value(x, x * x)) < level]
        reach = np.concatenate(below)
        low, high = reach[:, 0].min(), reach[:, 0].max()
        size = 4 / CELLS
        assert abs(low - floor[0, 0]) < 3 * size
        assert abs(high - floor[-1, 0]) < 3 * size


@pytest.mark.parametrize("query", ["ellipse", "rosenbrock", "himmelblau", "drop-wave"])
def test_levels_are_those_of_the_grid(query: str) -> None:
    shown = surface(query)
    found = outlines(shown, shown.domain)
    assert np.array_equal(found.levels, sample(shown, CELLS).levels[1:])
    assert len(found.below) == len(found.levels)


def test_what_lies_below_has_holes_where_the_surface_is_higher() -> None:
    """Of a circle of minima the middle is above the level: its outline turns the other way."""
    shown = surface("drop-wave")
    found = outlines(shown, shown.domain)
    turns = [np.sign(np.sum(line[:-1, 0] * line[1:, 1] - line[1:, 0] * line[:-1, 1])) for line in found.below[2]]
    assert {*turns} == {-1.0, 1.0}


@pytest.mark.parametrize("region", [((0.9, 1.1), (0.9, 1.1)), ((-1.0, 0.0), (0.0, 1.0))])
def test_a_region_has_lines_of_its_own(region: tuple[tuple[float, float], tuple[float, float]]) -> None:
    shown = surface("rosenbrock")
    found = outlines(shown, region)
    assert len(found.levels) > 8
    for level, below in zip(found.levels, found.below, strict=True):
        for line in below:
            inner = ((line > [low + 1e-9 for low, _ in region]) & (line < [high - 1e-9 for _, high in region])).all(
                axis=1
            )
            f = np.asarray(shown.value(*line[inner].T))
            assert np.abs(f - level).max(initial=0) < 0.02 * found.levels[-1]


def test_what_varies_too_finely_for_any_grid_is_hardly_sampled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A level of it has thousands of lines, which a finer grid would only make more; a narrow valley has few."""
    sampled: list[int] = []

    def counted(surface: BoundSurface, cells: int, domain: Domain) -> tuple[Vector, Vector, Matrix]:
        sampled.append(cells)
        return values(surface, cells, domain)

    monkeypatch.setattr(outlines_module, "values", counted)
    fine = Scenario.from_query("surface=custom,f=sin(1e6*x)*cos(1e6*y)").surface
    found = outlines_module.outlines(fine, fine.domain)
    assert max(len(lines) for lines in found.below) > outlines_module.MANY
    assert set(sampled) <= {FINER[0]}, "where a finer grid has too many lines, no finer one is tried"
    assert len(sampled) < len(found.levels)
    sampled.clear()
    valley = Scenario.from_query("surface=custom,f=(1-x)^2%2B123*(y-x^2)^2").surface
    outlines_module.outlines(valley, ((-2.0, 2.0), (-1.0, 3.0)))
    assert sampled

"""Dots at the steps of a path: exactly at steps, the first ones kept, and none where they would crowd."""

from xml.etree import ElementTree

import numpy as np
import pytest

from optimizers import Scenario, simulate
from optimizers.picture.dots import CELL, GAP, HEAD, dotted
from optimizers.picture.geometry import PlotArea
from optimizers.picture.poster import PANEL, poster
from tests.optimizers.picture.test_poster import SVG
from tests.path_data import lines

AREA = PlotArea(((0.0, 100.0), (0.0, 50.0)), 400.0)


def test_by_hand() -> None:
    points = [(10, 10), (12, 12), (20, 10), (-1, 10), (10.5, 11), (401, 10), (30, 199), (np.nan, 3)]
    assert dotted(np.array(points, dtype=np.float64), AREA).tolist() == [True, False, True, *[False] * 3, True, False]


def test_a_path_that_comes_back_adds_no_dots_where_there_are_some() -> None:
    forth = np.column_stack((np.linspace(5, 395, 40), np.full(40, 100.0)))
    path = np.concatenate([forth, forth[::-1], forth])
    found = dotted(path, AREA)
    assert found[:40].all()
    assert not found[40:].any()


@pytest.mark.parametrize("surface", ["ellipse", "rosenbrock", "himmelblau"])
def test_no_cell_has_two(surface: str) -> None:
    scenario = Scenario.from_query(f"surface={surface}&steps=2000")
    area = PlotArea(scenario.surface.domain, 434.0)
    for run in simulate(scenario):
        pixels = np.column_stack((area.across(run.x[:, 0]), area.down(run.x[:, 1])))
        shown = pixels[dotted(pixels, area)]
        assert len({*map(tuple, np.floor(shown / CELL).tolist())}) == len(shown)
        assert (np.abs(np.diff(shown, axis=0)).sum(axis=1) >= GAP).all()


def test_the_first_steps_have_larger_dots_and_an_overlay_has_none() -> None:
    scenario = Scenario.from_query("optimizer=rmsprop&optimizer=adam&start=B,-0.6,4&steps=60")
    assert "first-dots" not in poster(scenario, "overlay", "light").partition("</style>")[2]
    svg = poster(scenario, "side-by-side", "light")
    drawn = [one for one in ElementTree.fromstring(svg).iter(f"{SVG}path") if "first-dots" in one.get("class", "")]
    area = PlotArea(scenario.surface.domain, PANEL)
    for one, run in zip(drawn, simulate(scenario), strict=True):
        pixels = np.column_stack((area.across(run.x[:, 0]), area.down(run.x[:, 1])))[: HEAD + 1]
        centers = [line[0] for line in lines(one.get("d", ""))]
        assert len(centers) >= 5
        for center in centers:
            assert np.abs(pixels - center).max(axis=1).min() < 0.06

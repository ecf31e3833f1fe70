"""Contours as path data: bands, shades and labels."""

from itertools import combinations

import numpy as np
import pytest

from optimizers import SURFACES, Scenario
from optimizers.picture.colormaps import SHADES
from optimizers.picture.contours import APART, BESIDE, REFERENCE, contours, free
from optimizers.picture.geometry import PlotArea
from optimizers.picture.outlines import outlines
from optimizers.terms.text import short_number
from tests.path_data import apart


@pytest.mark.parametrize("name", SURFACES)
def test_labels_name_their_lines_and_can_be_read(name: str) -> None:
    """Each lies on a line of its level, inside the plot, and covers no other label and no mark."""
    surface = Scenario.from_query(f"surface={name}").surface
    area = PlotArea(surface.domain, REFERENCE)
    found, traced = contours(surface, area), outlines(surface, surface.domain)
    assert len(found.labels) == sum(band.labelled for band in found.bands) <= 3
    assert found.labels or name in FEW
    by_text = {short_number(level, 3): lines for level, lines in zip(traced.levels.tolist(), traced.below, strict=True)}
    middles = [np.array((area.across(label.x), area.down(label.y))) for label in found.labels]
    for label, middle in zip(found.labels, middles, strict=True):
        pixels = [np.column_stack((area.across(line[:, 0]), area.down(line[:, 1]))) for line in by_text[label.text]]
        assert min(apart(middle, line) for line in pixels) < 0.1
        low, high = free(area)
        assert (middle >= low).all()
        assert (middle <= high).all()
        assert (low >= 14).all()
        assert (high <= (area.width - 40, 0.9 * area.height)).all(), "the numbers of the axes"
        for one in surface.stationary:
            if one.marked and not one.radius:
                assert np.abs(middle - (area.across(one.x), area.down(one.y))).max() > BESIDE
    for middle, other in combinations(middles, 2):
        assert (np.abs(middle - other) > APART).any()


FEW: set[str] = set()
"""Surfaces whose lines are so short and curved that none has room for a label."""


@pytest.mark.parametrize("name", ["ellipse", "himmelblau", "easom"])
def test_shades_take_in_the_whole_map_in_order(name: str) -> None:
    surface = Scenario.from_query(f"surface={name}").surface
    found = contours(surface, PlotArea(surface.domain, 434.0))
    shades = [found.outside, *(band.shade for band in found.bands)]
    assert shades[0] == SHADES - 1
    assert shades[-1] == 0
    assert shades == sorted(set(shades), reverse=True)
    levels = [band.level for band in found.bands]
    assert levels == sorted(levels, reverse=True)

"""A region of the plane in place of the domain: which are legal, and what a picture of it shows."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizers import SURFACES, Scenario
from optimizers.picture import WIDE, poster, poster_png, poster_size
from optimizers.picture.plot_svg import plot_area
from optimizers.picture.region import REACH, SMALLEST, framed, nearest, share
from optimizers.run.contours import sample

DOMAIN = ((-10.0, 10.0), (-5.0, 5.0))
ANY = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("given", "legal"),
    [
        ((-1, 1, -0.5, 0.5), (-1, 1, -0.5, 0.5)),
        ((1, -1, 0.5, -0.5), (-1, 1, -0.5, 0.5)),
        ((0, 1, 2, 2), (0, 1, 2, 2)),
        ((3, 3, 4, 4), (3 - 1e-4, 3 + 1e-4, 4 - 5e-5, 4 + 5e-5)),
        ((-1e300, 1e300, 0, 1), (-REACH, REACH, 0, 1)),
        ((1e9, 1e9, 0, 0), (REACH - 2e-4, REACH, -5e-5, 5e-5)),
    ],
)
def test_the_nearest_legal_region(given: tuple[float, ...], legal: tuple[float, ...]) -> None:
    assert nearest(given, DOMAIN) == pytest.approx(legal, rel=1e-12)


@given(st.tuples(ANY, ANY, ANY, ANY), st.sampled_from(sorted(SURFACES)))
def test_what_is_legal_stays_as_it_is(numbers: tuple[float, ...], name: str) -> None:
    domain = SURFACES[name].domain
    left, right, bottom, top = region = nearest(numbers, domain)
    assert nearest(region, domain) == region
    assert -REACH <= left <= right <= REACH
    assert -REACH <= bottom <= top <= REACH
    assert share(region, domain) >= SMALLEST * 0.999
    (low, high), (under, over) = shown = framed(region, domain)
    slack = 1e-9 * REACH
    assert low - slack <= left <= right <= high + slack
    assert under - slack <= bottom <= top <= over + slack
    (wide, tall), (across, along) = [[end - begin for begin, end in one] for one in (domain, shown)]
    assert along * wide == pytest.approx(across * tall, rel=1e-3)


def test_no_region_is_the_domain() -> None:
    assert framed((), DOMAIN) == DOMAIN


@pytest.mark.parametrize("name", sorted(SURFACES))
def test_the_levels_of_a_region_suit_it(name: str) -> None:
    """At a start, where the surface slopes, a region of a thousandth of the domain has lines all over it."""
    surface = Scenario.from_query(f"surface={name}").surface
    x, y = surface.suggestion.starts[0]
    domain = framed((x, x + 1e-3 * (surface.domain[0][1] - surface.domain[0][0]), y, y), surface.domain)
    grid = sample(surface, 64, domain)
    assert (grid.x[0], grid.x[-1]) == domain[0]
    assert (grid.y[0], grid.y[-1]) == domain[1]
    assert (np.diff(grid.levels) > 0).all()
    if np.ptp(grid.z) > 0:
        below = (grid.z[:, :, np.newaxis] < grid.levels).mean(axis=(0, 1))
        assert np.diff(below, append=1.0).max() < 0.2


def test_a_poster_of_a_region_has_its_axes_and_the_size_of_the_whole() -> None:
    scenario = Scenario.from_query("optimizer=rmsprop,lr=0.3")
    region = (-0.4, 0.4, -0.2, 0.2)
    drawn = poster(scenario, "overlay", "light", region=region)
    assert {"−0.2", "0", "0.2"} == set(re.findall(r'class="tick-label"[^>]*>([^<]*)<', drawn))
    width, height = poster_size(scenario, "overlay")
    assert f'width="{width:g}" height="{height:.1f}"' in drawn
    area = plot_area(scenario, WIDE, region)
    whole = plot_area(scenario, WIDE)
    assert (area.width, area.height) == pytest.approx((whole.width, whole.height))
    minimum = re.search(r'<path class="minimum" d="M([\d.]+) ([\d.]+)', drawn)
    assert minimum is not None
    assert [float(at) for at in minimum.groups()] == pytest.approx([area.across(0), area.down(0)], abs=0.06)
    assert (
        drawn.count("start-outside")
        == drawn.count('class="start"') + drawn.partition("</style>")[0].count("start-outside")
        == 2 + 1
    )  # both starts are at the edge
    png = poster_png(scenario, "overlay", "light", scale=1, region=region)
    assert png != poster_png(scenario, "overlay", "light", scale=1)

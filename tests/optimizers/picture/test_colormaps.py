"""Color maps: sequential, the published ones as published, and the same in the poster's style and in a PNG."""

import pytest
from plotly.colors import sequential

from app.view import CHOICES
from optimizers import Scenario
from optimizers.picture import poster
from optimizers.picture.colormaps import CIVIDIS, COLORMAPS, SHADES, VIRIDIS, inks, shades
from optimizers.picture.palette import palette
from optimizers.picture.png import plain_poster
from tests.optimizers.picture.test_palette import VISION, contrast, seen


def test_the_published_maps_are_as_published() -> None:
    assert sequential.Cividis == CIVIDIS
    assert sequential.Viridis == VIRIDIS


@pytest.mark.parametrize("theme", [0, 1])
@pytest.mark.parametrize("name", COLORMAPS)
def test_a_map_is_sequential_for_every_kind_of_color_vision(name: str, theme: int) -> None:
    colors = shades(name, theme)
    assert len(colors) == SHADES
    for vision in VISION.values():
        light = [float(seen(color, vision)[0]) for color in colors]
        assert light == sorted(light) or light == sorted(light, reverse=True)
    assert min(contrast(*pair) for pair in zip(colors, inks(name, theme), strict=True)) > 3


@pytest.mark.parametrize("name", COLORMAPS)
def test_a_poster_has_the_colors_of_its_map(name: str) -> None:
    scenario = Scenario.from_query("steps=1")
    colors = palette("light", name)
    for svg in (
        poster(scenario, "overlay", "light", colormap=name),
        plain_poster(scenario, "overlay", "light", colormap=name),
    ):
        assert all(color in svg for color in colors.shades)
    assert name in CHOICES["colormap"]

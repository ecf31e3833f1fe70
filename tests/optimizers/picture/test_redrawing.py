"""A picture drawn in parts, compared with the same picture drawn as a whole."""

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from optimizers import Scenario
from optimizers.picture import redrawing
from optimizers.picture.palette import palette
from optimizers.picture.png import plain_poster, rasterized
from optimizers.picture.redrawing import Redrawing

ORDER = (60, 0, 1, 2, 5, 6, 30, 31, 32, 7, 59)  # a GIF begins with the last picture
PATHS = "surface=rosenbrock&optimizer=sgd,lr=0.001&optimizer=adam,lr=0.1&start=A,-1,1.2&start=B,1,-0.5&steps=60"
LEAVING = "surface=ellipse&optimizer=sgd,lr=0.9&optimizer=rmsprop,lr=0.1&start=A,-8,1.2&steps=60"  # words appear


def whole(svg: str, scale: int) -> Any:
    with Image.open(io.BytesIO(rasterized(svg, scale))) as image:
        return np.asarray(image.convert("RGB"), int)


@pytest.mark.parametrize(
    ("query", "layout", "theme", "scale"),
    [(PATHS, "overlay", "light", 1), (PATHS, "side-by-side", "dark", 2), (LEAVING, "side-by-side", "light", 1)],
)
def test_the_parts_are_those_of_the_whole(query: str, layout: str, theme: str, scale: int) -> None:
    scenario = Scenario.from_query(query)
    picture = Redrawing(scale, palette(theme).roles["page"])
    for step in ORDER:
        svg = plain_poster(scenario, layout, theme, step)
        apart = np.abs(np.asarray(picture.at(svg), int) - whole(svg, scale)).max(axis=2)
        assert (apart > 8).mean() < 2e-4, step
        assert apart.max() < 64, step  # where a part cuts a curve; a dot that is missing is more


def test_few_pixels_are_drawn_where_little_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = Scenario.from_query(PATHS)
    sizes = []

    def drawn(svg: str, scale: float, *rest: Any, **named: Any) -> bytes:
        picture = rasterized(svg, scale, *rest, **named)
        if scale == 2:
            with Image.open(io.BytesIO(picture)) as image:
                sizes.append(image.width * image.height)
        return picture

    monkeypatch.setattr(redrawing, "rasterized", drawn)
    picture = Redrawing(2, palette("light").roles["page"])
    for step in range(30, 36):
        image = picture.at(plain_poster(scenario, "overlay", "light", step))
    assert sizes[0] == image.width * image.height
    assert 0 < sum(sizes[1:]) < sizes[0] / 2  # of five pictures
    count = len(sizes)
    picture.at(plain_poster(scenario, "overlay", "light", 35))
    assert len(sizes) == count, "nothing has changed"

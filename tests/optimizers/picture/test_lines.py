"""The lines of a picture: as good as exact, and never megabytes, however many runs overlap."""

import io
from time import process_time

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from optimizers import Scenario, simulate
from optimizers.picture import lines, poster
from optimizers.picture.lines import EXACT, LEVELS, Level, lines_of
from optimizers.picture.path_data import Flags, Points, simplified
from optimizers.picture.plot_svg import plot_area
from optimizers.picture.png import plain_poster, rasterized
from tests.answers import client

RATES = {"sgd": 0.02, "momentum": 0.01, "rmsprop": 0.1, "adam": 0.1}
STARTS = "&".join(f"start=S{k},{-9 + 0.72 * k:.3f},{4 * (k * 7 % 13) / 13 - 2:.3f}" for k in range(26))
RULES = "&".join(
    f"optimizer={name},lr={rate * (1 + 0.1 * turn):.4f}" for turn in range(4) for name, rate in RATES.items()
)
CROWD = f"{STARTS}&{RULES}&steps=1200"  # 416 runs, half a million points
FEW = f"{STARTS}&{RULES}&steps=18"
QUERIES = {
    "": 4,
    "surface=rosenbrock": 2,
    "surface=saddle": 2,
    "noise=3&steps=400": 2,
    "optimizer=momentum&steps=2000": 2,
}


def pixels(svg: str, scale: int) -> NDArray[np.int64]:
    with Image.open(io.BytesIO(rasterized(svg, scale))) as image:
        return np.asarray(image.convert("RGB")).astype(np.int64)


def all_of(points: Points, *_: object) -> Flags:
    return np.ones(len(points), dtype=np.bool_)


def apart(query: str, scale: int, monkeypatch: pytest.MonkeyPatch) -> NDArray[np.int64]:
    """Return how far apart the pixels are of a picture and of the one that draws every step."""
    scenario = Scenario.from_query(query)
    drawn = plain_poster(scenario, "overlay", "light")
    monkeypatch.setattr(lines, "simplified", all_of)
    monkeypatch.setattr(lines, "LEVELS", LEVELS[:1])
    whole = plain_poster(scenario, "overlay", "light")
    assert len(drawn) < len(whole)
    found: NDArray[np.int64] = np.abs(pixels(drawn, scale) - pixels(whole, scale)).max(axis=2)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("query", QUERIES)
def test_nobody_sees_that_steps_are_left_out(query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the differences of channels, of 255, at scales up to 4. A dash may shift a little where steps are tiny."""
    found = apart(query, QUERIES[query], monkeypatch)
    assert (found > 48).mean() < 5e-4
    assert found.mean() < 0.2


@pytest.mark.slow
@pytest.mark.parametrize("noise", ["", "&noise=3"])
def test_a_crowd_looks_the_same(noise: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = apart(CROWD + noise, 1, monkeypatch)
    assert (found > 48).mean() < 0.02
    assert found.mean() < 4


@pytest.mark.parametrize("query", [CROWD, f"{CROWD}&noise=3", FEW])
@pytest.mark.parametrize("layout", ["overlay", "side-by-side"])
def test_a_crowd_takes_at_most_a_megabyte(query: str, layout: str) -> None:
    scenario = Scenario.from_query(query)
    runs = simulate(scenario)
    begun = process_time()
    sizes = [len(poster(scenario, layout, "auto", animate=animate, runs=runs)) for animate in (False, True)]
    assert process_time() - begun < 3, "0.4 s where nothing else runs"
    assert max(sizes) <= 1_000_000


def test_its_page_takes_at_most_a_megabyte_too() -> None:
    answer = client().get(f"/?{CROWD}&noise=3")
    assert answer.status_code == 200
    assert len(answer.content) <= 1_010_000, "nearly all of it is the pictures"


@pytest.mark.parametrize("moving", [False, True])
@pytest.mark.parametrize("level", LEVELS)
def test_first_steps_and_whatever_is_new_are_drawn(level: Level, moving: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LEVELS", [level])
    scenario = Scenario.from_query("noise=3&steps=400")
    runs = simulate(scenario)
    found = lines_of(plot_area(scenario, 980.0), [run.x for run in runs], moving, 20.0)
    for line, run in zip(found, runs, strict=True):
        ((points, steps),), (corners,), (drawn,) = line.pieces, line.corners, line.drawn
        assert len(points) == len(run.x) == len(steps)
        assert corners[: EXACT + 1].all()
        assert drawn[:EXACT].all()
        shown = points[corners][np.append(drawn, True) | np.append(True, drawn)]
        for corner in points[simplified(points, level.error, EXACT)]:
            assert np.hypot(*(shown - corner).T).min() <= level.cell * 2**0.5, "its square has a corner"


def test_a_line_that_goes_to_and_fro_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LEVELS", LEVELS[1:2])
    area = plot_area(Scenario.from_query(""), 980.0)
    (line,) = lines_of(area, [np.tile(np.array([(-5.0, 1.0), (5.0, 1.0)]), (500, 1))], False, 20.0)
    assert line.drawn[0].sum() == EXACT + 1, "the first steps, and no other"
    (line,) = lines_of(area, [np.tile(np.array([(-5.0, 1.0), (5.0, 1.0)]), (500, 1))], True, 20.0)
    ends = line.pieces[0][0][line.corners[0]]
    assert len(ends) < 300
    assert len(np.unique(ends[EXACT + 1 :].round(), axis=0)) == 2, "a moving line keeps both sides"

"""The poster as PNG: the same picture, with its text, where there is no font and no style sheet is read."""

import io
import re
import subprocess
import sys
from collections import Counter
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from app.view import CHOICES
from optimizers import Scenario, ScenarioError
from optimizers.picture import png, poster, poster_png
from optimizers.picture.palette import palette
from optimizers.picture.png import LONGEST, plain_poster
from optimizers.picture.styles import plain
from optimizers.query.choices import Limits
from tests.answers import assert_problem, client
from tests.serving import ROOT

pytestmark = pytest.mark.slow

CLIENT = client()
QUERY = "optimizer=sgd&optimizer=adam&steps=30"
LEAVING = "optimizer=sgd,lr=0.0805&optimizer=rmsprop&start=A,-0.6,4&start=B,3,3&steps=60"
TEXTS = {
    "title of a plot": r'(<text class="plot-title"[^>]*>)[^<]+',
    "caption": r'(<text class="plot-caption"[^>]*>)[^<]+',
    "author's title, with Greek": r'(<text class="poster-title"[^>]*>)[^<]+',
    "tick": r'(<text class="tick-label"[^>]*>)[^<]+',
    "label of a start": r'(<circle cx="[^"]*" cy="[^"]*" r="9"/><text[^>]*>)[^<]+',
}
Pixels = NDArray[np.uint8]


def pixels(data: bytes) -> Pixels:
    with Image.open(io.BytesIO(data)) as image:
        assert image.format == "PNG"
        return np.asarray(image.convert("RGB"))


def picture(layout: str = "side-by-side", theme: str = "light", **options: Any) -> Pixels:
    return pixels(poster_png(Scenario.from_query(QUERY), layout, theme, **{"scale": 1, **options}))


@pytest.mark.parametrize("theme", CHOICES["theme"])
@pytest.mark.parametrize("layout", CHOICES["layout"])
def test_it_has_the_colors_of_its_theme(theme: str, layout: str) -> None:
    found = Counter("#" + bytes(pixel).hex() for pixel in picture(layout, theme).reshape(-1, 3))
    expected = palette("dark" if theme == "dark" else "light")
    assert found[expected.roles["page"]] > 10_000
    assert found[expected.series[0]] > 100  # the path and the key of SGD
    assert found[expected.series[3]] > 50  # Adam's have gaps
    assert found["#000000"] == 0  # what is left where no style applies


@pytest.fixture(scope="module")
def drawn() -> Pixels:
    """A picture with texts of all kinds."""
    return picture(title="κ θ β ∇f")


@pytest.mark.parametrize("kind", TEXTS)
def test_its_text_is_there(kind: str, drawn: Pixels, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is another picture than one whose texts of that kind are empty."""

    def emptied(*arguments: Any, **options: Any) -> str:
        svg, count = re.subn(TEXTS[kind], r"\1", poster(*arguments, **options))
        assert count
        return svg

    monkeypatch.setattr("optimizers.picture.png.poster", emptied)
    without = picture(title="κ θ β ∇f")
    assert drawn.shape == without.shape
    assert (drawn != without).any(axis=2).sum() > 15


@pytest.mark.parametrize("letters", ["Adam", "κθβλσ", "0−9 · × ≤ °"])
def test_the_font_that_is_brought_along_has_these_letters(letters: str) -> None:
    """On a machine without any font: each draws something, and not the box of a missing one, which all would share."""
    script = """
import sys
from font_roboto import Roboto, RobotoBold
from resvg_py import svg_to_bytes
text = '<text y="30" font-family="system-ui, sans-serif" font-size="24">{}</text>'
for letter in sys.argv[1]:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">' + text.format(letter) + "</svg>"
    fonts = {"font_files": [Roboto, RobotoBold], "sans_serif_family": "Roboto"}
    print(hash(bytes(svg_to_bytes(svg_string=svg, skip_system_fonts=True, **fonts))))
"""
    wanted = letters.replace(" ", "")
    command = [sys.executable, "-P", "-c", script, wanted + " \ue000"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    assert len(set(output)) >= len(set(wanted)) + 1  # a blank draws nothing, and none of them is one


@pytest.mark.parametrize("scale", [1, 2, 3, 4])
def test_scale(scale: int) -> None:
    height, width, _ = pixels(CLIENT.get(f"/poster.png?{QUERY}&scale={scale}").content).shape
    svg = CLIENT.get(f"/poster.svg?{QUERY}").text
    box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    assert box
    assert (width, height) == (scale * float(box[1]), pytest.approx(scale * float(box[2]), abs=1))


def test_two_pixels_a_px_unless_told() -> None:
    response = CLIENT.get(f"/poster.png?{QUERY}")
    assert response.headers["content-type"] == "image/png"
    assert response.content == CLIENT.get(f"/poster.png?{QUERY}&scale=2").content
    assert pixels(response.content).shape[1] == 1920


@pytest.mark.parametrize("scale", ["0", "5", "1.5", "", "9999", "two"])
def test_no_other_scale(scale: str) -> None:
    problem = assert_problem(CLIENT.get(f"/poster.png?{QUERY}&scale={scale}"), 422)
    assert problem["problems"][0]["parameter"] == "scale"


def test_a_picture_may_not_be_too_large() -> None:
    """Sixteen plots of a square surface would be sixty megapixels."""
    query = "surface=rosenbrock&steps=1&" + "&".join(["optimizer=sgd"] * 16)
    problem = assert_problem(CLIENT.get(f"/poster.png?{query}&scale=4"), 422)
    assert problem["problems"][0]["allowed"].startswith("a whole number from 1 to 2")
    assert CLIENT.get(f"/poster.png?{query}").status_code == 200
    with pytest.raises(ScenarioError, match=r"The parameter scale cannot be 4\. Allowed: a whole number from 1 to 2"):
        poster_png(Scenario.from_query(query), "side-by-side", "light", scale=4)


def test_a_scale_that_is_not_written_fits_a_large_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizers.picture.png.rasterized", lambda svg, scale: bytes([scale]))  # nothing is drawn
    for count, scale in ((1, 2), (16, 2), (60, 1)):
        query = "surface=rosenbrock&steps=1&" + "&".join(["optimizer=sgd,lr=0.1"] * count)
        scenario = Scenario.from_query(query, Limits(optimizers=60))
        assert poster_png(scenario, "side-by-side", "light") == bytes([scale])


def test_paths_too_long_to_draw_are_refused_with_the_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """In time that grows with the SVG. Simplified paths are that long only where the settings allow far more points."""
    most = 500_000
    monkeypatch.setattr("optimizers.picture.png.LONGEST", most)
    monkeypatch.setattr("resvg_py.svg_to_bytes", None)  # nothing is drawn
    starts = "&".join(f"start=S{k},{k / 9},1" for k in range(26))
    query = f"noise=10&optimizer=sgd&{starts}&steps=9000"
    scenario = Scenario.from_query(query)
    with pytest.raises(ScenarioError) as refusal:
        poster_png(scenario, "side-by-side", "light")
    (problem,) = refusal.value.problems
    size = len(plain_poster(scenario, "side-by-side", "light"))
    assert most < size < LONGEST
    assert (problem.parameter, problem.value) == ("steps", "9000")
    assert problem.allowed.startswith(
        f"fewer: the paths take {size} bytes of SVG, and a PNG is made from at most {most}"
    )


def test_a_picture_with_too_many_plots_is_refused_with_the_numbers() -> None:
    many = client(max_optimizers=400)
    query = "surface=rosenbrock&steps=1&" + "&".join(["optimizer=sgd,lr=0.1"] * 150)
    (problem,) = assert_problem(many.get(f"/poster.png?{query}&scale=1"), 422)["problems"]
    assert (problem["parameter"], problem["value"]) == ("optimizer", "150 times")
    assert re.fullmatch(r"fewer: a picture of 960 × \d+ px has more than 20000000 pixels", problem["allowed"])


def test_what_answers_requests_does_not_draw() -> None:
    """resvg holds the interpreter's lock, so it is loaded only where a PNG is made: in a process for jobs."""
    script = """
import sys
import app.main
assert "resvg_py" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)


@pytest.mark.parametrize("query", ["", "surface=rosenbrock", "surface=saddle", LEAVING, "noise=3&steps=300"])
def test_it_looks_like_the_svg_that_browsers_draw(query: str) -> None:
    """Opaque contours and covered margins, which resvg draws quickly, differ by less than an eye sees."""
    scenario = Scenario.from_query(query)
    style, clipped = plain("light"), poster(scenario, "side-by-side", "light")
    clipped = re.sub(r"<style>.*?</style>", lambda _: f"<style>{style}</style>", clipped, count=1, flags=re.DOTALL)
    quick = pixels(poster_png(scenario, "side-by-side", "light")).astype(int)
    apart = np.abs(quick - pixels(png.rasterized(clipped, 2)).astype(int)).max(axis=2)
    assert (apart > 16).mean() < 1e-3
    assert apart.mean() < 2  # of 255, in contours whose translucent shades have been rounded sixteen times

"""The animated poster: equal times are equal steps, in an image too, and it is still where motion is unwelcome."""

import base64
import io
import re
from collections.abc import Iterator
from xml.etree import ElementTree

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Browser, Page

from optimizers import Scenario, simulate
from optimizers.picture import poster
from optimizers.picture.motion import Clock
from optimizers.picture.plot_svg import plot_area
from optimizers.picture.poster import LEFT, TITLE, TOP, WIDE
from tests.answers import client
from tests.browser import CHROMIUM, FLAGS, find

CLIENT = client()
SVG = "{http://www.w3.org/2000/svg}"
ONE = "optimizer=sgd,lr=0.07&start=A,-8,1.2&steps=40"
LEAVING = "optimizer=sgd,lr=0.0805&optimizer=rmsprop&start=A,-0.6,4&steps=60"
SEEN = (1, 2, 5, 8)  # steps after which the marker stands alone, far from the start and the minimum


def animated(query: str, layout: str = "overlay") -> str:
    return poster(Scenario.from_query(query), layout, "light", animate=True)


def easings(svg: str) -> list[list[float]]:
    """Return the values of every easing, those at explicit places filled up."""
    found = []
    for text in re.findall(r"--pace:linear\(([^)]*)\)", svg):
        points = [item.split() for item in text.split(",")]
        places = [float(point[1].rstrip("%")) / 100 if len(point) > 1 else np.nan for point in points]
        places[0], places[-1] = 0.0, 1.0
        known = [k for k, place in enumerate(places) if not np.isnan(place)]
        where = np.interp(range(len(places)), known, [places[k] for k in known])
        found.append(np.interp(np.linspace(0, 1, 41), where, [float(point[0]) for point in points]).tolist())
    return found


def test_equal_times_are_equal_steps() -> None:
    """After k of 40 steps the path is as long as its first k steps, in pixels."""
    scenario = Scenario.from_query(ONE)
    (run,) = simulate(scenario)
    area = plot_area(scenario, WIDE)
    pixels = np.column_stack((area.across(run.x[:, 0]), area.down(run.x[:, 1])))
    ways = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(pixels, axis=0).T))))
    (easing,) = easings(animated(ONE))
    assert np.allclose(easing, ways / ways[-1], atol=2e-3)
    assert not np.allclose(easing, np.linspace(0, 1, 41), atol=0.2), "else equal lengths would pass as well"


def test_all_runs_have_one_clock() -> None:
    svg = animated("steps=100", "side-by-side")
    assert re.findall(r"--loop:([^}]*)}", svg) == ["6s"]
    assert len(easings(svg)) == 8
    assert "infinite" in svg
    assert set(re.findall(r"animation: \w+ (\S+) (\S+)", svg)) == {("var(--loop)", "var(--pace)")}


@pytest.mark.parametrize(("steps", "seconds"), [(1, 4.0), (100, 6.0), (10_000, 12.0)])
def test_a_loop_has_a_bearable_length(steps: int, seconds: float) -> None:
    assert Clock(steps).seconds == seconds


def test_a_run_that_is_shorter_stands_still_at_its_end() -> None:
    easing = Clock(100).pace(np.array([0.0, 10.0, 25.0]), np.array([0.0, 0.5, 1.0]))
    assert easing.endswith(",1 25.000%,1)")
    assert easing.startswith("linear(0,0.05,0.1,")


@pytest.mark.parametrize("layout", ["side-by-side", "overlay"])
@pytest.mark.parametrize("query", ["", LEAVING, "optimizer=sgd,lr=1e100&steps=2000", "steps=1&step=0"])
def test_it_is_well_formed_and_its_names_are_unique(query: str, layout: str) -> None:
    response = CLIENT.get(f"/poster.svg?{query}&layout={layout}&animate=1")
    assert response.status_code == 200
    svg = ElementTree.fromstring(response.content)
    names = [element.attrib["id"] for element in svg.iter() if "id" in element.attrib]
    assert len(set(names)) == len(names)
    used = set(re.findall(r'(?:href="|url\()#([\w-]+)', response.text))
    assert used <= set(names)
    assert "<script" not in response.text
    assert not re.search(r"\b(nan|inf)\b", response.text.split("</style>", 1)[1])


def test_it_is_no_more_than_twice_as_large() -> None:
    assert len(CLIENT.get("/poster.svg?animate=1").content) < 2 * len(CLIENT.get("/poster.svg").content)
    assert CLIENT.get("/poster.svg?animate=0").content == CLIENT.get("/poster.svg").content


def shown(page: Page, svg: str) -> None:
    image = base64.b64encode(svg.encode()).decode()
    page.set_content(f'<body style="margin:0"><img src="data:image/svg+xml;base64,{image}">')
    page.wait_for_function("document.images[0].complete")


def shot(page: Page) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(page.screenshot())) as image:
        return np.asarray(image.convert("RGB"))


@pytest.fixture(params=["no-preference", "reduce"])
def reader(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[str, Page]]:
    """A page of a reader with and without a wish for less motion. What a page emulates does not reach its images."""
    path, wish = find(CHROMIUM), ["--force-prefers-reduced-motion"] if request.param == "reduce" else []
    engine = browser.browser_type
    chromium = engine.launch(executable_path=path, args=[*FLAGS, *wish])
    yield request.param, chromium.new_page(viewport={"width": 1000, "height": 620})
    chromium.close()


def unnumbered(svg: str) -> str:
    """Without the numbers of the axes, of which a path hides one pixel more or less, as coordinates are rounded."""
    return re.sub(r'<text class="tick-label.*?</text>', "", svg)


def test_it_moves_in_an_image_only_for_who_wants_it(reader: tuple[str, Page]) -> None:
    wish, page = reader
    scenario = Scenario.from_query(LEAVING)
    shown(page, unnumbered(poster(scenario, "overlay", "light")))
    still = shot(page)
    shown(page, unnumbered(poster(scenario, "overlay", "light", animate=True)))
    page.wait_for_timeout(500)  # whether it moves can be seen only as time passes
    before = shot(page)
    page.wait_for_timeout(500)  # the same
    after = shot(page)
    if wish == "reduce":
        assert (before == after).all()
        # The pictures round coordinates differently, so edges of lines differ a little. The mean over a few pixels
        # evens that out to 16; where a path or a casing is missing it is 23 or more.
        differences = sliding_window_view(before.astype(int) - still.astype(int), (5, 5), axis=(0, 1))
        assert np.abs(differences.mean(axis=(-1, -2))).max() <= 20
    else:
        assert (before != after).any(axis=2).sum() > 50


def test_the_marker_is_where_the_run_is(browser: Browser) -> None:
    """Stop the clock after each of some steps: the marker stands on the run's point of that step."""
    scenario = Scenario.from_query(ONE)
    (run,) = simulate(scenario)
    area = plot_area(scenario, WIDE)
    page = browser.new_page(viewport={"width": 1000, "height": 620})
    page.set_content(f'<body style="margin:0">{animated(ONE)}')
    for step in SEEN:
        moment = 0.88 * Clock(40).seconds * step / 40
        page.evaluate(
            "ms => document.getAnimations().forEach(one => { one.pause(); one.currentTime = ms; })", 1000 * moment
        )
        picture = shot(page)
        x = LEFT + area.across(run.x[step, 0])
        y = TITLE + TOP + area.down(run.x[step, 1])
        corner = picture[round(y) - 2 : round(y) + 3, round(x) - 2 : round(x) + 3].reshape(-1, 3)
        assert (corner == np.array([0, 114, 178])).all(axis=1).mean() > 0.7, f"a dot in SGD's blue at step {step}"
    page.close()

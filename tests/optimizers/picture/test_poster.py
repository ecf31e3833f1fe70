"""The poster: a scenario as one SVG that needs nothing else."""

import re
from itertools import pairwise
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import numpy as np
import pytest

from app.view import CHOICES
from optimizers import Scenario
from optimizers.picture import description, panels
from optimizers.picture import poster as draw
from optimizers.run.tuning import caption
from tests.answers import client
from tests.path_data import lines

CLIENT = client()
SVG = "{http://www.w3.org/2000/svg}"


def poster(query: str = "") -> Element:
    response = CLIENT.get(f"/poster.svg?{query}")
    assert (response.status_code, response.headers["content-type"]) == (200, "image/svg+xml")
    return ElementTree.fromstring(response.content)


def classes(svg: Element) -> list[str]:
    return [name for element in svg.iter() for name in element.get("class", "").split()]


def texts(svg: Element, name: str) -> list[str]:
    return ["".join(element.itertext()) for element in svg.iter() if name in element.get("class", "").split()]


def legend(svg: Element) -> list[tuple[str, str]]:
    """Return the keys, by the series they show, each with the text that follows it."""
    found = []
    for group in svg.iter(f"{SVG}g"):
        parts = list(group)
        for key, text in pairwise(parts):
            if "key" in key.get("class", "").split():
                found.append((key.get("class", "").split()[1], text.text or ""))
    return found


def test_a_plot_of_one_optimizer_has_its_name() -> None:
    for layout in CHOICES["layout"]:
        assert texts(poster(f"layout={layout}&optimizer=lion"), "plot-title") == ["Lion"]


@pytest.mark.parametrize("layout", CHOICES["layout"])
def test_every_run_is_drawn_once(layout: str) -> None:
    svg = poster(f"layout={layout}&optimizer=sgd&optimizer=adam&optimizer=sgd&start=A,1,1&start=B,2,2&start=C,3,3")
    side_by_side = layout == "side-by-side"
    assert classes(svg).count("path") == 9
    assert classes(svg).count("plot-svg") == (3 if side_by_side else 1)
    assert classes(svg).count("start") == 3 * (3 if side_by_side else 1)
    assert legend(svg) == [("series-0", "SGD 1"), ("series-3", "Adam"), ("series-4", "SGD 2")]
    assert texts(svg, "plot-title") == (["SGD 1", "Adam", "SGD 2"] if side_by_side else ["All optimizers"])
    assert texts(svg, "plot-caption") == [caption(Scenario.from_query(""))]
    assert [title.text for title in svg.iter(f"{SVG}title")] == [
        "SGD 1, Adam, SGD 2 on Elongated ellipse from A, B, C, 120 steps"
    ]


@pytest.mark.parametrize("count", [1, 2, 3, 16])
def test_plots_stand_beside_each_other_without_overlap(count: int) -> None:
    svg = poster("&".join(["optimizer=sgd"] * count) + "&steps=1")
    boxes = []
    for group in svg.findall(f"{SVG}g"):
        (x, y) = map(float, re.findall(r"[\d.]+", group.get("transform", "")))
        plot = next(group.iter(f"{SVG}svg"))
        boxes.append((x, y, x + float(plot.get("width", "")), y + float(plot.get("height", ""))))
    assert len(boxes) == count
    for i, a in enumerate(boxes):
        assert a[2] <= float(svg.get("width", ""))
        assert a[3] <= float(svg.get("height", ""))
        for b in boxes[:i]:
            assert a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]


def test_a_step_shows_the_paths_up_to_it() -> None:
    lengths = []
    for step in (0, 5, 119, 120):
        paths = [e.get("d", "") for e in poster(f"step={step}").iter() if "path" in e.get("class", "").split()]
        lengths.append(sum(float(np.hypot(*np.diff(line, axis=0).T).sum()) for path in paths for line in lines(path)))
    assert lengths == sorted(lengths)
    assert lengths[0] == 0
    assert lengths[1] < lengths[2]
    assert CLIENT.get("/poster.svg?step=120").text == CLIENT.get("/poster.svg").text


@pytest.mark.parametrize("layout", CHOICES["layout"])
@pytest.mark.parametrize("theme", CHOICES["theme"])
def test_it_brings_every_style_it_uses(theme: str, layout: str) -> None:
    svg = poster(f"theme={theme}&layout={layout}&optimizer=sgd&optimizer=adam,lr=99&optimizer=rmsprop")
    assert svg.get("data-theme") == theme
    (style,) = (element.text or "" for element in svg.iter(f"{SVG}style"))
    assert [name for name in set(classes(svg)) if f".{name}" not in style] in ([], ["plot-caption"])  # plain text
    used, defined = set(re.findall(r"var\((--[\w-]+)", style)), set(re.findall(r"(--[\w-]+):", style))
    assert used <= defined
    assert f'[data-theme="{theme}"]' in style or theme == "auto"


def test_nothing_is_loaded_from_anywhere() -> None:
    text = CLIENT.get("/poster.svg").text
    assert set(re.findall(r"https?://[^\"' )]+", text)) == {"http://www.w3.org/2000/svg"}
    assert set(re.findall(r'(?:href|src)="([^"]*)"', text)) == {"#contours", "#contour-labels"}
    assert set(re.findall(r"url\(([^)]*)\)", text)) <= {"#plot-area"}
    assert "<script" not in text
    svg = poster()
    names = [element.attrib["id"] for element in svg.iter() if "id" in element.attrib]
    assert sorted(names) == ["contour-labels", "contours", "plot-area"]


@pytest.mark.parametrize("query", ["optimizer=sgd,lr=1e100", "optimizer=rmsprop,lr=1e100", "surface=saddle,wall=0"])
def test_a_run_that_explodes_is_drawn_in_finite_numbers(query: str) -> None:
    for element in poster(f"{query}&steps=2000").iter():
        for value in element.attrib.values():
            assert not re.search(r"\b(nan|inf)|\de\+?\d", value)


def test_labels_of_every_script_are_kept() -> None:
    svg = poster("start=Ä,1,1&start=起点,2,2&start=א,3,3&steps=1&optimizer=sgd")
    assert texts(svg, "start") == ["Ä", "起点", "א"]


def test_the_page_shows_the_same_plots() -> None:
    scenario = Scenario.from_query("optimizer=adam&optimizer=sgd")
    page, alone = (
        CLIENT.get("/?optimizer=adam&optimizer=sgd").text,
        CLIENT.get("/poster.svg?optimizer=adam&optimizer=sgd").text,
    )
    for panel in panels(scenario, "side-by-side"):
        assert str(panel.svg) in page
        assert str(panel.svg) in alone
    assert description(scenario) in page


def right_ends(svg: Element) -> list[float]:
    """Return where the texts of a legend end, at most, in px."""
    return [
        float(e.get("x", "")) + 8 * len(e.text or "") for e in svg.iter(f"{SVG}text") if set(e.attrib) == {"x", "y"}
    ]


def test_a_long_legend_takes_more_rows() -> None:
    few, many = (poster("layout=overlay&steps=1&" + "&".join(["optimizer=normalized-gd"] * n)) for n in (2, 16))
    assert len(legend(many)) == 16
    assert max(right_ends(many)) < float(many.get("width", ""))
    assert float(many.get("height", "")) > float(few.get("height", ""))


def test_a_long_caption_takes_more_lines() -> None:
    query = "fair=tuned&steps=40&" + "&".join(["optimizer=sgd"] * 6)
    svg = poster(query)
    lines = texts(svg, "plot-caption")
    assert " ".join(lines) == caption(Scenario.from_query(query))
    assert len(lines) > 1
    assert max(map(len, lines)) <= 140
    bottoms = [float(e.get("y", "")) for e in svg.iter() if e.get("class") == "plot-caption"]
    assert bottoms == sorted(bottoms)
    assert bottoms[-1] < float(svg.get("height", ""))


def test_the_authors_title_is_text_above_the_plots() -> None:
    title = '<script>alert("1")</script> & κ'
    scenario = Scenario.from_query("steps=3")
    plain = draw(scenario, "side-by-side", "auto")
    svg = ElementTree.fromstring(draw(scenario, "side-by-side", "auto", title=title))
    assert texts(svg, "poster-title") == [title]
    assert "script" not in {element.tag.removeprefix(SVG) for element in svg.iter()}
    assert float(svg.get("height", "")) > float(ElementTree.fromstring(plain).get("height", ""))
    assert draw(scenario, "side-by-side", "auto", title="") == plain
    assert texts(ElementTree.fromstring(plain), "poster-title") == []


@pytest.mark.parametrize("layout", ["side-by-side", "overlay"])
def test_a_narrow_poster_has_words_of_the_usual_size_in_more_lines(layout: str) -> None:
    query = f"layout={layout}&optimizer=sgd&optimizer=momentum&optimizer=rmsprop&optimizer=adam&fair=rate&noise=0.1"
    usual, narrow = poster(query), poster(f"{query}&width=360")
    plots = 2 if layout == "side-by-side" else 1
    assert float(narrow.get("width", "")) == plots * (360 + 24) < float(usual.get("width", ""))
    assert " ".join(texts(narrow, "plot-caption")) == " ".join(texts(usual, "plot-caption"))
    assert max(map(len, texts(narrow, "plot-caption"))) < float(narrow.get("width", "")) / 6.9  # px of a letter
    assert legend(narrow) == legend(usual)
    keys = [path.get("d", "") for path in narrow.iter(f"{SVG}path") if "key" in path.get("class", "").split()]
    assert all(float(key[1:].split()[0]) + 26 < 360 for key in keys)


def test_a_plot_alone_is_as_wide_as_its_poster() -> None:
    svg = poster("layout=side-by-side&optimizer=sgd")
    assert [float(one.get("width", "")) for one in svg.iter() if one.get("class") == "plot-svg"] == [956]

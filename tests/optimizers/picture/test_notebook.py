"""Runs show themselves in a notebook, and are a list everywhere else."""

import base64
import copy
import pickle
import re
from html.parser import HTMLParser
from itertools import chain, pairwise
from xml.etree import ElementTree

import numpy as np
import pytest

from optimizers import Runs, Scenario, simulate
from optimizers.picture import description, poster
from optimizers.picture.board import with_board
from optimizers.picture.png import plain_poster, size_of
from optimizers.run.tuning import caption
from optimizers.tell.scoreboard import cells

SVG = "{http://www.w3.org/2000/svg}"
SCENARIO = Scenario.from_query("optimizer=sgd&optimizer=adam&start=Ä,-8,1.2&start=B,1,1&steps=30")


class Reader(HTMLParser):
    """Collects images, rows of cells, and whether every element that is opened is closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.images: list[dict[str, str | None]] = []
        self.rows: list[list[str]] = []
        self.open: list[str] = []
        self.names: set[str] = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {tag, *(name for name, _ in attrs)}
        if tag == "img":
            self.images.append(dict(attrs))
            return
        self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("th", "td"):
            self.rows[-1][-1] += data

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def shown(runs: Runs) -> Reader:
    html = runs._repr_html_()
    assert type(html) is str
    read = Reader(html)
    assert read.open == []
    return read


def test_the_picture_is_the_poster() -> None:
    read = shown(simulate(SCENARIO))
    (image,) = read.images
    head, _, data = (image["src"] or "").partition(",")
    assert head == "data:image/svg+xml;base64"
    svg = base64.b64decode(data, validate=True).decode()
    assert svg == poster(SCENARIO, "side-by-side", "light")
    ElementTree.fromstring(svg)
    assert image["alt"] == f"{description(SCENARIO)}; {caption(SCENARIO)}"


def test_the_table_is_the_scoreboard() -> None:
    runs = simulate(SCENARIO)
    assert shown(runs).rows == cells(SCENARIO, runs)


def test_nothing_needs_a_server_a_script_or_a_name() -> None:
    """Notebooks are sanitized: what survives is plain elements with inline styles."""
    html = simulate(SCENARIO)._repr_html_()
    assert not {"script", "style", "link", "id", "class"} & (Reader(html).names - {"style"})
    assert "<style" not in html
    assert not re.search(r"https?:", html)


def test_text_cannot_become_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    """No label can hold such letters today; the page must not depend on it."""
    monkeypatch.setattr("optimizers.picture.notebook.cells", lambda *_: [["Run", "<i>"], ['<b onload="x">', "&"]])
    monkeypatch.setattr("optimizers.picture.notebook.columns", lambda *_: [type("C", (), {"title": '"<u>'})()])
    monkeypatch.setattr("optimizers.picture.notebook.description", lambda _: '"><script>')
    read = shown(simulate(SCENARIO))
    assert read.rows == [["Run", "<i>"], ['<b onload="x">', "&"]]
    assert not {"i", "b", "u", "script", "onload"} & read.names


def texts(svg: str) -> list[tuple[float, float, str]]:
    """Return the texts of the scoreboard below a poster: from the left or to the left of x, y, and the words."""
    board = ElementTree.fromstring(svg)[-1]
    return [(float(one.get("x", "")), float(one.get("y", "")), one.text or "") for one in board.iter(f"{SVG}text")]


def test_the_png_has_the_scoreboard_below_the_poster() -> None:
    """Every cell in its row and column, none over another."""
    runs = simulate(SCENARIO)
    above = plain_poster(SCENARIO, "side-by-side", "light", runs=runs)
    svg = with_board(above, cells(SCENARIO, runs))
    found = texts(svg)
    head, *body = cells(SCENARIO, runs)
    assert [word for *_, word in found] == [*(cell.replace("∠", "angle") for cell in head), *chain(*body)]
    columns = [[x for x, *_ in found[k :: len(head)]] for k in range(len(head))]
    assert all(len({*column}) == 1 for column in columns)
    width, height = size_of(svg)
    assert columns == sorted(columns)
    assert columns[-1][0] < width
    rows = sorted({y for _, y, _ in found})
    assert len(rows) == len(body) + 1
    assert min(b - a for a, b in pairwise(rows)) > 16
    assert height - size_of(above)[1] > rows[-1]


def test_a_long_scoreboard_leaves_the_plots_their_room() -> None:
    row = ["SGD A", "0.1"]
    svg = with_board(plain_poster(SCENARIO, "overlay", "light"), [["Run", "Loss"], *[row] * 50])
    assert [word for *_, word in texts(svg)] == ["Run", "Loss", *row * 40, "and 10 more"]


def test_nothing_is_drawn_that_nobody_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    runs = simulate(SCENARIO)
    for name in ("poster", "plain_poster", "rasterized"):
        monkeypatch.setattr(f"optimizers.picture.notebook.{name}", None)
    assert runs._repr_mimebundle_(include={"text/plain"}) == ({"text/plain": repr(runs)}, {})
    others = {"text/html", "image/png"}
    assert runs._repr_mimebundle_(exclude=others) == ({"text/plain": repr(runs)}, {})


def test_a_picture_that_is_too_large_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("optimizers.picture.png.LARGEST", 10_000)
    data, metadata = simulate(SCENARIO)._repr_mimebundle_()
    assert ({*data}, metadata) == ({"text/plain", "text/html"}, {})


def test_a_run_is_found_by_its_title_and_label() -> None:
    """As in the exported programs. Places and slices are those of any list."""
    scenario = Scenario.from_query(
        "optimizer=sgd&optimizer=adam&optimizer=sgd,lr=0.01&start=Ä,-8,1.2&start=B,1,1&steps=5"
    )
    runs = simulate(scenario)
    names = ("SGD η = 0.07", "Adam", "SGD η = 0.01")
    places = [(name, label) for name in names for label in ("Ä", "B")]
    assert [runs[place] for place in places] == list(runs)
    assert runs[-1] is runs["SGD η = 0.01", "B"]
    assert runs[1:3] == [runs["SGD η = 0.07", "B"], runs["Adam", "Ä"]]


@pytest.mark.parametrize("place", [("SGD", "C"), ("Momentum", "B"), ("B", "SGD"), ("SGD",)])
def test_a_run_that_is_not_there_is_an_error_that_says_what_is(place: tuple[str, str]) -> None:
    with pytest.raises(KeyError, match="one of SGD, Adam from one of Ä, B"):
        simulate(SCENARIO)[place]


def test_text_is_short_and_has_no_arrays() -> None:
    """Of a thousand steps as of ten: a terminal shows what a person reads."""
    scenario = Scenario.from_query("optimizer=sgd&optimizer=adam&start=A,-8,1.2&start=B,1,1&steps=1000")
    runs = simulate(scenario)
    for one in (scenario, Scenario.from_query("v=1&optimizer=adam,schedule=inverse-sqrt,warmup=5&steps=20")):
        assert eval(repr(one), {"Scenario": Scenario}) == one
        assert len(repr(one)) == len(f"Scenario.from_query('{one.query}')")
    assert repr(runs[0]).startswith("Run(optimizer=0, start=0, steps=1000, loss=")
    assert repr(runs[0]).endswith(f"status={runs[0].status!r})")
    head, *lines = repr(runs).splitlines()
    assert head == f"4 runs; {caption(scenario)}"
    assert [re.split(r"  +", line) for line in lines] == cells(scenario, runs)


def test_text_of_many_runs_says_how_many_more_there_are() -> None:
    starts = "&".join(f"start=S{k},{k},1" for k in range(23))
    runs = simulate(Scenario.from_query(f"optimizer=sgd&{starts}&steps=1"))
    lines = repr(runs).splitlines()
    assert lines[-2].startswith("SGD S19 ")
    assert lines[-1] == "and 3 more"


def test_runs_are_a_list() -> None:
    runs = simulate(SCENARIO)
    assert isinstance(runs, list)
    assert runs.scenario is SCENARIO
    assert [(run.optimizer, run.start) for run in runs] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert runs == list(runs)
    for twin in (copy.copy(runs), pickle.loads(pickle.dumps(runs))):
        assert isinstance(twin, Runs)
        assert twin.scenario == SCENARIO
        assert all(np.array_equal(a.x, b.x) for a, b in zip(runs, twin, strict=True))

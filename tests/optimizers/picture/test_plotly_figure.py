"""Scenario.figure(): the numbers are the run's, the axes 1:1, the look that of the page."""

import base64
import copy
import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import plotly.io
import pytest

from optimizers import SURFACES, Scenario, simulate
from optimizers.picture import poster, poster_png
from optimizers.picture.colormaps import USUAL
from optimizers.picture.figure import GAP
from optimizers.picture.geometry import ring_lines
from optimizers.picture.outlines import outlines
from optimizers.picture.palette import THEMES, palette
from optimizers.picture.series import slots
from optimizers.run.arrival import ring
from optimizers.run.tuning import caption

LAYOUTS = ("overlay", "side-by-side")
QUERY = "optimizer=sgd&optimizer=rmsprop&optimizer=sgd,lr=0.03&start=A,-8,1.2&start=B,-0.6,4&steps=60"

Drawn = Callable[[str, str], tuple[Scenario, Any]]


def paths(figure: Any) -> dict[tuple[int, int], Any]:
    """Return the trace of each run."""
    return {(trace.meta["optimizer"], trace.meta["start"]): trace for trace in figure.data if trace.meta}


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    """Return a scenario of three optimizers on a surface, and its figure, which is drawn only once and not changed."""

    @cache
    def drawn(surface: str, layout: str) -> tuple[Scenario, Any]:
        items = "optimizer=sgd&optimizer=adam&optimizer=sgd&tolerance=0.02&steps=40"
        scenario = Scenario.from_query(f"surface={surface}&{items}")
        return scenario, scenario.figure(layout)

    return drawn


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("surface", list(SURFACES))
def test_traces_are_the_runs(layout: str, surface: str, drawn: Drawn) -> None:
    scenario, figure = drawn(surface, layout)
    found = paths(figure)
    runs = simulate(scenario)
    assert len(found) == len(runs)
    for run in runs:
        trace = found[run.optimizer, run.start]
        assert np.array_equal(np.column_stack((trace.x, trace.y)), run.x)
        assert np.array_equal(trace.customdata[:, 1], run.loss)
        assert np.array_equal(trace.customdata[:, 0], range(len(run.loss)))


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("surface", list(SURFACES))
def test_axes_are_one_to_one(layout: str, surface: str, drawn: Drawn) -> None:
    _, figure = drawn(surface, layout)
    axes = [name for name in figure.layout.to_plotly_json() if name.startswith("yaxis")]
    assert len(axes) == (1 if layout == "overlay" else 3)
    margin = figure.layout.margin
    for name in axes:
        across, down = figure.layout[name.replace("y", "x", 1)], figure.layout[name]
        assert (tuple(across.range), tuple(down.range)) == SURFACES[surface].domain
        assert (down.scaleanchor, down.scaleratio) == (name.replace("yaxis", "x"), 1)
        width = (figure.layout.width - margin.l - margin.r) * (across.domain[1] - across.domain[0])
        height = (figure.layout.height - margin.t - margin.b) * (down.domain[1] - down.domain[0])
        spans = [high - low for low, high in SURFACES[surface].domain]
        assert width / spans[0] == pytest.approx(height / spans[1], rel=0.01), "there is room for it"


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("theme", THEMES)
def test_it_looks_as_the_page_does(theme: str, layout: str) -> None:
    """Dashes are only where several optimizers are in one plot."""
    scenario = Scenario.from_query(QUERY)
    figure, colors = scenario.figure(layout, theme), palette(theme)
    places = slots([choice.name for choice in scenario.optimizers])
    for (optimizer, _), trace in paths(figure).items():
        assert trace.line.color == colors.series[places[optimizer]]
        dash = colors.dashes[places[optimizer]] if layout == "overlay" else ()
        assert trace.line.dash == (",".join(f"{length:g}px" for length in dash) or "solid")
    assert figure.layout.paper_bgcolor == colors.roles["page"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_legend_starts_and_caption(layout: str) -> None:
    scenario = Scenario.from_query(QUERY + "&noise=0.1&fair=rate")
    figure = scenario.figure(layout)
    assert [trace.name for trace in figure.data if trace.showlegend is not False and trace.meta] == [
        "SGD 1",
        "RMSprop",
        "SGD 2",
    ]
    labelled = [trace for trace in figure.data if trace.name == "starts"]
    assert len(labelled) == (1 if layout == "overlay" else 3)
    for trace in labelled:
        assert list(zip(trace.text, trace.x, trace.y, strict=True)) == [("A", -8.0, 1.2), ("B", -0.6, 4.0)]
    assert figure.layout.title.subtitle.text.replace("<br>", " ") == caption(scenario)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_labels_of_starts_at_the_same_point_do_not_cover_each_other(layout: str) -> None:
    """Each can be read, a line leads from it to its start, and one that has room is exactly on its start."""
    starts = {"A": (-8.0, 1.2), "B": (-8.0, 1.2), "C": (-7.9, 1.2), "D": (3.0, -2.0), "E": (30.0, 2.0)}
    items = "".join(f"&start={label},{x},{y}" for label, (x, y) in starts.items())
    made = Scenario.from_query(f"surface=ellipse&optimizer=sgd&optimizer=adam&steps=5{items}").figure(layout)
    labels = next(trace for trace in made.data if trace.name == "starts")
    lines = next(trace for trace in made.data if trace.name == "lines to starts")
    px = (made.layout.width - 2 * GAP if layout == "overlay" else (made.layout.width - 3 * GAP) / 2) / 20
    middles = np.column_stack((labels.x, labels.y)) * px
    for k, middle in enumerate(middles):
        others = np.hypot(*(np.delete(middles, k, axis=0) - middle).T)
        assert others.min() >= labels.marker.size
    assert (labels.x[3], labels.y[3]) == starts["D"]
    assert labels.x[4] == pytest.approx(10.0)  # at the edge, because its start is outside
    assert [tuple(pair) for pair in labels.customdata] == list(starts.values())
    ends = {(x, y) for x, y in zip(lines.x[1::3], lines.y[1::3], strict=True)}
    assert ends <= {starts[label] for label in "ABCE"}
    assert starts["A"] in ends


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("surface", list(SURFACES))
def test_every_minimum_has_its_ring_over_the_paths(surface: str, layout: str, drawn: Drawn) -> None:
    """All points of the trace lie one radius from a minimum, and every minimum has as many around it."""
    scenario, figure = drawn(surface, layout)
    found = figure.data
    radius = ring(scenario)
    landmarks = scenario.surface.landmarks
    assert radius is not None
    lines = [((one.x, one.y), line) for one in scenario.surface.minima for line in ring_lines(one.radius, radius)]
    for trace in (one for one in found if one.name == "rings"):
        corners = np.column_stack((trace.x, trace.y)).reshape(len(lines), -1, 2)
        for around, (minimum, line) in zip(corners, lines, strict=True):
            assert np.hypot(*(around[:-1] - minimum).T) == pytest.approx(line)
            assert np.isnan(around[-1]).all()
        assert trace.hovertemplate.startswith("inside this ring a run has reached the minimum")
    order = [trace.name or "" for trace in found if trace.hoverinfo != "skip"]
    one_plot = ["SGD 1", "SGD 1", *(["Adam", "Adam", "SGD 2", "SGD 2"] if layout == "overlay" else [])]
    marked = {one.kind for one in scenario.surface.stationary if one.marked and not one.radius}
    others = [name for name, kind in (("saddle points", "saddle"), ("maxima", "maximum")) if kind in marked]
    dotted = ["circles of maxima"] if any(one.kind == "maximum" for one in landmarks.circles) else []
    marks = [*(["rings"] if lines else []), "minima", *others, *dotted, "starts"]
    assert order[: len(one_plot) + len(marks)] == [*one_plot, *marks]
    assert order.count("rings") == (0 if not lines else 1 if layout == "overlay" else 3)


def test_where_the_loss_decides_there_is_no_ring() -> None:
    names = [trace.name for trace in Scenario.from_query("target=loss&steps=1").figure().data]
    assert "rings" not in names
    assert "minima" in names


def test_a_figure_shows_itself_as_data_and_as_the_poster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plotly.io.renderers, "default", "plotly_mimetype")
    scenario = Scenario.from_query(QUERY)
    figure = scenario.figure("side-by-side", "dark")
    data, metadata = figure._repr_mimebundle_()
    assert [*data] == ["text/plain", "text/html", "image/png", "application/vnd.plotly.v1+json"]
    assert data["text/html"] == figure._repr_html_()
    svg = base64.b64decode(data["text/html"].partition("base64,")[2].partition('"')[0]).decode()
    assert svg == poster(scenario, "side-by-side", "dark")
    assert base64.b64decode(data["image/png"]) == poster_png(scenario, "side-by-side", "dark")
    assert metadata["image/png"]["width"] == 960
    with pytest.raises(NotImplementedError):
        figure._ipython_display_()  # IPython then asks for the bundle


def test_a_figure_and_its_poster_have_the_colors_that_are_asked_for() -> None:
    scenario = Scenario.from_query("steps=1")
    shades = {}
    for colormap in (USUAL, "viridis"):
        figure = scenario.figure("overlay", "dark", colormap)
        shades[colormap] = [trace.fillcolor for trace in figure.data if trace.fill == "toself"]
        assert set(shades[colormap]) <= set(palette("dark", colormap).shades)
        assert figure.layout.plot_bgcolor == palette("dark", colormap).shades[-1]
        svg = base64.b64decode(figure._repr_html_().partition("base64,")[2].partition('"')[0]).decode()
        assert svg == poster(scenario, "overlay", "dark", colormap=colormap)
    usual = [trace.fillcolor for trace in scenario.figure(theme="dark").data if trace.fill == "toself"]
    assert usual == shades[USUAL]
    assert usual != shades["viridis"]


def test_a_figure_that_has_changed_is_not_shown_as_the_poster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plotly.io.renderers, "default", "plotly_mimetype")
    figure = Scenario.from_query("steps=1").figure()
    figure.update_layout(width=700)
    assert [*figure._repr_mimebundle_()] == ["application/vnd.plotly.v1+json"]
    assert "data:image/svg+xml" not in figure._repr_html_()
    copied = copy.deepcopy(Scenario.from_query("steps=1").figure())
    assert [*copied._repr_mimebundle_()] == ["application/vnd.plotly.v1+json"]


def test_what_leaves_says_so() -> None:
    scenario = Scenario.from_query("optimizer=sgd,lr=0.2&start=A,1,1&steps=30")
    (run,) = simulate(scenario)
    assert run.diverged_at is not None
    (note,) = scenario.figure().layout.annotations
    assert note.text == f"diverged at step {run.diverged_at}"


def test_what_was_never_inside_did_not_leave() -> None:
    scenario = Scenario.from_query("optimizer=sgd,lr=1e-6&start=A,50,0&steps=5")
    (note,) = scenario.figure().layout.annotations
    assert note.text == "outside the plot"
    assert ">outside the plot</text>" in poster(scenario, "overlay", "light")


def test_what_a_longer_run_brings_back_has_not_diverged() -> None:
    """Noise throws this run out of the domain just before its end; poster and figure say only that it left."""
    query = "surface=ellipse,kappa=5&optimizer=momentum,lr=7.35&start=A,-3.62,-1.11&noise=1"
    scenario = Scenario.from_query(f"{query}&steps=40")
    (run,) = simulate(scenario)
    assert (run.status, run.diverged_at) == ("diverged", 36)
    (longer,) = simulate(Scenario.from_query(f"{query}&steps=160"))
    assert longer.status == "running"
    (note,) = scenario.figure().layout.annotations
    assert note.text == "left at step 36"
    words = re.findall(r'class="end-label[^>]*>([^<]*)<', poster(scenario, "overlay", "light"))
    assert words == ["left at step 36"]
    assert (run.status, run.diverged_at) == ("diverged", 36)


def test_contour_lines_are_those_of_the_page() -> None:
    """Every corner of a band is one of the outline that the page draws, the highest first."""
    scenario = Scenario.from_query("surface=rosenbrock&steps=1")
    found = outlines(scenario.surface, scenario.surface.domain)
    bands = [trace for trace in scenario.figure().data if trace.fill == "toself"]
    assert len(bands) == len(found.levels)
    for trace, lines in zip(bands, reversed(found.below), strict=True):
        corners = np.column_stack((trace.x, trace.y))
        known = {tuple(point) for line in lines for point in line.tolist()}
        assert {tuple(point) for point in corners[~np.isnan(corners[:, 0])].tolist()} <= known
        assert np.isnan(corners[:, 0]).sum() == len(lines)
    assert [*scenario.figure().data[len(bands)].text] == ["9.8", "157", "794"]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("query", [QUERY, "optimizer=sgd,lr=1e100&steps=2000", "surface=saddle,wall=0&steps=3"])
def test_it_becomes_html_and_json(query: str, layout: str) -> None:
    figure = Scenario.from_query(query).figure(layout)
    html = figure.to_html(include_plotlyjs=False)
    assert "Plotly.newPlot" in html
    assert len(json.loads(figure.to_json())["data"]) == len(figure.data)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"layout": "grid"}, "layout = 'grid' is not allowed: one of overlay, side-by-side"),
        ({"theme": "auto"}, "theme = 'auto' is not allowed: one of light, dark"),
        ({"colormap": "jet"}, "colormap = 'jet' is not allowed: one of pale, neutral, cividis, viridis"),
    ],
)
def test_what_is_not_allowed(options: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Scenario.from_query("steps=1").figure(**options)

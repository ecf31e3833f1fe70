"""The twins agree: what the page reads, writes and places is what the server reads, writes and places."""

import json
import math
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.catalog import catalog
from app.view import WRITTEN, demand
from optimizers import OPTIMIZERS, SURFACES, Scenario
from optimizers.picture import geometry, palette, plot_svg, series
from optimizers.picture.badges import badges
from optimizers.picture.end_labels import End, lay
from optimizers.query import schedules
from optimizers.query.choices import Limits, Start
from optimizers.query.naming import titles
from optimizers.terms.parameters import Value
from optimizers.terms.text import format_number, parse_number, short_number
from tests.everyone import LIMITS, everyone
from tests.javascript import Ask, javascript
from tests.optimizers.query.test_addresses import ADDRESSES
from tests.optimizers.query.test_scenario import scenarios, unhurried

DOMAINS = [surface.domain for surface in SURFACES.values()]
PLAIN = Scenario.from_query(everyone(), LIMITS).optimizers
SCHEDULES = next(parameter.choices for parameter in schedules.PARAMETERS if parameter.name == "schedule")
CATALOG = json.loads(json.dumps(catalog(Limits())))
SLID = [
    pytest.param(parameter, id=f"{entry['name']} {parameter['name']}")
    for entry in (*CATALOG["optimizers"], *CATALOG["surfaces"], {"name": "", "parameters": CATALOG["conditions"]})
    for parameter in entry["parameters"]
    if parameter["scale"] not in ("switch", "choice")
]


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """A node that knows the catalog."""
    with javascript() as asked:
        asked("catalog", CATALOG)
        yield asked


def encoded(query: str) -> str:
    """Return a query as a browser's address bar holds it."""
    return quote(query, safe="=,&+")


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address["text"][:40])
def test_a_recorded_address_is_written_as_it_was_read(ask: Ask, address: dict[str, str]) -> None:
    assert ask("scenario", address["canonical"]) == encoded(address["canonical"])


@pytest.mark.slow
@unhurried
@given(scenarios())
def test_the_page_reads_and_writes_every_scenario_as_the_library_does(ask: Ask, scenario: Scenario) -> None:
    assert ask("scenario", scenario.query) == ask("scenario", encoded(scenario.query)) == encoded(scenario.query)
    surface, optimizers, starts, steps, conditions = ask("values", scenario.query)
    assert surface == {"name": scenario.surface.name, "values": scenario.surface.values}
    assert optimizers == [asdict(choice) for choice in scenario.optimizers]
    assert starts == [asdict(start) for start in scenario.starts]
    assert steps == scenario.steps
    assert conditions == scenario.conditions


@st.composite
def clumsy(draw: st.DrawFn) -> Scenario:
    """Scenarios whose lengths may come from nowhere or go round, and whose schedules may be longer than the run."""
    plain = draw(st.lists(st.sampled_from(PLAIN), min_size=1, max_size=6))
    whole = st.integers(1, 60).map(float)
    optimizers = []
    for one in plain:
        paces: dict[str, Value] = {
            "schedule": draw(st.sampled_from(SCHEDULES)),
            "warmup": draw(whole),
            "every": draw(whole),
        }
        length = draw(st.sampled_from(["", *(other.name for other in plain), *OPTIMIZERS]))
        optimizers.append(replace(one, values={**one.values, **paces}, length=length))
    return replace(Scenario.from_query(""), optimizers=tuple(optimizers), steps=draw(st.integers(1, 60)))


@unhurried
@given(clumsy())
def test_the_page_mends_lengths_and_schedules_as_the_library_does(ask: Ask, scenario: Scenario) -> None:
    mended, _ = Scenario.nearest(scenario.query)
    assert ask("mended", scenario.query) == mended.query
    assert ask("mended", mended.query) == mended.query


SMALL = (Limits(steps=1), Limits(steps=10), Limits(optimizers=1), Limits(points=8), Limits(points=100, starts=2))


@pytest.mark.parametrize("limits", SMALL, ids=str)
def test_another_surface_fits_small_limits_without_a_word_as_in_the_library(ask: Ask, limits: Limits) -> None:
    """Nobody has asked for the starts and the steps that a surface suggests."""
    ask("catalog", json.loads(json.dumps(catalog(limits))))
    try:
        for name in SURFACES:
            expected = Scenario.from_query(f"surface={name}", limits)
            for before in ("", "surface=saddle"):
                query = Scenario.from_query(before, limits).query
                assert ask("chosen", query, name) == ([expected.query, []] if name not in query else [query, []])
    finally:
        ask("catalog", CATALOG)


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("steps", [1, 7, 29, 31])
def test_the_page_fits_a_schedule_that_nobody_has_written_in_full_as_the_library_does(
    ask: Ask, schedule: str, steps: int
) -> None:
    expected = Scenario.from_query(f"{everyone(f',schedule={schedule}')}&steps={steps}", LIMITS)
    assert ask("paced", Scenario.from_query(everyone(), LIMITS).query, {"schedule": schedule}, steps) == [
        expected.query,
        [],
    ]


@pytest.mark.slow
@unhurried
@given(
    scenarios(),
    st.sampled_from(["side-by-side", "overlay"]),
    st.sampled_from(["auto", "light", "dark"]),
    st.none() | st.integers(0, 20_000),
)
def test_the_server_reads_the_view_that_the_page_writes(
    ask: Ask, scenario: Scenario, layout: str, theme: str, step: int | None
) -> None:
    assume(step is None or step <= scenario.steps)
    view = {"layout": layout, "theme": theme, "step": step}
    address = ask("address", scenario.query, view)
    limits = Limits(query=len(address))
    understood = demand(address, limits)  # raises where there is anything to complain about
    assert understood.scenario == scenario
    assert {name: getattr(understood.view, name) for name in view} == view
    assert ask("view", address) == view


PIECES = ["title=The+ravine", "title=1+1%3D2", "title=C%2B%2B", "theme=+dark", "hide=verdict,+lr", "+show+=+why"]
PIECES += ["utm_source=a+b", "fbclid=%FF", "UTM_Term", "ref=a=b", "fair=+length", "noise=+0.5", "noise=1e+2", "seed=+7"]


@pytest.mark.parametrize("piece", PIECES)
def test_what_forms_write_and_trackers_append_is_read_alike(ask: Ask, piece: str) -> None:
    scenario = demand("", Limits()).scenario.query
    server = demand(f"{scenario}&{piece}", Limits())
    assert ask("link", f"{scenario}&{piece}") == {
        "scenario": server.scenario.query,
        "view": {key: value for key, value in json.loads(json.dumps(asdict(server.view))).items() if key in WRITTEN},
        "address": server.address(),
    }
    assert ask("values", scenario.replace("sgd,lr=0.07", "+sgd,+lr=+7e-2")) == ask("values", scenario)


number_like = st.text("0123456789+-.eE_ naif١", max_size=12)


@unhurried
@given(number_like | st.floats().map(str) | st.text() | st.integers(97, 103).map(lambda n: n * "1"))
def test_numbers_are_read_alike(ask: Ask, text: str) -> None:
    number = parse_number(text)
    if number is not None and math.isinf(number):
        assert ask("number", text) == ("Infinity" if number > 0 else "-Infinity")
    else:
        assert ask("number", text) == (None if number is None else format_number(number))


@unhurried
@given(
    st.floats(allow_nan=False, allow_infinity=False)
    | st.floats(1e-5, 1e5)
    | st.sampled_from([0.125, 999.95, 9999.6, 0.00099996, 1e4, -1e-3, 2.5, 5e-324]),
    st.integers(1, 4),
)
def test_numbers_are_shortened_alike(ask: Ask, value: float, digits: int) -> None:
    assert ask("short", value, digits) == short_number(value, digits)


@unhurried
@given(st.lists(st.sampled_from(list(OPTIMIZERS)), max_size=20))
def test_runs_have_the_same_colours_and_names(ask: Ask, names: list[str]) -> None:
    assert ask("slots", names, CATALOG) == series.slots(names)
    assert ask("titles", names) == titles(names)


def test_both_have_the_same_room_around_a_plot_and_the_same_palette(ask: Ask) -> None:
    margin = {"left": plot_svg.LEFT, "right": plot_svg.RIGHT, "top": plot_svg.TOP, "bottom": plot_svg.BOTTOM}
    assert ask("constants") == {"margin": margin, "hues": len(palette.HUES), "slots": palette.SLOTS}


coordinate = st.floats(-12, 12) | st.sampled_from([-10.0, -5.0, -4.0, 0.0, 4.0, 5.0, 10.0]) | st.floats(-1e300, 1e300)


@unhurried
@given(st.sampled_from(DOMAINS), st.floats(1, 4000), coordinate, coordinate)
def test_points_have_the_same_pixels(ask: Ask, domain: Any, width: float, x: float, y: float) -> None:
    area = geometry.PlotArea(domain, width)
    assume(math.isfinite(area.across(x)) and math.isfinite(area.down(y)))
    theirs, across, down = ask("area", domain, width, x, y)
    assert theirs == {
        "domain": json.loads(json.dumps(domain)),
        "width": width,
        "scale": area.scale,
        "height": area.height,
    }
    assert (across, down) == (area.across(x), area.down(y))


@unhurried
@given(st.sampled_from(DOMAINS), st.lists(st.tuples(coordinate, coordinate), min_size=1, max_size=30))
def test_paths_leave_at_the_same_place(ask: Ask, domain: Any, path: list[tuple[float, float]]) -> None:
    ours = geometry.leave(np.array(path), geometry.PlotArea(domain, 400.0))
    theirs = ask("leave", [x for x, _ in path], [y for _, y in path], domain)
    if ours is None:
        assert theirs is None
        return
    assert theirs == {**ours._asdict(), "angle": theirs["angle"]}
    assert theirs["angle"] == pytest.approx(ours.angle, abs=1e-12)  # the last bit of atan2 may differ


pixel = st.floats(-500, 500) | st.sampled_from([-20.0, 0.0, 420.0]) | st.floats(-1e300, 1e300)


@unhurried
@given(st.sampled_from(DOMAINS), pixel, pixel, pixel, pixel)
def test_the_same_part_of_a_line_is_drawn(ask: Ask, domain: Any, ax: float, ay: float, bx: float, by: float) -> None:
    ours = geometry.visible(np.array([[ax, ay], [bx, by]]), geometry.PlotArea(domain, 400.0))
    theirs = ask("visible", domain, 400.0, ax, ay, bx, by)
    ends = [] if theirs is None else [[[ax + k * (bx - ax), ay + k * (by - ay)] for k in theirs]]
    assert [piece.tolist() for piece in ours] == ends


@unhurried
@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6), st.integers(1, 12))
def test_ticks_stand_at_the_same_places(ask: Ask, low: float, length: float, most: int) -> None:
    high = low + length
    assume(high - low > 1e-9 * max(abs(low), abs(high)))  # else rounding decides which ticks there are
    ours = geometry.ticks((low, high), most)
    assert ask("ticks", [low, high], most) == pytest.approx(ours, rel=1e-12, abs=1e-12 * length)
    assert len(ours) <= most + 1


@unhurried
@given(st.floats(0, 2000) | st.sampled_from([0.0, 5.999, 6.0]))
def test_the_cross_of_a_minimum_leaves_the_same_ring_free(ask: Ask, ring: float) -> None:
    assert tuple(ask("arms", ring)) == geometry.arms(ring)


def test_saddle_points_and_maxima_have_the_same_glyphs(ask: Ask) -> None:
    assert ask("glyphs") == json.loads(json.dumps(geometry.GLYPHS))


@pytest.mark.parametrize("parameter", SLID)
def test_a_slider_gives_legal_values_from_end_to_end(ask: Ask, parameter: dict[str, Any]) -> None:
    slider = ask("slider", parameter)
    assert slider["ends"] == parameter["slider"]
    values = [parse_number(text) for text in slider["texts"]]
    assert all(value is not None and parameter["low"] <= value <= parameter["high"] for value in values)
    assert slider["positions"][:2] == [0, 1000]  # what lies beyond the slider stands at its end
    if parameter["default"] is not None:
        assert 0 <= slider["positions"][2] <= 1000


edges = st.tuples(st.floats(0, 400), st.floats(0, 200), st.sampled_from(["left at step 7", "diverged at step 12"]))


@unhurried
@given(
    st.lists(st.tuples(edges, st.sampled_from([1.0, 2.0, 3.0, math.inf])), max_size=12),
    st.lists(st.tuples(st.floats(0, 400), st.floats(0, 200)), max_size=6),
)
def test_labels_at_the_edge_stand_where_those_of_the_page_stand(
    ask: Ask, ends: list[tuple[tuple[float, float, str], float]], around: list[tuple[float, float]]
) -> None:
    area = geometry.PlotArea(((0.0, 400.0), (0.0, 200.0)), 400.0)
    given_ends = [End(x, y, text, 6.5 * len(text), loss) for (x, y, text), loss in ends]
    sent = [{**end._asdict(), "loss": min(end.loss, 1e300)} for end in given_ends]  # JSON knows no infinity
    places = [
        place and {"x": place.x, "baseline": place.baseline, "align": "right" if place.left else "left"}
        for place in lay(given_ends, area, around)
    ]
    assert ask("labels", sent, {"width": 400, "height": 200}, around) == places


whole = st.tuples(st.integers(-12, 12), st.integers(-6, 6))


@unhurried
@given(st.sampled_from(DOMAINS), st.lists(whole, max_size=8))
def test_badges_of_starts_stand_where_those_of_the_page_stand(
    ask: Ask, domain: Any, places: list[tuple[int, int]]
) -> None:
    starts = [Start(str(k), float(x), float(y)) for k, (x, y) in enumerate(places)]
    ours = badges(starts, geometry.PlotArea(domain, 300.0))
    theirs = ask("badges", domain, 300.0, places)
    assert np.array(ours) == pytest.approx(np.array(theirs), abs=1e-6)

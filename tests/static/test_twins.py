"""The twins agree: what the page reads and writes is what the server reads and writes."""

import json
import math
from dataclasses import asdict, replace
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.catalog import UNUSED, for_pages
from app.view import CHOICES, WRITTEN, demand
from optimizers import OPTIMIZERS, SURFACES, Scenario
from optimizers.picture.colormaps import COLORMAPS
from optimizers.picture.region import framed, nearest
from optimizers.query import schedules
from optimizers.query.choices import Limits
from optimizers.terms import text
from optimizers.terms.parameters import Value
from optimizers.terms.text import format_number, parse_number, short_number
from tests.everyone import LIMITS, everyone
from tests.javascript import Ask
from tests.optimizers.query.test_addresses import ADDRESSES
from tests.optimizers.query.test_scenario import scenarios, unhurried
from tests.static.conftest import CATALOG, PACKED

PLAIN = Scenario.from_query(everyone(), LIMITS).optimizers
SCHEDULES = next(parameter.choices for parameter in schedules.PARAMETERS if parameter.name == "schedule")
SLID = [
    pytest.param(parameter, id=f"{entry['name']} {parameter['name']}")
    for entry in (*CATALOG["optimizers"], *CATALOG["surfaces"], {"name": "", "parameters": CATALOG["conditions"]})
    for parameter in entry["parameters"]
    if parameter["scale"] not in ("switch", "choice", "text")
]


def encoded(query: str) -> str:
    """Return a query as a browser's address bar holds it."""
    return quote(query, safe="=,&+")


def test_a_text_in_a_query_is_written_alike(ask: Ask) -> None:
    texts = ["".join(map(chr, range(128))), "s=beta*s+(1-beta)*g**2;x-=lr*g", "é 中 \U0001f600"]
    for written in texts:
        assert ask("text", written) == text.encoded(written)


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


def test_a_page_reads_the_catalog_of_the_api_but_for_what_it_does_not_use(ask: Ask) -> None:
    def used(value: Any) -> Any:
        if isinstance(value, dict):
            # What the engine plays is another structure, whose names are its own.
            return {key: one if key == "played" else used(one) for key, one in value.items() if key not in UNUSED}
        return [used(one) for one in value] if isinstance(value, list) else value

    whole = {**CATALOG, "conditions": []}, {**ask("unpacked"), "conditions": []}
    assert ask("unpacked")["conditions"] == CATALOG["conditions"]
    assert whole[1] == used(whole[0])
    entries = [*whole[1]["optimizers"], *whole[1]["surfaces"]]
    written = [json.dumps(parameter, sort_keys=True) for entry in entries for parameter in entry["parameters"]]
    assert len(PACKED["parameters"]) == len(set(written)) < len(written)  # each once, though many entries have it


@pytest.mark.parametrize("limits", SMALL, ids=str)
def test_another_surface_fits_small_limits_without_a_word_as_in_the_library(ask: Ask, limits: Limits) -> None:
    """Nobody has asked for the starts and the steps that a surface suggests."""
    ask("catalog", json.loads(for_pages(limits)))
    try:
        for name in SURFACES:
            expected = Scenario.from_query(f"surface={name}", limits)
            for before in ("", "surface=saddle"):
                query = Scenario.from_query(before, limits).query
                assert ask("chosen", query, name) == ([expected.query, []] if name not in query else [query, []])
    finally:
        ask("catalog", PACKED)


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
    st.sampled_from(["side-by-side", "overlay", "3-d"]),
    st.sampled_from(["auto", "light", "dark"]),
    st.sampled_from(list(COLORMAPS)),
    st.sampled_from(CHOICES["quantity"]),
    st.none() | st.integers(0, 20_000),
    st.none() | st.tuples(*[st.floats(allow_nan=False, allow_infinity=False)] * 4),
)
def test_the_server_reads_the_view_that_the_page_writes(
    ask: Ask,
    scenario: Scenario,
    layout: str,
    theme: str,
    colormap: str,
    quantity: str,
    step: int | None,
    sides: tuple[float, ...] | None,
) -> None:
    assume(step is None or step <= scenario.steps)
    domain = scenario.surface.domain
    region: list[float] | None = None
    if sides is not None:
        region = ask("nearest region", sides, domain)
        assert tuple(region) == nearest(sides, domain)
    chosen = {"layout": layout, "theme": theme, "colormap": colormap, "quantity": quantity}
    view = {**chosen, "step": step, "region": region}
    address = ask("address", scenario.query, view)
    limits = Limits(query=len(address))
    understood = demand(address, limits)  # raises where there is anything to complain about
    assert understood.scenario == scenario
    found = {name: getattr(understood.view, name) for name in view}
    assert {**found, "region": list(understood.view.region) or None} == view
    assert ask("framed", region, domain) == [list(side) for side in framed(understood.view.region, domain)]
    assert ask("view", address) == view


PIECES = ["title=The+ravine", "title=1+1%3D2", "title=C%2B%2B", "theme=+dark", "hide=verdict,+lr", "+show+=+why"]
PIECES += ["utm_source=a+b", "fbclid=%FF", "UTM_Term", "ref=a=b", "fair=+length", "noise=+0.5", "noise=1e+2", "seed=+7"]


@pytest.mark.parametrize("piece", PIECES)
def test_what_forms_write_and_trackers_append_is_read_alike(ask: Ask, piece: str) -> None:
    scenario = demand("", Limits()).scenario.query
    server = demand(f"{scenario}&{piece}", Limits())
    assert ask("link", f"{scenario}&{piece}") == {
        "scenario": server.scenario.query,
        "view": {key: value for key, value in json.loads(json.dumps(server.view._asdict())).items() if key in WRITTEN},
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


@pytest.mark.parametrize("parameter", SLID)
def test_a_slider_gives_legal_values_from_end_to_end(ask: Ask, parameter: dict[str, Any]) -> None:
    slider = ask("slider", parameter)
    assert slider["ends"] == parameter["slider"]
    values = [parse_number(text) for text in slider["texts"]]
    assert all(value is not None and parameter["low"] <= value <= parameter["high"] for value in values)
    assert slider["positions"][:2] == [0, 1000]  # what lies beyond the slider stands at its end
    if parameter["default"] is not None:
        assert 0 <= slider["positions"][2] <= 1000

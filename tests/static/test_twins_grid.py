"""What the page knows of a surface while a slider of it moves is what the server then says of it."""

import json
import math
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.builders.findings import findings
from app.encoding import dumps
from optimizers import OPTIMIZERS, SURFACES, Scenario, simulate
from optimizers.export.page_module import module_of
from optimizers.surfaces.surface import Surface
from optimizers.tell.limits import curvatures_of
from optimizers.terms.parameters import Parameter
from optimizers.terms.text import encoded
from tests.page_engine import PageEngine, answered, difference, running_page_engine
from tests.path_data import lines
from tests.static.test_twins_judge import assert_alike

PLACED = [surface for surface in SURFACES.values() if surface.stationary_points]
OF_DATA = ("rows", "spread", "sample")
CELLS = 160  # of the grid that the server traces
PLOT = 1000  # px, the width for which contours are drawn


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PageEngine]:
    with running_page_engine(tmp_path_factory.mktemp("engine")) as found:
        yield found


def sliders(surface: Surface) -> list[Parameter]:
    """Return the parameters that change the surface and not its data."""
    return [p for p in surface.parameters if p.scale != "text" and p.name not in (*OF_DATA, "batch")]


def slid(surface: Surface, random: np.random.Generator) -> str:
    """Return the surface as an item of a query, with each slider anywhere, at an end too."""
    items = [f"{p.name}={float(_anywhere(p, random))!r}" for p in sliders(surface)]
    return f"surface={','.join([surface.name, *items])}"


def _anywhere(parameter: Parameter, random: np.random.Generator) -> float:
    low, high = parameter.slider
    ends = (low, high, parameter.low, parameter.high)
    return float(random.choice(ends)) if random.random() < 0.4 else float(random.uniform(low, high))


def test_the_surfaces_whose_minima_are_searched_for_need_the_server() -> None:
    """Those with parameters, whose points do not follow from these by a formula or a bisection."""
    with_sliders = [surface for surface in SURFACES.values() if sliders(surface)]
    assert [one.name for one in with_sliders if not one.stationary_points] == ["ackley"]
    assert {one.name for one in PLACED} <= {one.name for one in with_sliders}


@pytest.mark.parametrize("surface", PLACED, ids=[one.name for one in PLACED])
def test_a_surface_is_described_alike_wherever_its_sliders_are(surface: Surface, engine: PageEngine) -> None:
    """Constants, landmarks, the lowest value and all that runs are measured against, with the same bits."""
    random = np.random.default_rng(8)
    known = Scenario.from_query(f"surface={surface.name}")
    seen = set()
    for _ in range(12):
        scenario = Scenario.from_query(slid(surface, random))
        found, said = engine.grid(scenario, known), answered(scenario)
        assert found["bound"]["q"] == said["bound"]["q"]["bdata"], scenario.query
        assert found["bound"]["criteria"] == said["bound"]["criteria"], scenario.query
        for name in ("surface", "parameters", "domain", "region", "floor", "landmarks", "data"):
            assert found[name] == said[name], (scenario.query, name)
        for name in ("minima", "saddles", "maxima"):
            assert found[name] == said[name], (scenario.query, name)
        seen.add(str(found["landmarks"]))
    assert len(seen) > 1 or surface.name in ("ellipse", "abs-ridge")  # whose minimum never moves


@pytest.mark.parametrize("surface", PLACED, ids=[one.name for one in PLACED])
def test_runs_are_measured_alike_while_a_slider_moves(surface: Surface, engine: PageEngine) -> None:
    random = np.random.default_rng(3)
    known = Scenario.from_query(f"surface={surface.name}")
    for _ in range(4):
        scenario = Scenario.from_query(f"{slid(surface, random)}&optimizer=sgd&optimizer=adam,lr=0.2&steps=150")
        found = engine.ask(
            ask="found", questions=[{"query": scenario.query, "bound": bound_of(engine, scenario, known)}]
        )
        for one, run in zip(found[0], simulate(scenario), strict=True):
            assert run.found is not None
            assert_alike(one, run.found)


@pytest.mark.parametrize("surface", PLACED, ids=[one.name for one in PLACED])
def test_the_verdict_is_the_library_s_while_a_slider_moves(surface: Surface, engine: PageEngine) -> None:
    """Also of a start where the gradient is zero: unless the server has said so of the point, rounding may be why."""
    random = np.random.default_rng(6)
    known = Scenario.from_query(f"surface={surface.name}")
    for number in range(8):
        item = slid(surface, random)
        starts = "".join(f"&start={'AB'[k]},{x},{y}" for k, (x, y) in enumerate(random.uniform(-2, 2, (2, 2)).tolist()))
        rates = "&".join(f"optimizer={one},lr={random.choice((0.01, 0.1, 1.5))}" for one in ("sgd", "momentum", "adam"))
        scenario = Scenario.from_query(f"{item}&{rates}{starts}&steps={(20, 150)[number % 2]}")
        grid = engine.grid(scenario, known)
        points = {name: grid[name] for name in ("landmarks", "minima", "saddles", "maxima", "kinks")}
        asked = {"query": scenario.query, "bound": bound_of(engine, scenario, known), "landmarks": points}
        (answer,) = engine.ask(ask="verdict", questions=[asked])
        found = findings(scenario)
        assert answer["verdict_parts"] == found.verdict, scenario.query
        assert answer["continuations"] == json.loads(dumps(found.ahead)), scenario.query
        assert answer["horizon"] == found.decided, scenario.query
        x, y = (grid["minima"] + grid["saddles"])[0]
        still = Scenario.from_query(f"{item}&optimizer=sgd&start=A,{x!r},{y!r}&steps=5")
        if not any(still.surface.gradient(x, y)):
            (answer,) = engine.ask(ask="verdict", questions=[{**asked, "query": still.query}])
            untried = [x, y] in grid["bound"]["untried"]
            assert answer is None if untried else answer["verdict_parts"] == findings(still).verdict


def test_curvatures_are_those_of_the_library(engine: PageEngine) -> None:
    random = np.random.default_rng(7)
    for item in [*(slid(SURFACES["ellipse"], random) for _ in range(40)), "surface=linear-regression,shift=1.3"]:
        scenario = Scenario.from_query(item)
        found = bound_of(engine, scenario, Scenario.from_query(item.partition(",")[0]))["curvatures"]
        expected = curvatures_of(scenario.surface)
        assert expected is not None
        low, high, x, y = expected
        np.testing.assert_allclose(found[:2], (low, high), rtol=1e-14)
        if high > low * (1 + 1e-9):
            assert abs(found[2] * y - found[3] * x) < 1e-14
    curved = Scenario.from_query("surface=rosenbrock,b=3")
    assert bound_of(engine, curved, Scenario.from_query("surface=rosenbrock"))["curvatures"] is None


def bound_of(engine: PageEngine, scenario: Scenario, known: Scenario) -> Any:
    """Return what the page measures runs against, as it finds it, encoded as the server's answers are."""
    bound = engine.grid(scenario, known)["bound"]
    return {**bound, "q": {"dtype": "f8", "bdata": bound["q"]}}


@pytest.mark.parametrize("surface", PLACED, ids=[one.name for one in PLACED])
@pytest.mark.parametrize("whole", [True, False], ids=["the domain", "a part of it"])
def test_contours_are_the_server_s(surface: Surface, whole: bool, engine: PageEngine) -> None:
    """The same values and levels; what lies below each level differs by less than 0.2 % of the plot."""
    random = np.random.default_rng(4)
    scenario = Scenario.from_query(slid(surface, random))
    (left, right), (bottom, top) = scenario.surface.domain
    region = () if whole else tuple(0.3 * edge for edge in (left, right, bottom, top))
    found = engine.grid(scenario, Scenario.from_query(f"surface={surface.name}"), region or None, CELLS)
    said = answered(scenario, region, CELLS)
    assert found["z"] == said["z"]["bdata"]
    np.testing.assert_allclose(found["levels"], said["levels"], rtol=1e-12, atol=1e-12)
    contours, others = found["contours"], said["contours"]
    assert (contours["width"], contours["outside"]) == (others["width"], others["outside"])
    assert len(contours["bands"]) == len(others["bands"])
    plot = PLOT * PLOT * (top - bottom) / (right - left)
    for (path, shade, level, _), (other, other_shade, other_level, _) in zip(
        contours["bands"], others["bands"], strict=True
    ):
        assert shade == other_shade
        assert math.isclose(level, other_level, rel_tol=1e-12, abs_tol=1e-12)
        assert abs(area(path) - area(other)) < 2e-3 * plot, level
        assert not path or area(path) * area(other) >= 0  # lines turn the same way
    for x, y, _ in contours["labels"]:
        (low, high), (under, over) = found["region"]
        assert low <= x <= high
        assert under <= y <= over


def area(path: str) -> float:
    """Return the area that a path surrounds, without its holes, which turn the other way."""
    return sum(
        float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)) / 2 for x, y in (line.T for line in lines(path) if path)
    )


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_a_lesson_file_traces_a_part_of_any_surface(surface: Surface, engine: PageEngine) -> None:
    """The server's levels, areas and labels, up to a label whose place is nearly as good."""
    scenario = Scenario.from_query(f"surface={surface.name}")
    (left, right), (bottom, top) = scenario.surface.domain
    region = tuple(0.2 * edge + 0.01 * (right - left) for edge in (left, right, bottom, top))
    found, others = engine.traced(scenario, region)["contours"], answered(scenario, region)["contours"]
    plot = PLOT * PLOT * (top - bottom) / (right - left)
    assert len(found["bands"]) == len(others["bands"])
    for (path, _, level, _), (other, _, other_level, _) in zip(found["bands"], others["bands"], strict=True):
        assert math.isclose(level, other_level, rel_tol=1e-9, abs_tol=1e-9)
        assert abs(area(path) - area(other)) < 2e-3 * plot, level
    assert len(found["labels"]) == len(others["labels"])
    places = zip(found["labels"], others["labels"], strict=True)
    apart = [math.hypot(x - a, y - b) / (region[1] - region[0]) for (x, y, _), (a, b, _) in places]
    assert len(apart) < 2 or sum(one < 0.02 for one in apart) >= len(apart) / 2
    assert [text for *_, text in found["labels"]] == [text for *_, text in others["labels"]]


def test_a_lesson_file_hatches_where_a_typed_surface_has_no_value(engine: PageEngine) -> None:
    scenario = Scenario.from_query(f"surface=custom,f={encoded('log(x + y) + x**2 + y**2')}")
    found, said = engine.traced(scenario, ())["contours"], answered(scenario)["contours"]
    assert covered(said["undefined"]) > 0.1 * PLOT**2
    assert abs(covered(found["undefined"]) - covered(said["undefined"])) < 1e-3 * PLOT**2


def covered(path: str) -> float:
    """Return the area of rectangles that a path writes one after the other, px²."""
    corners = re.findall(r"M(\S+) (\S+)H(\S+)V(\S+)H\1z", path)
    return sum((float(right) - float(left)) * (float(low) - float(top)) for left, top, right, low in corners)


def test_other_data_need_the_server(engine: PageEngine) -> None:
    known = Scenario.from_query("surface=linear-regression")
    for name in OF_DATA:
        assert engine.grid(Scenario.from_query(f"surface=linear-regression,{name}=4"), known) is None
    batches = engine.grid(Scenario.from_query("surface=linear-regression,batch=7,shift=1"), known)
    assert (batches["data"]["batch"], batches["data"]["epoch"]) == (7, 6)
    assert engine.grid(Scenario.from_query("surface=logistic-regression,scale=2"), known) is None  # of another surface


def test_classes_that_a_threshold_separates_have_no_minimum_in_the_page_either(engine: PageEngine) -> None:
    known = Scenario.from_query("surface=logistic-regression,spread=0")
    scenario = Scenario.from_query("surface=logistic-regression,spread=0,scale=3,shift=-1")
    found, said = engine.grid(scenario, known), answered(scenario)
    assert found["landmarks"] == said["landmarks"] == []
    assert found["remark"] == said["remark"] != ""
    assert found["floor"] is said["floor"] is None


def test_runs_on_data_and_on_a_typed_surface_need_only_the_server_s_answer_about_other_values(
    engine: PageEngine,
) -> None:
    """Where minima are searched for, runs are computed and not measured; other data are not known."""
    typed = f"surface=custom,f={encoded('x**4/4 + sin(3*x)*y + y**2')}"
    steps = "&optimizer=adam,lr=0.1&optimizer=newton&start=A,1.1,-0.7&steps=40"
    for known, moved, other in (
        ("surface=logistic-regression", "surface=logistic-regression,scale=3,shift=-0.7", ",sample=2"),
        ("surface=linear-regression,scale=2", "surface=linear-regression,scale=7,shift=0.3", ",spread=2"),
        (typed, f"{typed},xmin=-3,ymax=4", None),
    ):
        near = Scenario.from_query(f"{known}{steps}")
        scenario = Scenario.from_query(f"{moved}{steps}")
        (answer,) = engine.runs([scenario], bounded=False, near=near)
        assert answer is not None, moved
        assert difference(scenario, answer) == ""
        if other:
            assert engine.runs([Scenario.from_query(f"{moved}{other}{steps}")], bounded=False, near=near) == [None]


def test_a_surface_whose_points_cannot_be_translated_is_left_to_the_server(tmp_path: Path) -> None:
    broken = replace(SURFACES["rosenbrock"], stationary_points=lambda q, points: 0.0)
    module = module_of([OPTIMIZERS["sgd"]], [broken, SURFACES["ellipse"]])
    assert list(module.refused) == ["surface rosenbrock"]
    assert "lambda" in module.refused["surface rosenbrock"]
    with running_page_engine(tmp_path, module) as engine:
        for name, works in (("rosenbrock", False), ("ellipse", True)):
            scenario = Scenario.from_query(f"surface={name}&optimizer=sgd&steps=5")
            assert (engine.grid(scenario, scenario) is not None) is works
            assert (engine.runs([scenario]) != [None]) is works

"""A typed surface in everything that the service answers."""

import json
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from optimizers import Scenario
from optimizers.surfaces import custom
from optimizers.surfaces.bound import bound, searched
from optimizers.surfaces.search import Found, search
from optimizers.surfaces.searching import Domain
from optimizers.terms.types import Vector

CLIENT = TestClient(create_app())
SCENARIO = "surface=custom,f=min(x,y)^2%2By^2%2Blog(x%2B6)&optimizer=sgd,lr=0.01&start=A,1,2&steps=20"
PATHS = (
    "/?{}",
    "/embed?{}",
    "/poster.svg?{}",
    "/poster.png?{}",
    "/api/v1/scenario?{}",
    "/api/v1/surface?{}",
    "/api/v1/trajectories?{}",
    "/api/v1/verdict?{}",
    "/api/v1/steps/0/0/1?{}",
    "/lessons/ravine?{}",
    "/export.csv?{}",
    "/export.json?{}",
    "/export.html?{}",
    "/export-numpy.py?{}",
    "/export-pytorch.py?{}",
    "/export.bib?{}",
    "/oembed?url={quoted}",
)


@pytest.mark.parametrize("path", PATHS)
def test_a_typed_surface_is_answered_everywhere(path: str) -> None:
    answer = CLIENT.get(path.format(SCENARIO, quoted=quote(f"http://testserver/?{SCENARIO}", safe="")))
    assert answer.status_code == 200, answer.text
    assert answer.content


def test_a_step_on_a_typed_surface_is_explained_with_its_gradient() -> None:
    """f = x² + 3 y², whose gradient at (1, 2) is (2, 12)."""
    query = "surface=custom,f=x^2%2B3*y^2&optimizer=sgd,lr=0.1&start=A,1,2&steps=3"
    answer = CLIENT.get(f"/api/v1/steps/0/0/1?{query}").json()
    assert answer["change"] == pytest.approx([-0.2, -1.2])


def test_a_lesson_with_a_typed_surface_shows_that_surface() -> None:
    page = CLIENT.get(f"/lessons/ravine?{SCENARIO}").text
    island = json.loads(page.split('id="state">', 1)[1].split("</script>", 1)[0])
    assert island["query"] == Scenario.from_query(SCENARIO).query
    assert island["notices"] == []
    assert [one["name"] for one in island["members"]["surfaces"]] == ["custom"]


def test_a_typed_surface_is_never_searched_on_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where starts, rates and steps follow from what is found, and are needed to read the query."""
    here: list[object] = []

    def noted(q: Vector, domain: Domain, costs: tuple[float, float]) -> Found:
        here.append(domain)
        return search(q, domain, costs)

    monkeypatch.setattr(custom, "search", noted)
    for number, path in enumerate((*PATHS, "/api/v1/entry?{}")):
        surface = f"surface=custom,f=x^2%2B{number + 2}*y^2%2Bsin(x)"
        answer = CLIENT.get(path.format(surface, quoted=quote(f"http://testserver/?{surface}", safe="")))
        assert answer.status_code == 200, answer.text
    assert not here


def test_what_was_searched_for_goes_to_other_processes() -> None:
    surface = Scenario.from_query("surface=custom,f=x**4-x**2+3*y**2").surface
    found = searched(surface)
    assert found.found.minima == surface.landmarks.minima
    parts = surface.__reduce__()
    assert isinstance(parts, tuple)
    assert parts[1][2] is found
    another = bound("custom", {**surface.values, "f": "x**4+y**4+7"}, found)  # which no other test uses: it is kept
    assert another.landmarks.minima == surface.landmarks.minima  # as given, without a search


def test_an_entry_has_its_formula_and_an_error_its_column() -> None:
    entry = CLIENT.get("/api/v1/entry?surface=custom,f=x^2%2By^2").json()
    assert (entry["family"], entry["parameters"][0]["default"]) == ("f", "x**2+y**2")
    assert entry["mathml"].startswith("<math")
    assert [one["kind"] for one in entry["landmarks"]] == ["minimum"]
    wrong = CLIENT.get("/api/v1/entry?surface=custom,f=x^2%2B")
    assert wrong.status_code == 422
    assert wrong.json()["problems"][0]["column"] == 5


def test_the_grid_says_where_there_is_no_value_and_how_minima_are_known() -> None:
    grid = json.loads(CLIENT.get("/api/v1/surface?surface=custom,f=sqrt(x)*0%2Bx^2&precision=f4").content)
    assert grid["undefined"][0][:2] == [-5.0, -5.0]
    assert "found by search" in grid["remark"] or "No minimum" in grid["remark"]

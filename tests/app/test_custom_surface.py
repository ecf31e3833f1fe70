"""A typed surface in everything that the service answers."""

import json
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from app.main import create_app

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
    "/export.csv?{}",
    "/export.json?{}",
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

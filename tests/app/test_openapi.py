"""The description of the API is true: what it says may be asked can be asked, and is answered as it says."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest

from app import VERSION
from app.routes import health
from app.view import KEYS as VIEW
from optimizers.query.conditions import KEYS
from tests.answers import assert_problem, client, strict

CLIENT = client()
DESCRIPTION = strict(CLIENT.get("/openapi.json").content)
PATHS: dict[str, dict[str, Any]] = DESCRIPTION["paths"]
STEPS = "/api/v1/steps/{optimizer_index}/{start_index}/{step_number}"
DEMANDING = {
    *(f"/api/v1/{name}" for name in ("scenario", "surface", "trajectories", "verdict")),
    *("/poster.png", "/poster.svg", STEPS),
    *("/export.csv", "/export.json", "/export.html", "/export.bib", "/export-numpy.py", "/export-pytorch.py"),
}
STANDARD = {"name", "in", "description", "required", "schema", "example", "style", "explode"}  # of a parameter
ENTRY, CHECK = "/api/v1/entry", "/api/v1/check"
OTHERS = {ENTRY, CHECK, "/api/v1/table"}  # they read one optimizer or surface, or a table, and not a scenario


def asked(path: str) -> list[dict[str, Any]]:
    """The parameters of the query."""
    return [p for p in PATHS[path]["get"].get("parameters", []) if p["in"] == "query"]


def example(path: str) -> str:
    """An address with a query made of the examples of all parameters."""
    where = path.format(optimizer_index=0, start_index=1, step_number=2)
    keys = asked(path)[:1] if path == ENTRY else asked(path)  # it takes one of them
    return f"{where}?" + urlencode([(p["name"], p["example"]) for p in keys], doseq=True)


def test_what_is_described() -> None:
    assert re.fullmatch(r"3\.1\.\d", DESCRIPTION["openapi"])
    assert DESCRIPTION["info"] == {"title": "Optimizer Trajectories", "version": VERSION}
    assert set(PATHS) == DEMANDING | OTHERS | {"/api/v1/catalog", "/healthz", "/readyz"}
    assert all(list(methods) == ["get"] for methods in PATHS.values())
    assert len({methods["get"]["operationId"] for methods in PATHS.values()}) == len(PATHS)
    assert all(methods["get"]["description"] for methods in PATHS.values())
    assert "$ref" not in str(DESCRIPTION)


@pytest.mark.parametrize("path", sorted(PATHS))
def test_parameters_have_the_form_of_the_standard(path: str) -> None:
    parameters = PATHS[path]["get"].get("parameters", [])
    assert bool(parameters) == (path in DEMANDING | OTHERS)
    assert len({p["name"] for p in parameters}) == len(parameters)
    places = [p for p in parameters if p["in"] == "path"]
    assert [p["name"] for p in places] == re.findall(r"{(\w+)}", path)
    assert all(p["description"] and p["schema"]["type"] == "integer" for p in places)
    for parameter in asked(path):
        assert set(parameter) <= STANDARD
        assert parameter["description"]
        repeated = parameter["name"] in ("optimizer", "start") and path not in OTHERS
        assert parameter["schema"] == (
            {"type": "array", "items": {"type": "string"}} if repeated else {"type": "string"}
        )
        assert isinstance(parameter["example"], list if repeated else str)


@pytest.mark.parametrize("path", sorted(PATHS))
def test_the_examples_are_answered_as_described(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "PATIENCE", 300)  # where nothing is compiled yet
    response = CLIENT.get(example(path))
    assert response.status_code == 200
    (described,) = PATHS[path]["get"]["responses"]["200"]["content"]
    assert response.headers["content-type"] == described


@pytest.mark.parametrize("path", sorted(DEMANDING | OTHERS))
def test_errors_are_described(path: str) -> None:
    responses = PATHS[path]["get"]["responses"]
    assert set(responses) == {"200", "304", "422", "503"}
    assert_problem(CLIENT.get(example(path).split("?")[0] + "?steps=0"), 422)
    assert list(responses["422"]["content"]) == list(responses["503"]["content"]) == ["application/problem+json"]
    assert all(response["description"] for response in responses.values())


def test_every_key_of_the_query_is_described() -> None:
    described = {p["name"] for path in DEMANDING for p in asked(path)}
    assert described == {*KEYS, *VIEW, "lesson"}  # the last one is of a file


def test_health() -> None:
    response = CLIENT.get("/healthz")
    assert strict(response.content) == {"status": "ok", "version": VERSION}

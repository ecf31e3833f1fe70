"""Schemathesis asks every route, pages too, for what its description allows and for what it does not."""

from typing import Any

import pytest
import requests
import schemathesis
from fastapi.routing import iter_route_contexts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import load_all_checks
from schemathesis.core.result import Ok

from app.dependencies import described
from app.lessons import lessons
from app.main import create_app
from app.settings import Settings
from app.view import WRITTEN

pytestmark = pytest.mark.slow

EXAMPLES = 20  # of each route in each way
TIMEOUT = 60  # seconds
LARGEST = 2_000_000  # bytes; what is asked for by chance is small, but plotly.js is not asked for
load_all_checks()
CHECKS = schemathesis.checks.CHECKS.get_by_names(
    [
        "status_code_conformance",
        "content_type_conformance",
        "response_headers_conformance",
        "response_schema_conformance",
        "unsupported_method",
    ]
)
TEXT = {"schema": {"type": "string"}}
HTML = {"200": {"description": "a page", "content": {"text/html": {}}}, "404": {"description": "no page"}}


def page(*more: dict[str, Any]) -> dict[str, Any]:
    """Return the description of a page that reads a scenario and a view."""
    parameters = [*described("text/html", *WRITTEN)["parameters"], *more]
    return {"get": {"parameters": parameters, "responses": HTML}}


def file(media_type: str, **responses: Any) -> dict[str, Any]:
    """Return the description of a route without parameters."""
    return {"get": {"responses": {"200": {"description": "it", "content": {media_type: {}}}, **responses}}}


def part(name: str, *known: str) -> dict[str, Any]:
    """Return the description of a part of a path: one of those that are known, or anything."""
    return {
        "name": name,
        "in": "path",
        "required": True,
        "schema": {"anyOf": [{"enum": list(known)}, {"type": "string"}]},
    }


STATIC = create_app(Settings()).state.pages.assets.rpartition("/")[2]
FILES = ("js/main.js", "css/page.css", "img/icon.svg", "packaged/swagger-ui.css", "js/../../app/main.py")
QUESTIONS = [
    {"name": name, "in": "query", **TEXT, "example": example}
    for name, example in (("url", "http://127.0.0.1/"), ("format", "json"), ("maxwidth", "400"), ("maxheight", "300"))
]
OEMBED = {str(status): {"description": "no frame"} for status in (404, 422, 501)}
PAGES = {
    "/": page(),
    "/embed": page(),
    "/lessons": page(),
    "/reference": page(),
    "/write-your-own": page(),
    "/lessons/{slug}": page(part("slug", *lessons())),
    "/static/{version}/{name}": {
        "get": {
            "parameters": [part("version", STATIC), part("name", *FILES)],
            "responses": {"200": {"description": "a file"}, "404": {"description": "no file"}},
        }
    },
    "/docs": page(),
    "/embed.js": file("text/javascript"),
    "/openapi.json": file("application/json"),
    "/metrics": file("text/plain"),
    "/qr.svg": file("image/svg+xml"),
    "/oembed": {"get": {**file("application/json", **OEMBED)["get"], "parameters": QUESTIONS}},
}


def description() -> dict[str, Any]:
    """Return the description of the API, and of the routes that it leaves out."""
    known: dict[str, Any] = create_app(Settings()).openapi()
    return {**known, "paths": {**known["paths"], **PAGES}}


SCHEMA = schemathesis.openapi.from_dict(description())
OPERATIONS: list[Any] = [result.ok() for result in SCHEMA.get_all_operations() if isinstance(result, Ok)]


def test_every_route_is_asked() -> None:
    paths = {context.path for context in iter_route_contexts(create_app(Settings()).routes)}
    routes = {path.replace(":path", "") for path in paths if path and not path.startswith(("/docs/", "/redoc"))}
    asked = {operation.path for operation in OPERATIONS}
    assert routes == asked


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.path)
def test_what_is_asked_is_answered_as_described(operation: Any, server: str) -> None:
    @settings(max_examples=EXAMPLES, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def ask(data: st.DataObject) -> None:
        mode = data.draw(st.sampled_from(list(schemathesis.GenerationMode)))
        case = data.draw(operation.as_strategy(generation_mode=mode))
        response = case.call(base_url=server, session=session, timeout=TIMEOUT)
        case.validate_response(response, checks=CHECKS)  # the statuses, too
        assert response.status_code < 500 or (response.status_code == 501 and operation.path == "/oembed")
        assert len(response.content) <= LARGEST

    with requests.Session() as session:
        session.trust_env = False
        ask()

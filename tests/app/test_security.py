"""Headers of every answer: who may read and frame it, and what a page may run; HEAD is GET without the body."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from app import security
from app.main import create_app
from app.routes import poster
from app.settings import Settings
from tests.answers import BROWSER, client, state
from tests.markup import elements

CLIENT = client()
BASE: str = state(CLIENT).pages.assets
PAGES = ("/", "/lessons", "/lessons/ravine", "/write-your-own", "/reference", "/docs", "/nothing")
FRAMED = ("/embed", "/poster.svg", "/poster.png")
DATA = (
    "/api/v1/catalog",
    "/api/v1/surface",
    "/api/v1/trajectories",
    "/api/v1/trajectories?steps=10000&optimizer=adam",
    "/openapi.json",
    "/healthz",
    f"/{BASE}/js/main.js",
    f"/{BASE}/packaged/swagger-ui.css",
    "/api/v1/surface?steps=0",
    "/oembed",
    "/oembed?url=http://testserver/",
    "/nothing",
    "/embed.js",
)
CAMPUS = TestClient(create_app(Settings(frame_ancestors="https://moodle.example.edu https://*.example.org")))


def directives(headers: Any) -> dict[str, str]:
    """The content security policy by the names of its directives."""
    parts = [part.strip().partition(" ") for part in headers["content-security-policy"].split(";")]
    assert len({name for name, _, _ in parts}) == len(parts)
    return {name: sources for name, _, sources in parts}


@pytest.mark.slow
@pytest.mark.parametrize("path", [*PAGES, *FRAMED, *DATA])
def test_every_answer_may_be_read_by_all_and_carries_no_credentials(path: str) -> None:
    for method in ("GET", "POST"):
        for origin in ({}, {"origin": "null"}, {"origin": "https://a.example", "cookie": "a=b"}):
            headers = CLIENT.request(method, path, headers=BROWSER | origin).headers
            assert headers["access-control-allow-origin"] == "*"
            assert headers["cross-origin-resource-policy"] == "cross-origin"
            assert headers["x-content-type-options"] == "nosniff"
            assert not {"access-control-allow-credentials", "set-cookie"} & set(headers)
            assert len(headers.get_list("access-control-allow-origin")) == 1


def test_what_is_not_modified_and_what_failed_may_be_read_too(monkeypatch: pytest.MonkeyPatch) -> None:
    tag = CLIENT.get("/poster.svg").headers["etag"]
    known = CLIENT.get("/poster.svg", headers={"if-none-match": tag})

    def fail(*arguments: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(poster, "answer", fail)
    failed = CLIENT.get("/poster.svg?steps=3")
    assert (known.status_code, failed.status_code) == (304, 500)
    assert known.headers["access-control-allow-origin"] == failed.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("asked", [CLIENT, CAMPUS])
def test_a_page_refuses_foreign_frames(path: str, asked: TestClient) -> None:
    response = asked.get(path, headers=BROWSER)
    assert directives(response.headers)["frame-ancestors"] == "'self'"
    assert response.headers["x-frame-options"] == "SAMEORIGIN"


def test_an_embed_may_stand_in_a_page_that_is_cross_origin_isolated() -> None:
    for path in FRAMED:
        assert CLIENT.get(path).headers["cross-origin-embedder-policy"] == "require-corp"


@pytest.mark.slow
@pytest.mark.parametrize("path", [*FRAMED, "/poster.svg?steps=0"])
def test_an_embed_and_a_poster_may_be_framed_by_all_or_by_those_that_are_named(path: str) -> None:
    """Errors in their place too: a frame is never blank. An explicit * would refuse pages opened from disk."""
    everyone, campus = (asked.get(path, headers=BROWSER) for asked in (CLIENT, CAMPUS))
    assert "frame-ancestors" not in directives(everyone.headers)
    allowed = directives(campus.headers)["frame-ancestors"]
    assert allowed == "'self' https://moodle.example.edu https://*.example.org"
    assert "x-frame-options" not in {**everyone.headers, **campus.headers}


@pytest.mark.parametrize("path", [*PAGES, "/embed"])
def test_a_page_runs_only_scripts_of_its_own_origin(path: str) -> None:
    headers = CLIENT.get(path, headers=BROWSER).headers
    assert headers["referrer-policy"] == "same-origin"
    policy = directives(headers)
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'none'"
    scripts = policy["script-src"].split()
    assert scripts[0] == "'self'"
    assert len(scripts) == (2 if path == "/docs" else 1)
    assert policy.pop("style-src-attr") == "'unsafe-inline'"
    assert not re.search(r"unsafe|\*|https?:", str(policy))
    assert policy["connect-src"] == policy["worker-src"] == "'self'"
    trusted = {name: policy.get(name) for name in ("require-trusted-types-for", "trusted-types")}
    docs = path == "/docs"  # Swagger UI writes markup
    assert trusted == {
        "require-trusted-types-for": None if docs else "'script'",
        "trusted-types": None if docs else "default",
    }


@pytest.mark.parametrize("path", [*PAGES, "/embed"])
def test_a_page_gives_up_what_it_does_not_use(path: str) -> None:
    headers = CLIENT.get(path, headers=BROWSER).headers
    assert headers["cross-origin-opener-policy"] == "same-origin"
    names = [entry.removesuffix("=()") for entry in headers["permissions-policy"].split(", ")]
    assert {"camera", "geolocation", "microphone", "payment", "usb"} <= set(names)
    assert all(re.fullmatch("[a-z-]+", name) for name in names)
    assert not {"fullscreen", "clipboard-write", "autoplay"} & set(names)


def test_a_frame_may_run_its_worker() -> None:
    """A frame that asks for isolation runs no worker that does not."""
    name = "cross-origin-embedder-policy"
    worker = CLIENT.get(f"/{BASE}/js/engine/worker.js")
    assert worker.headers[name] == CLIENT.get("/embed").headers[name]
    assert name not in CLIENT.get(f"/{BASE}/js/main.js").headers


def test_the_documentation_runs_the_one_script_it_has() -> None:
    response = CLIENT.get("/docs")
    inline = [e.text for e in elements(response.text) if e.tag == "script" and "src" not in e.attributes]
    assert len(inline) == 1
    assert response.headers["content-security-policy"] == security.page(security.SAME_ORIGIN, *inline)


def test_a_drawing_runs_nothing() -> None:
    for path in ("/poster.svg", "/poster.png", f"/{BASE}/img/icon.svg"):
        policy = directives(CLIENT.get(path).headers)
        assert policy["default-src"] == "'none'"
        assert "script-src" not in policy


def test_a_slider_costs_no_policy() -> None:
    headers = CLIENT.get("/api/v1/trajectories").headers
    assert not {"content-security-policy", "referrer-policy", "x-frame-options", "permissions-policy"} & set(headers)


@pytest.mark.slow
@pytest.mark.parametrize("path", [*PAGES, *FRAMED, *DATA])
def test_head_is_get_without_the_body(path: str) -> None:
    headers = BROWSER | {"x-request-id": "the-same-one"}
    whole, head = CLIENT.get(path, headers=headers), CLIENT.head(path, headers=headers)
    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert head.headers == whole.headers
    assert whole.content


@pytest.mark.parametrize("path", ["/", "/embed", "/api/v1/trajectories?steps=0", "/oembed", "/nothing"])
def test_a_browser_that_asks_first_may_send_what_it_likes_but_no_credentials(path: str) -> None:
    """A script of another origin, with If-None-Match or X-Request-ID."""
    asking = {
        "origin": "https://a.example",
        "access-control-request-method": "GET",
        "access-control-request-headers": "if-none-match",
    }
    response = CLIENT.options(path, headers=asking)
    assert (response.status_code, response.content) == (204, b"")
    assert response.headers["access-control-allow-origin"] == response.headers["access-control-allow-headers"] == "*"
    assert response.headers["access-control-allow-methods"] == "GET, HEAD"
    assert "access-control-allow-credentials" not in response.headers
    assert CLIENT.options("/", headers={"origin": "https://a.example"}).status_code == 405

"""Every error has one shape, and says what is wrong with what; a browser gets the same as a page."""

import logging
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.builders.trajectories import ROWS
from app.main import create_app
from app.settings import Settings
from optimizers.run import descent, stepping
from tests.answers import BROWSER, assert_problem, busy_client, client, events, state
from tests.bad_queries import BAD, IDS, Bad
from tests.markup import elements
from tests.working import Here

CLIENT = client()
DEMANDING = ("/api/v1/trajectories", "/api/v1/surface", "/poster.svg", "/poster.png")


@pytest.mark.parametrize("bad", BAD, ids=IDS)
def test_a_bad_query_is_told_completely(bad: Bad) -> None:
    for path in DEMANDING:
        problem = assert_problem(CLIENT.get(f"{path}?{bad.query}"), 422)
        reported = [(item["parameter"], item["value"], item["allowed"]) for item in problem["problems"]]
        assert reported == list(bad.problems)


@pytest.mark.parametrize("flood", ["x=1", "theme=blue", "layout=a&y", "start=%FF"])
def test_an_error_is_no_longer_than_twenty_problems_whatever_was_sent(flood: str) -> None:
    query = "&".join([flood] * (8000 // (len(flood) + 1)))
    for path in DEMANDING:
        response = CLIENT.get(f"{path}?{query}")
        problem = assert_problem(response, 422)
        assert len(problem["problems"]) == 20
        count = 20 + int(problem["detail"].removesuffix(" more problems are not listed.").rpartition(" ")[2])
        assert count in (query.count("&") + 1, query.count("&") + 2)  # one less where a key may stand once
        assert len(response.content) < 10_000
    page = CLIENT.get(f"/?{query}")
    *notices, _ = [element.text for element in elements(page.text) if element.attributes.get("class") == "notice"]
    assert len(notices) == 21  # the last of the page is for those without a script
    assert notices[-1].startswith(f"{count - 20} more problems")


def test_what_was_asked_is_cut_off_where_it_is_long() -> None:
    long = "x" * 5000
    for path in (f"/lessons/{long}", f"/oembed?url={long}", f"/oembed?url=http://testserver/&format={long}"):
        assert len(CLIENT.get(path).content) < 500


@pytest.mark.slow
@pytest.mark.parametrize(
    "query",
    [
        "",
        "optimizer=sgd,lr=1e100",  # diverges in one step
        "start=A,0,0",  # exactly at the minimum
        "surface=saddle&start=A,0,0",  # exactly at the saddle
        "surface=saddle,wall=0",
        "start=\u00e9\u4e00,1,2",
        "layout=overlay&theme=dark&step=0&precision=f4",
    ],
)
def test_what_is_odd_but_legal_is_answered(query: str) -> None:
    for path in DEMANDING:
        assert CLIENT.get(f"{path}?{query}").status_code == 200


@pytest.mark.parametrize("path", ["/nothing", "/api/v1/nothing", "/api", "/static/nothing.js", "/a/b/../../etc/passwd"])
def test_what_is_not_there(path: str) -> None:
    assert_problem(CLIENT.get(path), 404)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_what_can_only_be_read(method: str) -> None:
    for path in ("/", "/docs", "/healthz", "/api/v1/catalog", f"/{state(CLIENT).pages.assets}/js/main.js", *DEMANDING):
        response = CLIENT.request(method, path)
        assert_problem(response, 405)
        assert response.headers["allow"] == "GET, HEAD"


def test_a_route_with_typed_parameters_has_the_shape_too() -> None:
    app = create_app(Settings())

    @app.get("/typed")
    def typed(count: int) -> None: ...

    problem = assert_problem(TestClient(app).get("/typed?count=many"), 422)
    (item,) = problem["problems"]
    assert (item["parameter"], item["value"]) == ("count", "many")


def fail(*arguments: Any) -> int:
    raise RuntimeError("secret words")


@pytest.mark.parametrize("path", ["/api/v1/trajectories", "/poster.svg", "/"])
def test_a_failing_kernel_is_500_without_the_reason(
    path: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    failing = client()
    monkeypatch.setattr(state(failing).work, "whole", fail)
    response = failing.get(path)
    assert_problem(response, 500)
    assert "secret" not in response.text
    assert "secret words" in caplog.text
    page = failing.get(path, headers=BROWSER)
    assert (page.status_code, "secret" in page.text) == (500, False)
    assert page.headers["content-type"] == "text/html; charset=utf-8"


def test_a_kernel_that_fails_on_the_way_ends_the_stream_with_an_error(
    here: Here, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    query = "steps=10000&optimizer=sgd&optimizer=adam"
    whole = events(CLIENT.get(f"/api/v1/trajectories?{query}").content)
    kernel, calls = descent.descend, 0

    def descend(*arguments: Any) -> int:
        nonlocal calls
        calls += 1
        return int(kernel(*arguments)) if calls < 30 else fail()

    monkeypatch.setattr(stepping, "descend", descend)
    with caplog.at_level(logging.ERROR):
        response = CLIENT.get(f"/api/v1/trajectories?{query}", headers={"x-request-id": "the-request"})
    lines = events(response.content)
    assert response.status_code == 200
    assert len(lines) > ROWS // stepping.CHUNK, "the parts before the one that failed are sent"
    assert lines[:-1] == whole[: len(lines) - 1]
    detail = "The server failed; its log says why."
    assert lines[-1] == {"event": "error", "detail": detail, "request_id": "the-request"}
    assert "the-request" in caplog.text
    assert "secret words" in caplog.text


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nothing", 404, ["Not Found"]),
        ("/api/v1/trajectories?steps=0&theme=blue", 422, ["steps cannot be 0. ", "theme cannot be blue. "]),
    ],
)
def test_a_browser_gets_a_page(path: str, status: int, words: list[str]) -> None:
    response = CLIENT.get(path, headers=BROWSER)
    assert response.status_code == status
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    (main,) = (element for element in elements(response.text) if element.tag == "main")
    (heading,) = (element for element in elements(response.text) if element.tag == "h1")
    assert heading.text.startswith(f"{status} ")
    assert [word for word in words if word not in main.text] == []


def refresh(page: str) -> int:
    """Return the seconds after which a page loads itself again."""
    (found,) = (
        element.attributes["content"]
        for element in elements(page)
        if element.tag == "meta" and element.attributes.get("http-equiv") == "refresh"
    )
    assert found is not None
    return int(found)


@pytest.mark.parametrize(("header", "least"), [("1", 1), ("30", 30), (None, 5)])
def test_the_page_of_a_busy_server_says_so_and_loads_itself_again(header: str | None, least: int) -> None:
    """The pages that were refused in one second do not come back in one second."""
    asked = busy_client({"Retry-After": header} if header else None)
    waits = set()
    for _ in range(40):
        response = asked.get("/busy", headers=BROWSER)
        wait = refresh(response.text)
        (main,) = (element.text for element in elements(response.text) if element.tag == "main")
        assert "503 The server is busy" in main
        assert f"reloads by itself in about {wait} second" in main
        assert not [element for element in elements(response.text) if element.tag == "script"]
        assert (response.status_code, response.headers["retry-after"]) == (503, str(least))
        waits.add(wait)
    assert min(waits) >= least
    assert max(waits) <= least + max(2, least)
    assert len(waits) > 1


@pytest.mark.parametrize("path", ["/busy", "/late"])
def test_what_passes_is_not_kept_and_says_when_to_ask_again(path: str) -> None:
    response = busy_client({"Retry-After": "3"}).get(path)
    assert_problem(response, 503)
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["access-control-expose-headers"] == "retry-after"
    assert int(response.headers["retry-after"]) >= 1


def test_the_page_of_another_error_stays_as_it_is() -> None:
    assert 'http-equiv="refresh"' not in CLIENT.get("/nothing", headers=BROWSER).text


def test_a_browser_gets_the_headers_of_an_error_too() -> None:
    response = CLIENT.post("/", headers=BROWSER)
    assert (response.status_code, response.headers["allow"]) == (405, "GET, HEAD")


def test_what_was_asked_is_escaped_in_the_page_of_an_error() -> None:
    payload = "<script>alert(1)</script>"
    response = CLIENT.get("/api/v1/surface", params={"surface": payload}, headers=BROWSER)
    assert response.status_code == 422
    assert payload in next(element.text for element in elements(response.text) if element.tag == "main")
    assert not [element for element in elements(response.text) if element.tag == "script"]

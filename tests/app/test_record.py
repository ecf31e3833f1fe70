"""What is recorded of a request: counts, an identity, a line of log; and the two probes."""

import json
import logging
import re

import pytest

from app.routes import health
from app.work import Busy
from tests.answers import BROWSER, assert_problem, client, state

SGD = "optimizer=sgd&start=A,-8,1.2&steps=20"


def counts(text: str) -> dict[str, float]:
    """The counts of the only worker, without the label that says so."""
    text = text.replace('{worker="0"}', "").replace(',worker="0"}', "}")
    lines = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
    return {name.removeprefix("optimizer_trajectories_"): float(value) for name, _, value in lines}


def test_requests_are_counted_by_route_and_status() -> None:
    one = client()
    for path in (
        f"/?{SGD}",
        "/?steps=9",
        f"/api/v1/steps/0/0/1?{SGD}",
        "/api/v1/scenario?steps=0",
        "/a",
        "/b",
        "/metrics",
    ):
        one.get(path)
    answer = one.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    found = counts(answer.text)
    asked = {name: value for name, value in found.items() if name.startswith("requests_total")}
    step = "/api/v1/steps/{optimizer_index}/{start_index}/{step_number}"
    assert asked == {
        'requests_total{route="/",status="200"}': 2,
        f'requests_total{{route="{step}",status="200"}}': 1,
        'requests_total{route="/api/v1/scenario",status="422"}': 1,
        'requests_total{route="none",status="404"}': 2,
        'requests_total{route="/metrics",status="200"}': 1,
    }
    assert found['seconds_count{route="/"}'] == 2
    assert found['seconds_sum{route="/"}'] > 0
    assert (found["in_flight"], found["refused_total"]) == (1, 0)
    assert found["process_cpu_seconds_total"] > 0


def test_what_was_refused_and_what_failed_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    one = client(max_concurrent=1)

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(state(one).work, "whole", fail)
    assert_problem(one.get(f"/api/v1/steps/0/0/1?{SGD}"), 500)
    state(one).work.series = 1
    assert_problem(one.get("/export.csv?steps=10000"), 503)
    found = counts(one.get("/metrics").text)
    assert found["refused_total"] == 1
    assert sum(value for name, value in found.items() if name.startswith("requests_total") and "500" in name) == 1


def test_applications_count_apart() -> None:
    one, other = client(), client()
    one.get("/healthz")
    assert "/healthz" not in other.get("/metrics").text


def test_an_error_names_its_request_in_answer_and_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    one = client()

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(state(one).work, "whole", fail)
    answer = one.get(f"/api/v1/steps/0/0/1?{SGD}")
    identity = assert_problem(answer, 500)["request_id"]
    assert re.fullmatch("[0-9a-f]{16}", identity)
    assert identity in caplog.text
    page = one.get("/nowhere", headers=BROWSER)
    assert page.headers["x-request-id"] in page.text
    assert page.headers["x-request-id"] != identity


@pytest.mark.parametrize(
    ("given", "kept"), [("proxy-1234", True), ("x" * 65, False), ("short", False), ("a<b>c<d>e<f>", False)]
)
def test_a_harmless_identity_of_a_proxy_is_kept(given: str, kept: bool) -> None:
    answer = client().get("/nowhere", headers={"x-request-id": given})
    assert (assert_problem(answer, 404)["request_id"] == given) is kept


def test_a_request_is_a_line_of_json_where_that_is_set(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("app.access")
    log.addHandler(caplog.handler)
    try:
        client().get("/healthz")
        assert not caplog.records
        answer = client(access_log=True).get('/nowhere%0A?a=%0A&b="c"&d=' + "e" * 5000)
        (record,) = caplog.records
    finally:
        log.removeHandler(caplog.handler)
    assert "\n" not in record.getMessage()
    line = json.loads(record.getMessage())
    assert (line["request"], line["path"]) == (answer.headers["x-request-id"], "/nowhere\n")
    assert (line["method"], line["route"], line["status"]) == ("GET", "none", 404)
    assert (line["bytes"], len(line["query"])) == (len(answer.content), 2000)
    assert line["seconds"] > 0
    assert line["client"] == "testclient"


def test_the_server_is_ready_when_a_page_would_be_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "PATIENCE", 300)  # where nothing is compiled yet
    one = client()
    assert one.get("/readyz").json()["status"] == "ready"
    monkeypatch.setattr(state(one).work.pages, "refusal", lambda price: Busy(3))
    refused = one.get("/readyz")
    assert_problem(refused, 503)
    assert refused.headers["retry-after"] == "3"
    assert one.get("/healthz").status_code == 200


def test_the_server_is_not_ready_while_no_process_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "PATIENCE", 0)
    refused = client().get("/readyz")
    assert "starting or busy" in assert_problem(refused, 503)["detail"]
    assert refused.headers["retry-after"] == "5"

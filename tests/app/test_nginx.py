"""The configuration of ``app/deployment`` in a real nginx, in front of two real servers."""

import http.server
import json
import re
import socket
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from httpx2 import Client, Response

from tests.leaving import connect
from tests.nginx import proxy
from tests.serving import started, wait_until

pytestmark = pytest.mark.slow

LONG = "/api/v1/trajectories?steps=10000&" + "&".join(f"start=S{k},{k},1" for k in range(12))


@dataclass
class Site:
    """nginx at ``address``, and the replicas behind it with their own addresses."""

    address: str
    replicas: list[tuple["subprocess.Popen[str]", str]]
    client: Client = field(init=False)

    def __post_init__(self) -> None:
        self.client = Client(base_url=self.address, timeout=60)

    def get(self, path: str, **headers: str) -> Response:
        return self.client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def count(self, name: str) -> float:
        """The sum of a count over both replicas, asked directly."""
        found = 0.0
        for _, address in self.replicas:
            lines = self.client.get(f"{address}/metrics").text.splitlines()
            found += sum(float(line.rpartition(" ")[2]) for line in lines if line.startswith(name))
        return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with ExitStack() as stack:
        replicas = [stack.enter_context(started()) for _ in range(2)]
        folder = tmp_path_factory.mktemp("nginx")
        site = Site(stack.enter_context(proxy(folder, *(address for _, address in replicas))), replicas)
        stack.enter_context(site.client)
        yield site


def one_line(site: Site, request: str) -> str:
    """The first line of the answer to what is sent as it stands."""
    parts = urlsplit(site.address)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=60) as connection:
        connection.sendall(request.encode())
        return connection.makefile().readline().strip()


@pytest.mark.parametrize("prefix", ["", "/paths"])
def test_everything_a_page_names_is_there_below_a_prefix_too(site: Site, prefix: str) -> None:
    page = site.get(f"{prefix}/")
    assert page.status_code == 200
    named = {
        link for link in re.findall(r'(?:src|href)="([^"#]+)"', page.text) if not link.startswith(("http", "data:"))
    }
    assert len(named) > 5
    for link in named:
        address = urljoin(f"{site.address}{prefix}/", link.replace("&amp;", "&"))
        assert address.startswith(f"{site.address}{prefix}/")
        assert site.get(address).status_code == 200, link


def test_redirects_are_relative(site: Site) -> None:
    for path, location in {
        "/paths?steps=30": "/paths/?steps=30",
        "/paths/embed/": "../embed",
        "/embed/": "../embed",
    }.items():
        answer = site.client.get(path, headers={"host": "evil.example"})
        assert (answer.is_redirect, answer.headers["location"]) == (True, location)


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_the_application_s_compression_passes(site: Site, coding: str) -> None:
    answer = site.get("/", accept_encoding=coding)
    assert answer.headers["content-encoding"] == coding
    assert "accept-encoding" in answer.headers["vary"].lower()
    assert "<title>" in answer.text, "decoded"


def test_what_may_be_kept_is_asked_for_once(site: Site) -> None:
    script = re.findall(r'="([^"]*/js/main\.js)"', site.get("/").text)[0]
    before = site.count('optimizer_trajectories_requests_total{route="/static')
    for coding in ("br", "gzip", "br", "gzip", "br"):
        answer = site.get(f"/{script}", accept_encoding=coding)
        assert (answer.status_code, answer.headers["content-encoding"]) == (200, coding)
    assert answer.headers["x-cache"] == "HIT"
    assert site.count('optimizer_trajectories_requests_total{route="/static') - before <= 2, "once for each coding"


@pytest.mark.parametrize("path", ["/?steps=37", "/lessons", "/poster.svg?steps=37", "/api/v1/verdict?steps=37"])
def test_a_hundred_who_ask_for_the_same_are_one_request(site: Site, path: str) -> None:
    """Those who come while it is computed wait for it. Who has it already is answered 304."""
    route = f'optimizer_trajectories_requests_total{{route="{path.partition("?")[0]}"'
    before = site.count(route)
    with ThreadPoolExecutor(10) as several:
        answers = list(several.map(lambda _: site.get(path, accept_encoding="br"), range(100)))
    assert {(answer.status_code, answer.content == answers[0].content) for answer in answers} == {(200, True)}
    assert site.count(route) - before == 1
    again = site.get(path, accept_encoding="br", if_none_match=answers[0].headers["etag"])
    assert (again.status_code, again.content, again.headers["x-cache"]) == (304, b"", "HIT")
    assert site.count(route) - before == 1


def test_a_stream_arrives_in_pieces(site: Site) -> None:
    """The first ones while the rest is being computed."""
    with site.client.stream("GET", "/api/v1/trajectories?fair=tuned&steps=2000") as answer:
        pieces = answer.iter_raw()
        first = next(pieces)
        assert b'"event":"end"' not in first
        rest = b"".join(pieces)
    assert json.loads(rest.splitlines()[-1])["event"] == "end"


def test_a_stream_that_nobody_reads_is_not_computed(site: Site) -> None:
    """nginx does not take it in for the client: the replica waits, so neither of them keeps it."""
    wait_until(lambda: site.count("optimizer_trajectories_in_flight{") == 1 + 1)  # earlier streams have ended
    with connect(site.address, LONG):
        assert site.count("optimizer_trajectories_in_flight{") == 1 + 1 + 1, "the stream, and each asks for the counts"
    wait_until(lambda: site.count("optimizer_trajectories_in_flight{") == 1 + 1)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (f"GET /healthz HTTP/1.1\r\nHost: a\r\nX: {'x' * 20_000}\r\n\r\n", "400 Bad Request"),
        ("GET /healthz HTTP/1.1\r\nHost: a\r\n" + f"X: {'x' * 15_000}\r\n" * 6 + "\r\n", "400 Bad Request"),
        (f"GET /?{'x' * 40_000} HTTP/1.1\r\nHost: a\r\n\r\n", "414 Request-URI Too Large"),
        ("POST /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n", "413 Request Entity Too Large"),
    ],
    ids=["a header", "many headers", "an address", "a body"],
)
def test_what_is_too_large_is_refused(site: Site, request_: str, status: str) -> None:
    assert one_line(site, request_) == f"HTTP/1.1 {status}"


def test_the_longest_query_passes(site: Site) -> None:
    """It is the application that refuses more, and says why."""
    assert (
        site.get(f"/api/v1/scenario?steps=20&title={'x' * 9000}").headers["content-type"] == "application/problem+json"
    )


def test_a_request_s_identity_is_passed_on(site: Site) -> None:
    assert site.get("/nothing", x_request_id="course-2026").headers["x-request-id"] == "course-2026"
    assert re.fullmatch("[0-9a-f]{32}", site.get("/nothing", x_request_id="<script>").headers["x-request-id"])


def test_probes_are_not_kept_and_counts_are_not_public(site: Site) -> None:
    assert "x-cache" not in site.get("/healthz").headers
    assert site.get("/readyz").json()["status"] == "ready"
    assert site.get("/metrics").status_code == 404


@contextmanager
def busy() -> Iterator[tuple[str, list[str]]]:
    """A replica that has too much to do, and the paths that it was asked for."""
    asked: list[str] = []

    class Busy(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(503)
            self.send_header("Retry-After", "7")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Busy) as listener:
        thread = threading.Thread(target=listener.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.server_port}", asked
        listener.shutdown()
        thread.join()


def test_a_busy_replica_s_answer_is_passed_on_and_nobody_is_asked_twice(tmp_path: Path) -> None:
    with ExitStack() as stack:
        (one, asked), (two, also_asked) = stack.enter_context(busy()), stack.enter_context(busy())
        client = stack.enter_context(Client(base_url=stack.enter_context(proxy(tmp_path, one, two))))
        answers = [client.get(f"/?steps={steps}") for steps in range(20, 40)]
    assert {(answer.status_code, answer.headers["retry-after"]) for answer in answers} == {(503, "7")}
    assert len(asked) + len(also_asked) == len(answers)
    assert min(len(asked), len(also_asked)) > 5, "and neither is left out because it was busy"


def test_a_replica_that_dies_is_not_noticed(site: Site) -> None:
    """The last test of this file, which has one replica from then on."""
    for steps in range(40, 50):
        if steps == 43:
            site.replicas[0][0].kill()
            site.replicas[0][0].wait()
        assert site.get(f"/?steps={steps}").status_code == 200

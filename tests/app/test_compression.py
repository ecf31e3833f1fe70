"""Brotli and gzip: one rule for what a client takes; static files from disk or memory, answers on the way out."""

import gzip
import os
import time
from pathlib import Path

import brotli
import pytest
from starlette.testclient import TestClient

from app import compression
from app.compression import SUFFIXES, compressed, negotiate
from app.main import create_app
from app.precompress import BEST, main
from tests.answers import BROWSER, state

CLIENT = TestClient(create_app())
BASE: str = state(CLIENT).pages.assets
SCRIPT, ICON, PLOTLY = f"/{BASE}/js/main.js", f"/{BASE}/img/icon.svg", f"/{BASE}/packaged/plotly.js"
ANSWERS = (
    "/",
    "/embed",
    "/lessons",
    "/reference",
    "/docs",
    "/api/v1/catalog",
    "/api/v1/surface",
    "/poster.svg",
    "/openapi.json",
)
HOSTED = ("/", "/embed")  # which name their own address
DECODED = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}


def raw(path: str, accepted: str | None, **more: str) -> tuple[int, dict[str, str], bytes]:
    """Ask for ``path``; return status, headers and the body as it came over the wire."""
    headers = BROWSER | more | ({} if accepted is None else {"accept-encoding": accepted})
    request = CLIENT.build_request("GET", path, headers=headers)
    if accepted is None:
        del request.headers["accept-encoding"]
    response = CLIENT.send(request, stream=True)
    try:
        return response.status_code, dict(response.headers), b"".join(response.iter_raw())
    finally:
        response.close()


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("*", "br"),
        ("BR", "br"),
        ("", "identity"),
        ("identity", "identity"),
        ("deflate", "identity"),
        ("br;q=0", "identity"),
        ("br;q=0.0, gzip", "gzip"),
        ("br;q=0, *", "gzip"),
        ("*;q=0", "identity"),
        ("identity;q=0", "identity"),  # nothing else is acceptable either, and some answer is better than none
        ("identity;q=0, gzip;q=0.1", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("gzip;q=0.8, br;q=0.8", "br"),
        ("br;q=0.5, identity;q=0.6", "identity"),
        ("br; q=1 , gzip", "br"),
        ("br;q=nan, gzip;q=1", "identity"),
        ("br;q=x", "identity"),
        (",,;q=1,", "identity"),
        ("brotli, xbr, gzipped", "identity"),
    ],
)
def test_what_a_client_takes(accepted: str, coding: str) -> None:
    assert negotiate(accepted) == coding
    for path in (SCRIPT, "/", "/api/v1/surface"):
        status, headers, body = raw(path, accepted)
        assert status == 200
        assert headers.get("content-encoding", "identity") == coding
        assert DECODED[coding](body) == raw(path, "identity")[2]


@pytest.mark.parametrize("path", [SCRIPT, ICON, PLOTLY, *ANSWERS])
def test_every_coding_holds_the_same(path: str) -> None:
    plain = raw(path, "identity")[2]
    assert raw(path, None)[2] == plain
    for accepted, least in (("br", 1.3), ("gzip", 1.2)):
        status, headers, body = raw(path, accepted)
        assert (status, headers["content-encoding"]) == (200, accepted)
        assert headers["vary"].lower() == ("accept-encoding, host" if path in HOSTED else "accept-encoding")
        assert int(headers["content-length"]) == len(body)
        assert DECODED[accepted](body) == plain
        assert len(body) * least < len(plain)


def test_each_coding_of_a_file_has_its_own_tag() -> None:
    tags = {accepted: raw(SCRIPT, accepted)[1]["etag"] for accepted in DECODED}
    assert len(set(tags.values())) == 3
    for accepted in tags:
        for other, tag in tags.items():
            status, headers, body = raw(SCRIPT, accepted, **{"if-none-match": tag})
            assert status == (304 if other == accepted else 200)
            assert headers["etag"] == tags[accepted]
            assert headers["cache-control"] == "public, max-age=31536000, immutable"
            assert headers["vary"] == "Accept-Encoding"
            assert bool(body) == (other != accepted)


@pytest.mark.parametrize("accepted", ["br", "identity"])
def test_a_part_of_a_file_is_one_of_the_file_as_it_is(accepted: str) -> None:
    whole = raw(SCRIPT, "identity")[2]
    status, headers, body = raw(SCRIPT, accepted, range="bytes=10-29")
    assert (status, body) == (206, whole[10:30])
    assert headers["content-range"] == f"bytes 10-29/{len(whole)}"
    assert "content-encoding" not in headers
    assert headers["etag"] == raw(SCRIPT, "identity")[1]["etag"]
    again = raw(SCRIPT, accepted, range="bytes=10-29", **{"if-range": raw(SCRIPT, "br")[1]["etag"]})
    assert (again[0], again[2]) == (200, whole)


def test_a_small_answer_of_points_is_compressed_quickly_and_a_stream_never() -> None:
    small, stream = "/api/v1/trajectories?steps=500", "/api/v1/trajectories?steps=10000&optimizer=adam"
    _, headers, body = raw(small, "br, gzip")
    _, plain, whole = raw(small, "identity")
    assert (headers["content-encoding"], headers["vary"], plain["vary"]) == ("br", "accept-encoding", "accept-encoding")
    assert brotli.decompress(body) == whole
    assert len(body) < 0.8 * len(whole)
    assert "content-encoding" not in plain
    for address, accepted in ((small, "gzip"), (stream, "br, gzip")):
        _, headers, body = raw(address, accepted)
        assert "content-encoding" not in headers
        assert body.startswith(b'{"event":"scenario"')


def test_a_file_is_compressed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[bytes] = []

    def compress(data: bytes) -> bytes:
        calls.append(data)
        return b"compressed"

    monkeypatch.setitem(compression.FAST, "br", compress)
    client = TestClient(create_app())
    for _ in range(3):
        with client.stream("GET", SCRIPT, headers={"accept-encoding": "br"}) as response:
            assert b"".join(response.iter_raw()) == b"compressed"
    assert len(calls) == 1


def test_what_lies_compressed_beside_a_file_is_taken_unless_it_is_older(tmp_path: Path) -> None:
    file = tmp_path / "a.js"
    file.write_text("let a = 1;\n" * 100)
    main([str(tmp_path)])
    main([str(tmp_path)])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.js", "a.js.br", "a.js.gz"]
    for coding, suffix in SUFFIXES.items():
        best = BEST[coding](file.read_bytes())
        assert (tmp_path / f"a.js{suffix}").read_bytes() == best == compressed(file, coding)
    later = time.time() + 10
    file.write_text("let a = 2;\n" * 100)

    os.utime(file, (later, later))
    for coding in SUFFIXES:
        assert DECODED[coding](compressed(file, coding)) == file.read_bytes()

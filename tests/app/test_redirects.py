"""Wherever a redirect leads, it leads to the host that was asked."""

from urllib.parse import unquote_to_bytes, urljoin, urlsplit

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings

ADDRESSES = (
    *("/embed/", "/embed///", "/docs/", "/lessons/", "/lessons/ravine/", "/poster.svg//", "/api/v1/steps/0/0/1/"),
    *("//embed/", "//evil.example/..", "//evil.example/embed/", "///evil.example/embed/", "/..//evil.example/embed/"),
    *("/%5cevil.example/", "/%2f%2fevil.example/", "/%2fevil.example/embed/", "/embed/%2e%2e/", "/embed/%2f%2fevil/"),
    *("/lessons/%2f%2fevil.example/", "/lessons/%5c%5cevil.example/", "/lessons/..%2f..%2fevil.example/"),
    *("/lessons/javascript:alert(1)/", "/lessons/data:text,x/", "/lessons/https:%2f%2fevil.example/"),
    *("/lessons/%0d%0aset-cookie:a=b/", "/lessons/%0a/", "/lessons/%09/", "/lessons/%00/", "/lessons/%ff/"),
    *("/lessons/a%3fb/", "/lessons/a%23b/", "/lessons/%2e%2e/", "/lessons/.%2e/", "/lessons/@evil.example/"),
)
HOSTS = ("evil.example", "evil.example:80", "a@evil.example", "evil.example/x", "[::1]", "x\\y", "a,b", "")
QUERIES = ("", "?url=//evil.example/", "?a=%0d%0aset-cookie:a", "?\\\\evil.example", "?@evil.example/..")


@pytest.mark.parametrize("host", HOSTS)
def test_a_redirect_is_relative(host: str) -> None:
    client = TestClient(create_app(Settings()), headers={"host": host}, follow_redirects=False)
    found = 0
    for address in ADDRESSES:
        for query in QUERIES:
            # The client would correct the address, so it is put into the request as it is.
            response = client.get(f"http://testserver{address}{query}")
            if not 300 < response.status_code < 400:
                continue
            found += 1
            location = response.headers["location"]
            assert location.startswith(("../", "./"))
            assert "\\" not in location
            assert location.isprintable()
            asked = f"https://paths.example{address}{query}"
            assert urlsplit(urljoin(asked, location)).netloc == "paths.example"
            assert unquote_to_bytes(location).count(b"set-cookie") <= unquote_to_bytes(f"{address}{query}").count(
                b"set-cookie"
            )
            assert "set-cookie" not in response.headers
    assert found > 50

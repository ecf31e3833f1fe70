"""Every link is relative and leads somewhere, at the root and behind any path prefix."""

import re
from collections.abc import Callable
from functools import cache
from urllib.parse import urljoin, urlsplit

import pytest
from httpx2 import Response
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from app.main import create_app
from tests.answers import BROWSER
from tests.markup import links

PREFIX = "/teach/paths-1"
ASKING = BROWSER | {"host": "evil.example"}
Get = Callable[[str], Response]
APP = create_app()
HTML = (
    "/",
    "/?surface=saddle&theme=dark",
    "/embed",
    "/embed?surface=saddle&ui=minimal&title=T",
    "/docs",
    "/nothing",
    "/very/deep/nothing",
    "/api/v1/nothing/",
    "/a%2Fb/c%3Fd",
    "/api/v1/trajectories?steps=0",
)


def at_the_root() -> Get:
    client = TestClient(APP, headers=ASKING, follow_redirects=False)
    return lambda address: client.get(address)


def mounted() -> Get:
    client = TestClient(Starlette(routes=[Mount(PREFIX, APP)]), headers=ASKING, follow_redirects=False)
    return lambda address: client.get(address)


def behind_a_proxy_that_cuts_the_prefix_off() -> Get:
    """The app knows nothing of it."""
    client = TestClient(APP, headers=ASKING, follow_redirects=False)
    return lambda address: client.get(address.removeprefix(PREFIX))


def behind_a_configured_proxy() -> Get:
    """As with ``uvicorn --root-path``, which puts back what the proxy cuts off."""
    client = TestClient(APP, root_path=PREFIX, headers=ASKING, follow_redirects=False)
    return lambda address: client.get(address)


SETUPS = {
    "": at_the_root,
    PREFIX: mounted,
    PREFIX + " cut": behind_a_proxy_that_cuts_the_prefix_off,
    PREFIX + " configured": behind_a_configured_proxy,
}


@cache
def get_of(setup: str) -> Get:
    """How to get an address in a setup, each one only once."""
    return cache(SETUPS[setup]())


@pytest.mark.parametrize("setup", SETUPS)
@pytest.mark.parametrize("path", HTML)
def test_every_link_leads_somewhere(path: str, setup: str) -> None:
    prefix, get = setup.split(" ")[0], get_of(setup)
    response = get(prefix + path)
    assert response.headers["content-type"].startswith("text/html")
    found = links(response.text) + re.findall(r"\burl: '([^']*)'", response.text)
    assert len(found) >= 4
    for link in set(found):
        assert not urlsplit(link).netloc
        assert not link.startswith("/")
        address = urljoin(prefix + path, link)
        assert address.startswith(f"{prefix}/")
        assert get(address).status_code == 200, f"{link} leads to {address}"


@pytest.mark.parametrize("setup", SETUPS)
def test_what_the_page_asks_for_is_there(setup: str) -> None:
    """Scripts put addresses of the API after data-root."""
    prefix, get = setup.split(" ")[0], get_of(setup)
    (root,) = re.findall(r'data-root="([^"]*)"', get(f"{prefix}/").text)
    for path in ("api/v1/catalog", "api/v1/surface", "api/v1/trajectories", "poster.svg", "openapi.json", "healthz"):
        assert get(urljoin(f"{prefix}/", root + path)).status_code == 200


@pytest.mark.parametrize("setup", SETUPS)
@pytest.mark.parametrize("path", ["/embed", "/lessons", "/lessons/ravine", "/reference", "/api/v1/catalog"])
def test_a_slash_too_many_leads_back_to_the_same_host(path: str, setup: str) -> None:
    """Whatever host the client has named: a redirect is relative, as every link."""
    prefix, get = setup.split(" ")[0], get_of(setup)
    for query in ("", "?surface=saddle&title=a/b?c"):
        asked = f"{prefix}{path}/{query}"
        response = get(asked)
        assert response.status_code == 307
        found = urljoin(f"http://evil.example{asked}", response.headers["location"])
        assert found == f"http://evil.example{prefix}{path}{query}"
        assert get(found.removeprefix("http://evil.example")).status_code == 200
        assert response.headers["location"] == f"../{path.rpartition('/')[2]}{query}"
        assert get(f"{prefix}{path}///{query}").headers["location"] == f"../../{response.headers['location']}"

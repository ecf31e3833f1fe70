"""What of an address belongs to this service."""

import pytest

from app.oembed import split


@pytest.mark.parametrize(
    ("url", "root", "expected"),
    [
        ("http://a/b/embed?x#y", "http://a/b", ("/embed", "x")),
        ("http://a/b", "http://a/b", ("/", "")),
        ("http://a/bc", "http://a/b", None),
        ("http://a/", "http://a/b", None),
        ("http://a/%65mbed", "http://a", ("/embed", "")),
        ("http://a:8443/", "https://a:8443", ("/", "")),
        ("http://a:443/", "https://a", None),
        ("http://[::1]:8000/", "http://[::1]:8000", ("/", "")),
    ],
)
def test_an_address_is_taken_apart(url: str, root: str, expected: tuple[str, str] | None) -> None:
    assert split(url, root) == expected
